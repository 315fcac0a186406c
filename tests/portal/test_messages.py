"""The extraction of the interface texts."""

from __future__ import annotations

import polib

from portal import messages


def test_text_with_and_without_context_becomes_two_entries():
    catalogue = polib.POFile()
    messages._add(catalogue, "a.py", 1, "; ", "between details")
    messages._add(catalogue, "b.py", 2, "; ", None)
    messages._add(catalogue, "c.py", 3, "; ", "between details")
    assert [(entry.msgctxt, entry.occurrences) for entry in catalogue] == [
        ("between details", [("a.py", ""), ("c.py", "")]),
        (None, [("b.py", "")]),
    ]


def test_no_text_says_parted_for_separated():
    found = [entry.msgid for entry in polib.pofile(str(messages.CATALOGUES / "zh_Hans/LC_MESSAGES/django.po"))]
    assert not [text for text in found if " parted by" in text]
