"""Visits that everybody may see, with what their shapes read."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from partnerships.models import (
    AgendaItem,
    FollowUp,
    FollowUpInvitee,
    MemberOffice,
    MinutesPart,
    Visit,
    VisitMember,
    VisitPartner,
    VisitPhotograph,
    VisitSector,
)
from partnerships.visits.enums import Confidence


def public_visits() -> QuerySet[Visit]:
    """Visits that everybody may see, newest record first, with what `visit_view` reads: 13 queries."""
    return visits_as_shown(Visit.objects.public())


def visits_as_shown(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """`rows` with what `visit_view` reads: internal ones too, for who may read them."""
    offices = Prefetch("offices", MemberOffice.objects.select_related("organization"))
    members = VisitMember.objects.select_related("person").prefetch_related(offices)
    invitees = Prefetch("invitees", FollowUpInvitee.objects.select_related("person"))
    follow_ups = FollowUp.objects.filter(is_public=True).select_related("organization", "park", "becomes")
    photographs = VisitPhotograph.objects.select_related("image").prefetch_related("image__renditions")
    minutes = MinutesPart.objects.filter(confidence=Confidence.PUBLIC)
    return _with_essentials(rows).prefetch_related(
        "topics",
        Prefetch("sector_links", VisitSector.objects.select_related("sector")),
        Prefetch("members", members),
        Prefetch("agenda", AgendaItem.objects.select_related("organization")),
        Prefetch("minutes", minutes, to_attr="public_minutes"),
        Prefetch("follow_ups", follow_ups.prefetch_related(invitees), to_attr="public_follow_ups"),
        Prefetch("photographs", photographs),
        Prefetch("followed_by", Visit.objects.public().order_by("pk"), to_attr="public_followed_by"),
    )


def listed_visits() -> QuerySet[Visit]:
    """The same as lists show them, 2 queries; what no list shows is empty and not read."""
    return _with_essentials(Visit.objects.public()).prefetch_related(
        *(_left_out(relation) for relation in ("topics", "sector_links", "members", "agenda", "photographs")),
        *(_left_out(relation, to_attr=True) for relation in ("minutes", "follow_ups", "followed_by")),
    )


def _with_essentials(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    partners = VisitPartner.objects.select_related("organization", "park")
    return rows.select_related("park", "place", "follows").prefetch_related(Prefetch("partners", partners))


def _left_out(relation: str, *, to_attr: bool = False) -> Prefetch:
    """What a shape reads and a list does not show, as if it were empty: no query."""
    model: Any = Visit._meta.get_field(relation).related_model
    return Prefetch(relation, model._default_manager.none(), to_attr=f"public_{relation}" if to_attr else None)
