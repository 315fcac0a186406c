"""Translating a record side by side."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.enums import WITH_PEOPLE, JobState
from portal.localization.errors import RefusedError
from portal.localization.finding_panel import findings_context
from portal.localization.models import TranslationJob
from portal.localization.permissions import may_change_record
from portal.localization.queries import record_of
from portal.localization.question_forms import Thread, act_on_question, acts_on_question, threads_of
from portal.localization.record_fields import FieldRow, field_rows
from portal.localization.record_screen import neighbours_of
from portal.localization.services.question_places import Place, places_of
from portal.localization.services.record_segments import segments_of
from portal.localization.services.record_words import (
    field_label,
    owner_of,
    word_fields,
)
from portal.localization.services.records import finish_record, publish_record, reopen_record, write_record_segments


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
        if not rights["can_write"] and not acts_on_question(request):
            raise PermissionDenied
        typed = self._typed(record) if rights["can_write"] else {}
        if acts_on_question(request):
            return self._ask(job, record, typed)
        if not any(name.startswith("offer-") for name in request.POST):
            return self._act(job, record, typed, request.POST.get("action", "save"))
        # What the person has seen stays as it was: an offer is no look at what others have done.
        return self._show(job, record, typed | self._posted(record, "offer"), as_seen=True)

    def _ask(self, job: TranslationJob, record: Model, typed: dict[str, str]) -> HttpResponse:
        """Ask or answer; the wordings that were typed are sent along, and stay in the inputs."""
        kept = act_on_question(self.request, job, {place.key: place for place in places_of(job)})
        if kept and not typed:
            return redirect("translations:record", job.pk)
        return self._show(job, record, typed, as_seen=True, keep=not kept, status=200 if kept else 409)

    def _correct(self, job: TranslationJob) -> HttpResponse:
        try:
            job = reopen_record(job=job, by=self._person)
        except RefusedError as refusal:
            messages.error(self.request, str(refusal))
        return redirect("translations:record", job.pk)

    def _act(self, job: TranslationJob, record: Model, typed: dict[str, str], action: str) -> HttpResponse:
        """Keep what was typed, then do what the button says. What is refused stays in the inputs."""
        after = neighbours_of(job, self._person).after if action == "save_next" else None
        try:
            self._save(job, record, typed)
            is_emptied = self._tell_of_emptied(job, record, typed)
            said = self._do(job, "save" if is_emptied else action)
        except RefusedError as refusal:
            messages.error(self.request, str(refusal))
            return self._show(job, record, typed, status=409 if refusal.code == "conflict" else 200)
        messages.success(self.request, said)
        if action == "save_next" and after is None:
            messages.info(self.request, _("No other record waits in this language."))
        return redirect("translations:record", after.pk if after and not is_emptied else job.pk)

    def _tell_of_emptied(self, job: TranslationJob, record: Model, typed: dict[str, str]) -> bool:
        """Whether a field was emptied that now says what stands in the record; the person is told to look first."""
        emptied = [name for name, text in typed.items() if not text.strip()]
        if not emptied:
            return False
        segments = segments_of(record, job.source_locale, job.target_locale)
        names = [field_label(record, one.field) for one in segments if one.field in emptied and one.wording]
        if names:
            messages.warning(
                self.request,
                _(
                    "You emptied: %(fields)s. The record itself has words there already; they stand there again now. "
                    "Look whether they fit, or write others."
                )
                % {"fields": pgettext("between details", "; ").join(names)},
            )
        return bool(names)

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
        keep: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        rows = field_rows(job, record, typed)
        if as_seen:
            shown, seen = self._posted(record, "shown"), self._posted(record, "seen")
            for row in rows:
                row.shown, row.version = shown.get(row.name, row.shown), seen.get(row.name, row.version)
        context = {
            "job": job,
            "record_url": self._record_url(record),
            "rows": rows,
            "filled": sum(1 for row in rows if row.shown),
            "changed": sum(1 for row in rows if row.change),
            "neighbours": neighbours_of(job, self._person),
            "gone": self._put_threads(job, record, rows, keep=keep),
            **self._rights(job),
            **findings_context(job, self._person, inline=False),
        }
        return render(self.request, "localization/record.html", context, status=status)

    def _put_threads(self, job: TranslationJob, record: Model, rows: list[FieldRow], *, keep: bool) -> list[Thread]:
        """Put what was asked into its rows; returns what was asked about fields that are gone."""
        threads, gone = threads_of(
            self.request, record, [Place(row.name, row.name, row.source) for row in rows], keep=keep
        )
        for index, row in enumerate(rows):
            row.threads = threads.get(index, [])
            row.question = self.request.POST.get(f"question-{row.name}", "") if keep else ""
        return gone

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
            "may_ask": works,
            "can_correct": works and job.state == JobState.DONE,
            "can_finish": writes and job.state in WITH_PEOPLE,
            "can_publish": revises and job.state == JobState.FINISHED,
            "is_finished": job.state == JobState.FINISHED,
        }
