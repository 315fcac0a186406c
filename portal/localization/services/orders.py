"""Orders: many sources sent to translation at once. One row, however many they are; a worker makes the jobs."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, transaction
from django.db.models import Count, Model, Q, Sum
from django.utils import timezone
from wagtail.models import Locale, Page

from portal.core import audit
from portal.core.models import User
from portal.localization.enums import EngineName, JobState, OrderState, Priority
from portal.localization.errors import NotTranslatableError
from portal.localization.models import SourceCount, TranslationJob, TranslationOrder
from portal.localization.notes import note
from portal.localization.services import submission
from portal.localization.services.record_words import source_locale_of
from portal.localization.services.staleness import is_up_to_date
from portal.localization.services.wake import wake_workers

logger = logging.getLogger(__name__)

#: Sources of an order that are looked at before anything else.
CHUNK = 20
#: Workers that are called to the jobs of an order.
CALLS = 4
#: Neither of these has gone to people or come to an end.
_WITH_WORKERS = [JobState.QUEUED, JobState.RUNNING]


@transaction.atomic
def place_order(
    *,
    content_type: ContentType,
    object_ids: Sequence[int],
    target_locales: Sequence[Locale],
    by: User | None,
    priority: int = Priority.NORMAL,
    engine: str = "",
) -> TranslationOrder:
    """Send many sources to translation. As quick for 500 as for 5: a worker looks at them.

    Args:
        content_type: that of Page for pages of whatever kind, else the model of the records.
        object_ids: ids of sources that `by` may send; the caller has looked.
        engine: name of an engine; empty: the one of the settings.

    Raises:
        ValueError: no source, no language, or an engine that does not exist.
    """
    ids = list(dict.fromkeys(object_ids))
    if not ids or not target_locales or (engine and engine not in EngineName.values):
        raise ValueError("An order needs sources, languages, and an engine that exists.")
    segments, characters = estimate_order(content_type=content_type, object_ids=ids, target_locales=target_locales)
    order = TranslationOrder.objects.create(
        content_type=content_type,
        object_ids=ids,
        priority=priority,
        engine=engine,
        segments=segments,
        characters=characters,
        requested_by=by,
    )
    order.target_locales.set(target_locales)
    audit.record(
        instance=order,
        action="localization.order.place",
        by=by,
        data={"sources": len(ids), "languages": [locale.language_code for locale in target_locales]},
    )
    wake_workers(calls=CALLS)
    return order


def estimate_order(
    *, content_type: ContentType, object_ids: Sequence[int], target_locales: Sequence[Locale]
) -> tuple[int, int]:
    """Segments and characters of the sources, once for each language into which they go. One query.

    An upper limit: what memory knows is not sent.
    """
    sums = {
        f"{name}_{locale.pk}": Sum(name, filter=~Q(locale=locale), default=0)
        for locale in target_locales
        for name in ("segments", "characters")
    }
    rows = SourceCount.objects.filter(content_type=content_type, object_id__in=object_ids)
    found = rows.aggregate(**sums)
    totals = [sum(found[f"{name}_{locale.pk}"] for locale in target_locales) for name in ("segments", "characters")]
    return totals[0], totals[1]


def seen_to(*, order: TranslationOrder, counts: Mapping[str, int]) -> int:
    """For how many translations of the order no worker has anything left to do: also those that were refused, or
    under way without it.

    Args:
        counts: what `progress` says.
    """
    looked_at = order.placed * order.target_locales.count()
    return looked_at - sum(counts.get(state, 0) for state in _WITH_WORKERS)


def without_work(*, order: TranslationOrder, counts: Mapping[str, int]) -> int:
    """For how many translations the order made no job and took none over. Arguments as of `seen_to`."""
    return order.placed * order.target_locales.count() - sum(counts.values())


def progress(*, order: TranslationOrder) -> dict[str, int]:
    """State → number of jobs of the order. One query."""
    rows = TranslationJob.objects.filter(order=order).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))


@transaction.atomic
def cancel_order(*, order_id: int, by: User) -> TranslationOrder:
    """Make no more jobs of an order and cancel those that no person has before them."""
    order = TranslationOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    if order.state == OrderState.WAITING:
        order.state = OrderState.CANCELLED
        order.save(update_fields=["state", "updated_at"])
    jobs = TranslationJob.objects.filter(order=order, state__in=_WITH_WORKERS)
    cancelled = jobs.update(state=JobState.CANCELLED, lease_until=None, claimed_by="", updated_at=timezone.now())
    audit.record(instance=order, action="localization.order.cancel", by=by, data={"jobs": cancelled})
    return order


def is_any_waiting() -> bool:
    return TranslationOrder.objects.filter(state=OrderState.WAITING).exists()


def place_waiting(*, limit: int) -> int:
    """Make the jobs of waiting orders, up to `limit` chunks of sources. Returns how many chunks were begun."""
    done = 0
    try:
        while done < limit * CHUNK and _place_next():
            done += 1
    except OperationalError:
        # Such as two that waited for each other: the source is still there for the next call.
        logger.warning("A source of an order could not be looked at; it is tried again.", exc_info=True)
    return -(-done // CHUNK)


@transaction.atomic
def _place_next() -> bool:
    """One source of the oldest order that no other worker is at; `placed` says how far it has come.

    A transaction for each: whoever publishes or deletes many at once holds their rows in another order.
    """
    waiting = TranslationOrder.objects.filter(state=OrderState.WAITING).order_by("pk")
    order = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("requested_by").first()
    if order is None:
        return False
    source = _source(order.content_type, order.object_ids[order.placed])
    order.refused += not _place(order, source)
    order.placed += 1
    if order.placed >= len(order.object_ids):
        order.state = OrderState.PLACED
    order.save(update_fields=["placed", "refused", "state", "last_error", "updated_at"])
    return True


def _source(content_type: ContentType, pk: int) -> Model | None:
    model = content_type.model_class()
    if model is None:
        return None
    if issubclass(model, Page):
        return Page.objects.filter(pk=pk).specific().first()
    return model._default_manager.filter(pk=pk).first()


def _place(order: TranslationOrder, source: Model | None) -> bool:
    """Make the jobs of one source. Returns whether there is one for any language.

    What goes wrong with one source is written down and keeps no other from its turn.
    """
    if source is None:
        return False
    wanted = [locale for locale in order.target_locales.all() if _has_work(source, locale)]
    placed = [_submit(order, source, locale) for locale in wanted]
    return not wanted or any(placed)


def _has_work(source: Model, locale: Locale) -> bool:
    """Whether anything would come of it: not in the language of the source, nor where this very text is published."""
    return locale != _source_locale(source) and not is_up_to_date(source=source, target=locale)


def _source_locale(source: Model) -> Locale | None:
    return source.locale if isinstance(source, Page) else source_locale_of(source)


def _submit(order: TranslationOrder, source: Model, locale: Locale) -> bool:
    try:
        with transaction.atomic():
            job = submission.submit(source=source, target_locale=locale, by=order.requested_by, priority=order.priority)
            _adopt(order, job)
    except NotTranslatableError as refusal:
        order.last_error = note(refusal.msgid)
    except OperationalError:
        raise
    except Exception as error:
        logger.exception("Order %s: %s %s", order.pk, source._meta.label, source.pk)
        order.last_error = note(f"{type(error).__name__}: {error}")
    else:
        return True
    return False


def _adopt(order: TranslationOrder, job: TranslationJob) -> None:
    """Take a job that no worker and no other order has into this one, with its engine; the urgency only grows."""
    if job.state != JobState.QUEUED or job.order_id is not None:
        return
    job.order, job.engine, job.priority = order, order.engine, max(job.priority, order.priority)
    job.save(update_fields=["order", "engine", "priority", "updated_at"])
