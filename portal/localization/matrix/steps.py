"""The way from a cell of the matrix to the screen where it goes on, in the words of what is to be done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.core.enums import Role
from portal.core.permissions import has_role
from portal.localization.matrix.cells import Cell, Row
from portal.localization.matrix.states import CellState

_SEND = _("Send to translation")
_LOOK = _("Look at it")


@dataclass(frozen=True, slots=True)
class Step:
    label: Any
    url: str


def next_step(cell: Cell, row: Row, user: Any) -> Step | None:
    """What the person does next about `cell`; None where they have nothing to do or may not."""
    if cell.state in (CellState.NOT_SENT, CellState.STALE, CellState.WITHDRAWN) and cell.may_send:
        return _sending(cell, row)
    if cell.state in (CellState.SOURCE, CellState.BY_HAND):
        return None
    label = _label(cell, user)
    url = _work_url(cell) if label is not _LOOK else ""
    url = url or (reverse("translations:inspect", args=[cell.job.pk]) if cell.job is not None else "")
    if not url:
        return None
    return Step(label, url)


def _sending(cell: Cell, row: Row) -> Step:
    label = _("Send again") if cell.state == CellState.STALE else _SEND
    if cell.state == CellState.STALE and cell.job is not None and cell.may_change:
        return Step(label, reverse("translations:inspect", args=[cell.job.pk]))
    if row.is_page:
        return Step(label, reverse("translation:submit", args=[row.count.object_id]))
    section = row.count.section
    args = [section.app_label, section.model, row.count.object_id] if section else []
    return Step(label, reverse("translation:submit_record", args=args))


def _label(cell: Cell, user: Any) -> Any:
    code = cell.locale.language_code
    translates = has_role(user, Role.TRANSLATOR, locale_code=code) or has_role(user, Role.REVISER, locale_code=code)
    if cell.state == CellState.NEEDS_REVIEW and translates:
        return _("Translate")
    if cell.state == CellState.FINISHED and has_role(user, Role.REVISER, locale_code=code):
        return _("Read and approve")
    if cell.state == CellState.STALE and cell.may_change:
        return _("See it and send again")
    if cell.state == CellState.FAILED and cell.may_change:
        return _("See why, try again")
    if cell.state == CellState.UP_TO_DATE:
        return pgettext("next step", "Open")
    return _LOOK


def _work_url(cell: Cell) -> str:
    """The side-by-side screen, for states in which people have to do with the text."""
    if cell.state in (CellState.FAILED, CellState.STALE):
        return ""
    if cell.target is not None:
        return reverse("wagtailadmin_pages:edit", args=[cell.target])
    if cell.job is not None and cell.job.translation_key is None:
        return reverse("translations:record", args=[cell.job.pk])
    return ""
