"""What becomes of the rows of a file: a message for each, and all of them written or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.tables import Row


class Outcome(models.TextChoices):
    """What became of a row, or would become of it."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    FAULTY = "faulty", gettext_lazy("faulty")


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
    except RowError as error:
        return RowReport(row.line, _first(row), Outcome.FAULTY, error.problems)
    except ValidationError as error:
        return RowReport(row.line, _first(row), Outcome.FAULTY, tuple(error.messages))
    except IntegrityError:
        said = _("Another person has just written the same. Send the file again.")
        return RowReport(row.line, _first(row), Outcome.FAULTY, (said,))
    return RowReport(row.line, name, outcome, tuple(hints))


def _first(row: Row) -> str:
    """The first cell that holds something: what a faulty row is known by."""
    return next((text for text in row.cells.values() if text), "")


def choice_of(row: Row, column: str, choices: type[models.TextChoices], default: str = "") -> str:
    """The value of a choice, given as its value or as its label in the language of the reader.

    Raises:
        RowError: it is none of them; the message lists them.
    """
    said = row[column]
    if not said:
        return default
    for value, label in choices.choices:
        if said.casefold() in (str(value).casefold(), str(label).casefold()):
            return str(value)
    raise RowError(
        _("“%(value)s” in the column “%(column)s” is none of: %(choices)s.")
        % {"value": said, "column": column, "choices": ", ".join(map(str, choices.values))}
    )
