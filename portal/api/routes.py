"""How features bring their resources: a list and one item each, both by GET and HEAD."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from portal.api.errors import BadParameters, Fault
from portal.api.examples import example_of
from portal.api.parameters import Key, Language, ListParameters, is_id, named
from portal.api.reading import Data
from portal.api.shapes import Shape, listing_of

Reader = Callable[[Any], Data]
#: Given rows and the key of the address, the condition on the row that it names.
Finder = Callable[[QuerySet, str], Q]
#: What any address may answer but what was asked for; only an item may be missing.
_FAULTS = dict.fromkeys((400, 422, 429, 500), Fault)


def find_named(rows: QuerySet, key: str) -> Q:
    """By id, or by the short address of models that have one. Raises Http404."""
    if not is_id(key) and not hasattr(rows.model, "slug"):
        raise Http404("No such record.")
    return named("", key)


class Resource(Router):
    """The routes of one resource, such as `parks`.

    Args:
        name: what stands in the address.
        doc: what the reference says of it, an English msgid.
        prepare: given the rows that will be read, readies them in a bounded number of queries.
    """

    def __init__(self, name: str, doc: str, *, prepare: Callable[[list[Any]], None] = lambda rows: None) -> None:
        super().__init__(tags=[name])
        self.name, self.doc, self.prepare = name, doc, prepare

    def listing(self, shape: type[Shape], read: Reader) -> Callable[[Any], Any]:
        """Decorate `view(request, filters) -> QuerySet`; `filters` is a `Query[…]` of ListParameters."""

        def decorate(view: Callable[[HttpRequest, Any], QuerySet]) -> Any:
            @wraps(view)
            def answer(request: HttpRequest, filters: Any) -> Data:
                refuse_unknown(request, type(filters))
                with translation.override(filters.lang or settings.LANGUAGE_CODE):
                    return part_of(view(request, filters), filters, self._reader(read))

            # Ninja reads the annotations, which are strings of the feature's module.
            answer.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
            return self.route("", answer, listing_of(shape), f"list_{self.name}", self.doc)

        return decorate

    def item(self, shape: type[Shape], read: Reader, doc: str, find: Finder = find_named) -> Callable[[Any], Any]:
        """Decorate `view(request) -> QuerySet`, of which the address names one.

        Args:
            doc: what the reference says, an English msgid.
            find: the condition on the row that a key names; by default the id, or the short address if it has one.
        """

        def decorate(view: Callable[[HttpRequest], QuerySet]) -> Any:
            def answer(request: HttpRequest, key: Key, options: Query[Language]) -> Data:
                refuse_unknown(request, Language)
                with translation.override(options.lang or settings.LANGUAGE_CODE):
                    return self._reader(read)([one_of(view(request), key, find)])[0]

            return self.route("/{key}", answer, shape, f"read_{self.name}", doc, more={404: Fault})

        return decorate

    def _reader(self, read: Reader) -> Callable[[list[Any]], list[Data]]:
        def read_all(rows: list[Any]) -> list[Data]:
            self.prepare(rows)
            return [read(row) for row in rows]

        return read_all

    def route(
        self,
        path: str,
        view: Any,
        shape: type[Shape],
        name: str,
        doc: str,
        *,
        more: dict[int, type[Shape]] | None = None,
    ) -> Any:
        """One address by GET and HEAD.

        Args:
            name: of the operation, in the description for programs and of the file of the example.
            more: status → shape of what it may answer besides.
        """
        answers = {200: shape, **dict(sorted({**_FAULTS, **(more or {})}.items()))}
        self.get(
            path,
            response=answers,
            by_alias=True,
            operation_id=name,
            summary=doc,
            description=doc,
            openapi_extra=example_of(name),
        )(view)
        self.api_operation(["HEAD"], path, response=answers, by_alias=True, include_in_schema=False)(view)
        return view


def part_of(rows: QuerySet, filters: ListParameters, read_all: Callable[[list[Any]], list[Data]]) -> Data:
    """The part of a list that the parameters ask for, with the length of the whole."""
    count = rows.count()
    shown = list(rows[filters.offset : filters.offset + filters.limit]) if count > filters.offset else []
    return {
        "count": count,
        "limit": filters.limit,
        "offset": filters.offset,
        "items": read_all(shown),
    }


def one_of(rows: QuerySet, key: str, find: Finder) -> Any:
    """The row that the key names. Raises Http404."""
    found = rows.filter(find(rows, key)).first()
    if found is None:
        raise Http404("No such record.")
    return found


def refuse_unknown(request: HttpRequest, known: type[Language]) -> None:
    """A filter that is misspelt must not answer everything, nor one given twice half of it. Raises BadParameters."""
    faults: dict[str, Any] = {}
    for name, values in request.GET.lists():
        if name not in known.model_fields:
            faults[name[:80]] = _("There is no such parameter here.")
        elif len(values) > 1:
            faults[name] = _("This parameter is given more than once.")
    if faults:
        raise BadParameters(faults)
