"""How the facts of the demonstration are read: each reader takes the code of the visitor's locale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from news.models import NewsPage
from parks.models import Cluster, EvaluationResult, Park, Place, SubIndexRank
from portal.home.demo_loader.content import stable_id

Read = Callable[[str], Any]


def park(slug: str) -> Park:
    return Park.objects.get(slug=slug)


def place(slug: str) -> Place:
    return Place.objects.get(slug=slug)


def cluster() -> Cluster:
    return place("lianyungang").clusters.get()


def result() -> EvaluationResult:
    return EvaluationResult.objects.get(park__slug="zizhu", edition__year=2020)


def sub_index(slug: str) -> SubIndexRank:
    return result().sub_ranks.get(sub_index__slug=slug)


def spellings(slug: str) -> set[str]:
    """Other spellings by which a park is found."""
    return {alias.spelling for alias in park(slug).aliases.all()}


def said(record: Any, field: str) -> Read:
    return lambda code: record().words(field).text


def listed(rows: Callable[[], Any]) -> Read:
    """The rows as a reader sees them."""
    return lambda code: [str(row) for row in rows()]


def statements(subject: Callable[[], Park | Place], kind: str) -> Read:
    return listed(lambda: subject().statements.filter(kind=kind))


def points(kind: str) -> Read:
    return listed(lambda: result().points.filter(kind=kind))


def article(key: str, field: str) -> Read:
    """A field of the article as it is live in the reader's locale."""

    def read(code: str) -> Any:
        pages = NewsPage.objects.filter(locale__language_code=code, live=True)
        return getattr(pages.get(translation_key=stable_id(f"news/{key}")), field)

    return read


def quoted(field: str) -> Read:
    """The `label` (name) or `value` (office) of each person whom the report quotes."""
    read = article("boston", "body")
    return lambda code: [
        row[field] for block in read(code) if block.block_type == "facts" for row in block.value["rows"]
    ]


def matrix(row: int, column: int) -> Read:
    def read(code: str) -> list[str]:
        line = park("sci-tech-city").positioning.rows.all()[row]
        return [str(item) for item in line.items.filter(column=column)]

    return read


def same(read: Callable[[], Any], value: Any) -> tuple[Read, Any, Any]:
    """A figure, a code or a date: nothing to translate."""
    return (lambda code: read(), value, value)


Fact = tuple[str, Read, Any, Any]
