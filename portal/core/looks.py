"""Which screens show personal data. Features name theirs here; `portal.audit` writes down who opened them.

Screens are named by their address, not by a class to inherit from: whoever builds a screen anew under the same name
keeps the log complete.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest

from portal.core import audit


@dataclass(frozen=True)
class Look:
    """One screen with personal data.

    Attributes:
        model: the class whose records it shows; a function where models are not loaded yet.
        lookup: the argument of the address (name or place) that holds the key of the one record; None for a list.
        action: what the look is called in the log.
        counts: whether this request shows anything that not everybody may see; asked before the person is, so that a
            public answer does not vary by cookie.
    """

    model: Callable[[], type[Model]]
    lookup: str | int | None
    action: str
    counts: Callable[[HttpRequest], bool]


_looks: dict[str, Look] = {}


def _always(request: HttpRequest) -> bool:
    return True


def register_detail(
    view_name: str,
    model: Callable[[], type[Model]],
    *,
    lookup: str | int = "pk",
    action: str = audit.VIEW,
    counts: Callable[[HttpRequest], bool] = _always,
) -> None:
    """Have every look at one record under the address `view_name` logged. Arguments as of `Look`."""
    _looks[view_name] = Look(model, lookup, action, counts)


def register_list(view_name: str, model: Callable[[], type[Model]]) -> None:
    """Have every look at the list under `view_name`, and every export of it (`?export=`), logged."""
    _looks[view_name] = Look(model, None, audit.LIST, _always)


def look_of(view_name: str) -> Look | None:
    """The screen of that name, if it shows personal data."""
    return _looks.get(view_name)


def registered_looks() -> dict[str, Look]:
    """Every screen with personal data by the name of its address."""
    return dict(_looks)
