"""Inquiries that may be the same question: from one address, one telephone or one company, however it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parks.spellings import fold
from partnerships.inquiries.access import inquiry_policy
from partnerships.inquiries.enums import OPEN
from partnerships.inquiries.services.merging import why_not_one
from partnerships.models import Inquiry

#: So many open inquiries, the newest first, are looked through: spellings are compared here, no index knows them.
MOST_COMPARED = 5_000
MOST_TOLD = 10
#: Digits at the end of a telephone number that are compared: country codes are written in many ways.
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Double:
    """An inquiry that may be the same question, in what the two agree, and whether they can be merged."""

    inquiry: Inquiry
    reasons: tuple[str, ...]
    can_merge: bool


def likely_doubles(inquiry: Inquiry, user: Any) -> list[Double]:
    """The likeliest first, of the open inquiries that `user` works on. As many queries however many there are."""
    found = _found(inquiry, user)
    best = sorted(found, key=lambda pk: (-len(found[pk]), -pk))[:MOST_TOLD]
    rows: QuerySet[Inquiry] = Inquiry.objects.for_list().filter(pk__in=best)
    by_key = {row.pk: row for row in rows}
    return [Double(by_key[pk], found[pk], not why_not_one(inquiry, by_key[pk])) for pk in best if pk in by_key]


def _told(inquiry: Inquiry, user: Any) -> list[tuple[int, str, str, str]]:
    rows = inquiry_policy.instances_user_has_any_permission_for(user, ["change"])
    others = rows.filter(state__in=OPEN, quarantined_at=None, erased_at=None).exclude(pk=inquiry.pk)
    return list(others.order_by("-pk").values_list("pk", "email", "company", "phone")[:MOST_COMPARED])


def _found(inquiry: Inquiry, user: Any) -> dict[int, tuple[str, ...]]:
    """Key of an inquiry → in what the two agree, where they do. What is compared with is folded once."""
    words = (_("same e-mail"), _("same telephone"), _("same company"))
    own = (inquiry.email.casefold(), _number(inquiry.phone), fold(inquiry.company))
    folded: dict[str, str] = {}
    found = {}
    for pk, email, company, phone in _told(inquiry, user):
        if company not in folded:
            folded[company] = fold(company)
        other = (email.casefold(), _number(phone), folded[company])
        reasons = tuple(said for said, mine, theirs in zip(words, own, other, strict=True) if mine and mine == theirs)
        if reasons:
            found[pk] = reasons
    return found


def _number(phone: str) -> str:
    digits = "".join(char for char in phone if char.isdecimal())
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""
