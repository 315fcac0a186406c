"""What the header of the inbox offers besides its own: figures, and the list as a file in the one way there is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from partnerships.inquiries.figures.export_views import ENCODING


class FileButtons:
    """Mixed into the list of inquiries, before Wagtail's view, whose own export it takes away."""

    #: Wagtail's own export answers to no address.
    FORMATS = ()
    request: Any

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Behind one button, so that the heading keeps its room."""
        stock: list[Any] = list(super().header_more_buttons)  # type: ignore[misc]
        chosen = self.request.GET.copy()
        chosen.pop("p", None)
        offered = [Button(_("Figures"), url=reverse("inquiry_figures"), icon_name="order", priority=10)]
        for number, (label, file_format, encoding) in enumerate(_files()):
            query = chosen.copy()
            if encoding:
                query[ENCODING] = encoding
            url = f"{reverse('inquiries_export', args=[file_format])}?{query.urlencode()}"
            offered.append(Button(label, url=url, icon_name="download", priority=20 + number))
        return [*stock, *offered]


def _files() -> list[tuple[str, str, str]]:
    return [
        (_("Export as XLSX"), "xlsx", ""),
        (_("Export as CSV"), "csv", ""),
        (_("Export as CSV in GB18030"), "csv", "gb18030"),
    ]
