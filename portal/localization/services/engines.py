"""Engines at work, at rest and paused."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import EngineName, JobState
from portal.localization.models import EngineAccount, TranslationJob
from portal.localization.services.charges import locked_account
from portal.localization.services.wake import wake_workers

FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=15)
#: For how long jobs wait for an engine that answers nothing at all.
PATIENCE = timedelta(hours=24)
#: Where an engine was asked nothing for so long after its rest, its trouble begins anew with the next failure.
UNASKED = timedelta(hours=1)


def effective(engine: str) -> str:
    """The engine of a job: its own, or the one of the settings."""
    return engine or settings.TRANSLATION_ENGINE


@transaction.atomic
def pause_engine(*, engine: str, by: User) -> EngineAccount:
    """Send nothing more to an engine; its jobs wait, those of others go on."""
    account = _locked(engine)
    account.paused = True
    account.save(update_fields=["paused", "updated_at"])
    audit.record(instance=account, action="localization.engine.pause", by=by)
    return account


@transaction.atomic
def resume_engine(*, engine: str, by: User) -> EngineAccount:
    """Let an engine that was paused, or rests, go on at once. Its jobs begin to wait anew."""
    names = [engine, ""] if engine == settings.TRANSLATION_ENGINE else [engine]
    now = timezone.now()
    # Jobs before the account, in the order in which a run takes them.
    waiting = TranslationJob.objects.filter(state=JobState.QUEUED, engine__in=names, next_attempt_at__lt=now)
    waiting.update(next_attempt_at=now)
    account = _locked(engine)
    account.paused, account.paused_until, account.last_error, account.trouble_since = False, None, "", None
    account.save(update_fields=["paused", "paused_until", "last_error", "trouble_since", "updated_at"])
    audit.record(instance=account, action="localization.engine.resume", by=by)
    wake_workers()
    return account


@transaction.atomic
def change_conditions(*, engine: str, by: User, changes: dict[str, Any]) -> EngineAccount:
    """Give an engine another price, currency or limit; what it does at the moment is not touched.

    Args:
        changes: new values of `price`, `currency` and `monthly_cap`.
    """
    account = _locked(engine)
    for name, value in changes.items():
        setattr(account, name, value)
    account.save(update_fields=[*changes, "updated_at"])
    data = {name: str(value) for name, value in changes.items()}
    audit.record(instance=account, action="localization.engine.change", by=by, data=data)
    return account


@transaction.atomic
def let_rest(*, engine: str, reason: str, retry_after: float | None) -> None:
    """Send nothing for a while to an engine that is in trouble: as long as it asks, or twice as long as last time."""
    account = _locked(engine)
    now = timezone.now()
    if account.paused_until is not None and account.paused_until > now:
        return
    if not _is_in_trouble(account):
        account.trouble_since = now
    # Not all at once again when the rest is over.
    pause = _rest(account, retry_after) * random.uniform(1, 1.25)  # noqa: S311 (no secret)
    account.paused_until, account.last_error = now + pause, reason
    account.save(update_fields=["paused_until", "last_error", "trouble_since", "updated_at"])


def note_answer(*, account: EngineAccount) -> None:
    """An engine that was in trouble answers again. A rest that began after the request was sent stays."""
    if account.last_error or account.paused_until:
        rows = EngineAccount.objects.filter(pk=account.pk).exclude(paused_until__gt=timezone.now())
        rows.update(paused_until=None, last_error="", trouble_since=None)


def is_hopeless(*, engine: str, since: datetime) -> bool:
    """Whether a job has waited since `since` for an engine that was asked all the while and has answered nobody."""
    limit = timezone.now() - PATIENCE
    account = EngineAccount.objects.filter(engine=engine, trouble_since__lte=limit).first()
    return since <= limit and account is not None and _is_in_trouble(account)


def _is_in_trouble(account: EngineAccount) -> bool:
    """Whether the last request but one failed as well. Where nobody has asked since long, nobody knows."""
    if account.trouble_since is None or account.paused_until is None:
        return False
    return account.paused_until > timezone.now() - UNASKED


def _rest(account: EngineAccount, retry_after: float | None) -> timedelta:
    if retry_after is not None:
        return min(timedelta(seconds=max(retry_after, 1)), PATIENCE)
    if not account.last_error or account.paused_until is None:
        return FIRST_REST
    return min(max(2 * (account.paused_until - account.updated_at), FIRST_REST), LONGEST_REST)


def _locked(engine: str) -> EngineAccount:
    if engine not in EngineName.values:
        raise EngineAccount.DoesNotExist(engine)
    return locked_account(engine=engine)
