"""The members of a bundle as its screen shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.publication.enums import BundleState
from portal.publication.faults import Fault
from portal.publication.models import Bundle, BundleItem
from portal.publication.queries import Member, members_of
from portal.publication.services.inspection import faults_of_member, seal, texts_of


@dataclass(frozen=True)
class Row:
    """A line of the table; `url` is empty where the person does not work on the member."""

    item: BundleItem
    url: str
    state: str
    is_translation: bool
    faults: list[Fault]


def shown_members(bundle: Bundle, user: Any) -> tuple[list[Row], bool, str]:
    """The lines, whether nothing stands in the way of any, and the seal of what they say: it goes into the form."""
    members = members_of(bundle)
    rows = [_row(member, bundle, members, user) for member in members]
    return rows, bool(rows) and not any(row.faults for row in rows), seal(members, texts_of(members))


def _row(member: Member, bundle: Bundle, members: list[Member], user: Any) -> Row:
    job = member.job
    found = faults_of_member(member, bundle, members) if bundle.is_holding else []
    state = job.get_state_display() if job is not None and bundle.state != BundleState.PUBLISHED else ""
    return Row(member.item, _url(member, user), state, member.is_translation, found)


def _url(member: Member, user: Any) -> str:
    if member.page is not None:
        mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change", "publish"})
        return (
            reverse("wagtailadmin_pages:edit", args=[member.page.pk]) if mine.filter(pk=member.page.pk).exists() else ""
        )
    job = member.job
    return reverse("translations:record", args=[job.pk]) if job is not None else ""
