"""Where the news of a record is written, and who may draft it there."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale
from wagtail.permissions import policy_registry

from news.models import NewsIndexPage
from parks.models.pages import ParkPage
from partnerships.models import Event, Visit
from partnerships.visits.enums import TOOK_PLACE

Record = Visit | Event


def index_for(record: Record) -> NewsIndexPage | None:
    """The news of the unit that keeps the record, in the language in which it writes; else of the record's park, else
    of the portal. None where there is none."""
    for above in (_top_page(record), _profile(record)):
        found = NewsIndexPage.objects.child_of(above).first() if above else None
        if found is not None:
            return found
    return None if record.unit_id or record.park_id else _index_of_portal()


def _top_page(record: Record) -> Any:
    return record.unit.root_page if record.unit else None


def _profile(record: Record) -> Any:
    if record.park is None:
        return None
    rows = ParkPage.objects.filter(park=record.park, alias_of__isnull=True)
    return rows.filter(locale=Locale.get_default()).first() or rows.order_by("pk").first()


def _index_of_portal() -> NewsIndexPage | None:
    rows = NewsIndexPage.objects.filter(locale=Locale.get_default()).order_by("depth", "pk")
    return next((page for page in rows if page.scope is None), None)


def may_tell(user: Any, record: Record) -> bool:
    """Whether `user` may make news of the record: it is public, or they may read it."""
    if record.is_shown:
        return True
    policy = policy_registry.get(record)
    return bool(policy.user_has_any_permission_for_instance(user, ["view", "change"], record))


def may_write(user: Any, index: NewsIndexPage | None) -> bool:
    """Whether `user` may add an article there."""
    return index is not None and bool(index.permissions_for_user(user).can_add_subpage())


def has_happened(record: Record) -> bool:
    """Whether there is something to tell: of a visit that is to come nobody outside knows."""
    return not isinstance(record, Visit) or record.state in TOOK_PLACE
