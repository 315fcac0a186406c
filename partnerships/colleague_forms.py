"""Forms in which somebody of the unit is made responsible."""

from __future__ import annotations

from typing import Any

from django.forms import ModelChoiceField
from django.utils.functional import cached_property

from partnerships.queries import colleagues
from portal.core.names import name_of


class OffersColleagues:
    """For forms with `for_user`: who may be chosen are the colleagues of that person, by name."""

    for_user: Any

    @cached_property
    def _colleagues(self) -> tuple[Any, list[tuple[Any, str]]]:
        people = colleagues(self.for_user)
        named = [(person.pk, name_of(person)) for person in people]
        return people, [("", "---------"), *named]

    def offer_colleagues(self, form: Any, name: str) -> None:
        """Offer them in the field `name` of `form`; whoever is named there and is none any more stays."""
        field = form.fields.get(name)
        if isinstance(field, ModelChoiceField):
            people, choices = self._colleagues
            held = getattr(form.instance, f"{name}_id", None)
            known = {key for key, _label in choices}
            if held is not None and held not in known:  # of the unit no longer; stays until somebody chooses anew
                person = getattr(form.instance, name)
                choices = [*choices, (held, name_of(person))]
                people = type(person)._default_manager.filter(pk__in=[*known - {""}, held])
            field.queryset = people
            field.choices = choices

    def offer_colleagues_in(self, formset: Any, name: str) -> None:
        """The same in every row of a list, and in those that are added."""
        each_row(formset, lambda form: self.offer_colleagues(form, name))


def each_row(formset: Any, change: Any) -> None:
    """Have `change` done to the forms of all rows of `formset` (None: of none), the empty one that is copied too."""
    if formset is None:
        return
    for form in formset.forms:
        change(form)
    stock = formset.add_fields

    def add_fields(form: Any, index: int | None) -> None:
        stock(form, index)
        change(form)

    formset.add_fields = add_fields
