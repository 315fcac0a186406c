"""Letters whose recipients only those see who work on what the letters tell of.

Features whose letters go to people without an account say so here, in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.core.permissions import ALL_UNITS
from portal.outbox.models import Letter

#: Kind → the units of whose letters a person may read the recipient; `ALL_UNITS` for all.
_readers: dict[str, Callable[[Any], set[int] | None]] = {}


def register_private_recipients(kinds: Iterable[str], units: Callable[[Any], set[int] | None]) -> None:
    """Hide the recipients of letters of `kinds` from a person but for those of the `units` that it gives."""
    _readers.update(dict.fromkeys(kinds, units))


def is_hidden(user: Any, letter: Letter) -> bool:
    """Whether `user` may see the letter, but not to whom it went."""
    if letter.kind not in _readers:
        return False
    units = _readers[letter.kind](user)
    return units is not ALL_UNITS and letter.unit_id not in units


def hidden_letters(user: Any) -> Q:
    """The condition for the same in the database."""
    hidden = Q(pk__in=())
    for kind, readers in _readers.items():
        units = readers(user)
        if units is not ALL_UNITS:
            hidden |= Q(kind=kind) & (Q(unit=None) | ~Q(unit__in=units))
    return hidden


def mask(user: Any, letter: Letter) -> Letter:
    """`letter` to be shown to `user`, never to be saved: without the address, which a server's words repeat."""
    if is_hidden(user, letter):
        letter.recipient = _("Address not shown")
        letter.last_error = ""
    return letter
