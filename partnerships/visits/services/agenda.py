"""The moments of an agenda, where the clock of the visit changes under it."""

from __future__ import annotations

from django.db import transaction

from partnerships.models import AgendaItem, Visit


@transaction.atomic
def remake_moments(*, visit: Visit) -> None:
    """Make `begins` and `ends` of all items of `visit` anew: those without a zone of their own follow the visit's."""
    for item in AgendaItem.objects.filter(visit=visit.pk):
        item.visit = visit
        item.save(update_fields=["begins", "ends"])
