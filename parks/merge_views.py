"""Merging two organisations or persons: choose the one that stays, see what would become of it, confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from parks.directory_viewsets import may_merge
from parks.merging import Plan, plan_of
from parks.models import Organization, Person
from parks.models.base import DirectoryRecord
from parks.services.merging import MergeError, merge_organizations, merge_persons
from portal.core.models import User


class MergeForm(forms.Form):
    """The record that stays. `seen` is what the person was shown of both before they confirmed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: DirectoryRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: Any = type(record)
        viewset = model.snippet_viewset.chooser_viewset
        self.fields["keep"] = forms.ModelChoiceField(
            model._default_manager.standing(),
            label=gettext_lazy("The record that stays"),
            widget=viewset.widget_class(),
        )
        self._record = record

    def clean_keep(self) -> DirectoryRecord:
        keep = self.cleaned_data["keep"]
        if keep.pk == self._record.pk:
            raise forms.ValidationError(_("Choose another record: it cannot be merged into itself."))
        return keep


class MergeView(WagtailAdminTemplateMixin, FormView):
    """First the choice; then, with what would become of it, the same again to confirm."""

    form_class = MergeForm
    template_name = "parks/merge.html"
    page_title = gettext_lazy("Merge into another")
    header_icon = "resubmit"
    model: ClassVar[type[DirectoryRecord]]
    merge: ClassVar[Callable[..., DirectoryRecord]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_merge(request.user, self.model):
            raise PermissionDenied
        self.record = get_object_or_404(self.model, pk=self.kwargs["pk"])
        if self.record.merged_into is not None:
            messages.info(request, _already(self.record))
            return redirect(_edit_url(self.record.merged_into))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        model: Any = self.model
        listed = {
            "url": reverse(model.snippet_viewset.get_url_name("list")),
            "label": capfirst(model._meta.verbose_name_plural),
        }
        edited = {"url": _edit_url(self.record), "label": str(self.record)}
        return [*self.breadcrumbs_items, listed, edited, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.record, cancel_url=_edit_url(self.record), **kwargs)

    def form_valid(self, form: MergeForm) -> HttpResponse:
        keep = form.cleaned_data["keep"]
        plan = plan_of(keep, self.record)
        if plan.obstacles or form.cleaned_data["seen"] != _mark(self.record, keep, plan):
            return self._ask(form, keep, plan)
        try:
            type(self).merge(keep_id=keep.pk, gone_id=self.record.pk, by=cast(User, self.request.user))
        except MergeError as error:
            for problem in error.problems:
                form.add_error(None, problem)
            return self.form_invalid(form)
        said = _("“%(name)s” is merged into “%(other)s”.") % {"name": self.record, "other": keep}
        messages.success(self.request, said)
        return redirect(_edit_url(keep))

    def _ask(self, form: MergeForm, keep: DirectoryRecord, plan: Plan) -> HttpResponse:
        """Show what would become of it; if the person has seen something else, say that it changed."""
        changed = form.cleaned_data["seen"].startswith(_pair(self.record, keep))
        form.data = {**self.request.POST.dict(), "seen": _mark(self.record, keep, plan)}
        return self.render_to_response(self.get_context_data(form=form, keep=keep, plan=plan, changed=changed))


class MergeOrganizationView(MergeView):
    model = Organization
    merge = staticmethod(merge_organizations)


class MergePersonView(MergeView):
    model = Person
    merge = staticmethod(merge_persons)


def _already(record: DirectoryRecord) -> str:
    facts = {"name": record, "other": record.merged_into}
    return _("“%(name)s” has been merged into “%(other)s” already.") % facts


def _mark(record: DirectoryRecord, keep: DirectoryRecord, plan: Plan) -> str:
    """Names both as they are and what would become of it: a form sent with another mark saw something else."""
    state = repr((record.updated_at, keep.updated_at, plan))
    return _pair(record, keep) + hashlib.sha256(state.encode()).hexdigest()[:16]


def _pair(record: DirectoryRecord, keep: DirectoryRecord) -> str:
    return f"{record.pk}.{keep.pk}."


def _edit_url(record: Any) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
