"""The segments of a page at work: terms of the glossary, offers of the memory, questions to the author.

wagtail-localize's editor cannot show them, so they have a screen of their own, which the panel above it leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.glossary_hits import GlossaryHit, glossary_hits
from portal.localization.models import RefusedText, TranslationJob
from portal.localization.models.memory import text_hash
from portal.localization.offers import Offer, memory_offer
from portal.localization.queries import translation_into
from portal.localization.question_forms import Thread, act_on_question, acts_on_question, threads_of
from portal.localization.services.fuzzy import Match, similar_many
from portal.localization.services.offers import take_offer
from portal.localization.services.question_places import Place
from portal.localization.services.record_words import as_plain
from portal.localization.services.segments import is_sound, with_wording, without_wording

#: Segments on one screen: so many are looked up at once.
PER_SCREEN = 20


@dataclass(slots=True)
class SegmentRow:
    """A segment and what helps to word it.

    Attributes:
        key: names it in the form.
        wording: the one in use; empty where there is none.
        refused: whether a machine has answered for this text and its answer could not be used.
        question: one that was typed and could not be kept.
    """

    key: str
    source: str
    wording: str
    offers: list[Offer]
    hits: list[GlossaryHit]
    refused: bool = False
    threads: list[Thread] = field(default_factory=list)
    question: str = ""


@require_http_methods(["GET", "POST"])
def page_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """The segments of a job's page, by default those that have no wording. Works without JavaScript: what may be done
    is a button of the form.

    Whoever may edit the translated page may see and do the same here.
    """
    job = get_object_or_404(TranslationJob.objects.select_related("source_locale", "target_locale"), pk=pk)
    page, translation = target_of(request, job)
    shows_all = request.GET.get("show") == "all"
    shown = Paginator(_segments(translation, shows_all), PER_SCREEN).get_page(request.GET.get("p"))
    kept = True
    if request.method == "POST":
        kept = _act(request, job, translation)
        if kept:
            return redirect(request.get_full_path())
    rows, gone = _rows(request, job, translation, list(shown), keep=not kept)
    context = {
        "job": job,
        "page": page,
        "segments": shown,
        "rows": rows,
        "gone": gone,
        "shows_all": shows_all,
        "open_count": without_wording(translation.source, translation.target_locale).count(),
        "query": "show=all&" if shows_all else "",
        "may_ask": True,
    }
    return render(request, "localization/page_offers.html", context, status=200 if kept else 409)


def target_of(request: HttpRequest, job: TranslationJob) -> tuple[Page, Translation]:
    """The translated page of a job and how it is translated.

    Raises:
        Http404: there is no draft yet, or the job is about a record.
        PermissionDenied: the person may not edit the page.
    """
    page = job.target_page() if job.translation_key else None
    translation = translation_into(page) if page else None
    if page is None or translation is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page, translation


def _segments(translation: Translation, shows_all: bool) -> QuerySet[StringSegment]:
    listed = with_wording if shows_all else without_wording
    return listed(translation.source, translation.target_locale)


def _act(request: HttpRequest, job: TranslationJob, translation: Translation) -> bool:
    """Do what the button says; False where something typed could not be kept."""
    if not acts_on_question(request):
        _take(request, translation)
        return True
    rows = with_wording(translation.source, translation.target_locale)
    places = {place.key: place for place in map(_place, rows)} if "ask" in request.POST else {}
    return act_on_question(request, job, places)


def _place(segment: StringSegment) -> Place:
    return Place(str(segment.pk), segment.context.path, segment.string.data)


def _take(request: HttpRequest, translation: Translation) -> None:
    """Write the offer whose button was pressed: `offer-<segment>`, its value the wording."""
    name, text = next(((name, text) for name, text in request.POST.items() if name.startswith("offer-")), ("", ""))
    key = name.removeprefix("offer-")
    try:
        take_offer(
            source=translation.source,
            locale=translation.target_locale,
            segment_id=int(key) if key.isdecimal() and len(key) < 10 else 0,
            text=str(text),
            by=cast(User, request.user),
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The wording is taken over as yours."))


def _rows(
    request: HttpRequest, job: TranslationJob, translation: Translation, segments: list[StringSegment], *, keep: bool
) -> tuple[list[SegmentRow], list[Thread]]:
    """The rows of the screen with what was asked at them, and the questions whose place is gone."""
    rows = segment_rows(translation, segments)
    source = job.source_page()
    if source is None:
        return rows, []
    every = [_place(segment) for segment in with_wording(translation.source, translation.target_locale)]
    threads, gone = threads_of(request, source, every, keep=keep)
    by_key = {every[index].key: found for index, found in threads.items()}
    for row in rows:
        row.threads = by_key.get(row.key, [])
        row.question = request.POST.get(f"question-{row.key}", "") if keep else ""
    return rows, gone


def segment_rows(translation: Translation, segments: Sequence[StringSegment]) -> list[SegmentRow]:
    """Each segment with the terms in it and the offers that the page can hold, in a constant number of queries."""
    source, target = translation.source.locale, translation.target_locale
    texts = {segment.string.data for segment in segments}
    found = similar_many(texts={one.string.data for one in segments if not _wording(one)}, source=source, target=target)
    hits = glossary_hits(texts, source, target)
    refused = _refused(texts, translation)
    return [
        SegmentRow(
            key=str(segment.pk),
            source=_read(text),
            wording=_read(_wording(segment)),
            offers=_offers(text, found.get(text, [])),
            hits=hits[text],
            refused=not _wording(segment) and text_hash(text) in refused,
        )
        for segment in segments
        for text in [segment.string.data]
    ]


def _wording(segment: StringSegment) -> str:
    return getattr(segment, "translation", None) or ""  # annotated


def _refused(texts: set[str], translation: Translation) -> set[str]:
    """Hashes of the texts that an engine has answered in vain."""
    rows = RefusedText.objects.filter(
        source_locale=translation.source.locale_id,
        target_locale=translation.target_locale_id,
        source_hash__in=map(text_hash, texts),
    )
    return set(rows.order_by().values_list("source_hash", flat=True))


def _offers(text: str, matches: Sequence[Match]) -> list[Offer]:
    return [
        memory_offer(match, _read(match.target_text), match.target_text, asked=text)
        for match in matches
        if is_sound(text, match.target_text)
    ]


def _read(text: str) -> str:
    return as_plain(text, long=True)
