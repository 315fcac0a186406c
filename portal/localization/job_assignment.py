"""Who does a translation and until when, on the screen of the translation and above the editors."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.enums import OPEN, Priority
from portal.localization.errors import RefusedError
from portal.localization.job_operations import JobOperation
from portal.localization.matrix.forms import AssignForm, DueForm, PriorityForm
from portal.localization.models import TranslationJob
from portal.localization.services import assignment


class WorkForm(PriorityForm, DueForm, AssignForm):
    """Person, day and priority of one translation."""

    field_order = ["person", "due_on", "priority"]


def form_of(job: TranslationJob, data: Any = None) -> WorkForm:
    """The form of a job, with what is set now; the present assignee can stay even without a role."""
    initial = {"person": job.assigned_to_id, "due_on": job.due_on, "priority": job.priority}
    form = WorkForm(data, locales=[job.target_locale], initial=initial)
    if job.assigned_to_id:
        field: Any = form.fields["person"]
        field.queryset = (field.queryset | User.objects.filter(pk=job.assigned_to_id)).distinct()
    return form


def assignment_of(job: TranslationJob | None, user: Any) -> dict[str, Any]:
    """What `localization/assignment.html` shows: who has the translation, until when, and what the person may do."""
    if job is None or job.state not in OPEN:
        return {}
    code = job.target_locale.language_code
    works = any(has_role(user, role, locale_code=code) for role in (Role.TRANSLATOR, Role.REVISER))
    return {
        "assigned_to": job.assigned_to,
        "due_on": job.due_on,
        "is_overdue": job.is_overdue,
        "is_mine": job.assigned_to_id == user.pk,
        "can_take": works and job.assigned_to_id is None,
        "can_give_back": job.assigned_to_id == user.pk,
    }


class _AssignmentView(JobOperation):
    """Back to where the button was, with what was refused said there."""

    success_message: Any = ""

    def get_success_url(self) -> str:
        wanted = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if is_ours else reverse("translations:inspect", args=[self.object.pk])

    def perform_operation(self) -> None:
        try:
            self.change(cast(User, self.request.user))
        except RefusedError as refusal:
            self.success_message = ""
            messages.error(self.request, str(refusal))

    def change(self, person: User) -> None:
        raise NotImplementedError


class TakeView(_AssignmentView):
    success_message = gettext_lazy("The translation is yours now. Others see that, and can still help.")

    def change(self, person: User) -> None:
        assignment.take(job_id=self.object.pk, by=person)


class GiveBackView(_AssignmentView):
    success_message = gettext_lazy("The translation is given back. Others can take it.")

    def change(self, person: User) -> None:
        assignment.give_back(job_id=self.object.pk, by=person)


class AssignView(_AssignmentView):
    """Person, day and priority, those of them that were changed."""

    success_message = gettext_lazy("The translation was changed.")

    def change(self, person: User) -> None:
        form = form_of(self.object, self.request.POST)
        if not form.is_valid():
            told = " ".join(f"{form[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
            raise RefusedError("invalid", told)
        values, pk = form.cleaned_data, self.object.pk
        if not form.changed_data:
            raise RefusedError("unchanged", _("Nothing was changed."))
        if "person" in form.changed_data:
            assignment.assign(job_id=pk, to=values["person"], by=person)
        if "due_on" in form.changed_data:
            assignment.set_due(job_id=pk, due_on=values["due_on"], by=person)
        if "priority" in form.changed_data:
            assignment.set_priority(job_id=pk, priority=Priority(values["priority"]), by=person)
