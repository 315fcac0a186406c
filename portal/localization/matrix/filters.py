"""What the matrix can be narrowed by. All by address, so that a filter can be kept and sent to a colleague."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page

from portal.core.days import today
from portal.core.models import Unit, User
from portal.core.names import name_of
from portal.localization.enums import OPEN, Priority
from portal.localization.matrix.current import current_jobs, jobs_in, not_sent, with_jobs
from portal.localization.matrix.scope import Scope, of_unit
from portal.localization.matrix.states import FILTERED, CellState
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.rule_admin import kind_label
from portal.localization.services.record_words import record_models

ALL = ("", _("All"))
PAGES, RECORDS = "pages", "records"
ME, NOBODY = "me", "nobody"
#: So far ahead a due day is soon.
SOON = timedelta(days=7)
DUE = (
    ("overdue", _("Overdue")),
    ("soon", _("Overdue or within a week")),
    ("set", _("With a day")),
    ("none", _("None")),
)


class UnitField(forms.ModelChoiceField):
    """Units by name."""


class LanguageField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_display_name()


class MatrixFilter(forms.Form):
    """The filters of the matrix; `narrow` applies them to its rows."""

    text = forms.CharField(label=_("Title contains"), required=False, max_length=100)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ALL, *((state.value, state.label) for state in FILTERED)]
    )
    due = forms.ChoiceField(label=pgettext_lazy("translation", "Due"), required=False, choices=[ALL, *DUE])
    unit = UnitField(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("All"))
    section = forms.ChoiceField(label=_("Kind of content"), required=False)
    source = LanguageField(
        label=_("From language"), required=False, queryset=Locale.objects.none(), empty_label=_("All")
    )
    target = LanguageField(
        label=_("Into language"), required=False, queryset=Locale.objects.none(), empty_label=_("All")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), required=False, coerce=int, empty_value=None, choices=[ALL, *Priority.choices]
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = scope.units()
        fields["source"].queryset = Locale.objects.all()
        fields["target"].queryset = Locale.objects.filter(pk__in=[locale.pk for locale in scope.locales])
        fields["section"].choices = _sections()
        fields["assigned"].choices = _people(scope)

    def is_used(self) -> bool:
        return any(value not in ("", None) for value in self.cleaned_data.values())

    def columns(self) -> list[Locale]:
        """The languages that the filter is about."""
        target = self.cleaned_data["target"]
        return [target] if target is not None else self.scope.locales

    def narrow(self, rows: QuerySet[SourceCount]) -> QuerySet[SourceCount]:
        values = self.cleaned_data
        if values["text"]:
            rows = rows.filter(title__icontains=values["text"])
        if values["unit"]:
            rows = rows.filter(of_unit(values["unit"]))
        if values["source"]:
            rows = rows.filter(locale=values["source"])
        if values["target"]:
            rows = rows.exclude(locale=values["target"])
        return self._by_cells(_of_kind(rows, values["section"]))

    def _by_cells(self, rows: QuerySet[SourceCount]) -> QuerySet[SourceCount]:
        """Sources of which one cell has all that is asked for of cells."""
        values = self.cleaned_data
        if values["state"] == CellState.NOT_SENT:
            return rows.filter(not_sent(self.columns()))
        if not any((values["state"], values["assigned"], values["due"], values["priority"])):
            return rows
        jobs = current_jobs()
        if values["assigned"] or values["due"] or values["priority"]:
            # What these say is about work that is still to be done, and for those who may know of it.
            jobs = jobs.filter(state__in=sorted(OPEN), pk__in=self.scope.jobs().values("pk"))
            jobs = _by_assignment(jobs, values["assigned"], self.scope.user)
            jobs = _by_day(jobs, values["due"])
        if values["priority"]:
            jobs = jobs.filter(priority=values["priority"])
        if values["state"]:
            jobs = jobs_in(values["state"], jobs)
        return rows.filter(with_jobs(jobs, self.columns()))


def _sections() -> list[tuple[Any, Any]]:
    """Pages and records by kind, those of which there are any."""
    used = SourceCount.objects.filter(is_source=True).order_by().values("section").distinct()
    kinds = sorted(
        ((kind_label(kind), kind) for kind in ContentType.objects.filter(pk__in=used)), key=lambda one: one[0]
    )
    records = set(record_models())
    pages = [(str(kind.pk), label) for label, kind in kinds if kind.model_class() not in records]
    others = [(str(kind.pk), label) for label, kind in kinds if kind.model_class() in records]
    return [
        ALL,
        (capfirst(str(Page._meta.verbose_name_plural)), [(PAGES, _("All pages")), *pages]),
        (_("Records"), [(RECORDS, _("All records")), *others]),
    ]


def _people(scope: Scope) -> list[tuple[Any, Any]]:
    """Those who have open translations now of which the person may know."""
    jobs = scope.jobs().filter(state__in=sorted(OPEN), target_locale__in=scope.locales)
    ids = jobs.filter(assigned_to__isnull=False)
    people = User.objects.filter(pk__in=ids.order_by().values("assigned_to"))
    named = sorted((name_of(person), str(person.pk)) for person in people)
    return [ALL, (ME, _("Me")), (NOBODY, _("Nobody")), *((key, name) for name, key in named)]


def _of_kind(rows: QuerySet[SourceCount], section: str) -> QuerySet[SourceCount]:
    if not section:
        return rows
    page = ContentType.objects.get_for_model(Page)
    if section in (PAGES, RECORDS):
        return rows.filter(content_type=page) if section == PAGES else rows.exclude(content_type=page)
    return rows.filter(section_id=int(section))


def _by_assignment(jobs: QuerySet[TranslationJob], assigned: str, user: Any) -> QuerySet[TranslationJob]:
    if not assigned:
        return jobs
    if assigned == NOBODY:
        return jobs.filter(assigned_to__isnull=True)
    return jobs.filter(assigned_to=user.pk if assigned == ME else int(assigned))


def _by_day(jobs: QuerySet[TranslationJob], due: str) -> QuerySet[TranslationJob]:
    day = today()
    wanted = {
        "": Q(),
        "overdue": Q(due_on__lt=day),
        "soon": Q(due_on__lte=day + SOON),
        "set": Q(due_on__isnull=False),
        "none": Q(due_on__isnull=True),
    }
    return jobs.filter(wanted[due])
