"""Who sees what of a visit in the admin.

A visit is a kept record: to other units it does not exist. Of those who may read it (officers, heads, administrators,
auditors of its unit) only those who may change it see what people need, their addresses and what is confidential; the
gifts register is for auditors too, whose work it is.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from partnerships.models import Visit


def readable_visits(user: Any) -> QuerySet[Visit]:
    """The visits that `user` may read in the admin."""
    rows: QuerySet[Visit] = _policy().instances_user_has_any_permission_for(user, ["view", "change"])
    return rows


def readable_or_404(user: Any, rows: QuerySet[Visit], pk: int) -> Visit:
    """The visit `pk` of `rows`; Http404 alike for what there is not and what `user` may not know."""
    return get_object_or_404(rows.filter(pk__in=readable_visits(user).values("pk")), pk=pk)


def may_read(user: Any, visit: Visit) -> bool:
    """Whether `user` may open the visit in the admin; gifts and parts of the minutes for the unit besides."""
    return bool(_policy().user_has_any_permission_for_instance(user, ["view", "change"], visit))


def may_work(user: Any, visit: Visit) -> bool:
    """Whether `user` works on the visit: changes it, and sees needs, addresses and what is confidential."""
    return bool(_policy().user_has_permission_for_instance(user, "change", visit))


def units_worked_on(user: Any) -> set[int] | None:
    """The units on whose visits `user` works; None (`ALL_UNITS`) for all."""
    units: set[int] | None = _policy().units(user, ["change"])
    return units


def may_decide(user: Any, visit: Visit) -> bool:
    """Whether `user` makes the steps of approval."""
    return bool(_policy().user_has_permission_for_instance(user, "publish", visit))


def _policy() -> Any:
    return policy_registry.get_by_type(Visit)
