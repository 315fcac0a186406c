"""Segments of a page: taken from the source, filled from memory and glossary, counted."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from portal.core.models import User
from portal.core.slugs import slug_for
from portal.localization.services import glossary, memory

SLUG = "slug"
TITLE = "title"
#: `StringTranslation.tool_name` of what was filled in without a person.
FROM_MEMORY, FROM_GLOSSARY, FROM_TITLE, UNCHANGED = "memory", "glossary", "title", "unchanged"
#: Of a sentence that the house has written in both languages, filled in from a record.
FROM_RECORD = "record"


def page_text_hash(page: Page) -> str:
    """SHA-256 of all words of `page` in order; addresses and pictures do not count."""
    return words_hash(page_words(extract_segments(page.specific)))


def page_words(values: Iterable[Any]) -> list[str]:
    """The texts among extracted values, in order, without the address."""
    return [value.string.data for value in values if isinstance(value, StringSegmentValue) and value.path != SLUG]


def words_hash(words: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\x00")
    return digest.hexdigest()


def spoken(page: Page) -> list[tuple[str, Any]]:
    """Place and content of everything in `page` that its language has for itself, in order, without the address."""
    return [
        (value.path, value.string.data if isinstance(value, StringSegmentValue) else getattr(value, "data", None))
        for value in extract_segments(page.specific)
        if value.path != SLUG
    ]


def fill_known(*, source: TranslationSource, locale: Locale) -> None:
    """Fill segments without a wording from people's memory and the glossary; leave every other wording alone."""
    empty = [segment for segment in unfilled(source, locale) if segment.context.path != SLUG]
    if not empty:
        return
    texts = {segment.string.data for segment in empty}
    remembered = memory.exact_matches(texts, source.locale, locale)
    terms = glossary.whole_matches({plain(text) for text in texts if plain(text)}, source.locale, locale)
    found: dict[str, list[tuple[StringSegment, str]]] = {FROM_MEMORY: [], FROM_GLOSSARY: [], UNCHANGED: []}
    for segment in empty:
        text = segment.string.data
        if text in remembered:
            found[FROM_MEMORY].append((segment, remembered[text]))
        elif plain(text) in terms:
            found[FROM_GLOSSARY].append((segment, StringValue.from_plaintext(terms[plain(text)]).data))
        elif not any(character.isalpha() for character in plain(text) or "x"):
            found[UNCHANGED].append((segment, text))
    write_machine([(segment, text, tool) for tool, pairs in found.items() for segment, text in pairs], locale)


def write_machine(rows: Iterable[tuple[StringSegment, str, str]], locale: Locale) -> None:
    """Write wordings that no person made where there is none yet; what a page could not hold is left to people.

    Args:
        rows: segment (with its string and context), wording, tool.
    """
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=segment.string_id,
                locale=locale,
                context_id=segment.context_id,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                tool_name=tool,
            )
            for segment, text, tool in rows
            if is_sound(segment.string.data, text)
        ],
        # A wording that somebody wrote meanwhile stays.
        ignore_conflicts=True,
    )


