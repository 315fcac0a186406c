"""The translation memory as a file: the screens of import and export."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.localization.exchange.safety import MAX_BYTES, ExchangeError
from portal.localization.services.memory_files import export_memory, import_memory


class FileForm(forms.Form):
    """One file of a bearable size."""

    file = forms.FileField(label=_("File"))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        # One byte more than is allowed is enough to be refused.
        return file.read(MAX_BYTES + 1)


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Takes a TMX file, and says what became of it."""

    model: Any = None
    index_url_name: str | None = None
    import_url_name: str | None = None
    export_url_name: str | None = None
    permission_required = "change"
    form_class = FileForm
    template_name = "localization/memory_import.html"
    page_title = _("Import translation memory")
    header_icon = "upload"

    def form_valid(self, form: FileForm) -> HttpResponse:
        try:
            report = import_memory(data=form.cleaned_data["file"], by=self.request.user)  # type: ignore[arg-type]
        except ExchangeError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=FileForm(), report=report))


class ExportView(IndexView):
    """What the filters of the list choose, as TMX."""

    import_url_name: str | None = None
    export_url_name: str | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        export_memory(out=file, by=request.user, entries=self.get_queryset())  # type: ignore[arg-type]
        file.seek(0)
        name = f"memory-{timezone.localdate():%Y-%m-%d}.tmx"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/x-tmx+xml")
