"""The glossary: kept by translators, asked by the queue, the segmenter and the slug maker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from wagtail.models import Locale

from portal.core import audit, words
from portal.core.models import User
from portal.core.words import forget_words
from portal.localization.engines.base import Term
from portal.localization.engines.terms import occurring, terms_pattern
from portal.localization.enums import RenderingStatus, TermKind
from portal.localization.models import GlossaryRendering, GlossaryTerm


@transaction.atomic
def save_term(
    *,
    renderings: Mapping[str, str],
    by: User | None,
    kind: str = TermKind.TERM,
    note: str = "",
    authority: str = "",
    reading: str = "",
    forbidden: Mapping[str, Sequence[str]] | None = None,
    source_locale: str = "zh-hans",
) -> GlossaryTerm:
    """Write a term, found again by its wording in the source locale and its note. Safe to repeat.

    Args:
        renderings: preferred wording by locale code.
        reading: pinyin of the wording in the source locale, syllables parted by spaces.
        forbidden: wordings not to be used, by locale code.

    Raises:
        KeyError: no wording in the source locale.
        Locale.DoesNotExist: a code without a locale.
    """
    known = GlossaryTerm.objects.filter(
        note=note,
        renderings__text=renderings[source_locale],
        renderings__locale__language_code=source_locale,
        renderings__status=RenderingStatus.PREFERRED,
    )
    term = known.first() or GlossaryTerm(note=note)
    term.kind, term.authority = kind, authority
    term.save()
    term.renderings.all().delete()
    GlossaryRendering.objects.bulk_create(_renderings(term, renderings, forbidden or {}, reading, source_locale))
    transaction.on_commit(forget_words)
    audit.record(instance=term, action="localization.term.save", by=by, data={"renderings": dict(renderings)})
    return term


def _renderings(
    term: GlossaryTerm,
    preferred: Mapping[str, str],
    forbidden: Mapping[str, Sequence[str]],
    reading: str,
    source_locale: str,
) -> list[GlossaryRendering]:
    wanted = [(code, text, RenderingStatus.PREFERRED) for code, text in preferred.items()]
    wanted += [(code, text, RenderingStatus.FORBIDDEN) for code, texts in forbidden.items() for text in texts]
    locales = {code: Locale.objects.get(language_code=code) for code, _text, _status in wanted}
    return [
        GlossaryRendering(
            term=term,
            locale=locales[code],
            text=text,
            status=status,
            reading=reading if code == source_locale and status == RenderingStatus.PREFERRED else "",
        )
        for code, text, status in wanted
    ]


def whole_matches(texts: Iterable[str], source: Locale, target: Locale) -> dict[str, str]:
    """The one preferred wording of each of `texts` that is a whole term; a text with several is left to people."""
    usable = [RenderingStatus.PREFERRED, RenderingStatus.ADMITTED]
    pairs = GlossaryRendering.objects.filter(
        locale=source,
        text__in=set(texts),
        status__in=usable,
        term__renderings__locale=target,
        term__renderings__status=RenderingStatus.PREFERRED,
    ).values_list("text", "term__renderings__text")
    found: dict[str, set[str]] = {}
    for text, rendering in pairs:
        found.setdefault(text, set()).add(rendering)
    return {text: renderings.pop() for text, renderings in found.items() if len(renderings) == 1}


def terms_in(texts: Iterable[str], source: Locale, target: Locale) -> tuple[Term, ...]:
    """The terms that occur in `texts` and have one preferred wording in the target language, longest first."""
    code, other = source.language_code, target.language_code
    pattern, renderings = words.keep(f"terms:{code}:{other}", lambda: _terms_between(source, target))
    if pattern is None:
        return ()
    found = occurring(texts, pattern)
    return tuple(renderings[term] for term in sorted(found, key=lambda term: (-len(term), term)))


def _terms_between(source: Locale, target: Locale) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    """What finds every term of the source language, and by its wording in small letters the term itself."""
    rows = GlossaryRendering.objects.filter(locale=source).exclude(status=RenderingStatus.FORBIDDEN)
    pairs = whole_matches(rows.values_list("text", flat=True), source, target)
    terms = {text.casefold(): Term(text, rendering) for text, rendering in pairs.items()}
    if not terms:
        return None, {}
    return terms_pattern(terms), terms


def glossary_words(locale_code: str) -> list[str]:
    """Wordings of the locale that are one word of the field, for the segmenter."""
    rows = GlossaryRendering.objects.filter(locale__language_code=locale_code)
    return list(rows.exclude(status=RenderingStatus.FORBIDDEN).values_list("text", flat=True).distinct())


def glossary_readings() -> dict[str, str]:
    """Chinese wording → pinyin, for slugs and the order of names."""
    rows = GlossaryRendering.objects.exclude(reading="").exclude(status=RenderingStatus.FORBIDDEN)
    return dict(rows.values_list("text", "reading"))
