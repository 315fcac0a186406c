"""The screens on which the people of an event or a visit are put in order, one arrangement at a time.

It works without JavaScript: every person has a number, and buttons that move them up and down. A script adds dragging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods
from modeltranslation.settings import AVAILABLE_LANGUAGES
from wagtail.permissions import policy_registry

from parks.name_lines import names_with_offices
from partnerships.enums import Arrangement, PublicField
from partnerships.errors import PartnershipRefusedError
from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Agreement, AgreementSignatory, Event, Visit
from partnerships.precedence import (
    arranged,
    by_side,
    fingerprint,
    given_twice,
    moved,
    people_of,
    rank_of,
    seen_from_hall,
    signing_table,
    witnesses,
)
from partnerships.services.precedence import arrange_attendees
from portal.core import audit
from portal.core.keys import key_in
from portal.core.localized import language_name
from portal.core.models import User
from portal.core.scoped_admin import READ
from portal.core.table_views import table_file
from portal.core.tables import FORMATS

#: The largest number that the column holds.
_LARGEST = 32767


@dataclass(frozen=True, slots=True)
class _Ordered:
    """What is told apart where people are put in order: of an event, or of a visit.

    Attributes:
        people: relation to those who take part.
        key: how the service is told which one it is, and the export what it was narrowed by.
        back, nobody: what the screen says.
        noted, note: heading and cell of a column of the file that the others do not have.
    """

    model: type[Event] | type[Visit]
    people: str
    address: str
    key: str
    back: Any
    nobody: Any
    noted: Any
    note: Callable[[Any], str]


_EVENT = _Ordered(
    model=Event,
    people="attendees",
    address="event_precedence",
    key="event",
    back=gettext_lazy("Back to the event"),
    nobody=gettext_lazy("Nobody is entered yet. Enter the attendees in the form of the event."),
    noted=gettext_lazy("Quoted; attendance is not stated"),
    note=lambda one: pgettext("in a table", "yes") if one.is_quoted else "",
)
_VISIT = _Ordered(
    model=Visit,
    people="members",
    address="visit_precedence",
    key="visit",
    back=gettext_lazy("Back to the visit"),
    nobody=gettext_lazy(
        "Nobody is entered yet. Enter delegates and hosts in the form of the visit, or paste their list."
    ),
    noted=pgettext_lazy("of a delegation", "Role"),
    note=lambda one: one.get_role_display(),
)


@require_http_methods(["GET", "POST"])
def event_precedence(request: HttpRequest, pk: int, arrangement: str = Arrangement.NEWS) -> HttpResponseBase:
    """The order of the attendees of an event."""
    return _precedence(request, _EVENT, pk, arrangement)


@require_http_methods(["GET", "POST"])
def visit_precedence(request: HttpRequest, pk: int, arrangement: str = Arrangement.NEWS) -> HttpResponseBase:
    """The order of the delegates and hosts of a visit."""
    return _precedence(request, _VISIT, pk, arrangement)


def _precedence(request: HttpRequest, kind: _Ordered, pk: int, arrangement: str) -> HttpResponseBase:
    """Show an arrangement, or give it as a file (`export`); a POST saves the numbers, or moves one person."""
    whole = _readable(request, kind, pk, arrangement)
    if file_format := request.GET.get("export", ""):
        return _file(request, kind, whole, arrangement, file_format)
    if request.method == "GET":
        return _screen(request, kind, whole, arrangement)
    if not policy_registry.get(whole).user_has_permission_for_instance(request.user, "change", whole):
        raise PermissionDenied
    people = arranged(whole, arrangement)
    typed = {one.pk: request.POST.get(f"rank-{one.pk}", "").strip() for one in people}
    errors = _errors(people, typed)
    if errors:
        return _screen(request, kind, whole, arrangement, typed=typed, errors=errors)
    ranks = {key: int(text) if text else None for key, text in typed.items()}
    if move := request.POST.get("move", ""):
        ranks = moved(people, ranks, *_parse(move))
    return _save(request, kind, whole, arrangement, ranks)


def _file(
    request: HttpRequest, kind: _Ordered, whole: Event | Visit, arrangement: str, file_format: str
) -> HttpResponseBase:
    """The people in their order, each with the offices of the day in every language."""
    if file_format not in FORMATS:
        raise Http404
    rows = [
        (
            one.get_side_display(),
            rank_of(one, arrangement),
            *(names_with_offices([one], language=code).text for code in AVAILABLE_LANGUAGES),
            kind.note(one),
        )
        for one in arranged(whole, arrangement)
    ]
    columns = (pgettext("of an event", "Side"), _("Rank"), *map(language_name, AVAILABLE_LANGUAGES), kind.noted)
    answer, _count = table_file(name=f"{whole.slug}-{arrangement}", file_format=file_format, columns=columns, rows=rows)
    filters = {kind.key: str(whole.pk), "arrangement": str(arrangement)}
    audit.record_export(model=kind.model, by=cast(User, request.user), filters=filters, file_format=file_format)
    return answer


def _save(
    request: HttpRequest, kind: _Ordered, whole: Event | Visit, arrangement: str, ranks: Mapping[int, int | None]
) -> HttpResponse:
    """Write the order; where somebody was faster, show theirs with the numbers of this person, who may save again."""
    seen, by = request.POST.get("seen", ""), cast(User, request.user)
    key: dict[str, Any] = {f"{kind.key}_id": whole.pk}
    try:
        arrange_attendees(arrangement=arrangement, ranks=ranks, seen=seen, by=by, **key)
    except PartnershipRefusedError as error:
        if error.code == "gone":
            messages.error(request, str(error))
            return redirect(kind.model.snippet_viewset.get_url_name("list"))  # type: ignore[union-attr]
        present = get_object_or_404(_wholes(kind), pk=whole.pk)
        messages.error(request, _("%(reason)s Look again and save once more.") % {"reason": error})
        known = {one.pk for one in people_of(present).all()}
        typed = {pk: str(rank or "") for pk, rank in ranks.items() if pk in known}
        return _screen(request, kind, present, arrangement, typed=typed)
    messages.success(request, _("The order is saved."))
    return redirect(kind.address, whole.pk, arrangement)


def _readable(request: HttpRequest, kind: _Ordered, pk: int, arrangement: str) -> Event | Visit:
    if arrangement not in Arrangement.values:
        raise Http404
    policy: Any = policy_registry.get_by_type(kind.model)
    readable = policy.instances_user_has_any_permission_for(request.user, ["view", "change"])
    whole: Event | Visit = get_object_or_404(_wholes(kind).filter(pk__in=readable.values("pk")), pk=pk)
    return whole


def _wholes(kind: _Ordered) -> QuerySet[Any]:
    rows: QuerySet[Any] = QuerySet(kind.model)
    return rows.prefetch_related(f"{kind.people}__person", f"{kind.people}__offices__organization")


def _errors(attendees: list[Any], typed: Mapping[int, str]) -> dict[int, str]:
    """What is wrong with the numbers, by the person at whom it is shown."""
    wrong = [key for key, text in typed.items() if text and not _is_rank(text)]
    if wrong:
        return dict.fromkeys(wrong, _("Give a whole number from 1 on, or leave it empty."))
    twice = given_twice(attendees, {key: int(text) if text else None for key, text in typed.items()})
    return dict.fromkeys(twice, _("This rank is given twice on this side."))


def _is_rank(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST)) and 1 <= int(text) <= _LARGEST


def _parse(move: str) -> tuple[int, int]:
    """Who moves, and by how many places: `up-17`."""
    direction, _dash, sent = move.partition("-")
    key = key_in(sent)
    if direction not in ("up", "down") or key is None:
        raise Http404
    return key, -1 if direction == "up" else 1


def _screen(
    request: HttpRequest,
    kind: _Ordered,
    whole: Event | Visit,
    arrangement: str,
    *,
    typed: Mapping[int, str] | None = None,
    errors: Mapping[int, str] | None = None,
) -> HttpResponse:
    people = arranged(whole, arrangement)
    policy = policy_registry.get(whole)
    may_change = policy.user_has_permission_for_instance(request.user, "change", whole)
    breadcrumbs = record_breadcrumbs(whole, _("Precedence"), may_change=may_change)
    context = {
        "record": whole,
        "address": reverse(kind.address, args=[whole.pk, arrangement]),
        "header_title": _("Precedence at “%(title)s”") % {"title": whole},
        "header_icon": "list-ol",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, str(kind.back))],
        "arrangement": Arrangement(arrangement),
        "arrangements": [(one, reverse(kind.address, args=[whole.pk, one.value])) for one in Arrangement],
        "sides": [
            (side, [_row(one, arrangement, typed or {}, errors or {}) for one in rows])
            for side, rows in by_side(people)
        ],
        "nobody": kind.nobody,
        "seen": fingerprint(people, arrangement),
        "has_errors": bool(errors),
        "may_change": may_change,
        "tables": _tables(request, whole) if isinstance(whole, Event) and arrangement == Arrangement.TABLE else [],
    }
    return render(request, "partnerships/precedence.html", context)


def _row(one: Any, arrangement: str, typed: Mapping[int, str], errors: Mapping[int, str]) -> dict[str, Any]:
    return {
        "attendee": one,
        "line": names_with_offices([one]).text,
        "rank": typed.get(one.pk, rank_of(one, arrangement) or ""),
        "error": errors.get(one.pk, ""),
    }


def _tables(request: HttpRequest, event: Event) -> list[dict[str, Any]]:
    """The signing tables of the event, as seen from the hall: of agreements whose signatories the person may see."""
    signed: QuerySet[Agreement] = QuerySet(Agreement).filter(event=event)
    readable = policy_registry.get_by_type(Agreement).instances_user_has_any_permission_for(request.user, READ)
    agreements = signed.annotate(is_readable=Exists(readable.filter(pk=OuterRef("pk")))).order_by("pk")
    agreements = agreements.select_related("event__park").prefetch_related(
        "event__park__operators",
        "event__park__tenants",
        "parties__park",
        "parties__organization",
        "signatories__person",
        "signatories__offices__organization",
    )
    seen = [one for one in agreements if one.is_readable or one.shows(PublicField.SIGNATORIES)]
    return [_table(one) for one in seen]


def _table(agreement: Agreement) -> dict[str, Any]:
    seats = [
        {
            "party": seat.party,
            "is_host": seat.is_host,
            "signatories": _lines(seat.signatories),
            "assistants": _lines(seat.assistants),
        }
        for seat in seen_from_hall(signing_table(agreement))
    ]
    return {
        "agreement": agreement,
        "seats": seats,
        "has_host": any(seat["is_host"] for seat in seats),
        "witnesses": _lines(witnesses(agreement)),
    }


def _lines(people: Iterable[AgreementSignatory]) -> list[str]:
    return [names_with_offices([person]).text for person in people]
