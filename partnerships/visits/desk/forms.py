"""The form of a visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from parks.models import Park
from partnerships.colleague_forms import OffersColleagues, each_row
from partnerships.enums import Side
from partnerships.files import check_file
from partnerships.models import Visit
from partnerships.ranked_forms import RankedForm
from partnerships.visits.desk import part_rules
from partnerships.visits.desk.settled import fields_that_stay, stays
from partnerships.visits.desk.visit_rules import field_problems
from partnerships.visits.enums import VisitPublicField, usually_shown
from partnerships.visits.readiness import begin_checklist
from partnerships.visits.services.agenda import remake_moments
from portal.core.localized import field_label
from portal.core.permissions import ALL_UNITS

#: Sides of a delegation; those of an event besides may stand in records that were made elsewhere.
SIDES = (Side.GUESTS, Side.HOSTS, Side.HIGHER_AUTHORITY)
#: What of an item decides when it is.
_CLOCK = ("day", "starts_at", "ends_at", "timezone", "is_parallel")


class VisitForm(OffersColleagues, RankedForm):
    """Call `is_valid` and `save` in one transaction, which the views do."""

    people = "members"
    checked_here = ("members",)
    named_once = (("sector_links", "sector"),)

    public_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Public beyond the essentials"),
        help_text=gettext_lazy(
            "Of a public visit that has taken place everybody sees name, direction, kind, date, park, visitors, place "
            "and purpose, and what is ticked here. Needs, addresses, gifts and what is confidential are never public."
        ),
        choices=VisitPublicField.choices,
        required=False,
        initial=usually_shown,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_colleagues(self, "responsible")
        self.offer_colleagues_in(self.formsets.get("checklist"), "responsible")
        self.offer_colleagues_in(self.formsets.get("follow_ups"), "owner")
        if self.instance.pk is None and "park" in self.fields:
            self.initial.setdefault("park", self._only_park())
        each_row(self.formsets.get("members"), _offer_sides)
        each_row(self.formsets.get("checklist"), _offer_points)
        each_row(self.formsets.get("agenda"), _explain_times)

    def _only_park(self) -> Park | None:
        """The park of the units for which the person may add visits, where there is exactly one."""
        units = policy_registry.get_by_type(Visit).units(self.for_user, ["add"])
        parks: list[Park] = [] if units is ALL_UNITS else list(QuerySet(Park).filter(unit__in=units)[:2])
        return parks[0] if len(parks) == 1 else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        values = {**cleaned, **self.left_alone()}
        for field, sentence in field_problems(values):
            self.add_error(field if field in self.fields else None, sentence)
        self._refuse_fields_that_stay(cleaned)
        return cleaned

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        return self.is_bound and self._parts_are_right() and is_valid

    @transaction.atomic
    def save(self, commit: bool = True) -> Visit:
        """Save; give the visit the points of its kind, and its agenda the moments of its zone."""
        before = Visit.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        visit: Visit = super().save(commit=commit)
        if commit and (before is None or before.kind != visit.kind):
            begin_checklist(visit)
        if commit and before is not None and before.timezone != visit.timezone:
            remake_moments(visit=visit)
        return visit

    def _refuse_fields_that_stay(self, cleaned: dict[str, Any]) -> None:
        held = self._held()
        if held is None:
            return
        left_alone = self.left_alone()
        changed = {name: cleaned[name] for name in self.changed_data if name in cleaned and name not in left_alone}
        names = fields_that_stay(held, changed, by=self.for_user)
        for name in names:
            self.add_error(name, _("The visit is confirmed and this stays as it is."))
        if names:
            self.add_error(None, stays([str(field_label(Visit._meta.get_field(name))) for name in names]))

    def _held(self) -> Visit | None:
        return Visit.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None

    def _parts_are_right(self) -> bool:
        lists = self.formsets
        kind = self.cleaned_data.get("kind") or self.instance.kind
        self._take_present_times()
        part_rules.check_heads(lists.get("members"), self.added_meanwhile("members"))
        if "timezone" not in self.errors:
            zone = self.cleaned_data.get("timezone") or self.instance.timezone
            part_rules.check_agenda(lists.get("agenda"), self.added_meanwhile("agenda"), zone)
        part_rules.check_checklist(lists.get("checklist"))
        part_rules.check_photographs(lists.get("photographs"))
        part_rules.check_gifts(lists.get("gifts"), kind)
        for form in part_rules.right(lists.get("documents")):
            check_file(form)
        part_rules.check_follow_ups(lists.get("follow_ups"))
        for sentence in self._parts_that_stay():
            self.add_error(None, sentence)
        return not self.errors and all(formset.is_valid() for formset in lists.values())

    def _parts_that_stay(self) -> Iterator[str]:
        held = self._held()
        if held is not None:
            yield from part_rules.loosened(self.formsets.get("checklist"), held, by=self.for_user)
            yield from part_rules.changed_papers(self.formsets.get("documents"), held, by=self.for_user)

    def _take_present_times(self) -> None:
        """Items that the person left alone are where another has put them meanwhile."""
        formset = self.formsets.get("agenda")
        for form in formset.forms if formset is not None else ():
            for name in _CLOCK:
                if form.instance.pk and not form.errors and not self._is_changed(form, name):
                    setattr(form.instance, name, form.initial.get(name))


def _offer_sides(form: Any) -> None:
    """The sides of a delegation, and that on which somebody stands already."""
    field, held = form.fields.get("side"), form.instance.side
    if field is not None:
        sides = [one for one in Side.choices if one[0] in SIDES or one[0] == held]
        field.choices = sides if held else [("", "---------"), *sides]


def _offer_points(form: Any) -> None:
    """A point stays what it is; a new one is of any kind."""
    field = form.fields.get("point")
    if field is not None and form.instance.pk:
        field.choices = [one for one in field.choices if one[0] == form.instance.point]


def _explain_times(form: Any) -> None:
    """What is no time is answered with what one looks like."""
    for name in ("starts_at", "ends_at"):
        if name in form.fields:
            form.fields[name].error_messages["invalid"] = _("Write the time as in 14:30.")
