"""Screens that take a table as a file and say what becomes of every row, and the answer that hands one out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from portal.core.table_reports import TableReport
from portal.core.tables import ENCODINGS, FORMATS, MAX_BYTES, MAX_ROWS, TableError, write_table


class TableForm(forms.Form):
    """A file of rows, and whether it is only tried."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))
    trial = forms.BooleanField(
        label=_("Only check the file"),
        required=False,
        initial=True,
        help_text=_("Says what would become of it, and changes nothing."),
    )


class ImportTableView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Takes a file of rows. Subclasses name the model and columns, and say in `take` what is done with the file.

    Attributes:
        guide: column → what belongs in it, shown below the form.
        labels: column → its name as people read it.
    """

    permission_required = "add"
    form_class = TableForm
    template_name = "core/table_import.html"
    header_icon = "upload"
    model: ClassVar[type[Model]]
    columns: ClassVar[Sequence[str]]
    required: ClassVar[Sequence[str]] = ()
    guide: ClassVar[Mapping[str, Any]] = {}
    labels: ClassVar[Mapping[str, Any]] = {}
    most: ClassVar[int] = MAX_ROWS

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(self.model)

    def take(self, data: bytes, *, trial: bool) -> TableReport:
        """Call the service that writes the rows; a `TableError` refuses the file as a whole."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        model: Any = self.model
        label = capfirst(model._meta.verbose_name_plural)
        above = {"url": reverse(model.snippet_viewset.get_url_name("list")), "label": label}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guide = [
            (name, self.labels.get(name, ""), name in self.required, self.guide.get(name, "")) for name in self.columns
        ]
        return super().get_context_data(guide=guide, most=self.most, **kwargs)

    def form_valid(self, form: TableForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            report = self.take(said["file"].read(MAX_BYTES + 1), trial=said["trial"])
        except TableError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, report=report))


def table_file(
    *,
    name: str,
    file_format: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8",
    title: str = "",
) -> tuple[FileResponse, int]:
    """The answer that hands out `rows` as a file called `name` and the day, and how many they are.

    Args:
        encoding: of a CSV, a key of `ENCODINGS`.
        title: of the sheet of a workbook.

    Raises:
        Http404: the format is none of `FORMATS`, or the encoding none of `ENCODINGS`.
    """
    if file_format not in FORMATS or encoding not in ENCODINGS:
        raise Http404
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_table(out=file, file_format=file_format, columns=columns, rows=rows, encoding=encoding, title=title)
    file.seek(0)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    kind = FORMATS[file_format].replace("charset=utf-8", f"charset={encoding}")
    return FileResponse(file, as_attachment=True, filename=filename, content_type=kind), count
