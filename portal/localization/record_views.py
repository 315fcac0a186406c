"""Translating a record side by side, and sending one to translation."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Locale

from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.enums import WITH_PEOPLE, JobState
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.estimates import estimate_for_reader
from portal.localization.models import TranslationJob
from portal.localization.permissions import may_change_record
from portal.localization.queries import jobs_of_record, record_of
from portal.localization.record_fields import field_rows
from portal.localization.services.counts import kind_of
from portal.localization.services.record_words import is_in_use, is_record, owner_of, source_locale_of, word_fields
from portal.localization.services.records import finish_record, publish_record, reopen_record, write_record_segments
from portal.localization.services.submission import submit_record


class RecordView(PermissionCheckedMixin, BaseObjectMixin, View):
    """The fields of a record in two languages. Works without JavaScript: offers are buttons of the form."""

    model = TranslationJob
    permission_required = "view"
    http_method_names = ["get", "post"]
    index_url_name: str | None = None
    inspect_url_name: str | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job, record = self._job()
        return self._show(job, record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job, record = self._job()
        rights = self._rights(job)
        if rights["can_correct"] and request.POST.get("action") == "correct":
            return self._correct(job)
        if not rights["can_write"]:
            raise PermissionDenied
        typed = self._typed(record)
        if not any(name.startswith("offer-") for name in request.POST):
            return self._act(job, record, typed, request.POST.get("action", "save"))
        # What the person has seen stays as it was: an offer is no look at what others have done.
        return self._show(job, record, typed | self._posted(record, "offer"), as_seen=True)

    def _correct(self, job: TranslationJob) -> HttpResponse:
        try:
            job = reopen_record(job=job, by=self._person)
        except RefusedError as refusal:
            messages.error(self.request, str(refusal))
        return redirect("translations:record", job.pk)

    def _act(self, job: TranslationJob, record: Model, typed: dict[str, str], action: str) -> HttpResponse:
        """Keep what was typed, then do what the button says. What is refused stays in the inputs."""
        try:
            self._save(job, record, typed)
            messages.success(self.request, self._do(job, action))
        except RefusedError as refusal:
            messages.error(self.request, str(refusal))
            return self._show(job, record, typed, status=409 if refusal.code == "conflict" else 200)
        return redirect("translations:record", job.pk)

    def _do(self, job: TranslationJob, action: str) -> str:
        if action == "finish":
            finish_record(job=job, by=self._person)
            return _("The translation is marked as finished. A reviser can publish it now.")
        if action == "publish":
            if publish_record(job=job, by=self._person).state == JobState.APPROVED:
                return _("“%(title)s” is approved. It goes live together with others.") % {"title": job.title}
            return _("“%(title)s” is published.") % {"title": job.title}
        return _("Saved.")

    def _save(self, job: TranslationJob, record: Model, typed: dict[str, str]) -> None:
        if typed:
            seen = {name: self.request.POST.get(f"seen-{name}", "") for name in typed}
            write_record_segments(record=record, locale=job.target_locale, texts=typed, by=self._person, seen=seen)

    def _typed(self, record: Model) -> dict[str, str]:
        """What differs from what the person was shown, so that nothing is written that only others have changed."""
        shown = self._posted(record, "shown")
        return {name: text for name, text in self._posted(record, "text").items() if text != shown.get(name)}

    def _posted(self, record: Model, kind: str) -> dict[str, str]:
        """Field → what was sent of it, with the line ends as they were before a browser changed them."""
        post = self.request.POST
        sent = {name: post.get(f"{kind}-{name}") for name in word_fields(type(record))}
        return {name: text.replace("\r\n", "\n") for name, text in sent.items() if text is not None}

    def _show(
        self,
        job: TranslationJob,
        record: Model,
        typed: dict[str, str] | None = None,
        *,
        as_seen: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        rows = field_rows(job, record, typed)
        if as_seen:
            shown, seen = self._posted(record, "shown"), self._posted(record, "seen")
            for row in rows:
                row.shown, row.version = shown.get(row.name, row.shown), seen.get(row.name, row.version)
        context = {"job": job, "record_url": self._record_url(record), "rows": rows, **self._rights(job)}
        return render(self.request, "localization/record.html", context, status=status)

    def _job(self) -> tuple[TranslationJob, Model]:
        job = cast(TranslationJob, self.object)
        record = record_of(job) if job.translation_key is None else None
        if record is None:
            raise Http404
        return job, record

    @property
    def _person(self) -> User:
        return cast(User, self.request.user)

    def _record_url(self, record: Model) -> str:
        """Where the record itself is edited, for those who may."""
        if not may_change_record(self._person, record):
            return ""
        return AdminURLFinder(self._person).get_edit_url(owner_of(record)) or ""

    def _rights(self, job: TranslationJob) -> dict[str, bool]:
        code = job.target_locale.language_code
        revises = has_role(self._person, Role.REVISER, locale_code=code)
        works = revises or has_role(self._person, Role.TRANSLATOR, locale_code=code)
        writes = works and job.is_open
        return {
            "can_write": writes,
            "can_correct": works and job.state == JobState.DONE,
            "can_finish": writes and job.state in WITH_PEOPLE,
            "can_publish": revises and job.state == JobState.FINISHED,
            "is_finished": job.state == JobState.FINISHED,
        }


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Send a record into the queue, for the languages that are chosen."""
    record = _changeable(request, app_label, model_name, pk)
    source = source_locale_of(record)
    locales = [one for one in Locale.objects.all() if is_in_use(one) and source is not None and one != source]
    if request.method == "POST" and source is not None:
        _submit_chosen(request, record, source, locales)
        return redirect(request.path)
    latest = {job.target_locale_id: job for job in jobs_of_record(record).order_by("pk")}
    choices = [(locale, latest.get(locale.pk)) for locale in locales]
    back = AdminURLFinder(request.user).get_edit_url(owner_of(record)) or reverse("wagtailadmin_home")
    estimate = estimate_for_reader(content_type=kind_of(record), object_ids=[record.pk])
    context = {"record": record, "source": source, "choices": choices, "back": back, "estimate": estimate}
    return render(request, "localization/submit_record.html", context)


def _changeable(request: HttpRequest, app_label: str, model_name: str, pk: int) -> Model:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not is_record(model):
        raise Http404
    record = get_object_or_404(model._default_manager, pk=pk)
    if not may_change_record(request.user, record):
        raise PermissionDenied
    return record


def _submit_chosen(request: HttpRequest, record: Model, source: Locale, locales: list[Locale]) -> None:
    chosen = [locale for locale in locales if str(locale.pk) in request.POST.getlist("locales")]
    if not chosen:
        messages.error(request, _("Choose at least one language."))
    for locale in chosen:
        try:
            job = submit_record(record=record, target_locale=locale, by=cast(User, request.user), source_locale=source)
        except NotTranslatableError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("“%(title)s” was sent to translation into %(language)s.")
                % {"title": job.title, "language": locale.get_display_name()},
            )