def is_sound(source_text: str, text: str) -> bool:
    """Whether wagtail-localize can put the wording in the place of the source text."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source_text, text)
    except ValueError:
        return False
    return True


def propose_slug(*, source: TranslationSource, locale: Locale, target: Page | None) -> None:
    """Make the address from the translated title, unless a person wrote one or the page was public before."""
    if target is not None and target.first_published_at:
        return
    rows = source.stringsegment_set.annotate_translation(locale).select_related("string", "context")
    places = {segment.context.path: segment for segment in rows.filter(context__path__in=[SLUG, TITLE])}
    if SLUG not in places or TITLE not in places or places[TITLE].translation is None:
        return
    slug = slug_for(strip_tags(html.unescape(places[TITLE].translation)))
    present = _wording_of(places[SLUG], locale)
    if slug and present is None:
        write_machine([(places[SLUG], slug, FROM_TITLE)], locale)
    elif slug and present is not None and present.tool_name == FROM_TITLE and present.data != slug:
        # Not one that a person has typed since.
        ours = StringTranslation.objects.filter(pk=present.pk, tool_name=FROM_TITLE)
        ours.update(data=slug, updated_at=timezone.now())


def keep_slug(*, source: TranslationSource, locale: Locale, slug: str) -> None:
    """Write back the address that a page really got, so that it stays when a namesake goes away."""
    segment = source.stringsegment_set.filter(context__path=SLUG).first()
    if segment is not None:
        StringTranslation.objects.filter(
            translation_of_id=segment.string_id, locale=locale, context_id=segment.context_id
        ).exclude(data=slug).update(data=slug)


def wordings(source: TranslationSource, locale: Locale) -> dict[str, str]:
    """Wordings without error by content path; of a path with several, the last."""
    rows = source.stringsegment_set.annotate_translation(locale).filter(translation__isnull=False).order_by("order")
    return dict(rows.values_list("context__path", "translation"))


def wordings_in_order(source: TranslationSource, locale: Locale) -> list[tuple[str, str, str]]:
    """Content path, source text and wording of every segment but the address, in the order of the text."""
    rows = source.stringsegment_set.annotate_translation(locale).filter(translation__isnull=False)
    rows = rows.exclude(context__path=SLUG).order_by("order")
    return list(rows.values_list("context__path", "string__data", "translation"))


def unfilled(source: TranslationSource, locale: Locale) -> list[StringSegment]:
    """Segments without any wording, not even a faulty one."""
    rows = source.stringsegment_set.annotate_translation(locale, include_errors=True).filter(translation__isnull=True)
    return list(rows.select_related("string", "context").order_by("order"))


def without_wording(source: TranslationSource, locale: Locale) -> QuerySet[StringSegment]:
    """The segments that people have still to word, in the order of the text; the address makes itself."""
    return with_wording(source, locale).filter(translation__isnull=True)


def with_wording(source: TranslationSource, locale: Locale) -> QuerySet[StringSegment]:
    """All segments but the address, in the order of the text, each with its `translation` where it has one."""
    rows = source.stringsegment_set.annotate_translation(locale).exclude(context__path=SLUG)
    return rows.select_related("string", "context").order_by("order", "pk")


def progress(source: TranslationSource, locale: Locale) -> tuple[int, int]:
    """All segments, and those with a wording without error."""
    rows = source.stringsegment_set.annotate_translation(locale)
    counts = rows.aggregate(total=Count("pk"), filled=Count("translation"))
    return counts["total"], counts["filled"]


@transaction.atomic
def write_segments(*, source: TranslationSource, locale: Locale, texts: Mapping[str, str], by: User) -> int:
    """Write a person's wordings, as the editor does.

    Args:
        texts: segment of the source (as extracted: inline HTML without attributes) → wording.

    Returns:
        how many segments were written.
    """
    written = 0
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in texts:
            _store(segment, locale, texts[segment.string.data], by)
            written += 1
    return written


@transaction.atomic
def write_placed(*, source: TranslationSource, locale: Locale, texts: Mapping[tuple[str, str], str], by: User) -> int:
    """Write a person's wordings, each for one place; the same text elsewhere keeps its own.

    Args:
        texts: content path and segment → wording.

    Returns:
        how many segments were written.
    """
    places = {
        (segment.context.path, segment.string.data): segment
        for segment in source.stringsegment_set.select_related("string", "context")
    }
    known = [(places[place], text) for place, text in texts.items() if place in places]
    for segment, text in known:
        _store(segment, locale, text, by)
    return len(known)


def wordings_by_people(source: TranslationSource, locale: Locale) -> Iterable[StringTranslation]:
    """The wordings in use that a person wrote."""
    rows = source.stringsegment_set.all().get_translations(locale)
    return rows.filter(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, last_translated_by__isnull=False
    ).select_related("translation_of", "context", "last_translated_by")


def plain(text: str) -> str:
    """The words of a segment without markup; empty where it has any."""
    return "" if "<" in text else html.unescape(text)


def _wording_of(segment: StringSegment, locale: Locale) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id, locale=locale, context_id=segment.context_id
    ).first()


def _store(segment: StringSegment, locale: Locale, text: str, by: User) -> None:
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        locale=locale,
        context_id=segment.context_id,
        defaults={
            "data": text,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )
