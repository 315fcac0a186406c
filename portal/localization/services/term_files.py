"""The glossary as a file: CSV and TBX, out and in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import RenderingStatus, TermKind
from portal.localization.exchange.languages import locale_of, to_tag
from portal.localization.exchange.tbx import read_tbx, write_tbx
from portal.localization.exchange.term_csv import is_utf16, read_csv, write_csv
from portal.localization.exchange.term_rows import Fault, FaultyFileError, FileTerm, FileWording
from portal.localization.models import GlossaryTerm
from portal.localization.services.term_problems import TermError, same_named
from portal.localization.services.terms import Content, Wording, fill, may_publish, write_term

WRITERS = {"csv": write_csv, "tbx": write_tbx}


@dataclass
class TermReport:
    """What became of the terms of a file, or would become of them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    approved: bool = False
    tried: bool = False


class _TrialError(Exception):
    """Takes back what a trial wrote."""


def export_terms(
    *, out: BinaryIO, file_format: str, by: User | None, terms: QuerySet[GlossaryTerm] | None = None
) -> int:
    """Write the terms in force, or those of `terms` that are, to `out` in the format `csv` or `tbx`.

    Returns:
        how many were written.
    """
    rows = (GlossaryTerm.objects.all() if terms is None else terms).filter(live=True)
    rows = rows.order_by("pk").prefetch_related("renderings__locale", "renderings__source_locale")
    count = WRITERS[file_format](map(_filed, rows.iterator(chunk_size=500)), out)
    audit.record_list(
        model=GlossaryTerm, action="localization.terms.export", by=by, data={"terms": count, "format": file_format}
    )
    return count


def _filed(term: GlossaryTerm) -> FileTerm:
    return FileTerm(
        0,
        str(term.pk),
        term.kind,
        term.organization_kind,
        str(term.broader_id or ""),
        term.note,
        term.authority,
        [
            FileWording(
                0,
                to_tag(row.locale.language_code),
                row.text,
                to_tag(row.source_locale.language_code) if row.source_locale else "",
                row.form,
                row.status,
                row.reading,
            )
            for row in term.renderings.all()
        ],
    )


def import_terms(*, data: bytes, by: User | None, approve: bool = False, trial: bool = False) -> TermReport:
    """Read a file of terms, CSV or TBX, into the glossary: all of it or, if anything is faulty, nothing.

    A term whose number and one of whose wordings are this portal's is that term, and says what the file says from now
    on. Another that shares a wording with one term of the same kind, organisation and note adds to it. The rest is new.

    Args:
        approve: bring the terms into force, if the person may; otherwise they are proposals.
        trial: tell what would become of it, and change nothing.

    Raises:
        ExchangeError: the file is refused; a `FaultyFileError` names every faulty line.
    """
    if approve and by is not None and not may_publish(by):
        raise FaultyFileError([Fault(1, _("Terms are approved by revisers."))])
    terms = read_tbx(data) if _is_xml(data) else read_csv(data)
    report = TermReport(approved=approve, tried=trial)
    try:
        with transaction.atomic():
            _Import(by, approve, report).take(terms)
            if trial:
                raise _TrialError
            counts = {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}
            audit.record_list(model=GlossaryTerm, action="localization.terms.import", by=by, data=counts)
    except _TrialError:
        pass
    return report


def _is_xml(data: bytes) -> bool:
    """Whether the file begins as XML does, in the encoding that its byte order mark names."""
    head = data[:1000].decode("utf-16" if is_utf16(data) else "utf-8-sig", "ignore")
    return head.lstrip().startswith("<")


