"""How the translation queue stands, as numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Sum
from django.utils import timezone

from portal.localization.enums import ChargeState, JobState
from portal.localization.models import Charge, TranslationJob
from portal.localization.services.engines import effective


def queue_status() -> dict[str, Any]:
    """Jobs by state, language and engine; since when the oldest waits; what engines have cost this month.

    All values are such as JSON has; moments are ISO 8601.
    """
    jobs = TranslationJob.objects.order_by("state", "target_locale__language_code", "engine")
    oldest = TranslationJob.objects.filter(state=JobState.QUEUED).aggregate(at=Min("created_at"))["at"]
    return {
        "jobs": [
            {"state": state, "language": code, "engine": effective(engine), "count": count}
            for state, code, engine, count in jobs.values_list(
                "state", "target_locale__language_code", "engine"
            ).annotate(Count("pk"))
        ],
        "oldest_waiting": oldest.isoformat() if oldest else None,
        "spent_this_month": _spent(),
    }


def _spent() -> list[dict[str, Any]]:
    month = timezone.localdate().replace(day=1)
    charges = Charge.objects.filter(month=month).exclude(state=ChargeState.RELEASED)
    rows = charges.order_by("account__engine").values_list("account__engine", "account__currency")
    return [
        {"engine": engine, "currency": currency, "amount": str(amount.normalize()), "characters": characters}
        for engine, currency, amount, characters in rows.annotate(Sum("amount"), Sum("characters"))
    ]
