"""Whether a person has sent an inquiry: what speaks against it, and when that is enough to set it aside."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils import timezone

from partnerships.inquiries.enums import Doubt
from partnerships.models import Inquiry

#: A person needs longer even for a form that the browser fills in.
HASTE = timedelta(seconds=3)
#: Addresses in one message: some are odd, so many are no letter any more.
SOME_LINKS, MANY_LINKS = 3, 8
#: How many other addresses have sent the same message within a day.
REPEATED_BY, REPEATED_WITHIN = 2, timedelta(days=1)
#: An inquiry is set aside from this weight on: one weak doubt alone is none.
ENOUGH = 2
_LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)


def doubts_about(
    *, message: str, email: str, made_at: datetime | None, has_worked: bool, is_checked: bool
) -> list[str]:
    """The doubts for which an inquiry goes into quarantine; none where they weigh too little.

    Args:
        message: what was written.
        email: whose address was given.
        made_at: when the form was made, as it says over our signature; a form that does not say so came from none.
        has_worked: whether the proof is work of a browser; else a question was answered.
        is_checked: whether forms are checked for proofs at all.
    """
    found = _of_words(message, email)
    if is_checked and (made_at is None or timezone.now() - made_at < HASTE):
        found[Doubt.HASTE] = 1
    if is_checked and not has_worked:
        found[Doubt.NO_PROOF] = 1
    return sorted(found) if sum(found.values()) >= ENOUGH else []


def _of_words(message: str, email: str) -> dict[str, int]:
    """Doubts about the message → their weight."""
    found: dict[str, int] = {}
    links = len(_LINK.findall(message))
    if links >= SOME_LINKS:
        found[Doubt.LINKS] = 2 if links >= MANY_LINKS else 1
    if _others_who_sent(message, email) >= REPEATED_BY:
        found[Doubt.REPEATED] = 2
    return found


def _others_who_sent(message: str, email: str) -> int:
    recent = Inquiry.objects.filter(created_at__gt=timezone.now() - REPEATED_WITHIN, message=message)
    others = recent.exclude(email__iexact=email).order_by().values_list("email", flat=True).distinct()
    return len(set(map(str.casefold, others[: 2 * REPEATED_BY])))
