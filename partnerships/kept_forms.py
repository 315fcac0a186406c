"""Forms of records that a unit keeps: only what the person may know of can be chosen, and a short address is made."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.models.base import KeptRecord
from portal.core.permissions import ALL_UNITS
from portal.core.slugged_forms import SluggedForm


def knowable(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows`, kept records, that `user` may choose, and those that the public sees anyway."""
    policy = policy_registry.get_by_type(rows.model)
    chosen = policy.instances_user_has_any_permission_for(user, ["choose"])
    return rows.filter(Q(pk__in=chosen.values("pk")) | Q(pk__in=rows.model._default_manager.public().values("pk")))


def changeable(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows`, kept records, that `user` may change: a link to one may change it too."""
    policy = policy_registry.get_by_type(rows.model)
    return rows.filter(pk__in=policy.instances_user_has_any_permission_for(user, ["change"]).values("pk"))


def may_know(user: Any, record: KeptRecord) -> bool:
    """Whether `user` may know that there is `record`."""
    return record.is_shown or policy_registry.get(record).user_has_permission_for_instance(user, "choose", record)


def _offer_only(field: Any, rows: QuerySet[Any]) -> None:
    """Choose among `rows`, and show nothing else: a form that is refused would name whatever key was sent."""
    field.queryset = rows

    def known(value: Any) -> Model | None:
        pk = getattr(value, "pk", value)
        return rows.filter(pk=pk).first() if str(pk).isdecimal() else None

    field.widget.get_instance = known


def _names_once(formset: Any, link: str) -> bool:
    """Refuse what `link` names twice, in the form or in a row that somebody has added while the form was open."""
    forms = [form for form in formset.forms if form.instance.pk or form.has_changed()]
    present = formset.model._base_manager.filter(**{formset.fk.name: formset.instance.pk})
    added = present.exclude(pk__in=[form.instance.pk for form in forms if form.instance.pk])
    taken = set(added.values_list(link, flat=True)) if formset.instance.pk else set()
    for form in forms:
        named = form.cleaned_data.get(link)
        if named is None or form.cleaned_data.get("DELETE"):
            continue
        if named.pk in taken:
            form.add_error(link, _("This is on the list already: remove one of the two rows."))
        taken.add(named.pk)
    return not any(form.errors for form in forms)


class KeptForm(SluggedForm):
    """A form that offers and shows no record of another unit that is not public.

    A link to such a record, made by somebody who works for both units, stays as it is and is not shown.

    Attributes:
        changing: links that have an effect on the record that they lead to: only to one that the person may change.
        named_once: lists of links, and the link in them, that name a record once.
        checked_here: further lists in which the form itself says at its field what is given twice.
    """

    changing: tuple[str, ...] = ()
    named_once: tuple[tuple[str, str], ...] = ()
    checked_here: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name, field in self.fields.items() if isinstance(field, ModelChoiceField)]:
            self._keep_to_the_known(name)
        for relation in {*self.checked_here, *(relation for relation, _link in self.named_once)} & {*self.formsets}:
            # Django's own check names columns of the database, and of the row nothing.
            self.formsets[relation].validate_unique = lambda: None
        self._begin_with_own_unit()

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if not self.is_bound:
            return False
        pairs = [(self.formsets[relation], link) for relation, link in self.named_once if relation in self.formsets]
        once = [_names_once(formset, link) for formset, link in pairs]
        return is_valid and all(once)

    def _keep_to_the_known(self, name: str) -> None:
        rows = self.fields[name].queryset  # type: ignore[attr-defined]
        if not issubclass(rows.model, KeptRecord):
            return
        held: Model | None = getattr(self.instance, name) if self.instance.pk else None
        if isinstance(held, KeptRecord) and not may_know(self.for_user, held):
            del self.fields[name]
            return
        offered = knowable(self.for_user, rows)
        if name in self.changing:  # what stands may stay
            own = changeable(self.for_user, rows).values("pk")
            offered = offered.filter(Q(pk__in=own) | Q(pk=held.pk if held else None))
        _offer_only(self.fields[name], offered)

    def _begin_with_own_unit(self) -> None:
        policy = policy_registry.get_by_type(self._meta.model)
        units = policy.units(self.for_user, ["add", "change"])
        if self.instance.pk is None and units is not ALL_UNITS and len(units) == 1:
            self.initial.setdefault("unit", next(iter(units)))
