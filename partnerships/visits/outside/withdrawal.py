"""Withdrawing a request: the visiting side no longer wishes to come."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.models import RequestNote, VisitRequest
from partnerships.visits.outside.letters import tell_staff
from partnerships.visits.services.moves import withdraw_visit


@transaction.atomic
def withdraw_request(*, request_id: int, reason: str = "") -> VisitRequest:
    """Cancel the visit that was asked for, and tell both sides. The reason, if one is given, stays with the request.

    Raises:
        PartnershipRefusedError: the visit is gone, has taken place or is off already.
        VisitRequest.DoesNotExist: there is no such request.
    """
    request = VisitRequest.objects.get(pk=request_id)
    with translation.override(settings.LANGUAGE_CODE):
        note = _("Withdrawn by the visiting side.")
    request.visit = withdraw_visit(visit_id=request.visit_id, note=note)
    if reason:
        RequestNote.objects.create(request=request, text=reason)
    tell_staff(request, what="withdrawn")
    return request
