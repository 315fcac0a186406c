"""The translators' desk: what is on its way, what waits for whom, what failed. And the glossary."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import BooleanField, OuterRef, QuerySet, Subquery, Sum, Value
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.core.read_only_admin import ReadOnlyInspectView, ReadOnlyViewSet
from portal.localization import notes
from portal.localization.engine_admin import money
from portal.localization.enums import FINAL, OPEN, WITH_PEOPLE, ChargeState, EngineName, JobState
from portal.localization.exchange_views import XliffExportView, XliffImportView
from portal.localization.job_assignment import AssignView, GiveBackView, TakeView, assignment_of, form_of
from portal.localization.job_operations import CancelView, RetryAllView, RetryView, SendAgainView
from portal.localization.menu import MENU
from portal.localization.models import TranslationJob
from portal.localization.page_offers import page_offers
from portal.localization.permissions import job_policy
from portal.localization.record_views import RecordView
from portal.localization.services.staleness import is_waiting_again, waiting_again

SHOWN = sorted(OPEN | {JobState.FAILED})


class LanguagesColumn(Column):
    def get_value(self, job: TranslationJob) -> str:
        return f"{job.source_locale.get_display_name()} → {job.target_locale.get_display_name()}"


class ProgressColumn(Column):
    def get_value(self, job: TranslationJob) -> str:
        return f"{job.segments_filled}/{job.segments_total}" if job.segments_total else ""


class ErrorColumn(Column):
    def get_value(self, job: TranslationJob) -> str:
        return notes.shown(job.last_error)


class ActionColumn(Column):
    """A button for what failed and, where the list shows it, for what is stale; nothing for the rest."""

    cell_template_name = "localization/action_cell.html"

    def get_cell_context_data(self, job: TranslationJob, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(job, parent_context)
        is_stale = getattr(job, "is_stale", False)  # annotated by the filter
        if job.state != JobState.FAILED and not is_stale:
            return context
        name = "translations:send_again" if is_stale else "translations:retry"
        csrf = get_token(parent_context["request"])
        return context | {"url": reverse(name, args=[job.pk]), "is_stale": is_stale, "csrf": csrf}


class JobFilterSet(WagtailFilterSet):
    """`text`: whether the source has changed since the approval."""

    text = ChoiceFilter(label=_("Text"), choices=[("stale", _("Stale: the source has changed"))], method="by_text")

    class Meta:
        model = TranslationJob
        fields = ["state", "target_locale", "priority", "text"]

    def by_text(self, rows: QuerySet[TranslationJob], name: str, value: str) -> QuerySet[TranslationJob]:
        return waiting_again(rows).annotate(is_stale=Value(True, output_field=BooleanField()))


class JobIndexView(IndexView):
    """Open and failed jobs; a chosen state shows that state, the final ones too, and so do the stale ones."""

    def get_base_queryset(self) -> QuerySet[TranslationJob]:
        rows = (
            super().get_base_queryset().select_related("source_locale", "target_locale", "finished_by", "assigned_to")
        )
        target = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("target_locale"))
        rows = rows.annotate(target_page_id=Subquery(target.values("pk")[:1]))
        chosen = self.request.GET.getlist("state") or self.request.GET.get("text")
        return rows if chosen else rows.filter(state__in=SHOWN)

    def get_list_buttons(self, instance: TranslationJob) -> list[Any]:
        return []

    def get_queryset(self) -> QuerySet[TranslationJob]:
        """Narrowed to one order where its page leads here."""
        rows = super().get_queryset()
        order = self.request.GET.get("order", "")
        return rows.filter(order_id=int(order)) if order.isdecimal() and len(order) < 19 else rows

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        mine = job_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        glance = Button(_("All translations at a glance"), url=reverse("translation_matrix:index"), icon_name="table")
        if not mine.filter(state=JobState.FAILED).exists():
            return [*super().header_more_buttons, glance]
        url = reverse("translations:retry_all")
        return [*super().header_more_buttons, glance, Button(_("Try what failed again"), url=url, icon_name="rotate")]


class JobInspectView(ReadOnlyInspectView):
    retry_url_name: str | None = None
    cancel_url_name: str | None = None

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "last_error":
            return notes.shown(self.object.last_error) or "—"
        if field_name == "engine":
            return engines_of(self.object)
        if field_name == "next_attempt_at" and self.object.state != JobState.QUEUED:
            return "—"
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.user_has_permission_for_instance("change", self.object)
        return super().get_context_data(
            can_retry=may_change and self.object.state == JobState.FAILED,
            can_send_again=may_change and is_waiting_again(self.object),
            can_exchange=may_change and bool(self.object.segments_total),
            can_import=self.object.state in WITH_PEOPLE,
            can_cancel=may_change and self.object.state not in FINAL,
            can_do_without_machine=may_change and self.object.state == JobState.FAILED and uses_machine(self.object),
            spent=spent_on(self.object),
            work_form=form_of(self.object) if may_change and self.object.is_open else None,
            job=self.object,
            assignment=assignment_of(self.object, self.request.user),
            assignment_next=self.request.path,
            **kwargs,
        )


def uses_machine(job: TranslationJob) -> bool:
    return (job.engine or settings.TRANSLATION_ENGINE) != EngineName.MEMORY


def engines_of(job: TranslationJob) -> str:
    """The engines that were asked; before any was, the one that would be."""
    asked = job.charges.order_by("account__engine").values_list("account__engine", flat=True).distinct()
    return " · ".join(str(EngineName(name).label) for name in asked or [job.engine or settings.TRANSLATION_ENGINE])


def spent_on(job: TranslationJob) -> str:
    """What engines have charged for the job, one amount a currency; empty for nothing."""
    rows = job.charges.exclude(state=ChargeState.RELEASED).values_list("account__currency")
    totals = rows.order_by("account__currency").annotate(Sum("amount"))
    return " · ".join(money(amount, currency) for currency, amount in totals if amount)


def job_url(job: TranslationJob) -> str:
    """Where a person works on the job: the side-by-side editor, or the job itself while there is no draft."""
    if job.translation_key is None:
        return reverse("translations:record", args=[job.pk])
    target_page_id = getattr(job, "target_page_id", None)  # annotated by the list
    if target_page_id:
        return reverse("wagtailadmin_pages:edit", args=[target_page_id])
    return reverse("translations:inspect", args=[job.pk])


class JobViewSet(ReadOnlyViewSet):
    model = TranslationJob
    name = "translations"
    icon = "wagtail-localize-language"
    menu_label = _("Queue")
    menu_order = 10
    menu_hook = MENU
    index_view_class = JobIndexView
    inspect_view_class = JobInspectView
    inspect_template_name = "localization/job_inspect.html"
    list_display = [
        TitleColumn("title", label=_("Title"), get_url=job_url, sort_key="title"),
        LanguagesColumn("languages", label=_("Languages")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        ProgressColumn("progress", label=_("Segments")),
        Column("assigned_to", label=_("Assigned to")),
        Column("due_on", label=pgettext_lazy("translation", "Due"), sort_key="due_on"),
        Column("finished_by", label=_("Translated by")),
        DateColumn("created_at", label=_("Sent at"), sort_key="created_at"),
        ErrorColumn("last_error", label=_("Error")),
        ActionColumn("action", label=""),
    ]
    filterset_class = JobFilterSet
    search_fields = ["title"]
    search_backend_name = None
    inspect_view_fields = [
        "title",
        "source_locale",
        "target_locale",
        "state",
        "priority",
        "assigned_to",
        "due_on",
        "segments_total",
        "segments_filled",
        "segments_sent",
        "engine",
        "order",
        "attempts",
        "next_attempt_at",
        "last_error",
        "requested_by",
        "finished_by",
        "finished_at",
        "published_by",
        "published_at",
        "created_at",
        "updated_at",
    ]

    @property
    def retry_view(self) -> Any:
        return self.construct_view(RetryView)

    @property
    def retry_all_view(self) -> Any:
        return self.construct_view(RetryAllView, index_url_name=self.get_url_name("index"))

    @property
    def cancel_view(self) -> Any:
        return self.construct_view(CancelView)

    @property
    def send_again_view(self) -> Any:
        return self.construct_view(SendAgainView)

    @property
    def take_view(self) -> Any:
        return self.construct_view(TakeView)

    @property
    def give_back_view(self) -> Any:
        return self.construct_view(GiveBackView)

    @property
    def assign_view(self) -> Any:
        return self.construct_view(AssignView)

    @property
    def record_view(self) -> Any:
        return self.construct_view(RecordView)

    @property
    def xliff_export_view(self) -> Any:
        return self.construct_view(XliffExportView)

    @property
    def xliff_import_view(self) -> Any:
        return self.construct_view(XliffImportView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {"retry_url_name": self.get_url_name("retry"), "cancel_url_name": self.get_url_name("cancel")}
        return super().get_common_view_kwargs(**own, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("retry/", self.retry_all_view, name="retry_all"),
            path("retry/<int:pk>/", self.retry_view, name="retry"),
            path("cancel/<int:pk>/", self.cancel_view, name="cancel"),
            path("send-again/<int:pk>/", self.send_again_view, name="send_again"),
            path("take/<int:pk>/", self.take_view, name="take"),
            path("give-back/<int:pk>/", self.give_back_view, name="give_back"),
            path("assign/<int:pk>/", self.assign_view, name="assign"),
            path("offers/<int:pk>/", page_offers, name="offers"),
            path("record/<int:pk>/", self.record_view, name="record"),
            path("xliff/<int:pk>/export/", self.xliff_export_view, name="xliff_export"),
            path("xliff/<int:pk>/import/", self.xliff_import_view, name="xliff_import"),
        ]
