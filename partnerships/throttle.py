"""How often the public forms may be sent: each submission writes a letter to an address that anybody may have typed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Inquiry, VisitRequest
from partnerships.public_form import PublicForm
from portal.accounts.clients import client_network
from portal.core import rates

HOUR = timedelta(hours=1)
#: A browser's work costs a robot time with every form: so many times more may come from one network.
_FOR_WORK = 5
_OFTEN = "often"
#: First number of PostgreSQL's advisory locks under which submissions for an address are counted.
_LOCK = 20_260_902


def wait_for_others(email: str) -> None:
    """Let others for the same address wait for the end of this transaction, which keeps a submission."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, email.casefold()])


def is_too_often(request: HttpRequest, form: PublicForm, *, has_worked: bool) -> bool:
    """Whether `form`, which is valid and new, may not be taken now; says so in it.

    Args:
        has_worked: whether the visitor's browser has worked for it, so that more may come from one network.
    """
    kind, times = ("worked", _FOR_WORK) if has_worked else ("asked", 1)
    network, limit = f"public_forms_{kind}_{client_network(request)}", settings.PORTAL_FORMS_PER_NETWORK * times
    if _count(form.cleaned_data["email"]) < settings.PORTAL_FORMS_PER_EMAIL and rates.is_within(
        network, limit=limit, window=_SECONDS
    ):
        return False
    said = _("Too much has been sent in the last hour. What you typed is still here: please send it again in an hour.")
    form.add_error(None, ValidationError(said, code=_OFTEN))
    return True


def refused(page: HttpResponse, form: PublicForm) -> HttpResponse:
    """`page`, which shows the `form` that was not taken, as the answer to it: 429 where it came too often."""
    if form.has_error(NON_FIELD_ERRORS, _OFTEN):
        page.status_code = 429
        page.headers["Retry-After"] = str(_SECONDS)
    return page


_SECONDS = int(HOUR.total_seconds())


def _count(email: str) -> int:
    recent = Q(email__iexact=email, created_at__gt=timezone.now() - HOUR)
    return Inquiry.objects.filter(recent).count() + VisitRequest.objects.filter(recent).count()
