"""Every kind of letter as it looks, in every language side by side. For those who may read letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.core.notice_kinds import all_kinds, find_kind, kind_name
from portal.core.read_only_admin import READ
from portal.outbox.policy import letter_policy
from portal.outbox.rendering import is_written
from portal.outbox.texts import try_render

#: The letter stands in a frame of its own: its inlined styles work, and nothing else does.
FRAME_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class ReaderOfLetters:
    """Lets in those who may read letters: administrators and auditors."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not letter_policy.user_has_any_permission(request.user, READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class KindListView(ReaderOfLetters, WagtailAdminTemplateMixin, View):
    template_name = "outbox/kind_list.html"
    page_title = _("Texts of letters")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        kinds = [kind for kind in all_kinds() if any(is_written(kind.kind, code) for code in LANGUAGES)]
        rows = [{"kind": kind, "missing": _missing(kind.kind)} for kind in kinds]
        return self.render_to_response(self.get_context_data(rows=rows))


class KindView(ReaderOfLetters, WagtailAdminTemplateMixin, View):
    template_name = "outbox/kind_preview.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        return kind_name(self.kwargs["kind"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("letter_texts"), "label": KindListView.page_title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        letters = [_sample(kind, code) for code in LANGUAGES if is_written(kind, code)]
        if not letters:
            raise Http404
        return self.render_to_response(self.get_context_data(kind=kind, letters=letters, missing=_missing(kind)))


class FrameView(ReaderOfLetters, View):
    """The HTML of a sample, alone and harmless."""

    def get(self, request: HttpRequest, kind: str, locale: str) -> HttpResponse:
        if locale not in LANGUAGES or not is_written(kind, locale):
            raise Http404
        response = HttpResponse(_sample(kind, locale)["texts"].html)
        response["Content-Security-Policy"] = FRAME_POLICY
        response["Cache-Control"] = "no-store"
        return response


class TextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return letter_policy.user_has_any_permission(request.user, READ)


def _sample(kind: str, locale: str) -> dict[str, Any]:
    texts, fault = try_render(kind=kind, locale=locale, context=find_kind(kind).sample)
    return {"locale": locale, "texts": texts, "fault": fault}


def _missing(kind: str) -> list[str]:
    return [name for code, name in settings.LANGUAGES if not is_written(kind, code)]


urlpatterns = [
    path("letter-texts/", KindListView.as_view(), name="letter_texts"),
    path("letter-texts/<slug:kind>/", KindView.as_view(), name="letter_text"),
    path("letter-texts/<slug:kind>/<slug:locale>/", FrameView.as_view(), name="letter_text_frame"),
]
