"""What the memory offers for a page. wagtail-localize's editor cannot show it, so it has a screen of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.models import TranslationJob
from portal.localization.offers import Offer, memory_offer
from portal.localization.queries import translation_into
from portal.localization.services.fuzzy import similar_many
from portal.localization.services.offers import take_offer
from portal.localization.services.record_words import as_plain
from portal.localization.services.segments import is_sound, without_wording

#: Segments on one screen: so many are looked up at once.
PER_SCREEN = 20


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment without a wording, and what the memory offers for it."""

    pk: int
    source: str
    offers: list[Offer]


@require_http_methods(["GET", "POST"])
def page_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """The segments of a job's page that have no wording. Works without JavaScript: offers are buttons of the form.

    Whoever may edit the translated page may see and do the same here.
    """
    job = get_object_or_404(TranslationJob.objects.select_related("source_locale", "target_locale"), pk=pk)
    page, translation = _target(request, job)
    if request.method == "POST":
        _take(request, translation)
        return redirect(request.get_full_path())
    segments = without_wording(translation.source, translation.target_locale)
    shown = Paginator(segments, PER_SCREEN).get_page(request.GET.get("p"))
    context = {"job": job, "page": page, "segments": shown, "rows": segment_rows(translation, list(shown))}
    return render(request, "localization/page_offers.html", context)


def _target(request: HttpRequest, job: TranslationJob) -> tuple[Page, Translation]:
    page = job.target_page() if job.translation_key else None
    translation = translation_into(page) if page else None
    if page is None or translation is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page, translation


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


def segment_rows(translation: Translation, segments: list[StringSegment]) -> list[SegmentRow]:
    """Each segment with the offers that the page can hold, in a constant number of queries."""
    texts = {segment.string.data for segment in segments}
    found = similar_many(texts=texts, source=translation.source.locale, target=translation.target_locale)
    return [
        SegmentRow(segment.pk, _read(segment.string.data), _offers(segment.string.data, found)) for segment in segments
    ]


def _offers(text: str, found: dict[str, Any]) -> list[Offer]:
    return [
        memory_offer(match, _read(match.target_text), match.target_text)
        for match in found[text]
        if is_sound(text, match.target_text)
    ]


def _read(text: str) -> str:
    return as_plain(text, long=True)
