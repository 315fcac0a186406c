"""What the screen of an inquiry says to a person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from parks.models import Park
from partnerships.contact import unit_name, unit_names
from partnerships.inquiries.access import colleagues_of, is_of_own_unit, may_work, readable_inquiries
from partnerships.inquiries.desk.case_facts import consent_lines, investor_facts
from partnerships.inquiries.desk.case_history import history_of
from partnerships.inquiries.desk.threads import messages_of
from partnerships.inquiries.enums import INQUIRY_MOVES, NEEDS_REASON, OPEN, InquiryState
from partnerships.inquiries.levels.clocks import open_clock
from partnerships.inquiries.levels.words import clock_words
from partnerships.inquiries.services.erasing import may_erase
from partnerships.inquiries.services.links import why_nothing_comes
from partnerships.inquiries.services.merging import why_not_set_aside
from partnerships.inquiries.services.replies import why_closed
from partnerships.inquiries.sheet import premises_lines
from partnerships.kept_forms import may_know
from partnerships.models import Inquiry
from partnerships.models.base import KeptRecord
from partnerships.services.moving import last_step
from portal.core.models import Unit, User
from portal.core.names import name_of

#: What the choice of a unit sends for the portal's own office.
PORTAL = "portal"


def case_context(user: User, inquiry: Inquiry) -> dict[str, Any]:
    """The whole screen: what was sent, what was written, what `user` may do."""
    works, of_own = may_work(user, inquiry), is_of_own_unit(user, inquiry)
    return {
        "inquiry": inquiry,
        "unit": unit_name(inquiry.unit) if inquiry.unit else "",
        "header_title": inquiry.reference,
        "header_icon": "form",
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": capfirst(Inquiry._meta.verbose_name_plural)},
            {"url": "", "label": inquiry.reference},
        ],
        "header_buttons": [_way_back()],
        "works": works,
        "of_own": of_own,
        "clock": clock_words(inquiry),
        "is_late": _is_late(inquiry),
        "facts": investor_facts(inquiry),
        "premises": premises_lines(inquiry),
        "consents": consent_lines(inquiry),
        "files": _files(inquiry),
        "thread": messages_of(inquiry),
        "notes": inquiry.notes.select_related("by") if of_own else [],
        "requests": inquiry.requests.select_related("settled_by"),
        "history": history_of(inquiry, with_notes=of_own),
        "takes_reply": works and not why_closed(inquiry),
        "may_erase": may_erase(user, inquiry),
        **_links(user, inquiry),
        **(_work(user, inquiry) if works and not inquiry.is_quarantined and inquiry.erased_at is None else {}),
    }


def _way_back() -> HeaderButton:
    said = {"aria-label": _("Back to the inbox")}
    return HeaderButton(_("Back"), url=reverse("inquiries:index"), icon_name="arrow-left", attrs=said)


def _is_late(inquiry: Inquiry) -> bool:
    clock = open_clock(inquiry)
    return bool(clock and clock.due_at and clock.due_at < timezone.now() and inquiry.state in OPEN)


def _files(inquiry: Inquiry) -> list[dict[str, Any]]:
    """What came with the form, with addresses; files of messages stand with these."""
    return [{"file": row, "url": row.file.url} for row in inquiry.files.filter(message=None).order_by("pk")]


def _links(user: User, inquiry: Inquiry) -> dict[str, Any]:
    """The organisation, visits, agreements and other inquiries that it hangs together with, as `user` may know them."""
    kept: list[KeptRecord] = [*inquiry.visits.order_by("pk"), *inquiry.agreements.order_by("pk")]
    return {
        "organization": inquiry.organization,
        "linked": [(_kind(one), one, _inspect(one)) for one in kept if may_know(user, one)],
        "merged_into": readable_inquiries(user).filter(merged=inquiry).first(),
        "merged": readable_inquiries(user).filter(merged_into=inquiry).order_by("pk"),
    }


def _kind(record: KeptRecord) -> str:
    return capfirst(str(record._meta.verbose_name))


def _inspect(record: Any) -> str:
    return reverse(type(record).snippet_viewset.get_url_name("inspect"), args=[record.pk])


def _work(user: User, inquiry: Inquiry) -> dict[str, Any]:
    """What `user`, who works on the inquiry, may do now: only what can succeed."""
    is_duplicate = inquiry.state == InquiryState.DUPLICATE
    # Out of a merge leads taking it back, and nobody is assigned to nobody.
    none = {InquiryState.DUPLICATE} | (set() if inquiry.responsible_id else {InquiryState.ASSIGNED})
    moves = frozenset() if is_duplicate else INQUIRY_MOVES[inquiry.state] - none
    steps = [state for state in InquiryState if state in moves]
    is_open = inquiry.state in OPEN
    return {
        "steps": [state for state in steps if state not in NEEDS_REASON],
        "with_reason": [state for state in steps if state in NEEDS_REASON],
        "last_step": last_step(inquiry),
        "is_open": is_open,
        "is_duplicate": is_duplicate,
        "is_spam": inquiry.state == InquiryState.SPAM,
        "may_merge": is_duplicate or not why_not_set_aside(inquiry),
        "may_link": not why_nothing_comes(inquiry),
        "works_now": True,
        "is_mine": inquiry.responsible_id == user.pk,
        "people": [(str(one.pk), name_of(one)) for one in _people(inquiry)] if is_open else [],
        "units": _units(inquiry) if is_open else [],
    }


def _people(inquiry: Inquiry) -> QuerySet[User]:
    return colleagues_of(inquiry.unit_id)


def _units(inquiry: Inquiry) -> list[tuple[str, list[tuple[str, str]]]]:
    """Offices that may be given the inquiry: those of the parks addressed, and all others; the portal's own first."""
    addressed = set(Park.objects.filter(pk__in=inquiry.wanted_parks.values("pk")).values_list("unit", flat=True))
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    if inquiry.unit_id is not None:
        groups[False].append((PORTAL, _("The portal’s own officers")))
    for key, name in unit_names(Unit.objects.exclude(pk=inquiry.unit_id or 0).order_by("name")).items():
        groups[key in addressed].append((str(key), name))
    labels = {True: _("Addressed by the investor"), False: _("Others")}
    return [(labels[key], rows) for key, rows in groups.items() if rows]
