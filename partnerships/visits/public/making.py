"""Makes shapes for the public of rows that `visits.public` has read: no other reader of rows."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from wagtail.images.shortcuts import get_rendition_or_not_found

from partnerships.enums import Arrangement, Side
from partnerships.models import AgendaItem, Visit, VisitMember, VisitPhotograph
from partnerships.precedence import arranged
from partnerships.public_links import Link
from partnerships.public_making import body_of, organization_link, park_link, place_link, sector_links
from partnerships.public_people import person_of
from partnerships.visits.agenda import in_order
from partnerships.visits.enums import (
    TAKING_PART,
    AgendaKind,
    Direction,
    FollowUpKind,
    FollowUpState,
    MemberRole,
    VisitKind,
    VisitPublicField,
)
from partnerships.visits.public.shapes import (
    PublicAgendaItem,
    PublicFollowUp,
    PublicMember,
    PublicPhotograph,
    PublicSite,
    PublicVisit,
    VisitLink,
)
from portal.core.localized import Said

#: The size in which photographs are shown.
RENDITION = "max-1280x1280"

#: What the words of a visit to a site begin with, and its place does not.
_VISITS = re.compile(
    r"^(?:实地)?(?:参观|考察|走访|参访|调研)(?:访问|考察)?了?"
    r"|(?i:^(?:site )?(?:visit|tour)(?:\s+(?:to|of|at|around))?(?:\s+the)?(?:\s+|$))"
)


def visible_fields(visit: Visit) -> frozenset[str]:
    """The `VisitPublicField`s that the public may see of a visit; none of one that is not shown."""
    return frozenset(field for field in VisitPublicField.values if visit.shows(field))


def visit_view(visit: Visit, told: Collection[str] | None = None) -> PublicVisit:
    """What the public sees of a row of `public_visits()` or `listed_visits()`.

    Args:
        told: the `VisitPublicField`s that are filled instead, for who may read `visit`, a row of `visits_as_shown()`;
            what the visit itself does not name stays empty.
    """
    row: Any = visit
    shown = visible_fields(row) if told is None else frozenset(told) & frozenset(row.public_fields)
    return PublicVisit(
        slug=row.slug,
        name=row.said("name"),
        direction=Direction(row.direction),
        kind=VisitKind(row.kind),
        date=row.date,
        date_basis=row.said("date_basis"),
        until=row.until,
        timezone=row.timezone or settings.TIME_ZONE,
        park=park_link(row.park),
        place=place_link(row.place),
        venue=row.said("venue"),
        partners=tuple(body_of(partner) for partner in row.partners.all()),
        purpose=row.said("purpose"),
        follows=_beside(row, row.follows),
        followed_by=tuple(link for one in row.public_followed_by if (link := _beside(row, one))),
        shown=shown,
        **_beyond_essentials(row, shown),
    )


def _beyond_essentials(row: Any, shown: frozenset[str]) -> dict[str, Any]:
    """Fields that are public one by one."""
    sees = {field: field in shown for field in VisitPublicField}
    return {
        "headcount": row.headcount if sees[VisitPublicField.PEOPLE] else None,
        "topics": tuple(one.said("text") for one in row.topics.all()) if sees[VisitPublicField.TOPICS] else (),
        "sectors": sector_links(row) if sees[VisitPublicField.SECTORS] else (),
        "members": _members(row) if sees[VisitPublicField.PEOPLE] else (),
        "sites": _sites(row) if sees[VisitPublicField.SITES] else (),
        "agenda": tuple(_item(row, one) for _at, one in in_order(row, row.agenda.all()))
        if sees[VisitPublicField.AGENDA]
        else (),
        "outcome": row.said("outcome") if sees[VisitPublicField.OUTCOME] else Said(),
        "minutes": tuple(one.said("text") for one in row.public_minutes) if sees[VisitPublicField.MINUTES] else (),
        "follow_ups": _follow_ups(row, sees[VisitPublicField.PEOPLE]) if sees[VisitPublicField.FOLLOW_UPS] else (),
        "photographs": _photographs(row) if sees[VisitPublicField.PHOTOGRAPHS] else (),
    }


def _members(row: Any) -> tuple[PublicMember, ...]:
    return tuple(_member(one) for one in arranged(row, Arrangement.NEWS) if one.role in TAKING_PART)


def _member(row: VisitMember) -> PublicMember:
    return PublicMember(
        person=person_of(row.person, row.offices.all(), description=row.said("description")),  # type: ignore[attr-defined]
        side=Side(row.side),
        role=MemberRole(row.role),
    )


def _sites(row: Any) -> tuple[PublicSite, ...]:
    return tuple(_site(one) for _at, one in in_order(row, row.agenda.all()) if one.kind == AgendaKind.TOUR)


def _site(row: AgendaItem) -> PublicSite:
    organization = organization_link(row.organization)
    own = organization.name if organization else row.said("venue")
    return PublicSite(_without_verb(row.said("text")) or own or row.said("text"), organization)


def _without_verb(words: Said) -> Said:
    """What is visited, of an item that says that it is: 参观展示厅, Tour of the exhibition hall."""
    pairs = ((language, text, _VISITS.sub("", text).strip()) for language, text in words.texts)
    bare = ((language, place if place == text else place[:1].upper() + place[1:]) for language, text, place in pairs)
    return Said(tuple((language, text) for language, text in bare if text), words.latin_stays)


def _item(visit: Visit, row: AgendaItem) -> PublicAgendaItem:
    return PublicAgendaItem(
        kind=AgendaKind(row.kind),
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone or visit.timezone or settings.TIME_ZONE,
        text=row.said("text"),
        organization=organization_link(row.organization),
        venue=row.said("venue"),
    )


def _follow_ups(row: Any, names_people: bool) -> tuple[PublicFollowUp, ...]:
    return tuple(
        PublicFollowUp(
            kind=FollowUpKind(one.kind),
            side=Side(one.side),
            who=body_of(one),
            what=one.said("what"),
            due_on=one.due_on,
            state=FollowUpState(one.state),
            invited=_invited(one) if names_people else (),
            invited_side=_invited_side(row, one),
            becomes=_beside(row, one.becomes),
        )
        for one in row.public_follow_ups
    )


def _invited(row: Any) -> tuple[Link, ...]:
    return tuple(Link(one.person.slug, one.person.said("name")) for one in row.invitees.all())


def _invited_side(visit: Any, row: Any) -> Side | None:
    """The side of those who are invited; None where they were not there, or on both sides."""
    invited = {one.person_id for one in row.invitees.all()}
    sides = {Side(one.side) for one in visit.members.all() if one.person_id in invited}
    return sides.pop() if len(sides) == 1 else None


def _photographs(row: Any) -> tuple[PublicPhotograph, ...]:
    return tuple(_photograph(one, row.is_shown) for one in row.photographs.all())


def _photograph(row: VisitPhotograph, is_shown: bool) -> PublicPhotograph:
    """One that has never been shown is scaled now, which writes the row of its rendition.

    A rendition is public: of a visit that is not there is none.
    """
    scaled = get_rendition_or_not_found(row.image, RENDITION) if is_shown else None
    return PublicPhotograph(
        image_id=row.image_id,  # type: ignore[attr-defined]
        url=scaled.url if scaled else "",
        width=scaled.width if scaled else 0,
        height=scaled.height if scaled else 0,
        alt=row.said("alt"),
        caption=row.said("caption"),
        credit=row.image.credit,
    )


def _beside(visit: Visit, other: Visit | None) -> VisitLink | None:
    """Another visit that may stand on the page of this one: public, and kept by the same unit or the portal."""
    if other is None or not other.is_shown or other.unit_id not in (None, visit.unit_id):
        return None
    row: Any = other
    return VisitLink(row.slug, row.said("name"), Direction(row.direction), VisitKind(row.kind), row.date)
