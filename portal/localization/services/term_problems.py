"""What is wrong with a term, in words: asked by the form, by an import and again before a term comes into force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.core.sentences import joined
from portal.localization.enums import RenderingForm, RenderingStatus
from portal.localization.models import GlossaryRendering, GlossaryTerm


class TermError(Exception):
    """A term is refused; the messages say why, in the person's language."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(joined(self.problems))


def problems_of(term: GlossaryTerm, wordings: Sequence[GlossaryRendering], *, in_force_only: bool = False) -> list[str]:
    """What keeps the term from being written with these wordings; nothing, if all is well.

    Args:
        term: with the kind, note and `broader` it is to have; unsaved or saved.
        in_force_only: compare with the approved terms alone, not with what others propose.
    """
    if not wordings or not any(row.status == RenderingStatus.PREFERRED for row in wordings):
        return [_("A term needs at least one preferred wording.")]
    found = [*_in_itself(wordings), *_cycle(term)]
    return found or list(_duplicates(term, wordings, in_force_only))


def _in_itself(wordings: Sequence[GlossaryRendering]) -> Iterator[str]:
    yield from _same_language(wordings)
    yield from _repeated(wordings)
    yield from _preferred_twice(wordings)
    yield from _usable_and_forbidden(wordings)
    yield from _without_preferred(wordings)


def _same_language(wordings: Iterable[GlossaryRendering]) -> Iterator[str]:
    for row in wordings:
        if row.source_locale_id == row.locale_id:
            yield _("“%(text)s”: “only from” must be another language than the wording's own.") % {"text": row.text}


def _repeated(wordings: Iterable[GlossaryRendering]) -> Iterator[str]:
    seen: set[tuple[int, int | None, str]] = set()
    for row in wordings:
        key = (row.locale_id, row.source_locale_id, row.text.casefold())
        if key in seen:
            yield _("“%(text)s” stands twice in %(language)s.") % _names(row)
        seen.add(key)


def _preferred_twice(wordings: Iterable[GlossaryRendering]) -> Iterator[str]:
    preferred: dict[tuple[int, int | None, str], GlossaryRendering] = {}
    for row in wordings:
        if row.status == RenderingStatus.PREFERRED:
            first = preferred.setdefault((row.locale_id, row.source_locale_id, row.form), row)
            if first is not row and first.text != row.text:
                yield _(
                    "“%(first)s” and “%(text)s” are both preferred in %(language)s (%(form)s). "
                    "Make one of them admitted."
                ) % {**_names(row), "first": first.text, "form": RenderingForm(row.form).label}


def _usable_and_forbidden(wordings: Sequence[GlossaryRendering]) -> Iterator[str]:
    forbidden = {(row.locale_id, row.text.casefold()) for row in wordings if row.status == RenderingStatus.FORBIDDEN}
    for row in wordings:
        if row.status != RenderingStatus.FORBIDDEN and (row.locale_id, row.text.casefold()) in forbidden:
            yield _("“%(text)s” in %(language)s is to be used and not to be used.") % _names(row)


def _without_preferred(wordings: Sequence[GlossaryRendering]) -> Iterator[str]:
    preferred = {row.locale_id for row in wordings if row.status == RenderingStatus.PREFERRED}
    missing = {row.locale_id: row for row in wordings if row.locale_id not in preferred}
    for row in missing.values():
        yield _("No wording in %(language)s is preferred.") % _names(row)


def _names(row: GlossaryRendering) -> dict[str, str]:
    return {"text": row.text, "language": str(row.locale.get_display_name())}


def _cycle(term: GlossaryTerm) -> Iterator[str]:
    """A term that is part of itself, directly or by way of others."""
    above = dict(GlossaryTerm.objects.exclude(broader=None).values_list("pk", "broader"))
    step, passed = term.broader_id, set()
    while step is not None and step not in passed:
        if step == term.pk:
            yield _("“%(term)s” is itself a part of this term. Choose another for “part of”.") % {"term": term.broader}
            return
        passed.add(step)
        step = above.get(step)


def same_named(
    term: GlossaryTerm, wordings: Iterable[GlossaryRendering], *, in_force_only: bool = False
) -> QuerySet[GlossaryRendering]:
    """Usable wordings of other terms of the same kind, organisation and note that equal one of `wordings`."""
    wanted: dict[int, list[GlossaryRendering]] = defaultdict(list)
    for row in wordings:
        if row.status != RenderingStatus.FORBIDDEN:
            wanted[row.locale_id].append(row)
    equal = Q(pk__in=[])
    for rows in wanted.values():
        for row in rows:
            equal |= Q(locale=row.locale_id, text__iexact=row.text) & _meets(row)
    alike = GlossaryRendering.objects.filter(
        equal,
        term__kind=term.kind,
        term__organization_kind=term.organization_kind,
        term__note=term.note,
    ).exclude(status=RenderingStatus.FORBIDDEN)
    if in_force_only:
        alike = alike.filter(term__live=True)
    return alike.exclude(term=term.pk) if term.pk else alike


def _meets(row: GlossaryRendering) -> Q:
    """Wordings that hold in a direction in which this one holds too."""
    if row.source_locale_id is None:
        return Q()
    return Q(source_locale=None) | Q(source_locale=row.source_locale_id)


def _duplicates(term: GlossaryTerm, wordings: Sequence[GlossaryRendering], in_force_only: bool) -> Iterator[str]:
    alike = same_named(term, wordings, in_force_only=in_force_only).select_related("term")
    for row in alike.prefetch_related("term__renderings").order_by("pk")[:5]:
        yield _(
            "“%(text)s” is already in the glossary (no. %(number)s: %(term)s). Put the wordings there, "
            "or say in the note of each when it applies."
        ) % {"text": row.text, "number": row.term_id, "term": row.term}
