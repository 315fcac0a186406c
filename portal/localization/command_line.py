"""What `manage.py translations queue` was asked for, and sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from portal.core.models import User
from portal.localization.enums import Priority
from portal.localization.services import orders
from portal.localization.services.record_words import is_record
from portal.localization.services.submission import submit


class UsageError(Exception):
    """What was asked for does not exist or does not fit together; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Sources of one model to be translated into one language."""

    model: type[Model]
    ids: list[int]
    target: Locale
    priority: int

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


def wish(options: dict[str, Any]) -> Wish:
    """The wish in the arguments of the command.

    Raises:
        UsageError: nothing to send, or something that is not there.
    """
    target = locale(options["to"])
    chosen = options["pk"] if options["model"] else options["page"]
    if bool(chosen) == bool(options["all"]) or (options["model"] and options["page"]):
        raise UsageError("Say what to send: --page ID, --model app.Model --pk …, or --all.")
    model = _record_model(options["model"]) if options["model"] else Page
    found = list(_all(model, target) if options["all"] else model._default_manager.filter(pk__in=chosen))
    missing = set(chosen) - {source.pk for source in found}
    if missing:
        raise UsageError(f"There is no {model._meta.label} {', '.join(map(str, sorted(missing)))}.")
    if not found:
        raise UsageError("There is nothing to send.")
    return Wish(model, [source.pk for source in found], target, Priority[options["priority"].upper()])


def estimate(wish: Wish) -> tuple[int, int]:
    """Segments and characters, as counted when the sources were last published or saved."""
    return orders.estimate_order(content_type=wish.content_type, object_ids=wish.ids, target_locales=[wish.target])


def send(wish: Wish, *, by: User | None) -> str:
    """Send one source at once, more as an order that a worker sees to; returns what to tell.

    Raises:
        NotTranslatableError: of a single source.
    """
    if wish.count == 1:
        source = wish.model._default_manager.get(pk=wish.ids[0])
        job = submit(source=source, target_locale=wish.target, by=by, priority=wish.priority)
        return f"Job {job.pk} is queued."
    order = orders.place_order(
        content_type=wish.content_type,
        object_ids=wish.ids,
        target_locales=[wish.target],
        by=by,
        priority=wish.priority,
    )
    return f"Order {order.pk} of {wish.count} is placed."


def locale(code: str) -> Locale:
    """The locale of a code; raises UsageError."""
    found = Locale.objects.filter(language_code=code).first()
    if found is None:
        known = ", ".join(Locale.objects.order_by("pk").values_list("language_code", flat=True))
        raise UsageError(f"There is no language {code}; there are {known}.")
    return found


def _record_model(label: str) -> type[Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise UsageError(f"There is no model {label}.") from error
    if not is_record(model):
        raise UsageError(f"{label} has no words to translate.")
    return model


def _all(model: type[Model], target: Locale) -> QuerySet[Any]:
    """All records, or the live originals in other languages."""
    if not issubclass(model, Page):
        return model._default_manager.order_by("pk")
    made = Translation.objects.filter(source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"))
    pages = Page.objects.live().filter(depth__gt=1, alias_of=None).exclude(locale=target)
    return pages.exclude(Exists(made)).order_by("path")
