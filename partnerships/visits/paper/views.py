"""The screens of the papers: what there is, each paper and the pack to be printed, and as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from modeltranslation.settings import AVAILABLE_LANGUAGES, DEFAULT_LANGUAGE

from partnerships.kept_admin import record_breadcrumbs, way_back
from partnerships.models import Visit
from partnerships.visits.access import may_work, readable_or_404
from partnerships.visits.missing_words import missing_words
from partnerships.visits.paper.facts import visits_for_papers
from partnerships.visits.paper.kinds import USES, Paper, papers_of, title_of
from partnerships.visits.paper.pdf import (
    MAX_PEOPLE,
    PdfBusyError,
    PdfFailedError,
    PdfUnavailableError,
    make_pdf,
    pdf_is_available,
)
from partnerships.visits.paper.rendering import render_papers
from portal.core import audit
from portal.core.localized import language_name, page_language
from portal.core.models import User

PACK = "pack"
FORM = "wagtailsnippets_partnerships_visit:edit"


@require_safe
def visit_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every paper of the visit, in every language, as page and as PDF."""
    visit = _readable(request, pk)
    breadcrumbs = record_breadcrumbs(visit, _("Papers"), may_change=may_work(request.user, visit))
    context = {
        "visit": visit,
        "header_title": _("Papers of “%(title)s”") % {"title": visit},
        "header_icon": "doc-full",
        "breadcrumbs_items": breadcrumbs,
        "header_buttons": [way_back(breadcrumbs, _("Back to the visit"))],
        "rows": [_row(visit, paper) for paper in papers_of(visit)],
        "pack": _links(visit, None),
        "has_pdf": pdf_is_available(),
        "missing": missing_words(visit, papers=True),
        "form_url": reverse(FORM, args=[visit.pk]) if may_work(request.user, visit) else "",
    }
    return render(request, "partnerships/papers/index.html", context)


@require_safe
def visit_paper(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """One paper as a page to print, in the language of `?language=`."""
    visit = _readable(request, pk)
    return _page(request, visit, _known(visit, paper))


@require_safe
def visit_paper_pack(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _readable(request, pk), None)


@require_safe
def visit_paper_pdf(request: HttpRequest, pk: int, paper: str) -> HttpResponseBase:
    """One paper as PDF; where none can be made, back to the papers with the reason."""
    visit = _readable(request, pk)
    return _pdf(request, visit, _known(visit, paper))


@require_safe
def visit_paper_pack_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _pdf(request, _readable(request, pk), None)


def _readable(request: HttpRequest, pk: int) -> Visit:
    return readable_or_404(request.user, visits_for_papers(), pk)


def _known(visit: Visit, paper: str) -> Paper:
    if paper not in papers_of(visit):
        raise Http404
    return Paper(paper)


def _language(request: HttpRequest) -> str:
    """What `?language=` asks for; else the reader's, where records have words in it. Raises Http404."""
    wanted = request.GET.get("language", "")
    if wanted and wanted not in AVAILABLE_LANGUAGES:
        raise Http404
    return wanted or (page_language() if page_language() in AVAILABLE_LANGUAGES else DEFAULT_LANGUAGE)


def _body(request: HttpRequest, visit: Visit, paper: Paper | None, language: str) -> SafeString:
    chosen: Sequence[Paper] = [paper] if paper else papers_of(visit)
    return render_papers(visit, chosen, language=language, private=may_work(request.user, visit))


def _page(request: HttpRequest, visit: Visit, paper: Paper | None) -> HttpResponse:
    language = _language(request)
    context = {
        "visit": visit,
        "body": _body(request, visit, paper, language),
        "language": language,
        "title": title_of(paper, visit) if paper else pgettext("all papers of a visit", "Pack"),
        "links": _links(visit, paper),
        "current": next(link for link in _links(visit, paper) if link["language"] == language),
        "has_pdf": pdf_is_available(),
    }
    return render(request, "partnerships/papers/page.html", context)


def _pdf(request: HttpRequest, visit: Visit, paper: Paper | None) -> HttpResponseBase:
    language = _language(request)
    if refusal := _too_many(visit):
        return _refused(request, visit, refusal)
    body = _body(request, visit, paper, language)
    try:
        made = make_pdf(body, language=language, title=str(visit))
    except PdfUnavailableError:
        return _refused(request, visit, no_pdf())
    except PdfBusyError:
        return _refused(
            request, visit, _("The server is busy with a PDF. Try again in a minute, or print it from the browser.")
        )
    except PdfFailedError:
        return _refused(request, visit, _("The PDF could not be made. Open the paper and print it from the browser."))
    name = paper.value if paper else PACK
    filters = {"visit": str(visit.pk), "paper": name, "language": language}
    audit.record_export(model=Visit, by=cast(User, request.user), filters=filters, file_format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    filename = get_valid_filename(f"{visit.slug}-{name}-{language}.pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def no_pdf() -> str:
    return _(
        "No PDF can be made on this server: Pango is not installed. Open the paper and print it from the browser; "
        "there it can also be saved as PDF."
    )


def _too_many(visit: Visit) -> str:
    count = len(visit.members.all())
    if count <= MAX_PEOPLE:
        return ""
    return _(
        "A PDF has room for %(limit)d delegates and hosts, and this visit has %(count)d. Open the paper and print "
        "it from the browser."
    ) % {"limit": MAX_PEOPLE, "count": count}


def _refused(request: HttpRequest, visit: Visit, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return redirect("visit_papers", visit.pk)


def _row(visit: Visit, paper: Paper) -> dict[str, Any]:
    return {"title": title_of(paper, visit), "use": USES[paper], "links": _links(visit, paper)}


def _links(visit: Visit, paper: Paper | None) -> list[dict[str, str]]:
    """The addresses of a paper, or of the pack, in every language."""
    if paper:
        page = reverse("visit_paper", args=[visit.pk, paper.value])
        pdf = reverse("visit_paper_pdf", args=[visit.pk, paper.value])
    else:
        page, pdf = reverse("visit_paper_pack", args=[visit.pk]), reverse("visit_paper_pack_pdf", args=[visit.pk])
    return [
        {
            "language": code,
            "name": language_name(code),
            "page": f"{page}?language={code}",
            "pdf": f"{pdf}?language={code}",
        }
        for code in AVAILABLE_LANGUAGES
    ]
