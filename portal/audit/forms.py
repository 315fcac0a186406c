"""What the log can be narrowed by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Func, Q, QuerySet, TextField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from portal.audit.enums import PREFIXES, RIGHTS_MODELS, Group, group_of
from portal.audit.queries import in_units
from portal.audit.words import logged_models, model_name
from portal.core.models import Unit
from portal.core.permissions import ALL_UNITS
from portal.core.typed_fields import DayInput

PEOPLE = (("", _("All")), ("people", _("People")), ("system", _("The system")))


def action_choices() -> list[tuple[Any, Any]]:
    """Every action that can be logged, under the names of their groups."""
    grouped: dict[str, list[tuple[str, str]]] = {group: [] for group in Group.values}
    for action, label in dict(registry.get_choices()).items():
        grouped[group_of(action)].append((action, capfirst(str(label))))
    blank: list[tuple[Any, Any]] = [("", _("All"))]
    return blank + [(Group(group).label, sorted(names, key=_by_label)) for group, names in grouped.items() if names]


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1]


def type_choices() -> list[tuple[str, Any]]:
    """Every kind of thing that entries can be about; pages of all types are one."""
    models = sorted((model_name(model), model._meta.label_lower) for model in logged_models())
    return [("", _("All")), *[(label, name) for name, label in models]]


class FilterForm(forms.Form):
    """The filters of the log. `narrow` applies them to a queryset of either log."""

    who = forms.CharField(label=_("Who"), required=False, max_length=150, help_text=_("Name or user name"))
    origin = forms.ChoiceField(label=_("Done by"), required=False, choices=PEOPLE)
    group = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("All")), *Group.choices])
    action = forms.ChoiceField(label=_("Action"), required=False, choices=action_choices)
    object_type = forms.ChoiceField(label=_("Type"), required=False, choices=type_choices)
    unit = forms.ModelChoiceField(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("All"))
    since = forms.DateField(label=pgettext_lazy("audit", "From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until (inclusive)"), required=False, widget=DayInput)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=200, help_text=_("In the name of the object and the details")
    )

    def __init__(self, *args: Any, units: set[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        rows = Unit.objects.all()
        self.fields["unit"].queryset = rows if units is ALL_UNITS else rows.filter(pk__in=units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return values

    def used(self) -> dict[str, str]:
        """The filters in use, for the entry about an export; of the text only that there was one."""
        used = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return used | ({"text": "…"} if "text" in used else {})

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of `rows` that the person may read and that fit the filters."""
        values = self.cleaned_data
        rows = in_units(rows, self.units)
        if values["unit"]:
            rows = in_units(rows, {values["unit"].pk})
        rows = _within(rows, values["since"], values["until"])
        if values["origin"]:
            rows = rows.filter(user__isnull=values["origin"] == "system")
        if values["action"]:
            rows = rows.filter(action=values["action"])
        if values["group"]:
            rows = rows.filter(_in_group(values["group"], rows.model))
        if values["object_type"]:
            rows = _of_type(rows, values["object_type"])
        if values["who"]:
            rows = _by_person(rows, values["who"])
        return _with_text(rows, values["text"]) if values["text"] else rows


def _within(rows: QuerySet[Any], since: Any, until: Any) -> QuerySet[Any]:
    if since:
        rows = rows.filter(timestamp__gte=_midnight(since))
    if until:
        rows = rows.filter(timestamp__lt=_midnight(until + timedelta(days=1)))
    return rows


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _starts(prefixes: tuple[str, ...]) -> Q:
    wanted = Q(pk__in=[])
    for prefix in prefixes:
        wanted |= Q(action__startswith=prefix)
    return wanted


def _in_group(group: str, log: type[Any]) -> Q:
    about_rights = Q(pk__in=[])
    if log is ModelLogEntry:
        models = [tuple(name.split(".")) for name in sorted(RIGHTS_MODELS)]
        types = [ContentType.objects.get_by_natural_key(*name) for name in models]
        about_rights = Q(content_type__in=types)
    if group == Group.CONTENT:
        return ~_starts(tuple(prefix for starts in PREFIXES.values() for prefix in starts)) & ~about_rights
    return _starts(PREFIXES[group]) | (about_rights if group == Group.RIGHTS else Q(pk__in=[]))


def _of_type(rows: QuerySet[Any], label: str) -> QuerySet[Any]:
    is_page = label == Page._meta.label_lower
    if is_page or rows.model is PageLogEntry:
        return rows if is_page and rows.model is PageLogEntry else rows.none()
    return rows.filter(content_type=ContentType.objects.get_by_natural_key(*label.split(".")))


def _by_person(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """By the name that the entry keeps, and by the present user name, for entries older than the stamp."""
    people = get_user_model()._default_manager.filter(username__icontains=words).values("pk")
    return rows.filter(Q(data__stamp__by__icontains=words) | Q(user__in=people))


def _with_text(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    details = Func("data", template="(%(expressions)s - 'stamp')::text", output_field=TextField())
    return rows.alias(details=details).filter(Q(label__icontains=words) | Q(details__icontains=words))
