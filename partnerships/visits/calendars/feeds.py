"""Feeds for calendars: made, revoked, and what they serve now.

The secret is in the address alone; its digest is kept. What is served follows from what the owner may read at that
moment: an account that is closed or has lost its role serves nothing, and that looks like an address that never was.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.permissions import policy_registry

from parks.models import Park
from partnerships.errors import PartnershipRefusedError
from partnerships.models import AgendaItem, CalendarFeed, Visit
from partnerships.visits.access import readable_visits
from partnerships.visits.calendars.entries import CANCELLED, CONFIRMED, TENTATIVE, Entry, feed_text, mail_domain
from partnerships.visits.calendars.invitations import CALLED_OFF
from partnerships.visits.calendars.schedule import visits_between
from partnerships.visits.calendars.visit_words import days_of, item_where, timed_items, where
from partnerships.visits.enums import VisitState
from portal.core import audit
from portal.core.days import today
from portal.core.enums import Role
from portal.core.models import User
from portal.core.names import name_of
from portal.core.permissions import ALL_UNITS, current_memberships

MADE, REVOKED = "partnerships.feed.make", "partnerships.feed.revoke"
BACK, AHEAD = timedelta(days=365), timedelta(days=730)
#: How long a visit that was called off is shown as such.
CALLED_OFF_FOR = timedelta(days=60)
MOST_VISITS, MOST_ENTRIES = 1000, 3000
#: Addresses in force that one person may have.
MOST_FEEDS = 20
REFRESH = timedelta(hours=1)
READING = ("view", "change")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def make_feed(*, park: Park | None, locale: str, by: User) -> tuple[CalendarFeed, str]:
    """Make a secret address for `by`: of the visits of `park`, or of those for which `by` is responsible.

    Returns:
        The feed and its secret, which is nowhere kept.

    Raises:
        PartnershipRefusedError: `by` may not read the visits (`forbidden`), or has too many addresses (`many`).
    """
    if not _may_have(by, park):
        raise PartnershipRefusedError("forbidden", _("You may not read the visits of this park."))
    owner = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if owner.calendar_feeds.filter(revoked_at=None).count() >= MOST_FEEDS:
        raise PartnershipRefusedError(
            "many", _("You have %(count)d addresses already. Revoke one first.") % {"count": MOST_FEEDS}
        )
    secret = secrets.token_urlsafe(32)
    locale = locale if locale in LANGUAGES else settings.LANGUAGE_CODE
    feed = CalendarFeed.objects.create(owner=by, park=park, digest=digest(secret), locale=locale)
    audit.record(instance=feed, action=MADE, by=by, data={"park": park.slug if park else ""})
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed_id: int, by: User) -> CalendarFeed:
    """Make an address void for good; one that is void stays as it is.

    Raises:
        PartnershipRefusedError: there is none that `by` may revoke (`gone`).
    """
    rows = manageable_feeds(by).select_related("owner", "park").select_for_update(of=("self",))
    feed = rows.filter(pk=feed_id).first()
    if feed is None:
        raise PartnershipRefusedError("gone", _("There is no such address."))
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        audit.record(instance=feed, action=REVOKED, by=by, data={"owner": feed.owner_id})
    return feed


def manageable_feeds(user: User) -> QuerySet[CalendarFeed]:
    """Addresses that `user` may see and revoke: the own ones; administrators those of their parks, or all."""
    rows: QuerySet[CalendarFeed] = CalendarFeed.objects.all()
    if not user.is_active:
        return rows.none()
    units = {one.unit_id for one in current_memberships(user) if one.role == Role.ADMINISTRATOR}
    if user.is_superuser or None in units:
        return rows
    return rows.filter(Q(owner=user) | Q(park__unit__in=units))


def parks_to_follow(user: User) -> QuerySet[Park]:
    """Parks whose visits `user` may have in a calendar."""
    rows: QuerySet[Park] = QuerySet(Park).order_by("sort_key", "pk")
    units = policy_registry.get_by_type(Visit).units(user, READING)  # type: ignore[union-attr]
    return rows if units is ALL_UNITS else rows.filter(unit__in=units)


def address_of(secret: str) -> str:
    return settings.PORTAL_BASE_URL + reverse("calendar_feed", args=[f"{secret}.ics"])


def find_feed(secret: str) -> CalendarFeed | None:
    """The feed of a secret that serves something now; None for every other."""
    rows = CalendarFeed.objects.select_related("owner", "park__unit").filter(digest=digest(secret), revoked_at=None)
    feed = rows.first()
    return feed if feed is not None and _may_have(feed.owner, feed.park) else None


def _may_have(owner: User, park: Park | None) -> bool:
    policy = policy_registry.get_by_type(Visit)
    if not policy.user_has_any_permission(owner, READING):  # type: ignore[union-attr]
        return False
    units = policy.units(owner, READING)  # type: ignore[union-attr]
    return park is None or units is ALL_UNITS or park.unit_id in units


def served(feed: CalendarFeed) -> str:
    """The calendar of `feed` as its owner may read it now, in the language of the feed."""
    with translation.override(feed.locale):
        entries = [entry for visit in _visits(feed) for entry in _entries(visit)]
        return feed_text(entries[:MOST_ENTRIES], name=feed_name(feed), refresh=REFRESH)


def feed_name(feed: CalendarFeed) -> str:
    """What the calendar is called."""
    if feed.park:
        return pgettext("calendar", "Visits · %(park)s") % {"park": feed.park.words("name").text}
    return pgettext("calendar", "Visits · %(person)s") % {"person": name_of(feed.owner)}


def _visits(feed: CalendarFeed) -> QuerySet[Visit]:
    day = today()
    mine = Q(park=feed.park_id) if feed.park_id else Q(responsible=feed.owner_id)
    recent = timezone.now() - CALLED_OFF_FOR
    rows = readable_visits(feed.owner).filter(mine).exclude(state__in=CALLED_OFF, updated_at__lt=recent)
    return visits_between(rows, day - BACK, day + AHEAD).reverse()[:MOST_VISITS]


def _entries(visit: Visit) -> list[Entry]:
    """The items of the agenda that have a time; without any the visit itself, as whole days."""
    items = timed_items(visit)
    if items:
        return [_item_entry(visit, item) for item in items]
    days = days_of(visit)
    return [_day_entry(visit, *days)] if days else []


def _item_entry(visit: Visit, item: AgendaItem) -> Entry:
    values = {"item": item.words("text").text, "visit": visit.words("name").text}
    return Entry(
        begins=item.begins.astimezone(item.zone) if item.begins else None,
        ends=item.ends.astimezone(item.zone) if item.ends else None,
        summary=pgettext("entry of a calendar", "%(item)s · %(visit)s") % values,
        location=item_where(item) or where(visit),
        description=_state(visit),
        zone=item.zone.key,
        status=_status(visit),
        uid=f"visit-agenda-{item.pk}@{mail_domain()}",
        url=_screen(visit),
        changed=visit.updated_at,
    )


def _day_entry(visit: Visit, first: date, last: date) -> Entry:
    return Entry(
        begins=first,
        ends=last + timedelta(days=1),
        summary=visit.words("name").text,
        location=where(visit),
        description=_state(visit),
        status=_status(visit),
        uid=f"visit-{visit.pk}@{mail_domain()}",
        url=_screen(visit),
        changed=visit.updated_at,
    )


def _state(visit: Visit) -> str:
    return str(visit.get_state_display())


def _status(visit: Visit) -> str:
    if visit.state in CALLED_OFF:
        return CANCELLED
    return TENTATIVE if visit.state in (VisitState.REQUESTED, VisitState.UNDER_REVIEW) else CONFIRMED


def _screen(visit: Visit) -> str:
    return settings.PORTAL_BASE_URL + reverse("wagtailsnippets_partnerships_visit:inspect", args=[visit.pk])
