"""What people do with single jobs of the queue, and with all that failed. By buttons: POST only."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.models import User
from portal.localization.enums import EngineName, JobState, MoveNotAllowedError
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.models import TranslationJob
from portal.localization.operations import Operation
from portal.localization.permissions import job_policy
from portal.localization.services.queue import cancel_job, retry_all, retry_job
from portal.localization.services.staleness import send_again


class JobOperation(Operation):
    """A button on a job."""

    model = TranslationJob


class RetryView(JobOperation):
    success_message: Any = gettext_lazy("The translation is queued again.")

    def perform_operation(self) -> None:
        engine = EngineName.MEMORY if self.request.POST.get("engine") == EngineName.MEMORY else None
        try:
            retry_job(job_id=self.object.pk, by=self.request.user, engine=engine)
        except (MoveNotAllowedError, IntegrityError):
            self.success_message = ""
            messages.error(
                self.request, gettext("This translation cannot be tried again: a newer one has taken its place.")
            )


class RetryAllView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then queues every failed translation that the person may try again."""

    template_name = "localization/retry_all.html"
    page_title = _("Try what failed again")
    header_icon = "rotate"
    permission_required = "change"
    index_url_name: str | None = None
    model = TranslationJob

    def _failed(self) -> QuerySet[TranslationJob]:
        mine = job_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return mine.filter(state=JobState.FAILED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            number=self._failed().count(),
            with_machine=settings.TRANSLATION_ENGINE != EngineName.MEMORY,
            back=reverse(self.index_url_name),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        engine = EngineName.MEMORY if request.POST.get("engine") == EngineName.MEMORY else None
        try:
            number = retry_all(by=cast(User, request.user), jobs=self._failed(), engine=engine)
        except IntegrityError:
            messages.error(
                request, gettext("One of them was sent again at this very moment, so none was queued. Try once more.")
            )
            return redirect(reverse("translations:retry_all"))
        told = ngettext("%(count)d translation is queued again.", "%(count)d translations are queued again.", number)
        messages.success(request, told % {"count": number})
        return redirect(reverse(self.index_url_name))


class CancelView(JobOperation):
    success_message: Any = gettext_lazy("The translation is cancelled. What was translated stays.")

    def perform_operation(self) -> None:
        try:
            cancel_job(job_id=self.object.pk, by=self.request.user)
        except RefusedError as refusal:
            self.success_message = ""
            messages.error(self.request, str(refusal))


class SendAgainView(JobOperation):
    """A published translation whose source has changed since goes into the queue again."""

    success_message: Any = gettext_lazy("The changed text was sent to translation.")

    def perform_operation(self) -> None:
        try:
            send_again(job=self.object, by=self.request.user)
        except NotTranslatableError as refusal:
            self.success_message = ""
            messages.error(self.request, str(refusal))
