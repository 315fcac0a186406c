"""What becomes of the rows of a file: a message for each, and all of them written or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.core.tables import Row

#: Values with their labels.
Choices = Iterable[tuple[str, Any]]


class Outcome(models.TextChoices):
    """What became of a row, or would become of it."""

    NEW = "new", pgettext_lazy("a row of a file", "new")
    CHANGED = "changed", pgettext_lazy("a row of a file", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("a row of a file", "unchanged")
    FAULTY = "faulty", pgettext_lazy("a row of a file", "faulty")


@dataclass(frozen=True)
class RowReport:
    """What is said of one row. `name` is what the row is about; `messages` are faults, or hints where it is none."""

    line: int
    name: str
    outcome: Outcome
    messages: tuple[str, ...] = ()


@dataclass
class TableReport:
    """What is said of a file. `tried`: nothing was to be written."""

    tried: bool
    rows: list[RowReport] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows came out that way."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → rows."""
        return {outcome.value: self.count(outcome) for outcome in Outcome}

    @property
    def is_faulty(self) -> bool:
        return self.count(Outcome.FAULTY) > 0

    @property
    def is_written(self) -> bool:
        return not self.tried and not self.is_faulty


class RowError(Exception):
    """A row is refused; the problems are in words of whoever sent the file."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Faults:
    """The faults of one row, gathered so that whoever sent the file learns them all at once."""

    def __init__(self) -> None:
        self._problems: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._problems)

    def add(self, *problems: str) -> None:
        self._problems.extend(problem for problem in problems if problem not in self._problems)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Note what is raised inside, and go on behind it."""
        try:
            yield
        except (RowError, ValidationError) as error:
            self.add(*_problems_of(error))

    def refuse(self) -> None:
        """Refuse the row if there are any. Raises RowError."""
        if self._problems:
            raise RowError(*self._problems)


def in_column(column: str, problem: str) -> str:
    """A problem that does not name its column, with its column."""
    return _("Column “%(column)s”: %(problem)s") % {"column": column, "problem": problem}


def _problems_of(error: RowError | ValidationError) -> tuple[str, ...]:
    if isinstance(error, RowError):
        return error.problems
    if not hasattr(error, "error_dict"):
        return tuple(error.messages)
    return tuple(
        message if column == NON_FIELD_ERRORS else in_column(column, message)
        for column, messages in error.message_dict.items()
        for message in messages
    )


class _TakeBackError(Exception):
    """Takes back what was written."""


#: Writes a row and says what it was about, what became of it, and hints if there are any.
Take = Callable[[Row], tuple[str, Outcome, Iterable[str]]]


def take_rows(*, rows: Iterable[Row], take: Take, trial: bool, finish: Callable[[TableReport], None]) -> TableReport:
    """Give each row to `take`, within one transaction that is taken back if any row is faulty, or in a trial.

    Args:
        take: raises `RowError` or `ValidationError` for a faulty row; what it wrote of it is taken back at once.
        finish: called once at the end where the rows stay, in the same transaction: the row of the audit.
    """
    report = TableReport(tried=trial)
    try:
        with transaction.atomic():
            report.rows.extend(_taken(row, take) for row in rows)
            if not report.is_written:
                raise _TakeBackError
            finish(report)
    except _TakeBackError:
        pass
    return report


def _taken(row: Row, take: Take) -> RowReport:
    try:
        with transaction.atomic():
            name, outcome, hints = take(row)
    except (RowError, ValidationError) as error:
        return RowReport(row.line, _first(row), Outcome.FAULTY, _problems_of(error))
    except IntegrityError:
        said = _("Another person has just written the same. Send the file again.")
        return RowReport(row.line, _first(row), Outcome.FAULTY, (said,))
    return RowReport(row.line, name, outcome, tuple(hints))


def _first(row: Row) -> str:
    """The first cell that holds something: what a faulty row is known by."""
    return next((text for text in row.cells.values() if text), "")


def choice_of(row: Row, column: str, choices: Choices, default: str = "") -> str:
    """The value of a choice, given as its value or as its label in the language of the reader.

    Raises:
        RowError: it is none of them; the message lists them.
    """
    said = row[column]
    if not said:
        return default
    chosen = _chosen(said, choices)
    if chosen is None:
        raise RowError(_none_of([said], column, choices))
    return chosen


def choices_of(row: Row, column: str, choices: Choices) -> list[str]:
    """Several values of a choice, separated by “|”, each as `choice_of` takes it.

    Raises:
        RowError: some are none of them; the message names them all.
    """
    said = [part.strip() for part in row[column].split("|") if part.strip()]
    chosen = {part: _chosen(part, choices) for part in said}
    if wrong := [part for part, value in chosen.items() if value is None]:
        raise RowError(_none_of(wrong, column, choices))
    return list(dict.fromkeys(value for value in chosen.values() if value is not None))


def _choices_guide(choices: Choices, several: bool = False) -> str:
    facts = {"choices": _listed(choices)}
    if several:
        return _("Codes or names, separated by “|”: %(choices)s.") % facts
    return _("A code or its name: %(choices)s.") % facts


def _listed(choices: Choices) -> str:
    pairs = (_("%(code)s (%(label)s)") % {"code": value, "label": label} for value, label in choices)
    return pgettext("between items of a list", ", ").join(pairs)


#: What may stand in a column of choices: every value with its label, either of which is taken.
choices_guide = lazy(_choices_guide, str)


def _chosen(said: str, choices: Choices) -> str | None:
    for value, label in choices:
        if said.casefold() in (str(value).casefold(), str(label).casefold()):
            return str(value)
    return None


def _none_of(said: list[str], column: str, choices: Choices) -> str:
    facts = {"value": ", ".join(said), "column": column, "choices": _listed(choices)}
    return _("“%(value)s” in the column “%(column)s” is none of: %(choices)s.") % facts
