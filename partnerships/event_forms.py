"""The form of an event: what its date rests on, and ranks and persons that are given once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.enums import Arrangement
from partnerships.kept_forms import KeptForm
from partnerships.models import Event
from partnerships.offices_of_the_day import fill_offices


class EventForm(KeptForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        date = cleaned.get("date")
        if date is not None and date.inferred and not cleaned.get("date_basis", "").strip():
            self.add_error("date_basis", _("Say on what the inferred year rests."))
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and self._attendees_are_right()

    @transaction.atomic
    def save(self, commit: bool = True) -> Event:
        """Save, and copy the offices of the day of persons for whom none was entered."""
        event: Event = super().save(commit=commit)  # type: ignore[assignment]
        if commit:
            present = Event.objects.get(pk=event.pk).attendees.select_related("person")
            self.copied_offices = fill_offices(present, event.date)
        return event

    def _attendees_are_right(self) -> bool:
        """Refuse persons and ranks given twice where they are given: the database would refuse them without a place."""
        people: dict[Any, str] = {}
        ranks: dict[Any, str] = {}
        for form in kept_forms(self.formsets.get("attendees")):
            person = form.cleaned_data.get("person")
            if person is not None and person.pk in people:
                form.add_error("person", _("This person is in the list already."))
            elif person is not None:
                people[person.pk] = str(person)
            for name, rank in _ranks(form):
                holder = ranks.setdefault((form.cleaned_data.get("side"), name, rank), _shown(form))
                if holder is not None and ranks_taken(form, name, rank, ranks, holder):
                    pass
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())
