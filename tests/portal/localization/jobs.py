"""What tests of the queue ask again and again."""

from __future__ import annotations

from django.utils import timezone

from portal.localization.models import TranslationJob


def state(job: TranslationJob) -> str:
    job.refresh_from_db()
    return job.state


def sent(engine) -> list[str]:
    """Every text that the engine was sent, in order."""
    return [text for request in engine.requests for text in request["q"]]


def paragraphs(number: int) -> list[str]:
    return [f"第{index}段双方签署协议" for index in range(number)]


def due_now() -> None:
    TranslationJob.objects.update(next_attempt_at=timezone.now())
