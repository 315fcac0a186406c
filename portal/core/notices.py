"""Notices to people of the house. Features say what happened; the outbox registers here how a person is told.

The two do not know each other: apps below the features may not import each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from portal.core.models import Unit, User

Notifier = Callable[..., Any]

_notifiers: list[Notifier] = []
_writers: list[Notifier] = []
_silent: ContextVar[bool] = ContextVar("notices_silent", default=False)


def register_notifier(notifier: Notifier) -> Notifier:
    """Add a way of telling people; it is called with the keyword arguments of `notify`. Returns the notifier."""
    if notifier not in _notifiers:
        _notifiers.append(notifier)
    return notifier


@contextmanager
def silence() -> Iterator[None]:
    """Tell nobody what happens inside this block: what a demonstration or an import brings is no news."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def notify(
    *,
    kind: str,
    recipients: Iterable[User],
    context: Mapping[str, Any],
    key: str,
    unit: Unit | None = None,
) -> None:
    """Tell people what happened. Call it inside the transaction of what it tells.

    Args:
        kind: names the texts, such as `translation_arrived` (`templates/emails/<kind>/`).
        recipients: people with accounts; each is told in their own language.
        context: plain values for the texts (str, int); addresses are absolute.
        key: the same key to the same person is told once, however often this is called.
        unit: whose notice it is: its administrators see the letters, its webhooks are told too.

    Raises:
        ImproperlyConfigured: nobody registered, so the notice would be lost unseen.
    """
    if not _notifiers:
        raise ImproperlyConfigured(f"Nobody delivers notices, so “{kind}” would be lost: is portal.outbox installed?")
    if _silent.get():
        return
    people = list(recipients)
    for notifier in _notifiers:
        notifier(kind=kind, recipients=people, context=context, key=key, unit=unit)


def register_writer(writer: Notifier) -> Notifier:
    """Say who writes single letters; it is called with the keyword arguments of `write_to`. Returns the writer."""
    _writers[:] = [writer]
    return writer


def write_to(*, kind: str, recipient: User | str, context: Mapping[str, Any], key: str, locale: str = "") -> None:
    """Write one letter that has to go at once whatever the person wishes of notices, also to who has no account.

    Args:
        kind: names the texts (`templates/emails/<kind>/`).
        recipient: a person with an account (active or not), or an e-mail address.
        context: values for the texts; addresses are absolute.
        key: the same key is told once.
        locale: the language of the letter; by default that of the person's account.

    Raises:
        ImproperlyConfigured: nobody registered, so the letter would be lost unseen.
    """
    if not _writers:
        raise ImproperlyConfigured(f"Nobody writes letters, so “{kind}” would be lost: is portal.outbox installed?")
    _writers[0](kind=kind, recipient=recipient, context=context, key=key, locale=locale)
