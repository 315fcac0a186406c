"""Forms of records with a date and people in order: what the date rests on, ranks and persons that are given once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.enums import Arrangement
from partnerships.kept_forms import KeptForm
from partnerships.models.ranked import RankedPerson
from partnerships.offices_of_the_day import fill_offices
from portal.core.localized import word_columns

RANKS = tuple(f"{arrangement}_rank" for arrangement in Arrangement.values)
#: What may be there once: a person; a rank of an arrangement on a side.
Place = tuple[Any, ...]


def kept_forms(formset: Any) -> list[Any]:
    """The forms of `formset` (None: of none) whose parts stay."""
    forms = formset.forms if formset is not None else []
    kept = [form for form in forms if not getattr(form, "cleaned_data", {}).get("DELETE")]
    return [form for form in kept if form.instance.pk or form.has_changed()]


class RankedForm(KeptForm):
    """Call `is_valid` and `save` in one transaction, which the views do: what is refused twice stays refused.

    Attributes:
        people: the list of those who take part; also named in `checked_here`.
    """

    people: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        date = cleaned.get("date")
        bases = [name for name in word_columns("date_basis") if name in self.fields]
        if date is not None and date.inferred and not any((cleaned.get(name) or "").strip() for name in bases):
            self.add_error(next(iter(bases), None), _("Say on what the inferred year rests."))
        return cleaned

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        return self.is_bound and self._people_are_right() and is_valid

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save, and copy the offices of the day of persons for whom none was entered."""
        record: Any = super().save(commit=commit)
        if commit:
            saved = type(record)._default_manager.get(pk=record.pk)
            present = getattr(saved, self.people).select_related("person")
            self.copied_offices = fill_offices(present, record.date)
        return record

    def _people_are_right(self) -> bool:
        """Refuse persons and ranks given twice, where they are given: of the database nobody would learn where."""
        formset: Any = self.formsets.get(self.people)
        if formset is None:
            return True
        taken: dict[Place, str] = {}
        for present in self.added_meanwhile(self.people):
            taken.update(dict.fromkeys(_places(present), str(present)))
        forms = [form for form in formset.forms if form not in formset.deleted_forms]
        for form in forms:
            if form.instance.pk or form.has_changed():
                self._take(form, taken)
        return all(not form.errors for form in forms)

    def added_meanwhile(self, relation: str) -> QuerySet[Any] | tuple[()]:
        """Rows of a list that another person has added while this form was open; the view lets nobody add more."""
        formset: Any = self.formsets.get(relation)
        if formset is None or self.instance.pk is None:
            return ()
        known = [form.instance.pk for form in formset.forms if form.instance.pk]
        rows: QuerySet[Any] = formset.model._default_manager.filter(**{formset.fk.name: self.instance.pk})
        return rows.exclude(pk__in=known)

    def _take(self, form: Any, taken: dict[Place, str]) -> None:
        """Note what `form` takes, or say at its field who has it already."""
        for name in RANKS:  # one that the person left alone stays as the other screen has set it meanwhile
            if form.instance.pk and not self._is_changed(form, name):
                setattr(form.instance, name, form.initial.get(name))
        name = str(form.instance)
        for place in _places(form.instance):
            holder = taken.setdefault(place, name)
            if holder is name:
                continue
            if len(place) == 1:
                form.add_error("person", _("This person is on the list already: remove one of the two rows."))
            else:
                form.add_error(
                    place[1],
                    _("%(person)s has this rank on this side already: give another number.") % {"person": holder},
                )


def _places(one: RankedPerson) -> Iterable[Place]:
    if one.person_id:
        yield (one.person_id,)
    for name in RANKS:
        rank = getattr(one, name)
        if rank is not None:
            yield (one.side, name, rank)
