"""What waits to go live with others: apps above the core hold pages and translations of records (bundles, pairs).

Whoever holds something registers here how to ask and how to keep an approval. Every way to publish a page ends in
`Page.save()`, so that is where a held one is stopped; its own bundle lets it go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from wagtail.models import Locale, Page, Revision

if TYPE_CHECKING:
    from portal.core.models import User

_free: ContextVar[bool] = ContextVar("let_go", default=False)


class HeldError(PermissionDenied):
    """A page was about to go live by itself that goes live with others."""


@dataclass(frozen=True)
class Approval:
    """What somebody approved of a held thing.

    Attributes:
        thing: a page as it goes live (a translation too), or the record whose translation it is.
        locale: the language in which it goes live.
        by: who approved; None for the system.
        text_hash: of the approved text.
        revision: of pages, the approved one.
    """

    thing: Model
    locale: Locale
    by: User | None
    text_hash: str = ""
    revision: Revision | None = None


class Holder(Protocol):
    """Holds pages and translations of records."""

    def reason(self, thing: Model, locale: Locale) -> str | None:
        """Why `thing` does not go live by itself in `locale`, in words for the reader; None where it is not held."""

    def keep(self, approval: Approval) -> None:
        """Remember the approval of a held thing."""


_holders: list[Holder] = []


def register_holder(holder: Holder) -> Holder:
    """Add somebody who holds things. Returns the holder."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


def reason(thing: Model, locale: Locale | None = None) -> str | None:
    """Why `thing` waits for others; None where it does not.

    Args:
        locale: the language in which it would go live; of pages their own.
    """
    told = (holder.reason(thing, locale or _locale(thing)) for holder in _holders)
    return next((text for text in told if text), None)


def is_held(thing: Model, locale: Locale | None = None) -> bool:
    return reason(thing, locale) is not None


def keep_approval(approval: Approval) -> None:
    """Tell who holds the thing that it was approved."""
    for holder in _holders:
        if holder.reason(approval.thing, approval.locale):
            holder.keep(approval)
            return


def _locale(thing: Model) -> Locale:
    locale: Locale = thing.locale  # type: ignore[attr-defined]
    return locale


@contextmanager
def let_go() -> Iterator[None]:
    """Let held pages go live inside this block. For their bundle alone."""
    token = _free.set(True)
    try:
        yield
    finally:
        _free.reset(token)


def refuse_held(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Receiver of `pre_save`: stop a held page, or a new text of it, from going live by itself.

    Raises:
        HeldError: with a sentence for the person at the screen.
    """
    if raw or _free.get() or not isinstance(instance, Page) or not instance.live or not instance.pk:
        return
    if update_fields is not None and {"live", "live_revision"}.isdisjoint(update_fields):
        return
    before = Page.objects.filter(pk=instance.pk).values_list("live", "live_revision_id").first()
    if before == (True, instance.live_revision_id):
        return
    told = reason(instance)
    if told:
        raise HeldError(told)


def finish_review(workflow_state: Any, user: User | None = None) -> None:
    """The end of a review (`WAGTAIL_FINISH_WORKFLOW_ACTION`): the page goes live, or waits, approved, for the others.

    The last to approve may be the first stage, asked again because a later one changed the text; it has no right to
    publish of its own, and Wagtail's action would break on that. Whether every stage approved, `core.review_gate` asks.
    """
    page = workflow_state.content_object
    revision = page.get_latest_revision()
    if is_held(page):
        keep_approval(Approval(page, page.locale, user, revision=revision))
    else:
        revision.publish(user=user, skip_permission_checks=True)
