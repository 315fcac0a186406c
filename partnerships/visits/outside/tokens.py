"""The link to the status of a request: signed, good for years, and independent of cookies."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from partnerships.models import VisitRequest

#: How long a link works, in seconds: two years are as far ahead as anybody asks, and one more for what follows.
LINK_SECONDS = 3 * 366 * 24 * 60 * 60
_SALT = "partnerships.visits.status"


def token_of(request: VisitRequest) -> str:
    return signing.dumps(request.pk, salt=_SALT)


def request_of(token: str) -> VisitRequest | None:
    """The request that a link leads to; None for a link that is broken, too old, or of a request that is gone."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    rows = VisitRequest.objects.select_related("visit__park", "visit__unit", "visit__responsible")
    return rows.filter(pk=number).first()


def status_path(request: VisitRequest) -> str:
    """The address of the status page in the active language."""
    return f"{reverse('visit_status')}?{urlencode({'request': token_of(request)})}"


def status_link(request: VisitRequest, locale: str) -> str:
    """The whole address of the status page for a letter in `locale`."""
    with translation.override(locale):
        return settings.PORTAL_BASE_URL + status_path(request)
