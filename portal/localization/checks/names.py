"""What people call the checks, by the code of their findings."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

NAMES = {
    "number": pgettext_lazy("check", "Numbers"),
    "percent": pgettext_lazy("check", "Percentages"),
    "date": pgettext_lazy("check", "Dates and times"),
    "currency": pgettext_lazy("check", "Currency"),
    "tags": pgettext_lazy("check", "Formatting"),
    "placeholder": pgettext_lazy("check", "Placeholders"),
    "link": pgettext_lazy("check", "Links and addresses"),
    "term": pgettext_lazy("check", "Terms"),
    "forbidden": pgettext_lazy("check", "Forbidden renderings"),
    "untranslated": pgettext_lazy("check", "Not translated"),
    "script": pgettext_lazy("check", "Script"),
    "name": pgettext_lazy("check", "Names and offices"),
    "length": pgettext_lazy("check", "Length"),
    "punctuation": pgettext_lazy("check", "Punctuation"),
    "style": pgettext_lazy("check", "Style sheet"),
    "watched": pgettext_lazy("check", "Watched wordings"),
    "short-name": pgettext_lazy("check", "Full names of institutions"),
    "office-left": pgettext_lazy("check", "Offices held"),
    "office-inconsistent": pgettext_lazy("check", "Offices in one text"),
}


def name_of_check(code: str) -> str:
    """What people call the check; a code of another release stands for itself."""
    return str(NAMES.get(code, code))
