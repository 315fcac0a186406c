"""How letters travel. A channel is a function that hands one letter over; e-mail is the first.

A further channel registers itself in `AppConfig.ready()`; what claims, repeats and gives up letters knows none of them.
"""

from __future__ import annotations

from typing import Protocol

from django.core.mail.backends.base import BaseEmailBackend

from portal.outbox.enums import Channel
from portal.outbox.models import Letter
from portal.outbox.transport import PermanentError, deliver


class Send(Protocol):
    """Hands `letter` over. `connection` is that of the mail server, not yet opened; others than e-mail leave it alone.

    Raises:
        PassingError: try again later.
        PermanentError: do not try again.
    """

    def __call__(self, letter: Letter, connection: BaseEmailBackend) -> None: ...


_channels: dict[str, Send] = {Channel.EMAIL: deliver}


def register_channel(name: str, send: Send) -> None:
    """Let letters whose `channel` is `name` be handed over by `send`."""
    _channels[name] = send


def send_by_channel(letter: Letter, connection: BaseEmailBackend) -> None:
    """Hand `letter` over by its channel; errors as of `Send`."""
    send = _channels.get(letter.channel)
    if send is None:
        raise PermanentError(f"There is no channel “{letter.channel}”.")
    send(letter, connection)