class _Import:
    """One file on its way into the glossary."""

    def __init__(self, by: User | None, approve: bool, report: TermReport) -> None:
        self._by, self._approve, self._report = by, approve, report
        self._locales = list(Locale.objects.all())
        self._faults: list[Fault] = []
        self._written: dict[str, GlossaryTerm] = {}

    def take(self, terms: list[FileTerm]) -> None:
        by_key = {term.key: term for term in terms}
        for term in _broader_first(terms, by_key):
            try:
                with transaction.atomic():
                    self._take(term)
            except TermError as error:
                self._faults += [Fault(term.line, problem) for problem in error.problems]
        if self._faults:
            raise FaultyFileError(self._faults)

    def _take(self, filed: FileTerm) -> None:
        wordings = [self._wording(said) for said in filed.wordings]
        if None in wordings:
            return
        said = [wording for wording in wordings if wording is not None]
        term, own = self._known(filed, said)
        draft = term.get_latest_revision_as_object() if term else GlossaryTerm()
        content = self._content(filed, said, draft, own)
        if term is not None and _says(draft, content):
            self._report.unchanged += 1
        elif term is not None and (term.has_unpublished_changes or not term.live):
            raise TermError([_("“%(term)s” waits for approval already. Decide on that first.") % {"term": draft}])
        else:
            self._report.new += term is None
            self._report.changed += term is not None
            term = write_term(term=term, content=content, by=self._by, approve=self._approve)
        self._written[filed.key] = term

    def _wording(self, said: FileWording) -> Wording | None:
        locale = locale_of(said.language, self._locales)
        source = locale_of(said.only_from, self._locales) if said.only_from else None
        for tag, found in ((said.language, locale), (said.only_from, source)):
            if tag and found is None:
                self._faults.append(Fault(said.line, _("The portal has no language “%(tag)s”.") % {"tag": tag}))
        if not said.language:
            self._faults.append(Fault(said.line, _("The language is missing.")))
        if len(said.text) > 255 or len(said.reading) > 255:
            self._faults.append(Fault(said.line, _("A wording has at most 255 characters.")))
        elif locale is not None and (source is not None or not said.only_from):
            return Wording(locale, said.text, source, said.form, said.status, said.reading)
        return None

    def _known(self, filed: FileTerm, wordings: list[Wording]) -> tuple[GlossaryTerm | None, bool]:
        """The term that is meant, and whether by its own number."""
        texts = {(said.locale.pk, said.text) for said in wordings}
        if filed.key.isdigit() and len(filed.key) < 10:
            own = GlossaryTerm.objects.select_for_update().filter(pk=int(filed.key)).first()
            if own and texts & set(own.get_latest_revision_as_object().renderings.values_list("locale_id", "text")):
                return own, True
        probe = GlossaryTerm(
            kind=filed.kind or TermKind.TERM, organization_kind=filed.organization_kind, note=filed.note
        )
        fill(probe, Content(tuple(wordings), probe.kind, probe.organization_kind, None, probe.note))
        alike = set(same_named(probe, probe.renderings.all()).values_list("term", flat=True))
        if len(alike) > 1:
            raise TermError([_("The wordings belong to several terms of the glossary. Give the term its number.")])
        return GlossaryTerm.objects.select_for_update().filter(pk__in=alike).first(), False

    def _content(self, filed: FileTerm, said: list[Wording], draft: GlossaryTerm, own: bool) -> Content:
        """What the term is to say. A file that does not know the number of the term only adds to it."""
        wordings = tuple(said) if own else _merged(draft, said)
        broader = self._broader(filed, own) if filed.broader else (None if own else draft.broader)
        return Content(
            wordings,
            filed.kind or TermKind.TERM,
            filed.organization_kind,
            broader,
            filed.note,
            filed.authority if own else filed.authority or draft.authority,
            {"renderings": {wording.locale.language_code: wording.text for wording in reversed(said)}},
        )

    def _broader(self, filed: FileTerm, own: bool) -> GlossaryTerm:
        name = filed.broader
        if name in self._written:
            return self._written[name]
        found: QuerySet[GlossaryTerm] = GlossaryTerm.objects.filter(
            renderings__text=name, renderings__status__in=[RenderingStatus.PREFERRED, RenderingStatus.ADMITTED]
        ).distinct()
        if own and name.isdigit():
            found = GlossaryTerm.objects.filter(pk=int(name))
        terms = list(found[:2])
        if len(terms) != 1:
            raise TermError(
                [_("“%(name)s” under “part of” is not one term of the file or the glossary.") % {"name": name}]
            )
        return terms[0]


def _broader_first(terms: Iterable[FileTerm], by_key: dict[str, FileTerm]) -> Iterator[FileTerm]:
    """The terms of a file, each after the one it is a part of; a circle is found out when it is written."""
    done: set[str] = set()
    for term in terms:
        chain = [term]
        while (above := by_key.get(chain[-1].broader)) and above.key not in done and above not in chain:
            chain.append(above)
        if above is not None and above in chain:
            raise FaultyFileError([Fault(term.line, _("The terms of the file are part of each other in a circle."))])
        for link in reversed(chain):
            if link.key not in done:
                done.add(link.key)
                yield link


def _merged(draft: GlossaryTerm, said: list[Wording]) -> tuple[Wording, ...]:
    new = {(wording.locale.pk, _pk(wording.source_locale), wording.text.casefold()): wording for wording in said}
    kept = [
        Wording(row.locale, row.text, row.source_locale, row.form, row.status, row.reading)
        for row in draft.renderings.all()
        if (row.locale_id, row.source_locale_id, row.text.casefold()) not in new
    ]
    return (*kept, *said)


def _pk(locale: Locale | None) -> int | None:
    return locale.pk if locale else None


def _says(term: GlossaryTerm, content: Content) -> bool:
    """Whether the term says exactly that already."""
    names = ("kind", "organization_kind", "broader", "note", "authority")
    if any(getattr(term, name) != getattr(content, name) for name in names):
        return False
    rows = Counter(
        (row.locale_id, row.source_locale_id, row.text, row.form, row.status, row.reading)
        for row in term.renderings.all()
    )
    return rows == Counter(
        (said.locale.pk, _pk(said.source_locale), said.text, said.form, said.status, said.reading)
        for said in content.wordings
    )
