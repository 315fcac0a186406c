"""What the public pages of parks show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from parks.models import EvaluationResult, Park
from parks.models.pages import ParkPage
from parks.queries import (
    fact_sheet,
    positioning_matrix,
    rank_points,
    rank_sentence,
    ranking,
    ranking_rows,
    statements_by_kind,
    sub_index_rows,
)
from portal.core.drawing.rank_chart import rank_chart

#: Adds to the context of a profile: `(page, request)` → the value of one name.
ProfilePart = Callable[[ParkPage, HttpRequest], Any]
_profile_parts: dict[str, ProfilePart] = {}


def register_profile_part(name: str, part: ProfilePart) -> None:
    """Let a feature that parks know nothing of (news, agreements) show something on every profile."""
    _profile_parts[name] = part


def with_profile_urls(parks: Iterable[Park], request: HttpRequest | None = None) -> list[Park]:
    """Parks with the address of their profile: one query.

    Each gets `profile_url` (empty where no profile is live) and `profile_language` (empty where the profile is in the
    active language, else the code of the language it is in, so that the link is marked).
    """
    found = list(parks)
    pages: dict[int, list[ParkPage]] = {}
    for page in _live_profiles().filter(park__in=found):
        pages.setdefault(page.park_id, []).append(page)
    for park in found:
        _set_profile(park, _preferred(pages.get(park.pk, [])), request)
    return found


def _live_profiles() -> Any:
    return ParkPage.objects.live().filter(alias_of__isnull=True).select_related("locale").defer("body")


def _preferred(pages: list[ParkPage]) -> ParkPage | None:
    """The page of the active language, else of the first language of the settings that has one."""
    by_code = {page.locale.language_code: page for page in pages}
    order = (translation.get_language(), *(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES))
    return next((by_code[code] for code in order if code in by_code), None)


def _set_profile(park: Any, page: ParkPage | None, request: HttpRequest | None) -> None:
    park.profile_url = (page.get_url(request) or "") if page else ""
    code = page.locale.language_code if page else ""
    park.profile_language = "" if code == translation.get_language() else code


def with_profile_addresses(parks: Any) -> Any:
    """A queryset of parks with their live profiles in all languages, for `profile_addresses`: one query more."""
    return parks.prefetch_related(Prefetch("profile_pages", _live_profiles(), to_attr="live_profiles"))


def profile_addresses(park: Any) -> dict[str, str]:
    """Path of the profile by language, of a park from `with_profile_addresses`."""
    parts = {page.locale.language_code: page.get_url_parts() for page in park.live_profiles}
    return {code: found[2] or "" for code, found in parts.items() if found}


def parks_for_cards(request: HttpRequest | None = None) -> list[Park]:
    """All parks by name as cards show them, each with the address of its profile."""
    return with_profile_urls(Park.objects.for_index(), request)


def profile_park(pk: int, request: HttpRequest | None = None) -> Park:
    """One park as cards and its profile show it."""
    return with_profile_urls(Park.objects.for_index().filter(pk=pk), request)[0]


def profile_context(page: ParkPage, request: HttpRequest) -> dict[str, Any]:
    """The names that `pages/parks/park_page.html` reads, registered parts included."""
    page.park = park = profile_park(page.park_id, request)
    context = {
        "park": park,
        "facts": fact_sheet(park),
        "matrix": positioning_matrix(park),
        "statement_groups": statements_by_kind(park),
        **_ranks(park),
    }
    return context | {name: part(page, request) for name, part in _profile_parts.items()}


def _ranks(park: Park) -> dict[str, Any]:
    found = ranking(park)
    if found is None or found.latest is None:
        return {}
    return {
        "rank_chart": rank_chart(rank_points(park, found)),
        "rank_sentence": rank_sentence(found),
        "rank_scheme": found.scheme.words("name"),
        "rank_rows": ranking_rows(park, found),
        "sub_indices": sub_index_rows(park, found),
    }


@dataclass(frozen=True)
class RankHighlight:
    """The newest known rank of a park; the sentence states it in words."""

    park: Park
    rank: int | None
    sentence: str


def rank_highlights(parks: Iterable[Park]) -> list[RankHighlight]:
    """The newest rank of each park that has one, in the order of `parks`: one query."""
    newest = (
        EvaluationResult.objects.filter(park__in=list(parks), overall_rank__isnull=False)
        .order_by("park_id", "-edition__year")
        .distinct("park_id")
        .select_related("edition__scheme")
    )
    results = {result.park_id: result for result in newest}
    return [_highlight(park, results[park.pk]) for park in parks if park.pk in results]


def _highlight(park: Park, result: EvaluationResult) -> RankHighlight:
    edition = result.edition
    facts = {
        "rank": result.overall_rank,
        "count": edition.ranked_parks,
        "year": edition.year,
        "scheme": edition.scheme.words("name").text,
    }
    if edition.ranked_parks is None:
        sentence = _("Number %(rank)s in the %(year)s edition of the %(scheme)s")
    else:
        sentence = _("Number %(rank)s of %(count)s parks in the %(year)s edition of the %(scheme)s")
    return RankHighlight(park, result.overall_rank, sentence % facts)
