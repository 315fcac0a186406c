"""The link to the status of a request."""

from __future__ import annotations

from partnerships.models import VisitRequest
from partnerships.status_links import StatusLinks

LINKS = StatusLinks("visit_status", "request", salt="partnerships.visits.status")


def token_of(request: VisitRequest) -> str:
    return LINKS.token(request.pk)


def request_of(token: str) -> VisitRequest | None:
    """The request that a link leads to; None for a link that is broken, too old, or of a request that is gone."""
    rows = VisitRequest.objects.select_related("visit__park", "visit__unit", "visit__responsible")
    return rows.filter(pk=LINKS.key_in(token)).first()


def status_path(request: VisitRequest) -> str:
    """The address of the status page in the active language."""
    return LINKS.path(request.pk)


def status_link(request: VisitRequest, locale: str) -> str:
    """The whole address of the status page for a letter in `locale`."""
    return LINKS.link(request.pk, locale)
