"""The glossary: kept by translators, asked by the queue, the segmenter and the slug maker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from portal.core import audit, words
from portal.core.models import User
from portal.core.words import forget_words
from portal.localization.engines.base import Term
from portal.localization.engines.terms import occurring, terms_pattern
from portal.localization.enums import RenderingForm, RenderingStatus, TermKind
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
    organization_kind: str = "",
    shorts: Mapping[str, str] | None = None,
    admitted: Mapping[str, Sequence[str]] | None = None,
    broader: GlossaryTerm | None = None,
) -> GlossaryTerm:
    """Write a term that is in force at once, found again by its wording in the source locale and its note.

    For what the portal itself knows (the first terms); people propose with `terms.write_term`. Safe to repeat.

    Args:
        renderings: preferred wording by locale code.
        reading: pinyin of the wording in the source locale, syllables parted by spaces.
        forbidden: wordings not to be used, by locale code.
        organization_kind: of titles, where they are held.
        shorts: preferred short form by locale code.
        admitted: wordings that may be used besides, by locale code.
        broader: the institution or notion to which it belongs.

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
    term.organization_kind, term.broader = organization_kind, broader
    term.live, term.has_unpublished_changes = True, False
    term.last_published_at = timezone.now()
    term.first_published_at = term.first_published_at or term.last_published_at
    term.save()
    term.renderings.all().delete()
    others = {RenderingStatus.ADMITTED: admitted or {}, RenderingStatus.FORBIDDEN: forbidden or {}}
    rows = _renderings(term, renderings, others, reading, source_locale)
    rows += [_short(term, code, text) for code, text in (shorts or {}).items()]
    GlossaryRendering.objects.bulk_create(rows)
    transaction.on_commit(forget_words)
    audit.record(instance=term, action="localization.term.save", by=by, data={"renderings": dict(renderings)})
    return GlossaryTerm.objects.get(pk=term.pk)


def _short(term: GlossaryTerm, code: str, text: str) -> GlossaryRendering:
    locale = Locale.objects.get(language_code=code)
    return GlossaryRendering(term=term, locale=locale, text=text, form=RenderingForm.SHORT)


def _renderings(
    term: GlossaryTerm,
    preferred: Mapping[str, str],
    others: Mapping[RenderingStatus, Mapping[str, Sequence[str]]],
    reading: str,
    source_locale: str,
) -> list[GlossaryRendering]:
    wanted = [(code, text, RenderingStatus.PREFERRED) for code, text in preferred.items()]
    for status, by_code in others.items():
        wanted += [(code, text, status) for code, texts in by_code.items() for text in texts]
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
    """The one preferred wording of each of `texts` that is a whole term; a text with several is left to people.

    A wording for this direction alone goes before one for all, and a short form is rendered by a short form, if the
    language has one.
    """
    wording = "term__renderings"
    rows = GlossaryRendering.objects.filter(
        Q(**{f"{wording}__source_locale": None}) | Q(**{f"{wording}__source_locale": source}),
        term__live=True,
        locale=source,
        source_locale=None,
        text__in=set(texts),
        status__in=[RenderingStatus.PREFERRED, RenderingStatus.ADMITTED],
        **{f"{wording}__locale": target, f"{wording}__status": RenderingStatus.PREFERRED},
    )
    best: dict[tuple[str, int], tuple[tuple[bool, bool], str]] = {}
    columns = ("text", "term_id", "form", f"{wording}__form", f"{wording}__source_locale", f"{wording}__text")
    for text, term, form, other_form, only_from, rendering in rows.values_list(*columns):
        rank = (form == other_form, only_from is not None)
        best[text, term] = max(best.get((text, term), (rank, rendering)), (rank, rendering))
    found: dict[str, set[str]] = {}
    for (text, _term), (_rank, rendering) in best.items():
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
    rows = _usable().filter(locale=source, source_locale=None)
    pairs = whole_matches(rows.values_list("text", flat=True), source, target)
    terms = {text.casefold(): Term(text, rendering) for text, rendering in pairs.items()}
    if not terms:
        return None, {}
    return terms_pattern(terms), terms


def glossary_words(locale_code: str) -> list[str]:
    """Wordings of the locale that are one word of the field, for the segmenter."""
    rows = _usable().filter(locale__language_code=locale_code)
    return list(rows.values_list("text", flat=True).distinct())


def glossary_readings() -> dict[str, str]:
    """Chinese wording → pinyin, for slugs and the order of names."""
    return dict(_usable().exclude(reading="").values_list("text", "reading"))


def _usable() -> QuerySet[GlossaryRendering]:
    """What texts may say: approved, and not forbidden."""
    return GlossaryRendering.objects.filter(term__live=True).exclude(status=RenderingStatus.FORBIDDEN)
