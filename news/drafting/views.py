"""The screens by which a record becomes an article: what is told, and what stays out."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.permissions import policy_registry

from news.drafting.candidates import Candidate, records_to_tell, writes_anywhere
from news.drafting.places import Record, may_tell
from news.drafting.said import is_foreign, plain
from news.drafting.services import article_of, demand_allowed, draft_news, written
from news.drafting.shape import Draft
from news.models import NewsIndexPage
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Event, Visit
from partnerships.visits.enums import VisitPublicField
from portal.core.localized import language_in_words
from portal.core.models import User

#: Refusals that no other try would change.
_FINAL = frozenset({"pages", "index", "to_come"})


@require_http_methods(["GET", "POST"])
def from_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """An article about a visit."""
    return _from_record(request, Visit, pk)


@require_http_methods(["GET", "POST"])
def from_event(request: HttpRequest, pk: int) -> HttpResponse:
    """An article about a signing, an opening or an unveiling."""
    return _from_record(request, Event, pk)


@require_GET
def from_records(request: HttpRequest) -> HttpResponse:
    """The visits and events of which the person may draft news."""
    if not writes_anywhere(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()
    context = {
        "records": [_listed(one) for one in records_to_tell(request.user, asked)],
        "asked": asked,
        **_head(_("News from a record"), []),
    }
    return render(request, "news/from_records.html", context)


def _from_record(request: HttpRequest, model: type[Record], pk: int) -> HttpResponse:
    rows: Any = model._default_manager
    record: Record = get_object_or_404(rows.select_related("unit", "park"), pk=pk)
    user = cast(User, request.user)
    if not may_tell(user, record):
        raise PermissionDenied
    try:
        index = demand_allowed(record, user)
        if request.method == "POST":
            return _drafted(request, model, pk)
    except PartnershipRefusedError as error:
        return _refused(request, record, error)
    return _confirm(request, record, index)


def _drafted(request: HttpRequest, model: type[Record], pk: int) -> HttpResponse:
    made = draft_news(model=model, pk=pk, parts=request.POST.getlist("parts"), by=cast(User, request.user))
    if made.is_new:
        messages.success(request, _("Drafted. Read it, mend it, and send it on its way like every other article."))
    else:
        messages.info(request, _("There is an article about it already: here it is."))
    if made.untranslated:
        messages.warning(request, made.untranslated)
    if made.page.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_pages:edit", made.page.pk)
    return redirect("wagtailadmin_explore", made.page.get_parent().pk)


def _refused(request: HttpRequest, record: Record, error: PartnershipRefusedError) -> HttpResponse:
    """A clear word, with the status of a refusal."""
    if error.code == "forbidden":
        raise PermissionDenied from error
    context = {"said": str(error), "record": record, **_head(_("Draft news"), _way(request, record))}
    return render(request, "news/draft_refused.html", context, status=403 if error.code in _FINAL else 409)


def _confirm(request: HttpRequest, record: Record, index: NewsIndexPage) -> HttpResponse:
    told = set(record.public_fields) if isinstance(record, Visit) else set()
    drafts, _parks = written(record, told)
    context = {
        "record": record,
        "index": index,
        "language": language_in_words(index.locale.language_code),
        "present": article_of(record, index.locale),
        "is_shown": record.is_shown,
        "is_visit": isinstance(record, Visit),
        "parts": [(field.value, field.label) for field in VisitPublicField if field.value in told],
        "left_out": [
            field.label for field in VisitPublicField if isinstance(record, Visit) and field.value not in told
        ],
        "previews": [_preview(code, draft) for code, draft in drafts.items()],
        **_head(_("Draft news"), _way(request, record)),
    }
    return render(request, "news/draft_confirm.html", context)


def _preview(code: str, draft: Draft) -> dict[str, Any]:
    """The head of the draft, and which parts have words that are not known in its language."""
    parts = {
        _("Title"): [draft.title],
        pgettext("of an article", "Summary"): [draft.summary],
        _("Text"): [text for section in draft.sections for text in (*section.paragraphs, *sum(section.rows, ()))],
        _("Pictures"): [text for picture in draft.pictures for text in (picture.alt, picture.caption)],
    }
    return {
        "code": code,
        "language": language_in_words(code),
        "title": plain(draft.title),
        "summary": plain(draft.summary),
        "missing": [name for name, texts in parts.items() if any(map(is_foreign, texts))],
    }


def _listed(one: Candidate) -> dict[str, Any]:
    record = one.record
    return {
        "record": record,
        "kind": record._meta.verbose_name,
        "url": reverse(f"news_from_{'visit' if isinstance(record, Visit) else 'event'}", args=[record.pk]),
        "article": one.article,
        "is_shown": record.is_shown,
    }


def _head(title: str, way: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "header_title": title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [*way, {"url": "", "label": title}],
    }


def _way(request: HttpRequest, record: Record) -> list[dict[str, str]]:
    """The way from the record's list, for those who may open it there."""
    model: Any = type(record)
    viewset = model.snippet_viewset
    if not policy_registry.get(record).user_has_any_permission_for_instance(request.user, ["view", "change"], record):
        return [{"url": reverse("news_from_records"), "label": _("News from a record")}]
    return [
        {"url": reverse(viewset.get_url_name("list")), "label": str(model._meta.verbose_name_plural)},
        {"url": reverse(viewset.get_url_name("inspect"), args=[record.pk]), "label": str(record)},
    ]
