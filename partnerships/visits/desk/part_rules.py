"""What must be true of the lists of a visit, said at the fields of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import AgendaItem, ChecklistItem, Visit, VisitDocument, VisitMember
from partnerships.ranked_forms import kept_forms
from partnerships.visits.desk.agenda_rules import agenda_problems
from partnerships.visits.desk.settled import APPROVED_PAPERS, may_loosen, papers_stay
from partnerships.visits.enums import SETTLED, GiftDirection, GiftFate, MemberRole, VisitKind
from portal.core.days import today
from portal.core.localized import word_columns
from portal.core.models import User

#: So long after its receipt a gift of foreign affairs is handed in
#: (《国务院关于在对外公务活动中赠送和接受礼品的规定》: within a month).
HANDED_IN_WITHIN = timedelta(days=30)
_ALT = word_columns("alt")


def right(formset: Any) -> list[Any]:
    """The forms of `formset` whose parts stay and whose own fields are right: only of these more can be said."""
    return [form for form in kept_forms(formset) if not form.errors]


def check_heads(formset: Any, added: Iterable[Any]) -> None:
    """One head a side; `added` are members whom another person has added meanwhile."""
    heads = {member.side: str(member) for member in added if member.role == MemberRole.HEAD}
    for form in right(formset):
        member: VisitMember = form.instance
        if member.role != MemberRole.HEAD:
            continue
        if member.side in heads:
            words = {"person": heads[member.side]}
            form.add_error("role", _("%(person)s is the head of this side already.") % words)
        heads.setdefault(member.side, str(member))


def check_agenda(formset: Any, added: Iterable[Any], zone: str) -> None:
    """Times that there are not, and items at one time; those `added` meanwhile count too."""
    forms = right(formset)
    others: list[AgendaItem] = list(added)
    items = [*others, *(form.instance for form in forms)]
    for place, field, said in agenda_problems(items, zone):
        form = forms[max(place - len(others), 0)] if forms else None
        if form is not None:
            form.add_error(field, said)


def check_checklist(formset: Any) -> None:
    """Each point once, own ones in words."""
    named: set[str] = set()
    for form in right(formset):
        item: ChecklistItem = form.instance
        if not item.point and not item.text.strip():
            form.add_error("text", _("Say in words what is to be settled."))
        if item.point and item.point in named:
            form.add_error("point", _("This point is on the list already."))
        named.add(item.point)


def loosened(formset: Any, held: Visit, *, by: User) -> Iterator[str]:
    """Why points are not taken away or had later: those that every visit of the kind has stay, but for the head.

    Said above the form: what is said at a row that is taken away does not count.
    """
    for form in _known(formset):
        before = ChecklistItem.objects.filter(pk=form.instance.pk).first()
        is_changed = _is_removed(form) or {"point", "gate"} & set(form.changed_data)
        if before is not None and is_changed and not may_loosen(held, before, by=by):
            sentence = _(
                "“%(point)s” belongs to every visit of this kind. Settle it, or ask the head of the unit to remove it."
            )
            yield sentence % {"point": before}


def _known(formset: Any) -> list[Any]:
    """The forms of parts that are saved already, those that are taken away too."""
    return [form for form in formset.forms if form.instance.pk] if formset is not None else []


def _is_removed(form: Any) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("DELETE"))


def check_photographs(formset: Any) -> None:
    for form in right(formset):
        if not any((form.cleaned_data.get(name) or "").strip() for name in _ALT):
            form.add_error(_ALT[0], _("Say what the picture shows, in one language at least."))


def check_gifts(formset: Any, kind: str) -> None:
    """None on official visits; an amount has its currency; of one received in foreign affairs the day is known."""
    for form in right(formset):
        gift = form.instance
        if kind == VisitKind.OFFICIAL:
            form.add_error(None, _("On an official visit at home gifts are neither given nor received: remove it."))
            continue
        if gift.value is not None and not gift.currency:
            form.add_error("currency", _("Say in which currency the value is."))
        is_received = gift.direction == GiftDirection.RECEIVED
        if not is_received and gift.fate:
            form.add_error("fate", _("Only of a gift that was received: leave it empty."))
        if is_received and kind == VisitKind.FOREIGN and gift.day is None:
            form.add_error("day", _("Give the day on which it was received: within a month it is handed in."))


def overdue_gifts(visit: Visit) -> list[str]:
    """What to ask about gifts of a foreign visit that should have been handed in."""
    if visit.kind != VisitKind.FOREIGN:
        return []
    late = visit.gifts.filter(direction=GiftDirection.RECEIVED, fate=GiftFate.OPEN, day__lt=today() - HANDED_IN_WITHIN)
    return [
        _("“%(gift)s” was received more than a month ago: has it been handed in?") % {"gift": gift} for gift in late
    ]


def changed_papers(formset: Any, held: Visit, *, by: User) -> Iterator[str]:
    """Why the letter and the approval stay, once the visit is confirmed, but for the head. Said as of `loosened`."""
    if not papers_stay(held, by=by):
        return
    for form in _known(formset):
        is_changed = _is_removed(form) or {"kind", "file"} & set(form.changed_data)
        if form.initial.get("kind") in APPROVED_PAPERS and is_changed:
            sentence = _("The visit is confirmed and rests on “%(document)s”. Ask the head of the unit to change it.")
            yield sentence % {"document": VisitDocument.objects.get(pk=form.instance.pk)}


def check_follow_ups(formset: Any) -> None:
    for form in right(formset):
        if form.instance.settled_on and form.instance.state not in SETTLED:
            form.add_error("settled_on", _("This follow-up is still open: choose its state first."))
        named: set[int] = set()
        for below in right(form.formsets.get("invitees")):
            if below.instance.person_id in named:
                below.add_error("person", _("This is on the list already: remove one of the two rows."))
            named.add(below.instance.person_id)
