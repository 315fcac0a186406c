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
    send_url: str


def shown_members(bundle: Bundle, user: Any) -> tuple[list[Row], bool, str]:
    """The lines, whether nothing stands in the way of any, and the seal of what they say: it goes into the form."""
    members = members_of(bundle)
    mine = _mine(members, user)
    rows = [_row(member, bundle, members, mine) for member in members]
    return rows, bool(rows) and not any(row.faults for row in rows), seal(members, texts_of(members))


def _mine(members: list[Member], user: Any) -> set[int]:
    """Ids of the pages among the members and their sources that the person works on, in one query."""
    pages = [member.page for member in members] + [member.source for member in members]
    ids = {page.pk for page in pages if isinstance(page, Page)}
    policy = policy_registry.get_by_type(Page)
    rows = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True))


def _row(member: Member, bundle: Bundle, members: list[Member], mine: set[int]) -> Row:
    job = member.job
    found = faults_of_member(member, bundle, members) if bundle.is_holding else []
    state = job.get_state_display() if job is not None and bundle.state != BundleState.PUBLISHED else ""
    send_url = _send_url(member, mine) if bundle.is_holding else ""
    return Row(member.item, _url(member, mine), state, member.is_translation, found, send_url)


def _url(member: Member, mine: set[int]) -> str:
    if member.page is not None:
        return reverse("wagtailadmin_pages:edit", args=[member.page.pk]) if member.page.pk in mine else ""
    job = member.job
    return reverse("translations:record", args=[job.pk]) if job is not None and member.is_record else ""


def _send_url(member: Member, mine: set[int]) -> str:
    """Where a translation that is under way no more (it was cancelled, or has failed) is sent again."""
    source = member.source
    if source is None or not member.is_translation or member.job is not None:
        return ""
    if isinstance(source, Page):
        return reverse("translation:submit", args=[source.pk]) if source.pk in mine else ""
    kind = source._meta
    return reverse("translation:submit_record", args=[kind.app_label, kind.model_name, source.pk])
