"""The link to the status of an inquiry: signed, good for years, and independent of cookies."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing

from partnerships.models import Inquiry

_SALT = "partnerships.inquiries.status"


def status_link(inquiry: Inquiry, locale: str) -> str:
    """The whole address of the status page for a letter in `locale`."""
    token = signing.dumps(inquiry.pk, salt=_SALT)
    return f"{settings.PORTAL_BASE_URL}/{locale}/cooperate/status/?{urlencode({'inquiry': token})}"
