"""Money: set aside before a request is sent, final when its answer is there, never more than the limit of a month.

A million characters have a price. What a service counts differs (markup, the glossary of a prompt); we count every
character of the texts, and whoever sets the price sets it for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from portal.core.models import User
from portal.localization.enums import ChargeState, EngineName
from portal.localization.errors import CapReachedError, EnginePausedError
from portal.localization.models import Charge, EngineAccount, TranslationJob

MILLION = 1_000_000
#: How long a request may be under way; money set aside for longer belongs to a worker that is gone.
LONGEST_REQUEST = timedelta(hours=1)
#: What an account starts with: price of a million characters, currency, limit a month. An operator changes the row.
DEFAULTS: dict[str, tuple[Decimal, str, Decimal | None]] = {
    EngineName.LIBRETRANSLATE: (Decimal(0), "EUR", None),
    EngineName.DEEPL: (Decimal(20), "EUR", Decimal(50)),
    EngineName.OPENAI: (Decimal(5), "USD", Decimal(50)),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a translation would cost at most.

    Attributes:
        left: what the engine may still spend this month; None without a limit.
    """

    characters: int
    amount: Decimal
    currency: str
    left: Decimal | None

    @property
    def fits(self) -> bool:
        return self.left is None or self.amount <= self.left


def account_of(*, engine: str) -> EngineAccount:
    """The account of an engine, made with the defaults at its first use."""
    price, currency, cap = DEFAULTS.get(engine, (Decimal(0), "EUR", None))
    account, _created = EngineAccount.objects.get_or_create(
        engine=engine, defaults={"price": price, "currency": currency, "monthly_cap": cap}
    )
    return account


def open_accounts(*, apps: Apps = installed, **kwargs: object) -> None:
    """Receiver of `post_migrate`: every engine has an account, so that its price and limit can be set beforehand."""
    if EngineAccount._meta.model_name not in apps.all_models[EngineAccount._meta.app_label]:
        return  # migrated back to before there were any
    for engine in DEFAULTS:
        account_of(engine=engine)


def locked_account(*, engine: str) -> EngineAccount:
    """The account of an engine, locked until the end of the transaction."""
    rows = EngineAccount.objects.select_for_update(no_key=True).filter(engine=engine)
    return rows.first() or rows.get(pk=account_of(engine=engine).pk)


def estimate(*, engine: str, characters: int) -> Estimate:
    """The price of `characters` characters; for `memory` (or "") nothing."""
    if engine in ("", EngineName.MEMORY):
        return Estimate(characters, Decimal(0), "", None)
    account = account_of(engine=engine)
    cap = account.monthly_cap
    left = None if cap is None else max(cap - spent(account=account), Decimal(0))
    return Estimate(characters, _price(account, characters), account.currency, left)


def spent(*, account: EngineAccount, now: datetime | None = None) -> Decimal:
    """What the engine has spent and set aside in the present month of the portal's time zone."""
    rows = Charge.objects.filter(account=account, month=this_month(now))
    total: Decimal | None = rows.exclude(state=ChargeState.RELEASED).aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


@transaction.atomic
def reserve(*, engine: str, texts: Iterable[str], job: TranslationJob | None, by: User | None) -> Charge:
    """Set aside the price of one request. One at a time for an engine, so that no two exceed the limit together.

    Raises:
        EnginePausedError: a person paused the engine, or it rests.
        CapReachedError: the limit of the month would be exceeded.
    """
    account = locked_account(engine=engine)
    now = timezone.now()
    if account.paused or (account.paused_until is not None and account.paused_until > now):
        raise EnginePausedError(None if account.paused else account.paused_until)
    lengths = [len(text) for text in texts]
    amount = _price(account, sum(lengths))
    if account.monthly_cap is not None and amount and spent(account=account, now=now) + amount > account.monthly_cap:
        raise CapReachedError
    return Charge.objects.create(
        account=account,
        job=job,
        month=this_month(now),
        segments=len(lengths),
        characters=sum(lengths),
        amount=amount,
        by=by,
    )


def settle(*, charge: Charge) -> None:
    """The request was answered, or may have been: the money is spent."""
    _close(charge, ChargeState.SETTLED)


def release(*, charge: Charge) -> None:
    """The engine has surely not charged for the request: the money is free again."""
    _close(charge, ChargeState.RELEASED)


def settle_lost(*, now: datetime | None = None) -> int:
    """Count as spent what dead workers had set aside: whether they were answered, nobody knows. Returns how many."""
    before = (now or timezone.now()) - LONGEST_REQUEST
    rows = Charge.objects.filter(state=ChargeState.RESERVED, created_at__lt=before)
    return rows.update(state=ChargeState.SETTLED, updated_at=timezone.now())


def _close(charge: Charge, state: ChargeState) -> None:
    Charge.objects.filter(pk=charge.pk, state=ChargeState.RESERVED).update(state=state, updated_at=timezone.now())


def _price(account: EngineAccount, characters: int) -> Decimal:
    return account.price * characters / MILLION


def this_month(now: datetime | None = None) -> date:
    """The first day of the month of `now` at the portal."""
    return (now or timezone.now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date().replace(day=1)
