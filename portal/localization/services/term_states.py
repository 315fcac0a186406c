"""How terms stand between proposal and use."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from portal.localization.enums import TermState
from portal.localization.models import GlossaryTerm

#: Was in use, and nobody has proposed anything since.
_WITHDRAWN = Q(live=False, last_published_at__isnull=False) & (
    Q(latest_revision=None) | Q(latest_revision__created_at__lte=F("last_published_at"))
)
_CONDITIONS = {
    TermState.IN_FORCE: Q(live=True),
    TermState.CHANGED: Q(live=True, has_unpublished_changes=True),
    TermState.PROPOSED: Q(live=False) & ~_WITHDRAWN,
    TermState.WAITING: Q(live=True, has_unpublished_changes=True) | (Q(live=False) & ~_WITHDRAWN),
    TermState.WITHDRAWN: _WITHDRAWN,
}


def with_state(rows: QuerySet[GlossaryTerm], state: str) -> QuerySet[GlossaryTerm]:
    """Those of `rows` in the state; `WAITING` are new ones and changed ones, `IN_FORCE` all that are in use."""
    return rows.filter(_CONDITIONS[TermState(state)])


def state_of(term: GlossaryTerm) -> TermState:
    """The state of one term; costs no query if `latest_revision` is there."""
    if term.live:
        return TermState.CHANGED if term.has_unpublished_changes else TermState.IN_FORCE
    revision = term.latest_revision
    used = term.last_published_at
    withdrawn = used is not None and (revision is None or revision.created_at <= used)
    return TermState.WITHDRAWN if withdrawn else TermState.PROPOSED


def waiting_for_approval() -> QuerySet[GlossaryTerm]:
    """What revisers have to decide on."""
    return with_state(GlossaryTerm.objects.all(), TermState.WAITING)
