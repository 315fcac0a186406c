"""The daily digest: one letter a day to each person for whom something waits."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from portal.core.models import User
from portal.core.notice_kinds import kind_name
from portal.outbox.contexts import thaw
from portal.outbox.models import DigestItem, Letter
from portal.outbox.recipients import preferred_locale
from portal.outbox.rendering import render_subject
from portal.outbox.services import write_letter

KIND = "digest"
#: How many notices of one kind a digest names; of the rest it gives the number.
MOST_LINES = 50


def sweep_digests(*, now: datetime | None = None) -> int:
    """Write the digests whose hour has come. Called often, by however many schedulers: a day has one digest a person.

    Args:
        now: the moment, with its time zone; by default this one.

    Returns:
        How many digests were written.
    """
    moment = now or timezone.now()
    waiting = DigestItem.objects.waiting().filter(created_at__lte=moment).values("user")
    people = User.objects.filter(is_active=True, pk__in=waiting).exclude(email="").select_related("wagtail_userprofile")
    due = {_key(person, moment): person for person in people.order_by("pk") if _due(person, moment)}
    told = set(Letter.objects.filter(key__in=due).values_list("key", flat=True))
    return sum(write_digest(person=person, now=moment) for key, person in due.items() if key not in told)


@transaction.atomic
def write_digest(*, person: User, now: datetime) -> bool:
    """Write the digest of the person's day and take what waits into it.

    Returns:
        Whether it was written: not if nothing waits, if today's is written, or if another sender is about it.
    """
    free = User.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk=person.pk).first()
    key = _key(person, now)
    if free is None or Letter.objects.filter(key=key).exists():
        return False
    items = list(DigestItem.objects.waiting().filter(user=person, created_at__lte=now).order_by("kind", "pk"))
    if not items:
        return False
    locale = preferred_locale(person)
    write_letter(kind=KIND, key=key, recipient=person, locale=locale, context=_context(person, items, locale, now))
    DigestItem.objects.filter(pk__in=[item.pk for item in items]).update(letter_key=key)
    return True


def local_time(person: User, moment: datetime) -> datetime:
    """`moment` on the person's own clock; the portal's where they chose none."""
    profile = getattr(person, "wagtail_userprofile", None)
    name = (profile and profile.current_time_zone) or settings.TIME_ZONE
    try:
        return moment.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def _due(person: User, moment: datetime) -> bool:
    return local_time(person, moment).hour >= settings.PORTAL_DIGEST_HOUR


def _key(person: User, moment: datetime) -> str:
    return f"{KIND}:{person.pk}:{local_time(person, moment):%Y-%m-%d}"


def _context(person: User, items: list[DigestItem], locale: str, now: datetime) -> dict[str, Any]:
    with translation.override(locale):
        groups = [_group(kind, list(rows), locale) for kind, rows in groupby(items, key=lambda item: item.kind)]
    return {
        "name": person.get_full_name() or person.get_username(),
        "day": local_time(person, now).date(),
        "total": len(items),
        "groups": groups,
        "settings_url": f"{settings.PORTAL_BASE_URL}/admin/account/#tab-notifications",
    }


def _group(kind: str, items: list[DigestItem], locale: str) -> dict[str, Any]:
    lines = [_line(item, locale) for item in items[:MOST_LINES]]
    return {"name": kind_name(kind), "lines": lines, "more": len(items) - len(lines)}


def _line(item: DigestItem, locale: str) -> dict[str, str]:
    """What the letter of this notice would have had as its subject, and where it leads."""
    values = thaw(item.context)
    subject = render_subject(kind=item.kind, locale=locale, context=values)
    return {"text": subject or kind_name(item.kind), "url": str(values.get("url", ""))}
