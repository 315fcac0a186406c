"""What translation adds to the admin, and what it takes out of wagtail-localize's hands.

Our hooks run before wagtail-localize's (`order`), our addresses stand before its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from portal.core.hidden_words import ALL, hidden_of
from portal.localization import admin_views, check_views, record_submission
from portal.localization.bulk_actions import SubmitPages, SubmitRecords
from portal.localization.desk import JobViewSet
from portal.localization.engine_admin import EngineViewSet
from portal.localization.figures.views import FiguresViewSet
from portal.localization.glossary_admin import GlossaryViewSet
from portal.localization.glossary_views import ImportTermsView, export_file, reject
from portal.localization.home_panel import TranslationPanel
from portal.localization.list_admin import HeldOfficeViewSet, StyleSheetViewSet, WatchedViewSet
from portal.localization.matrix.views import MatrixViewSet
from portal.localization.memory_admin import MemoryViewSet
from portal.localization.menu import translation_menu_item
from portal.localization.order_admin import OrderViewSet
from portal.localization.override_admin import OverrideViewSet
from portal.localization.permissions import changes_records_like
from portal.localization.queries import is_translation
from portal.localization.question_signs import page_button, snippet_button, tell_of_questions
from portal.localization.question_views import QuestionViewSet
from portal.localization.reports import ScopedTranslationsReport
from portal.localization.rule_admin import RuleViewSet
from portal.localization.services.record_words import is_record
from portal.localization.term_menu import arrange_term_menu

FIRST = -100

register_snippet(GlossaryViewSet)
register_snippet(StyleSheetViewSet)
register_snippet(WatchedViewSet)
register_snippet(HeldOfficeViewSet)
hooks.register("construct_snippet_action_menu", arrange_term_menu)
hooks.register("register_bulk_action", SubmitPages)
hooks.register("register_bulk_action", SubmitRecords)
hooks.register("register_admin_menu_item", translation_menu_item)


@hooks.register("register_admin_viewset")
def register_desk():
    return [
        MatrixViewSet(),
        FiguresViewSet(),
        QuestionViewSet(),
        JobViewSet("translations"),
        OrderViewSet(),
        EngineViewSet(),
        RuleViewSet(),
        MemoryViewSet("memory"),
        OverrideViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def add_translation_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TranslationPanel())


@hooks.register("insert_global_admin_css")
def add_desk_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("localization/desk.css"))


@hooks.register("register_admin_urls", order=FIRST)
def register_admin_urls():
    own = [
        path("<int:page_id>/finish/", admin_views.finish, name="finish"),
        path("<int:page_id>/publish/", admin_views.approve, name="publish"),
        path("check/<int:page_id>/", check_views.check_page, name="check"),
        path("check/record/<int:pk>/", check_views.check_record, name="check_record"),
        path("<int:page_id>/submit/", admin_views.submit, name="submit"),
        path("record/<str:app_label>/<str:model_name>/<int:pk>/", record_submission.submit, name="submit_record"),
    ]
    snippets = admin_views.ScopedSnippetViewSet
    instead_of_wagtail_localize = [
        path("submit/page/<int:page_id>/", admin_views.submit),
        path("update/<int:translation_source_id>/", admin_views.submit_source),
        path("translate/<int:translation_id>/disable/", admin_views.refuse_stop),
        path("page/<int:page_id>/convert_to_alias/", admin_views.refuse_detaching),
        path("api/snippets/<slug:app_label>/<slug:model_name>/", snippets.as_view({"get": "list"})),
        path("api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", snippets.as_view({"get": "retrieve"})),
        path("reports/translations/", ScopedTranslationsReport.as_view()),
        path("reports/translations/results/", ScopedTranslationsReport.as_view(results_only=True)),
    ]
    glossary = [
        path("import/", ImportTermsView.as_view(), name="import"),
        path("export/<str:file_format>/", export_file, name="export"),
        path("<int:pk>/reject/", reject, name="reject"),
    ]
    return [
        path("translation/", include((own, "translation"), namespace="translation")),
        path("glossary/", include((glossary, "glossary"), namespace="glossary")),
        path("localize/", include(instead_of_wagtail_localize)),
    ]


@hooks.register("register_snippet_listing_buttons")
def offer_translation(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to the queue for records with words, in lists and above their form."""
    if is_record(type(snippet)) and changes_records_like(user, snippet) and hidden_of(snippet) != ALL:
        meta = snippet._meta
        yield Button(
            _("Send to translation"),
            reverse("translation:submit_record", args=[meta.app_label, meta.model_name, snippet.pk]),
            attrs={"aria-label": _("Send “%(title)s” to translation") % {"title": str(snippet)}},
            icon_name="wagtail-localize-language",
            priority=100,
        )


hooks.register("register_page_header_buttons", page_button)
hooks.register("register_snippet_listing_buttons", snippet_button)
hooks.register("before_edit_page", tell_of_questions)
hooks.register("before_edit_snippet", tell_of_questions)


