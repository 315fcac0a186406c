"""The privacy notice: which version is in force, and which ones can be read.

A version comes into force on its day, as soon as it is there in every language of the portal; what lacks one waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete
from django.urls import reverse
from django.utils.translation import get_language

from partnerships.models import Consent, Inquiry, PrivacyNotice, VisitRequest
from portal.core.days import today

HEADING = "#"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading of a notice."""

    text: str
    is_heading: bool


def versions_in_force(on: date | None = None) -> dict[str, date]:
    """Every version that is or was in force → since when; the newest first."""
    day = on or today()
    begun: dict[str, dict[str, date]] = {}
    for version, locale, first in PrivacyNotice.objects.values_list("version", "locale", "in_force_from"):
        begun.setdefault(version, {})[locale] = first
    needed = {code for code, _name in settings.LANGUAGES}
    since = {version: max(days.values()) for version, days in begun.items() if needed <= set(days)}
    ordered = sorted(since.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
    return {version: begins for version, begins in ordered if begins <= day}


def current_version() -> str:
    """The version that is agreed to today; that of the settings as long as no notice is kept here."""
    return next(iter(versions_in_force()), settings.PRIVACY_NOTICE_VERSION)


@dataclass(frozen=True, slots=True)
class Named:
    """The notice that a form names: its version, and the address of its page in the active language."""

    version: str
    path: str


def current_notice() -> Named:
    """What forms name today; as long as no notice is kept here, the page `privacy` of the site."""
    version = next(iter(versions_in_force()), None)
    if version is None:
        code = get_language() or settings.LANGUAGE_CODE
        return Named(settings.PRIVACY_NOTICE_VERSION, f"/{code}/privacy/")
    return Named(version, reverse("privacy_version", args=[version]))


def fixed_versions() -> set[str]:
    """Of what nothing may change any more: it is or was in force, or somebody agreed to it."""
    agreed = (
        Consent.objects.values_list("version", flat=True),
        Inquiry.objects.values_list("privacy_version", flat=True),
        VisitRequest.objects.values_list("privacy_version", flat=True),
    )
    return set(versions_in_force()).union(*(rows.order_by().distinct() for rows in agreed))


def is_fixed(version: str) -> bool:
    """Whether nothing of the version may change any more."""
    return version in fixed_versions()


def connect() -> None:
    """Listen, once a process."""
    pre_delete.connect(refuse_deletion, sender=PrivacyNotice, dispatch_uid="partnerships.privacy_notice.kept")


def refuse_deletion(sender: type, instance: PrivacyNotice, **kwargs: Any) -> None:
    """Receiver of `pre_delete`, where every screen of Wagtail ends. Raises PermissionDenied for what is fixed."""
    if is_fixed(instance.version):
        raise PermissionDenied("This version is in force, or was agreed to.")


def blocks_of(text: str) -> list[Block]:
    """Paragraphs and headings in their order."""
    blocks: list[Block] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        said = line.strip()
        if said and not said.startswith(HEADING):
            lines.append(said)
            continue
        if lines:
            blocks.append(Block("\n".join(lines), is_heading=False))
            lines = []
        if said:
            blocks.append(Block(said.lstrip(HEADING).strip(), is_heading=True))
    return blocks
