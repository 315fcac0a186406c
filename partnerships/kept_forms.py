"""Forms of records that a unit keeps: only what the person may know of can be chosen, and a short address is made."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.models.base import KeptRecord
from portal.core.localized import word_columns
from portal.core.permissions import ALL_UNITS
from portal.core.scoped_admin import ScopedForm
from portal.core.slugs import slug_for

#: Number of PostgreSQL's advisory lock under which short addresses are made and taken; the last of the locks.
_SLUG_LOCK = 0x534C5547
#: Room for a number behind a short address that is taken.
_SLUG_ROOM = 74


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


def lock_slugs() -> None:
    """Let no other transaction make or take a short address before this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLUG_LOCK])


def free_slug(record: KeptRecord) -> str:
    """A short address from the name, English before Chinese, that no other record of the kind has.

    Save the record in the same transaction: until its end no other one gets a short address.
    """
    lock_slugs()
    names = [getattr(record, name) or "" for name in reversed(word_columns("name"))]
    stem = next(filter(None, map(slug_for, names)), record._meta.model_name or "record")[:_SLUG_ROOM].strip("-")
    used = type(record)._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken = {*used, *record.reserved_slugs}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


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


class KeptForm(ScopedForm):
    """A form that offers and shows no record of another unit that is not public.

    A link to such a record, made by somebody who works for both units, stays as it is and is not shown.

    Attributes:
        changing: links that have an effect on the record that they lead to: only to one that the person may change.
        named_once: lists of links, and the link in them, that name a record once.
    """

    changing: tuple[str, ...] = ()
    named_once: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name, field in self.fields.items() if isinstance(field, ModelChoiceField)]:
            self._keep_to_the_known(name)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self._begin_with_own_unit()

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if not self.is_bound:
            return False
        pairs = [(self.formsets[relation], link) for relation, link in self.named_once if relation in self.formsets]
        once = [_names_once(formset, link) for formset, link in pairs]
        return is_valid and all(once)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            cleaned["slug"] = self._taken(cleaned["slug"]) if cleaned.get("slug") else self._slug(cleaned)
        return cleaned

    def _taken(self, slug: str) -> str:
        """A short address that was typed: whoever takes the same waits, and is then told that it is not free."""
        if slug != self.initial.get("slug"):
            lock_slugs()
        return slug

    def _slug(self, cleaned: dict[str, Any]) -> str:
        if self.instance.pk:
            return self.initial["slug"]
        for name in word_columns("name"):
            setattr(self.instance, name, cleaned.get(name) or "")
        return free_slug(self.instance)

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
