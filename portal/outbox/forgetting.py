"""Letters about what was erased: their texts and addresses go at once, not when their time is over."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from portal.outbox.delivery_models import DeliveryReport, Suppression
from portal.outbox.enums import WAITING, LetterState
from portal.outbox.models import Letter
from portal.outbox.texts import wiped


def forget_letters(*, about: Model, but: Collection[str] = ()) -> int:
    """Wipe every letter about a record, in the caller's transaction; one that waits is not sent any more.

    One that a worker is sending this moment may still arrive, but is not tried again: the worker writes down an outcome
    only where its claim still stands. Rows stay, so that figures of the post stay right.

    Args:
        about: the record that the letters tell of.
        but: keys of letters that stay as they are.

    Returns:
        How many letters were wiped.
    """
    kind = ContentType.objects.get_for_model(about)
    rows = Letter.objects.filter(about_type=kind, about_id=str(about.pk)).exclude(key__in=but)
    keys = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    letters = Letter.objects.filter(pk__in=keys)
    letters.filter(state__in=[*WAITING, LetterState.SENDING]).update(state=LetterState.CANCELLED)
    # Of staff the letter keeps to whom it went: the address is known from their account anyway.
    letters.filter(user=None, webhook=None).update(recipient="")
    DeliveryReport.objects.filter(letter__in=keys).update(diagnostic="")
    return letters.update(**wiped(), last_error="")


def forget_evidence(*, address: str) -> int:
    """Wipe what is written down of why an address takes no letters, in the caller's transaction.

    That it takes none stays: letters would go to it again otherwise. Returns of how many rows it was wiped.
    """
    return Suppression.objects.filter(address__iexact=address).exclude(evidence="").update(evidence="")
