"""From a record to an article: a draft in the language of the park, and the draft of its translation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments.extract import extract_segments

from news.drafting.event_chinese import ChineseEvent
from news.drafting.event_english import EnglishEvent
from news.drafting.event_voice import EventVoice
from news.drafting.pages import unsaved, without_marks, wordings
from news.drafting.places import Record, has_happened, index_for, may_tell, may_write
from news.drafting.reading import event_facts, keys_of, visit_facts
from news.drafting.shape import Draft
from news.drafting.visit_chinese import ChineseVisit
from news.drafting.visit_english import EnglishVisit
from news.drafting.visit_voice import VisitVoice
from news.models import NewsCategory, NewsIndexPage, NewsPage
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Event, Visit
from portal.core import audit
from portal.core.models import User
from portal.localization.errors import NotTranslatableError, WaitsForParentError
from portal.localization.services import drafts, segments
from portal.localization.services.draft_jobs import submit_draft
from portal.localization.services.extraction import take_source

DRAFTED = "news.draft"
#: Language → who writes a visit and an event in it.
VOICES: dict[str, tuple[type[VisitVoice], type[EventVoice]]] = {
    "zh-hans": (ChineseVisit, ChineseEvent),
    "en": (EnglishVisit, EnglishEvent),
}
#: Kinds of news that visits and events belong to, by short address: the first that there is.
_CATEGORIES = {Visit: ("visits",), Event: ("signing", "cooperation")}


@dataclass(frozen=True, slots=True)
class Drafted:
    """The article, whether it was made now, and why it has no translation where it has none."""

    page: NewsPage
    is_new: bool
    untranslated: str = ""


def article_of(record: Record, locale: Locale) -> NewsPage | None:
    """The article that was drafted from the record in a language, live or not; None if it was deleted."""
    about = {"visit": record} if isinstance(record, Visit) else {"event_record": record}
    return NewsPage.objects.filter(locale=locale, **about).order_by("pk").first()


def written(record: Record, parts: Collection[str]) -> tuple[dict[str, Draft], tuple[int, ...]]:
    """The drafts of a record by language, and the parks that it has to do with. Writes nothing.

    Args:
        parts: of a visit, the `VisitPublicField`s to be told beyond the essentials.
    """
    if isinstance(record, Visit):
        visit = visit_facts(record, parts)
        return {code: voices[0](visit).draft() for code, voices in VOICES.items()}, keys_of(visit.parks)
    event = event_facts(record)
    return {code: voices[1](event).draft() for code, voices in VOICES.items()}, keys_of(event.parks)


@transaction.atomic
def draft_news(*, model: type[Record], pk: int, parts: Collection[str], by: User) -> Drafted:
    """Make an article of a visit or an event: never live, and in each other language a draft that waits for review.

    What has been drafted before and is still there is answered as it is.

    Args:
        parts: of a visit, the `VisitPublicField`s to be told beyond the essentials; those that the visit does not
            name itself are left out.

    Raises:
        PartnershipRefusedError: the record is gone or has not happened, `by` may not read it, or may not write news
            of its park.
    """
    rows: Any = model._default_manager.select_for_update(of=("self",), no_key=True)
    record: Record | None = rows.filter(pk=pk).first()
    if record is None:
        raise PartnershipRefusedError("gone", _("This record has been deleted meanwhile."))
    index = demand_allowed(record, by)
    if present := article_of(record, index.locale):
        return Drafted(present, is_new=False)
    made, park_ids = written(record, parts)
    values = _same_everywhere(record) | {"park_ids": park_ids}
    pages = {code: unsaved(draft, locale, **values) for code, draft in made.items() if (locale := _locale(code))}
    return _made(record, index, pages, by)


def demand_allowed(record: Record, by: User) -> NewsIndexPage:
    """Where `by` may draft news of the record. Raises PartnershipRefusedError."""
    if not may_tell(by, record):
        raise PartnershipRefusedError("forbidden", _("You may not read this record."))
    index = index_for(record)
    if index is None or index.locale.language_code not in VOICES:
        raise PartnershipRefusedError(
            "index", _("There is no list of news for this record. Ask an administrator to add one below its park.")
        )
    if not may_write(by, index):
        raise PartnershipRefusedError(
            "pages",
            _("You may not write news here. Ask an editor of the park: they find the record once it is public."),
        )
    if not has_happened(record):
        raise PartnershipRefusedError("to_come", _("This visit has not taken place: there is nothing to tell yet."))
    return index


def _same_everywhere(record: Record) -> dict[str, Any]:
    slugs = next(names for model, names in _CATEGORIES.items() if isinstance(record, model))
    known = {category.slug: category for category in NewsCategory.objects.filter(slug__in=slugs)}
    about = {"visit": record} if isinstance(record, Visit) else {"event_record": record}
    return {
        "category": next((known[slug] for slug in slugs if slug in known), None),
        "event_date": record.date,
        **about,
    }


def _locale(code: str) -> Locale | None:
    return Locale.objects.filter(language_code=code).first()


def _made(record: Record, index: NewsIndexPage, pages: dict[str, NewsPage], by: User) -> Drafted:
    code = index.locale.language_code
    texts = {other: wordings(pages[code], page) for other, page in pages.items() if other != code}
    page = _placed(without_marks(pages[code]), index, by)
    audit.record(instance=page, action=DRAFTED, by=by, data={record._meta.label: record.pk})
    told = [_translated(page, other, found, by) for other, found in texts.items()]
    return Drafted(page, is_new=True, untranslated=" ".join(filter(None, told)))


def _placed(page: NewsPage, index: NewsIndexPage, by: User) -> NewsPage:
    page.live, page.has_unpublished_changes, page.owner = False, True, by
    page.slug = ""
    index.add_child(instance=page)
    page.save_revision(user=by)
    return page


def _translated(page: NewsPage, code: str, texts: dict[tuple[str, str], str], by: User) -> str:
    """Put the page into the queue with the wordings of the other language, and lay its draft; why not, where not."""
    locale = Locale.objects.get(language_code=code)
    text = page.get_latest_revision_as_object()
    try:
        submit_draft(page=page, target_locale=locale, by=by)
    except NotTranslatableError as refused:
        return str(refused)
    source = take_source(text, extract_segments(text))
    _word(source, locale, texts)
    drafts.ensure_translation(source=source, locale=locale)
    segments.fill_known(source=source, locale=locale)
    segments.propose_slug(source=source, locale=locale, target=None)
    try:
        with transaction.atomic():
            drafts.save_draft(source=source, page=text, target=None, locale=locale)
    except WaitsForParentError:
        return _("The other language has no list of news yet; the translation waits for it.")
    return ""


def _word(source: TranslationSource, locale: Locale, texts: dict[tuple[str, str], str]) -> None:
    rows = source.stringsegment_set.select_related("string", "context")
    segments.write_machine(
        [
            (row, texts[place], segments.FROM_RECORD)
            for row in rows
            if (place := (row.context.path, row.string.data)) in texts
        ],
        locale,
    )
