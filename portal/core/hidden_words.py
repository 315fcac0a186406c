"""Words of records that stay inside the house: no translator, engine, memory or matrix gets to see them.

Whoever keeps internal records registers here what of them is internal; the translation queue asks.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

#: Given a record, the names of its fields of words that are internal, or `ALL`.
Hidden = Callable[[Model], frozenset[str]]
ALL = frozenset({"*"})
_hidden: dict[type[Model], Hidden] = {}


def register_hidden_words(model: type[Model], hidden: Hidden) -> None:
    """Say which words of records of `model` are internal; one answer a model."""
    _hidden[model] = hidden


def is_hidden(record: Model, field: str) -> bool:
    """Whether the words of `field` stay inside the house. At most the queries of the registered answer."""
    return bool(hidden_of(record) & {field, *ALL})


def hidden_of(record: Model) -> frozenset[str]:
    """The internal fields of words of `record`; `ALL` for all."""
    hidden = _hidden.get(type(record))
    return hidden(record) if hidden else frozenset()