@hooks.register("before_edit_page", order=FIRST)
def route_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publishing from the editor of a translation goes through the approval."""
    if request.method != "POST" or not is_translation(page):
        return None
    if "localize-convert-to-alias" in request.POST:
        return admin_views.refuse_detaching(request, page.pk)
    if request.POST.get("action") == "publish" or "action-publish" in request.POST:
        return admin_views.approve_page(request, page)
    return None


@hooks.register("before_publish_page", order=FIRST)
def route_plain_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    return admin_views.approve_page(request, page) if page.pk and is_translation(page) else None


@hooks.register("before_bulk_action", order=FIRST)
def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Approval is given to one translation at a time, by somebody who has read it."""
    if action_type != "publish" or not any(isinstance(page, Page) and is_translation(page) for page in objects):
        return None
    messages.error(request, _("Translations are published one by one, when a reviser approves them."))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, label, message in (
        ("job.submit", gettext_lazy("Send to translation"), gettext_lazy("Sent to translation")),
        ("job.retry", gettext_lazy("Try translation again"), gettext_lazy("Translation queued again")),
        ("job.cancel", gettext_lazy("Cancel translation"), gettext_lazy("Translation cancelled")),
        ("job.assign", gettext_lazy("Assign translation"), gettext_lazy("Translation assigned or given back")),
        ("job.due", gettext_lazy("Set day of translation"), gettext_lazy("Day on which a translation is due changed")),
        (
            "job.priority",
            gettext_lazy("Set priority of translation"),
            gettext_lazy("Priority of a translation changed"),
        ),
        ("job.lapse", gettext_lazy("Approval lapses"), gettext_lazy("Approval of a waiting translation lapsed")),
        (
            "job.release",
            gettext_lazy("Let translation go on by itself"),
            gettext_lazy("Translation goes on without the draft that it waited for"),
        ),
        ("filter.save", gettext_lazy("Keep filter"), gettext_lazy("Filter of translations kept")),
        ("filter.delete", gettext_lazy("Delete filter"), gettext_lazy("Filter of translations deleted")),
        ("figures.export", gettext_lazy("Export figures"), gettext_lazy("Figures of translation exported")),
        ("finish", gettext_lazy("Finish translation"), gettext_lazy("Translation marked as finished")),
        (
            "approve",
            gettext_lazy("Approve translation for later"),
            gettext_lazy("Translation approved; it goes live with others"),
        ),
        ("publish", gettext_lazy("Approve translation"), gettext_lazy("Translation approved and published")),
        ("order.place", gettext_lazy("Send many to translation"), gettext_lazy("Many sources sent to translation")),
        ("order.cancel", gettext_lazy("Cancel order of translations"), gettext_lazy("Order of translations cancelled")),
        ("engine.pause", gettext_lazy("Pause engine"), gettext_lazy("Translation engine paused")),
        ("engine.resume", gettext_lazy("Let engine work"), gettext_lazy("Translation engine works again")),
        ("engine.change", gettext_lazy("Change engine"), gettext_lazy("Price or limit of an engine changed")),
        ("letter.send", gettext_lazy("Send a letter to translation"), gettext_lazy("Letter sent to the engine")),
        ("job.export", gettext_lazy("Export translation"), gettext_lazy("Translation exported as XLIFF")),
        ("job.import", gettext_lazy("Import translation"), gettext_lazy("Wordings imported from XLIFF")),
        ("memory.edit", gettext_lazy("Change remembered wording"), gettext_lazy("Remembered wording changed")),
        ("memory.export", gettext_lazy("Export translation memory"), gettext_lazy("Translation memory exported")),
        ("memory.import", gettext_lazy("Import translation memory"), gettext_lazy("Translation memory imported")),
        ("question.ask", gettext_lazy("Ask the author"), gettext_lazy("Question about the source asked")),
        ("question.answer", gettext_lazy("Answer a question"), gettext_lazy("Question about the source answered")),
        ("question.settle", gettext_lazy("Settle a question"), gettext_lazy("Question about the source settled")),
        ("question.reopen", gettext_lazy("Reopen a question"), gettext_lazy("Question about the source reopened")),
        ("finding.pass", gettext_lazy("Let a finding pass"), gettext_lazy("Finding of the checks let pass")),
        ("finding.withdraw", gettext_lazy("Open a finding again"), gettext_lazy("Finding of the checks opened again")),
        ("term.save", gettext_lazy("Save glossary term"), gettext_lazy("Glossary term saved")),
        ("term.approve", gettext_lazy("Approve glossary term"), gettext_lazy("Glossary term approved")),
        ("term.reject", gettext_lazy("Reject proposed term"), gettext_lazy("Proposed term rejected")),
        ("terms.export", gettext_lazy("Export glossary"), gettext_lazy("Glossary exported")),
        ("terms.import", gettext_lazy("Import glossary"), gettext_lazy("Glossary imported")),
    ):
        actions.register_action(f"localization.{name}", label, message)
