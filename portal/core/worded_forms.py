"""Forms of records with words in several languages: who saves writes what they changed, and no words of others.

A form stays open for hours, and meanwhile a translation is approved or another person saves. The form carries with it
what its words were when it was shown: a column that the person left alone keeps what it says now, and one that both
changed is shown to them before theirs is written.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import CharField, HiddenInput, ModelForm
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.localized import is_column
from portal.core.partial_dates import PartialDate
from portal.core.record_lines import value_words
from portal.core.row_limits import refuse_too_many_rows

SEEN = "words_seen"


class WordedForm(WagtailAdminModelForm):
    """Of a model without words it is Wagtail's form and nothing else."""

    data: Any

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("prefix"):  # what is in a list is counted with its form
            refuse_too_many_rows(data)
        super().__init__(data, *args, **kwargs)
        self._seen: dict[str, str] = {}
        if self.instance.pk is not None and _has_words(type(self)):
            seen = {} if self.is_bound else {key: _mark(text) for key, text in self._words()}
            self.fields[SEEN] = CharField(widget=HiddenInput, required=False, initial=json.dumps(seen))

    def is_valid(self) -> bool:
        return super().is_valid() and self._overwrites_nobody()

    def save(self, commit: bool = True) -> Model:
        with transaction.atomic():
            if self.instance.pk is not None:
                rows = type(self.instance)._default_manager.select_for_update(of=("self",), no_key=True)
                rows.filter(pk=self.instance.pk).first()
                self._take_present_words()
            return super().save(commit=commit)

    def left_alone(self) -> dict[str, Any]:
        """What the record says now in the columns that the person did not touch: so it will be saved."""
        self._seen = _read(self.cleaned_data.get(SEEN, ""))
        names = _columns(self) if self.instance.pk is not None else []
        return {name: self.initial.get(name) for name in names if not self._is_changed(self, name)}

    def _words(self) -> Iterator[tuple[str, Any]]:
        for form in _known_forms(self):
            for name in _columns(form):
                yield form.add_prefix(name), form.initial.get(name)

    def _overwrites_nobody(self) -> bool:
        self._seen = _read(self.cleaned_data.get(SEEN, ""))
        for form in _known_forms(self):
            for name in _columns(form):
                self._compare(form, name)
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def _compare(self, form: ModelForm, name: str) -> None:
        key, now = form.add_prefix(name), form.initial.get(name)
        if _mark(now) in (self._seen.get(key, _mark(now)), _mark(form.cleaned_data.get(name))):
            return
        if self._is_changed(form, name):
            form.add_error(
                name,
                _(
                    "Changed by another person while you were writing. It now says: “%(text)s”. "
                    "Save again to replace it with yours."
                )
                % {"text": _said(form, name, now)},
            )
            self._show(key, now)

    def _is_changed(self, form: ModelForm, name: str) -> bool:
        """Whether the person wrote something else than they were shown."""
        shown = self._seen.get(form.add_prefix(name), _mark(form.initial.get(name)))
        return _mark(form.cleaned_data.get(name)) != shown

    def _show(self, key: str, now: Any) -> None:
        """Note in the form that comes back that the person has been told what the column says now."""
        self._seen[key] = _mark(now)
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = json.dumps(self._seen)

    def _take_present_words(self) -> None:
        """Put what the database says into every column that the person left alone."""
        kept: dict[type[Model], list[tuple[Model, list[str]]]] = defaultdict(list)
        for form in _known_forms(self):
            names = [name for name in _columns(form) if not self._is_changed(form, name)]
            if names:
                kept[type(form.instance)].append((form.instance, names))
        for model, parts in kept.items():
            present = model._default_manager.in_bulk([part.pk for part, _names in parts])
            for part, names in parts:
                for name in names if part.pk in present else ():
                    column: str = model._meta.get_field(name).attname  # type: ignore[union-attr] # no query for a link
                    setattr(part, column, getattr(present[part.pk], column))


def _known_forms(form: Any) -> Iterator[Any]:
    """The form and those of its parts, as far as their records are saved already."""
    if form.instance.pk is not None:
        yield form
    for formset in form.formsets.values():
        for part in formset.forms:
            if part not in formset.deleted_forms:
                yield from _known_forms(part)


def _has_words(form: Any) -> bool:
    """Whether a class of forms, or of the forms of parts in it, has columns of words."""
    fields = form._meta.model._meta.concrete_fields
    return any(is_column(field) and field.name in form.base_fields for field in fields) or any(
        _has_words(formset.form) for formset in form.formsets.values()
    )


def _columns(form: ModelForm) -> list[str]:
    guarded = getattr(form.instance, "guarded", ())
    fields = form.instance._meta.concrete_fields
    return [field.name for field in fields if field.name in form.fields and (is_column(field) or field.name in guarded)]


def _said(form: ModelForm, name: str, value: Any) -> str:
    """A value as a person reads it: yes or no, of a record its name, of choices their labels."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    field: Any = form.instance._meta.get_field(name)
    if field.remote_field and value is not None:
        return str(field.remote_field.model._default_manager.filter(pk=value).first() or "")
    if isinstance(value, date | time | PartialDate):
        return value_words(form._meta.model(**{name: value}), field)
    labels = dict(getattr(form.fields[name], "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join("" if one is None else str(labels.get(one, labels.get(str(one), one))) for one in values)


def _mark(value: Any) -> str:
    """Names a value, of a record its key; neither ends of lines nor the order of ticked boxes count."""
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, list):
        value = sorted(map(str, value))
    lines = ("" if value is None else str(value)).strip().splitlines()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _read(seen: str) -> dict[str, str]:
    try:
        marks = json.loads(seen or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}
