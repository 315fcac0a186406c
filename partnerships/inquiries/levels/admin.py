"""Working calendars and service levels in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from parks.panels import inline, select
from partnerships.inquiries.levels.access import calendar_policy, level_policy
from partnerships.inquiries.levels.calendar_forms import CalendarForm
from partnerships.inquiries.levels.calendars import calendar_of
from partnerships.inquiries.levels.level_forms import LevelForm
from partnerships.inquiries.levels.recalculating import recalculate
from partnerships.inquiries.levels.words import span_words
from partnerships.inquiries.levels.year import doubts_of
from partnerships.models import CalendarDay, ServiceClock, ServiceLevel, WorkCalendar
from partnerships.saved_together import SavedTogether
from partnerships.visits.desk.widgets import ZoneSelect
from partnerships.visits.zones import all_zones
from portal.core.days import today
from portal.core.enums import RecordKind
from portal.core.scoped_admin import (
    ScopedDeleteView,
    ScopedEditView,
    ScopedInspectView,
    ScopedSnippetViewSet,
)


class YearsPanel(HelpPanel):
    """The way to the years of the calendar, and what is not certain of this one and the next."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "partnerships/levels/years_panel.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            years = [today().year, today().year + 1]
            working = calendar_of(WorkCalendar.objects.get(pk=self.instance.pk))
            doubts = [doubt for year in years for doubt in doubts_of(working, year)]
            more = {"calendar": self.instance, "years": years, "doubts": list(dict.fromkeys(doubts))}
            return {**super().get_context_data(parent_context), **more}


_CALENDAR = ObjectList(
    [
        YearsPanel(),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("subdivision")]),
        FieldPanel("timezone", widget=ZoneSelect(all_zones)),
        inline(
            "hours",
            _("working hours"),
            _("Working hours"),
            FieldRowPanel([FieldPanel("weekday"), FieldPanel("begins"), FieldPanel("ends")]),
        ),
        inline(
            "days",
            _("corrected day"),
            _("Corrected days"),
            FieldRowPanel([FieldPanel("day"), FieldPanel("is_working"), FieldPanel("note")]),
        ),
    ],
    base_form_class=CalendarForm,
)
_LEVEL = ObjectList(
    [
        HelpPanel(
            _(
                "Times are working time of the calendar: a working day is as long as its first day of the week that "
                "has hours. A change holds for clocks that start from now on; those that run keep what was promised."
            )
        ),
        select("unit"),
        select("calendar"),
        FieldPanel("first_answer"),
        FieldPanel("next_answer"),
        FieldPanel("warn_at"),
    ],
    base_form_class=LevelForm,
)


class CalendarSaving(SavedTogether):
    """Clocks that run follow in the same transaction."""

    def save_instance(self) -> Any:
        saved = super().save_instance()
        if moved := recalculate(saved):
            text = ngettext(
                "The answer to %(count)d inquiry is due at another time now.",
                "The answers to %(count)d inquiries are due at other times now.",
                moved,
            )
            messages.info(self.request, text % {"count": moved})
        return saved


class CalendarCreateView(CalendarSaving, CreateView):
    pass


class CalendarEditView(CalendarSaving, ScopedEditView):
    pass


class CalendarDeleteView(ScopedDeleteView):
    """A calendar by which anything is or was reckoned stays."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        calendar = super().get_object(*args, **kwargs)
        self.is_used = any(
            rows.filter(calendar=calendar.pk).exists() for rows in (ServiceLevel.objects, ServiceClock.objects)
        )
        return calendar

    def get_usage(self) -> Any:
        usage = super().get_usage()
        if usage is not None and self.is_used:
            usage.is_protected = True
        return usage


class CalendarInspectView(ScopedInspectView):
    """With the way to the year, which most people may read and few may correct."""

    def get_fields(self) -> list[str]:
        return [name for name in super().get_fields() if name != "id"]

    def get_parts(self) -> list[tuple[str, list[str]]]:
        calendar: WorkCalendar = self.object
        days = [_day_words(day) for day in calendar.days.all()]
        return [(str(_("Working hours")), [str(row) for row in calendar.hours.all()]), (str(_("Corrected days")), days)]

    @property
    def header_buttons(self) -> list[Any]:
        year = HeaderButton(_("Year"), url=_this_year(self.object), icon_name="calendar-alt")
        return [*super().header_buttons, year]


def _day_words(day: CalendarDay) -> str:
    kind = _("working day") if day.is_working else pgettext("corrected day", "day off")
    return " · ".join(str(part) for part in (day, kind, day.note) if part)


def _this_year(calendar: WorkCalendar) -> str:
    return reverse("calendar_year", args=[calendar.pk, today().year])


#: For whoever reads the list; the buttons of a row are for those who may change it.
_YEAR = TitleColumn("year", label=_("Year"), accessor=lambda _row: today().year, get_url=_this_year)


class CalendarViewSet(ScopedSnippetViewSet):
    model = WorkCalendar
    record_kind = RecordKind.SERVICE
    icon = "calendar-alt"
    menu_label = _("Working calendars")
    edit_handler = _CALENDAR
    add_view_class = CalendarCreateView
    edit_view_class = CalendarEditView
    delete_view_class = CalendarDeleteView
    inspect_view_class = CalendarInspectView
    list_display = ["__str__", "country", "timezone", _YEAR, Column("updated_at", label=_("Last change"))]
    search_fields = ["name"]

    def on_register(self) -> None:
        register_permission_policy(WorkCalendar, calendar_policy)
        SnippetViewSet.on_register(self)


class TimeColumn(Column):
    """A promised time in words."""

    def get_value(self, instance: ServiceLevel) -> str:
        return level_time(instance, self.name)


def level_time(level: ServiceLevel, field: str) -> str:
    """What a level promises, in words: 2 working days."""
    return span_words(60 * getattr(level, field), calendar_of(level.calendar).day_seconds)


class LevelInspectView(ScopedInspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        times = {"first_answer": _("First answer within"), "next_answer": _("Further answers within")}
        return str(times.get(field_name) or capfirst(field.verbose_name))

    def get_first_answer_display_value(self) -> str:
        return level_time(self.object, "first_answer")

    def get_next_answer_display_value(self) -> str:
        return level_time(self.object, "next_answer")


class LevelViewSet(ScopedSnippetViewSet):
    model = ServiceLevel
    record_kind = RecordKind.SERVICE
    icon = "time"
    menu_label = _("Service levels")
    unit_lookup = "unit"
    edit_handler = _LEVEL
    inspect_view_class = LevelInspectView
    list_display = [
        "__str__",
        TimeColumn("first_answer", label=_("First answer within")),
        TimeColumn("next_answer", label=_("Further answers within")),
        "calendar",
    ]
    list_filter = ["unit", "calendar"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceLevel]:
        return ServiceLevel.objects.select_related("unit", "calendar")

    def on_register(self) -> None:
        register_permission_policy(ServiceLevel, level_policy)
        SnippetViewSet.on_register(self)
