"""Forms of records that a unit keeps: only what the person may know of can be chosen, and a short address is made."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.colleague_forms import each_row
from partnerships.models.base import KeptRecord
from partnerships.queries import colleagues
from portal.core.keys import key_in
from portal.core.models import PortalDocument, PortalImage, Unit, User
from portal.core.permissions import ALL_UNITS, UnitPermissionPolicy
from portal.core.slugged_forms import SluggedForm


def knowable(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows`, kept records, that `user` may choose, and those that the public sees anyway."""
    policy = policy_registry.get_by_type(rows.model)
    chosen = policy.instances_user_has_any_permission_for(user, ["choose"])
    return rows.filter(Q(pk__in=chosen.values("pk")) | Q(pk__in=rows.model._default_manager.public().values("pk")))


def choosable(user: Any, rows: QuerySet[Any]) -> QuerySet[Any] | None:
    """Those of `rows` that `user` may link to; None for the directory that all units share, of which all may be.

    Files are chosen as Wagtail's own chooser has them, by collection; other records, such as rooms, by their policy.
    """
    if issubclass(rows.model, KeptRecord):
        return knowable(user, rows)
    if issubclass(rows.model, User):
        return rows.filter(pk__in=colleagues(user).values("pk"))
    if issubclass(rows.model, Unit):  # `ScopedForm` has limited them
        return None
    policy = policy_registry.get_by_type(rows.model)
    is_scoped = isinstance(policy, UnitPermissionPolicy) and policy.unit_lookup and not policy.shared_reading
    if is_scoped or issubclass(rows.model, (PortalImage, PortalDocument)):
        return rows.filter(pk__in=policy.instances_user_has_any_permission_for(user, ["choose"]).values("pk"))
    return None


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
        pk = key_in(str(getattr(value, "pk", value)))
        return rows.filter(pk=pk).first() if pk is not None else None

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
    """A form that offers and shows no record of another unit that is not public, in its lists as little as above.

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
        self._keep_to_the_known(self)
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

    def _keep_to_the_known(self, form: Any) -> None:
        """Limit the links of `form`, of the rows of its lists and of the lists below these."""
        for name in [name for name, field in form.fields.items() if isinstance(field, ModelChoiceField)]:
            self._limit_link(form, name)
        for formset in form.formsets.values():
            each_row(formset, self._keep_to_the_known)

    def _limit_link(self, form: Any, name: str) -> None:
        """Offer in a field what may be chosen, and what stands there already."""
        rows = form.fields[name].queryset
        offered = choosable(self.for_user, rows)
        key = getattr(form.instance, f"{name}_id", None) if form.instance.pk else None
        if offered is None:
            return
        if issubclass(rows.model, KeptRecord):
            if key is not None and not may_know(self.for_user, getattr(form.instance, name)):
                del form.fields[name]
                return
        elif key is not None:
            offered = rows.filter(Q(pk__in=offered.values("pk")) | Q(pk=key))
        if form is self and name in self.changing:  # what stands may stay
            offered = offered.filter(Q(pk__in=changeable(self.for_user, rows).values("pk")) | Q(pk=key))
        _offer_only(form.fields[name], offered)

    def _begin_with_own_unit(self) -> None:
        policy = policy_registry.get_by_type(self._meta.model)
        units = policy.units(self.for_user, ["add", "change"])
        if self.instance.pk is None and units is not ALL_UNITS and len(units) == 1:
            self.initial.setdefault("unit", next(iter(units)))
