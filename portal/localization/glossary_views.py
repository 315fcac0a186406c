"""The glossary as a file, and the rejection of a proposal: screens beside Wagtail's own."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from portal.core.keys import key_in
from portal.core.models import User
from portal.localization.exchange.safety import ExchangeError
from portal.localization.exchange.term_csv import COLUMNS, REQUIRED
from portal.localization.exchange.term_rows import MAX_TERMS, FaultyFileError
from portal.localization.memory_views import FileForm
from portal.localization.models import GlossaryTerm
from portal.localization.services.term_files import WRITERS, export_terms, import_terms
from portal.localization.services.term_problems import TermError
from portal.localization.services.terms import may_publish, reject_term
from portal.localization.term_forms import SEEN
from portal.localization.term_lists import TermFilterSet, searched

_TYPES = {"csv": "text/csv; charset=utf-8", "tbx": "application/x-tbx+xml"}


class TermFileForm(FileForm):
    """A file of terms, and what is to become of it."""

    trial = forms.BooleanField(
        label=gettext_lazy("Only check the file"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Says what would become of it, and changes nothing."),
    )
    approve = forms.BooleanField(
        label=gettext_lazy("Approve the terms and use them at once"),
        required=False,
        help_text=gettext_lazy("Otherwise they wait for approval, each by itself."),
    )

    def __init__(self, *args: Any, publisher: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not publisher:
            del self.fields["approve"]


class ImportTermsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Takes a file of terms, and says what became of it or which lines are faulty."""

    permission_required = "change"
    form_class = TermFileForm
    template_name = "localization/glossary_import.html"
    page_title = gettext_lazy("Import glossary")
    header_icon = "upload"
    extra_context = {"columns": COLUMNS, "required": REQUIRED, "most": MAX_TERMS}

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(GlossaryTerm)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "publisher": may_publish(self.request.user)}

    def form_valid(self, form: TermFileForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            report = import_terms(
                data=said["file"],
                by=cast(User, self.request.user),
                approve=said.get("approve", False),
                trial=said["trial"],
            )
        except FaultyFileError as error:
            form.add_error("file", _("Nothing was imported: the file has faults, listed above."))
            return self.render_to_response(self.get_context_data(form=form, faults=error.told, found=len(error.faults)))
        except ExchangeError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, report=report))


@require_GET
def export_file(request: HttpRequest, file_format: str) -> HttpResponse | FileResponse:
    """The terms in force that the list shows, as a file."""
    policy = policy_registry.get_by_type(GlossaryTerm)
    if not policy.user_has_any_permission(request.user, ["view"]):
        raise PermissionDenied
    if file_format not in WRITERS:
        raise Http404
    rows = TermFilterSet(request.GET, GlossaryTerm.objects.all(), request=request).qs
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    rows = searched(rows, request.GET.get("q", ""))
    export_terms(out=file, file_format=file_format, by=cast(User, request.user), terms=rows)
    file.seek(0)
    name = f"glossary-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[file_format])


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the proposal that the person was shown."""
    if not may_publish(request.user):
        raise PermissionDenied
    term = get_object_or_404(GlossaryTerm, pk=pk)
    viewset: Any = GlossaryTerm.snippet_viewset  # type: ignore[attr-defined]
    seen = request.POST.get(SEEN, "")
    try:
        stays = reject_term(term=term, revision_id=key_in(seen), by=cast(User, request.user))
    except TermError as error:
        messages.error(request, str(error))
        return redirect(viewset.get_url_name("edit"), pk)
    messages.success(
        request, _("The proposal is rejected; what was in use stays.") if stays else _("The proposal is rejected.")
    )
    return redirect(viewset.get_url_name("list"))
