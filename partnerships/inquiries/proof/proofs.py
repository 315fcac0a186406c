"""Proofs that a person, or at least a browser, has sent a form: work done by it, or a question answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from partnerships.models import UsedProof

#: What keys and signatures of these proofs are derived with, beside SECRET_KEY.
SALT = "partnerships.inquiries.proof"
#: Names of the fields that every form with the check carries.
WORK, QUESTION, ANSWER = "proof", "proof_question", "proof_answer"
FIELDS = (WORK, QUESTION, ANSWER)


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that is rightly signed, solved and not expired; whether it has been used stands in the database.

    Attributes:
        digest: what it is known by once it is used.
        is_work: whether it is work of a browser; else a question was answered.
    """

    digest: str
    expires_at: datetime
    is_work: bool


def digest_of(kind: str, told: str) -> str:
    """What a proof is known by: the same however its bytes were wrapped."""
    return salted_hmac(f"{SALT}.{kind}", told, algorithm="sha256").hexdigest()


def is_used(proof: Proof) -> bool:
    return UsedProof.objects.filter(digest=proof.digest).exists()


def use(proof: Proof) -> bool:
    """Use a proof up, in the transaction of what it is used for; whether it was still there to be used.

    Of two at once the second waits for the end of the first one's transaction, and may use it where that failed.
    """
    try:  # `get_or_create` would look first, which whoever asks `is_used` has done
        with transaction.atomic():
            UsedProof.objects.create(digest=proof.digest, expires_at=proof.expires_at)
    except IntegrityError:
        return False
    return True
