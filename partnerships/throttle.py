"""How often the public forms may be sent: each submission writes a letter to an address that anybody may have typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Inquiry, VisitRequest
from partnerships.public_form import PublicForm
from portal.accounts.clients import client_network
from portal.core import rates

#: Submissions of both forms in an hour: naming one e-mail address, and from one network.
MOST_FOR_AN_ADDRESS = 5
MOST_FROM_A_NETWORK = 20
HOUR = timedelta(hours=1)
#: First number of PostgreSQL's advisory locks under which submissions for an address are counted.
_LOCK = 20_260_902


def is_too_often(request: HttpRequest, form: PublicForm, same: Callable[[str], Model | None]) -> bool:
    """Whether `form`, which is valid, may not be taken now; says so in it. What has been received may come again.

    Call it in the transaction that keeps the submission: others for the same address wait for its end.

    Args:
        same: what the submission of a key has become already, by the service that keeps it.
    """
    email, key = form.cleaned_data["email"], form.facts()["submission_key"]
    _wait_for_others(email)
    if same(key) is not None:
        return False
    network = f"public_forms_{client_network(request)}"
    if _count(email) < MOST_FOR_AN_ADDRESS and rates.is_within(network, limit=MOST_FROM_A_NETWORK, window=_SECONDS):
        return False
    said = _("Too much has been sent in the last hour. What you typed is still here: please send it again in an hour.")
    form.add_error(None, ValidationError(said, code="often"))
    return True


def refused(page: HttpResponse) -> HttpResponse:
    """`page`, which shows the form, as the answer to what came too often."""
    page.status_code = 429
    page.headers["Retry-After"] = str(_SECONDS)
    return page


_SECONDS = int(HOUR.total_seconds())


def _wait_for_others(email: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, email.casefold()])


def _count(email: str) -> int:
    recent = Q(email__iexact=email, created_at__gt=timezone.now() - HOUR)
    return Inquiry.objects.filter(recent).count() + VisitRequest.objects.filter(recent).count()
