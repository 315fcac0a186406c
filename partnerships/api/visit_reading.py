"""From what the public sees of visits to what is answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from partnerships.api.reading import link_ref, link_refs, park_ref, person, place_ref
from partnerships.enums import Side
from partnerships.models import Visit
from partnerships.public_shapes import PublicBody
from partnerships.visits import enums
from partnerships.visits.public.making import visit_view
from partnerships.visits.public.shapes import (
    PublicAgendaItem,
    PublicFollowUp,
    PublicPhotograph,
    PublicVisit,
    VisitLink,
)
from portal.api.reading import Data, choice, partial_date, said, view_links
from portal.core.localized import Said


def _visit_ref(link: VisitLink | PublicVisit | None) -> Data | None:
    if link is None:
        return None
    return {
        "slug": link.slug,
        "name": said(link.name),
        "direction": choice(enums.Direction, link.direction),
        "kind": choice(enums.VisitKind, link.kind),
        "date": partial_date(link.date),
    }


def _body(body: PublicBody) -> Data:
    return {"park": park_ref(body.park), "organization": link_ref(body.organization)}


def visit_item(row: Visit) -> Data:
    return _item(row.pk, visit_view(row))


def _item(pk: int, shown: PublicVisit) -> Data:
    return {
        "id": pk,
        **(_visit_ref(shown) or {}),
        "pages": view_links("public_visit", shown.slug),
        "until": partial_date(shown.until),
        "park": park_ref(shown.park),
        "place": place_ref(shown.place),
        "venue": said(shown.venue),
        "partners": [{"name": said(one.name), **_body(one)} for one in shown.partners],
        "purpose": said(shown.purpose),
    }


def visit_detail(row: Visit) -> Data:
    shown = visit_view(row)
    return _item(row.pk, shown) | _around(shown) | _told(shown)


def _around(shown: PublicVisit) -> Data:
    return {
        "public_fields": sorted(shown.shown),
        "date_basis": said(shown.date_basis),
        "timezone": shown.timezone,
        "follows": _visit_ref(shown.follows),
        "followed_by": [_visit_ref(one) for one in shown.followed_by],
    }


def _told(shown: PublicVisit) -> Data:
    """What is public field by field; the view has emptied the rest."""
    return {
        "headcount": shown.headcount,
        "topics": _texts(shown.topics),
        "sectors": link_refs(shown.sectors),
        "members": [
            person(one.person) | {"side": choice(Side, one.side), "is_head": one.is_head} for one in shown.members
        ],
        "sites": [{"name": said(one.name), "organization": link_ref(one.organization)} for one in shown.sites],
        "agenda": [_agenda_item(one) for one in shown.agenda],
        "outcome": said(shown.outcome),
        "minutes": _texts(shown.minutes),
        "follow_ups": [_follow_up(one) for one in shown.follow_ups],
        "photographs": [_photograph(one) for one in shown.photographs],
    }


def _texts(texts: Iterable[Said]) -> list[Data]:
    return [found for text in texts if (found := said(text))]


def _agenda_item(item: PublicAgendaItem) -> Data:
    return {
        "kind": choice(enums.AgendaKind, item.kind),
        "day": item.day,
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "timezone": item.timezone,
        "text": said(item.text),
        "organization": link_ref(item.organization),
        "venue": said(item.venue),
    }


def _follow_up(one: PublicFollowUp) -> Data:
    return {
        "kind": choice(enums.FollowUpKind, one.kind),
        "side": choice(Side, one.side),
        "who": said(one.who.name),
        **_body(one.who),
        "what": said(one.what),
        "due_on": one.due_on,
        "state": choice(enums.FollowUpState, one.state),
        "invited": link_refs(one.invited),
        "becomes": _visit_ref(one.becomes),
    }


def _photograph(one: PublicPhotograph) -> Data:
    return {
        "url": settings.PORTAL_BASE_URL + one.url,
        "width": one.width,
        "height": one.height,
        "alt": said(one.alt),
        "caption": said(one.caption),
        "credit": one.credit or None,
    }
