"""What administrators do with letters beside sending one again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit
from portal.core.models import User
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter, MoveError
from portal.outbox.services import send_again
from portal.outbox.suppression import SuppressedError
from portal.outbox.texts import TextError


@dataclass(frozen=True)
class Repeated:
    """How many letters went back into the queue, and how many could not."""

    queued: int
    refused: int


@transaction.atomic
def cancel_letter(*, letter: Letter, by: User) -> None:
    """Keep a waiting letter from being sent. It may be put back with `send_again`.

    Raises:
        MoveError: it is being sent this moment, or has ended already.
    """
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    row.move(LetterState.CANCELLED)
    row.save(update_fields=["state"])
    audit.record(instance=row, action="outbox.letter.cancel", by=by, data={"kind": row.kind})


def send_many_again(*, letters: Iterable[Letter], by: User) -> Repeated:
    """Put letters back into the queue, each in a transaction of its own, so that one fault does not stop the others."""
    queued = refused = 0
    for letter in letters:
        try:
            send_again(letter=letter, by=by)
            queued += 1
        except (MoveError, SuppressedError, TextError):
            refused += 1
    return Repeated(queued=queued, refused=refused)
