"""Sentences one after the other, as each language has them."""

from __future__ import annotations

from django.utils.translation import override

from portal.core.sentences import joined


def test_sentences_have_a_space_between_them_in_english_alone():
    with override("en"):
        assert joined(["One.", "", "Two.", "Three."]) == "One. Two. Three."
    with override("zh-hans"):
        assert joined(["一。", "", "二。", "三。"]) == "一。二。三。"
