"""One translation as XLIFF in the admin: download, and upload of what a translator's tool made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.localization.errors import RefusedError
from portal.localization.exchange.safety import ExchangeError
from portal.localization.memory_views import FileForm
from portal.localization.models import TranslationJob
from portal.localization.services.job_files import export_job, import_job


class _OnJob(PermissionCheckedMixin, BaseObjectMixin):
    """A screen of one job, for those who may work on it."""

    model = TranslationJob
    permission_required = "change"
    index_url_name: str | None = None
    inspect_url_name: str | None = None


class XliffExportView(_OnJob, View):
    """The file; GET only."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.object
        name = f"translation-{job.pk}-{job.target_locale.language_code}.xlf"
        body = export_job(job=job, by=request.user)  # type: ignore[arg-type]
        return HttpResponse(
            body,
            content_type="application/x-xliff+xml",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class XliffImportView(_OnJob, WagtailAdminTemplateMixin, FormView):
    """Takes the file back, and says what became of it."""

    form_class = FileForm
    template_name = "localization/xliff_import.html"
    page_title = _("Import XLIFF")
    header_icon = "upload"

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def form_valid(self, form: FileForm) -> HttpResponse:
        try:
            report = import_job(job=self.object, data=form.cleaned_data["file"], by=self.request.user)  # type: ignore[arg-type]
        except (ExchangeError, RefusedError) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=FileForm(), report=report))
