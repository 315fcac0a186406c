"""Used proofs go when nobody could use them any more anyway."""

from __future__ import annotations

from django.utils import timezone

from partnerships.models import UsedProof


def clear_used() -> int:
    """Remove the used proofs that have expired; returns how many."""
    removed, _by_model = UsedProof.objects.filter(expires_at__lt=timezone.now()).delete()
    return removed
