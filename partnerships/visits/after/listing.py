"""The follow-ups of all visits that a person may read, narrowed as they ask; as a list and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parks.models import Park
from partnerships.enums import Side
from partnerships.kept_forms import knowable
from partnerships.models import FollowUp, Visit
from partnerships.visits.access import readable_visits
from partnerships.visits.enums import OFF, SETTLED, FollowUpState
from portal.core.days import today
from portal.core.models import User
from portal.core.names import name_of

ALL, NOT_SETTLED = "all", ""
#: Columns of the file, in its order.
COLUMNS: Sequence[Any] = (
    pgettext_lazy("delegation", "Visit"),
    _("Park"),
    _("Side"),
    pgettext_lazy("follow-up", "Who"),
    pgettext_lazy("follow-up", "What"),
    pgettext_lazy("follow-up", "Due"),
    _("Days overdue"),
    _("State"),
    _("Settled on"),
    _("Who sees to it here"),
    _("Has become the visit"),
)


class FollowUpFilter(forms.Form):
    """What of the list is asked for; what is not known here narrows nothing down but itself."""

    park = forms.ModelChoiceField(
        label=_("Park"), queryset=Park.objects.none(), required=False, empty_label=_("All parks")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[(NOT_SETTLED, _("Not settled")), *FollowUpState.choices, (ALL, _("All states"))],
    )
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("All sides")), *Side.choices])
    owner = forms.ModelChoiceField(label=_("Who sees to it here"), queryset=User.objects.none(), required=False)
    overdue = forms.BooleanField(label=_("Only what is overdue"), required=False)
    visit = forms.ModelChoiceField(queryset=Visit.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        fields: Any = self.fields
        visits = readable_visits(user)
        mine: QuerySet[FollowUp] = FollowUp.objects.filter(visit__in=visits)
        fields["visit"].queryset = visits
        fields["park"].queryset = Park.objects.filter(pk__in=visits.values("park"))
        fields["owner"].queryset = User.objects.filter(pk__in=mine.values("owner")).order_by("username")
        fields["owner"].label_from_instance = name_of
        self._rows = mine

    def matching(self) -> QuerySet[FollowUp]:
        """The rows asked for, what is due first before what has no day; nothing where the question is none."""
        if not self.is_valid():
            return self._rows.none()
        asked = self.cleaned_data
        rows = self._rows.filter(_of_state(asked["state"]))
        for name, lookup in (("park", "visit__park"), ("side", "side"), ("owner", "owner"), ("visit", "visit")):
            if asked[name]:
                rows = rows.filter(**{lookup: asked[name]})
        if asked["overdue"]:
            rows = rows.filter(overdue_on(today()))
        return with_all(rows).order_by(F("due_on").asc(nulls_last=True), "pk")


def _of_state(state: str) -> Q:
    if state == ALL:
        return Q()
    return Q(state=state) if state else open_ones()


def open_ones() -> Q:
    """What is still to be done; of a visit that does not take place nothing is."""
    return ~Q(state__in=SETTLED) & ~Q(visit__state__in=OFF)


def overdue_on(day: date) -> Q:
    return open_ones() & Q(due_on__lt=day)


def with_all(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Rows with what the list says of each: no query more."""
    return rows.select_related("visit__park", "park", "organization", "owner", "becomes")


def days_overdue(row: FollowUp, day: date) -> int:
    """For how many days something open has been overdue; 0 where it is not."""
    return max((day - row.due_on).days, 0) if row.due_on and row.is_open else 0


def file_rows(rows: QuerySet[FollowUp], user: User) -> Iterator[Sequence[Any]]:
    """What stands in the file for `user`, in the order of `COLUMNS`."""
    day = today()
    following: QuerySet[Visit] = Visit.objects.filter(pk__in=rows.order_by().values("becomes"))
    known = set(knowable(user, following).values_list("pk", flat=True))
    for row in rows:
        yield (
            row.visit,
            row.visit.park,
            row.get_side_display(),
            row.shown,
            row,
            row.due_on,
            days_overdue(row, day) or None,
            row.get_state_display(),
            row.settled_on,
            name_of(row.owner) if row.owner else None,
            row.becomes if row.becomes_id in known else None,
        )
