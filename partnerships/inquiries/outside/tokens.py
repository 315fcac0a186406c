"""The link to the status page of an inquiry."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from partnerships.models import Inquiry


def status_path(inquiry: Inquiry) -> str:
    """The address of the status page in the active language; empty while there is none."""
    try:
        return reverse("cooperate_status")
    except NoReverseMatch:
        return ""
