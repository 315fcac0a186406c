"""Names of files as people and programs can bear them."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import Kind

MOST_CHARACTERS = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


def clean_name(typed: str, kind: Kind) -> str:
    """`typed` without folders, characters that cannot be seen, and what file systems do not bear; its extension is
    that of `kind`."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", typed))[-1]
    seen = "".join(char for char in base if unicodedata.category(char)[0] != "C" and char != "\ufffd")
    stem, dot, extension = seen.rpartition(".")
    if not dot or len(extension) > 5:
        stem = seen
    stem = " ".join(_FORBIDDEN.sub("_", stem).split()).strip(". ")
    return f"{stem[: MOST_CHARACTERS - len(kind.extension)] or _('attachment')}{kind.extension}"
