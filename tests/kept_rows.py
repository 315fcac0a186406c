"""Rows that many tests begin with, made once a process and put back by plain SQL: the house, its people.

Making a tree of pages and people through the models takes some 300 queries; putting their rows back takes as many as
there are tables. Each worker of pytest-xdist keeps its own. The numbers of the rows stay free, because sequences are
not rolled back with the test that took them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Count, Max, Min
from wagtail.models import Locale, Page

T = TypeVar("T")
#: Table → (columns that are not generated, columns of the primary key).
Shape = dict[str, tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Kept:
    """What one builder made, as rows, and what it answered."""

    state: tuple[Any, ...]
    rows: dict[str, list[str]]
    gone: dict[str, list[str]]
    answer: Any


_kept: dict[str, list[Kept]] = {}
#: Beginnings for which the rows of one builder are kept: bare, with the tree of pages, with the people of a desk.
_MOST = 4
_shape: Shape = {}


def kept(name: str, build: Callable[[], T]) -> T:
    """What `build` makes in the database, from its rows where it was made before upon the same beginning.

    Args:
        name: of the builder; one name, one outcome.
        build: writes through the default connection and answers with models in dicts, lists, namespaces or
            dataclasses; nothing outside the database may follow from it.
    """
    state = _state()
    made = _kept.setdefault(name, [])
    known = next((one for one in made if one.state == state), None)
    if known is None:
        if len(made) == _MOST:  # beginnings that do not come again, as after tests with real transactions
            return build()
        made.append(_record(build, state))
        return made[-1].answer
    _put_back(known)
    return _fresh(known.answer, {})


def _state() -> tuple[Any, ...]:
    """What the rows stand on; another state has other numbers or paths."""
    counts = (
        model.objects.aggregate(Count("pk"), Min("pk"), Max("pk")) for model in (ContentType, Page, Group, Locale)
    )
    return tuple(value for row in counts for value in row.values())


def _record(build: Callable[[], Any], state: tuple[Any, ...]) -> Kept:
    before = {table: _keys(table) for table in _tables()}
    with transaction.atomic(), connection.cursor() as cursor:
        # The number of this (sub)transaction: rows written from here on carry it or a higher one.
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS kept_mark (mark integer)")
        cursor.execute("INSERT INTO kept_mark VALUES (1) RETURNING xmin::text::bigint")
        first = cursor.fetchone()[0]
        answer = build()
        rows = {table: _written(table, first) for table in _tables()}
    gone = {table: sorted(before[table] - _keys(table)) for table in _tables()}
    return Kept(state, {k: v for k, v in rows.items() if v}, {k: v for k, v in gone.items() if v}, answer)


def _put_back(known: Kept) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, keys in known.gone.items():
            cursor.execute(f'DELETE FROM "{table}" WHERE {_key_of(table)} = ANY(%s)', [keys])
        for table, rows in known.rows.items():
            columns, key = _tables()[table]
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(f'(kept."row")."{column}"' for column in columns)
            anew = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in columns)
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE '
                f'SELECT {values} FROM (SELECT CAST(unnest(%s::text[]) AS "{table}") AS "row") AS kept '
                f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {anew}",
                [rows],
            )


def _fresh(answer: Any, seen: dict[tuple[type, Any], Any]) -> Any:
    """The answer with every model read again; one object a row, however often it stands there."""
    if isinstance(answer, models.Model):
        key = (type(answer), answer.pk)
        if key not in seen:
            seen[key] = type(answer)._base_manager.get(pk=answer.pk)
        return seen[key]
    if isinstance(answer, dict):
        return {key: _fresh(value, seen) for key, value in answer.items()}
    if isinstance(answer, list):
        return [_fresh(value, seen) for value in answer]
    if isinstance(answer, SimpleNamespace):
        return SimpleNamespace(**_fresh(vars(answer), seen))
    if is_dataclass(answer) and not isinstance(answer, type):
        return type(answer)(**{one.name: _fresh(getattr(answer, one.name), seen) for one in fields(answer)})
    return answer


def _tables() -> Shape:
    if not _shape:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT c.relname,
                       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
                       array_agg('"' || a.attname || '"') FILTER (WHERE a.attnum = ANY(i.indkey::smallint[]))
                FROM pg_class c
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'django_migrations'
                GROUP BY c.relname
                """
            )
            _shape.update({table: (columns, key) for table, columns, key in cursor.fetchall()})
    return _shape


def _key_of(table: str) -> str:
    return " || ' ' || ".join(f"{column}::text" for column in _tables()[table][1])


def _keys(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_key_of(table)} FROM "{table}"')
        return {row[0] for row in cursor.fetchall()}


def _written(table: str, first: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t WHERE t.xmin::text::bigint >= %s', [first])
        return [row[0] for row in cursor.fetchall()]
