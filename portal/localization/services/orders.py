"""Orders: many sources sent to translation at once. One row, however many they are; a worker makes the jobs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
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
from portal.localization.services.wake import wake_workers

logger = logging.getLogger(__name__)

#: Sources for which jobs are made in one transaction.
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
    """Make the jobs of waiting orders, up to `limit` chunks of sources. Returns how many chunks there were."""
    done = 0
    while done < limit and _place_chunk():
        done += 1
    return done


@transaction.atomic
def _place_chunk() -> bool:
    """One chunk of the oldest order that no other worker is at; `placed` says how far it has come."""
    waiting = TranslationOrder.objects.filter(state=OrderState.WAITING).order_by("pk")
    order = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("requested_by").first()
    if order is None:
        return False
    ids = order.object_ids[order.placed : order.placed + CHUNK]
    locales = list(order.target_locales.all())
    sources = _sources(order.content_type, ids)
    order.refused += sum(not _place(order, sources.get(pk), locales) for pk in ids)
    order.placed += len(ids)
    if order.placed >= len(order.object_ids):
        order.state = OrderState.PLACED
    order.save(update_fields=["placed", "refused", "state", "last_error", "updated_at"])
    wake_workers()
    return True


def _sources(content_type: ContentType, ids: Sequence[int]) -> dict[int, Model]:
    model = content_type.model_class()
    if model is None:
        return {}
    if issubclass(model, Page):
        return {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    return {record.pk: record for record in model._default_manager.filter(pk__in=ids)}


def _place(order: TranslationOrder, source: Model | None, locales: Sequence[Locale]) -> bool:
    """Make the jobs of one source. Returns whether there is one for any language.

    What goes wrong with one source is written down and keeps no other from its turn.
    """
    if source is None:
        return False
    began = timezone.now()
    placed = [_submit(order, source, locale, began) for locale in locales]
    return any(placed)


def _submit(order: TranslationOrder, source: Model, locale: Locale, began: datetime) -> bool:
    try:
        with transaction.atomic():
            job = submission.submit(source=source, target_locale=locale, by=order.requested_by, priority=order.priority)
            if job.state == JobState.QUEUED and job.created_at >= began:
                job.order, job.engine = order, order.engine
                job.save(update_fields=["order", "engine", "updated_at"])
    except NotTranslatableError as refusal:
        order.last_error = note(str(refusal))
    except Exception as error:
        logger.exception("Order %s: %s %s", order.pk, source._meta.label, source.pk)
        order.last_error = note(f"{type(error).__name__}: {error}")
    else:
        return True
    return False
