"""What must be true of an agreement, whoever writes it: its form, an import, or the step to its signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.enums import ENDED, PublicField
from partnerships.kept_forms import changeable
from partnerships.models import Agreement
from portal.core.localized import word_columns
from portal.core.models import User

#: Number of PostgreSQL's advisory lock under which the tree of agreements changes.
_TREE_LOCK = 0x41475245
#: Links along which no agreement may come back to itself.
TREE_LINKS = ("framework", "amends", "renews")
#: Links that reach into the agreement they lead to: it is shown as amended, or ends as renewed.
CHANGING_LINKS = ("amends", "renews")
#: What those who approve an agreement have seen of it; its parties and drafts besides.
AGREED = frozenset(
    {
        *(*word_columns("name"), *word_columns("subject"), *word_columns("renewal"), *TREE_LINKS, "kind"),
        *("outlives_framework", "starts_on", "ends_on", "value", "currency"),
        *("originals", "languages", "prevailing_language"),
    }
)
#: Parties that an agreement has at least, once it is signed.
MIN_PARTIES = 2

#: A field and what is wrong with it.
Problem = tuple[str, str]


def lock_tree() -> None:
    """Let no other transaction change the tree before this one ends: two might close a circle together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


def leads_back(pk: int | None, start: Agreement | None, link: str) -> bool:
    """Whether `link`, followed from `start`, comes to the agreement `pk`. One query a step."""
    seen: set[int] = set()
    step = start.pk if start else None
    while step is not None and step not in seen:
        if step == pk:
            return True
        seen.add(step)
        step = Agreement.objects.filter(pk=step).values_list(f"{link}_id", flat=True).first()
    return False


def tree_problems(pk: int | None, values: dict[str, Any]) -> Iterator[Problem]:
    """Links that make a circle. Ask under `lock_tree`."""
    sentences = {
        "framework": _("This agreement stands above it already: a framework cannot stand under what it frames."),
        "amends": _("This agreement amends it already."),
        "renews": _("This agreement renews it already."),
    }
    for link in TREE_LINKS:
        if pk is not None and leads_back(pk, values.get(link), link):
            yield link, sentences[link]


def term_problems(values: dict[str, Any], *, by: User) -> Iterator[Problem]:
    """A term that ends before it begins, or after that of its framework.

    A framework whose term `by` may not know sets no limit: whoever tried one day after the other would learn it.
    What amends an agreement has the term of that one, unless it says otherwise.
    """
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", _("The term ends before it begins. Set an end on or after the first day.")
    framework = values.get("framework")
    if framework is None or framework.ends_on is None or values.get("outlives_framework"):
        return
    is_longer = not values.get("amends") if ends_on is None else ends_on > framework.ends_on
    if is_longer and may_know_term(by, framework):
        yield (
            "ends_on",
            _("The framework ends on %(day)s. End the term by then, or say that it may outlive its framework.")
            % {"day": framework.ends_on.isoformat()},
        )


def may_know_term(user: User, agreement: Agreement) -> bool:
    """Whether `user` may know when `agreement` ends: as somebody of its unit, or as everybody."""
    policy = policy_registry.get(agreement)
    return agreement.shows(PublicField.TERM) or policy.user_has_permission_for_instance(user, "view", agreement)


def specifics_problem(pk: int | None, ends_on: date | None, *, by: User) -> Iterator[Problem]:
    """Agreements below this one that would outlive it, of those that `by` may change: others are not his to know."""
    if pk is None or ends_on is None:
        return
    below: QuerySet[Agreement] = QuerySet(Agreement).filter(framework=pk, outlives_framework=False)
    longer = below.filter(Q(ends_on__gt=ends_on) | Q(ends_on=None, amends=None)).exclude(state__in=ENDED)
    count = changeable(by, longer).count()
    if count:
        yield (
            "ends_on",
            _("Agreements under this framework end later: %(count)d. Change them first, or let them outlive it.")
            % {"count": count},
        )


def value_problems(values: dict[str, Any]) -> Iterator[Problem]:
    """An amount without a currency, and a prevailing text that there is not."""
    if values.get("value") is not None and not values.get("currency"):
        yield "currency", _("Say in which currency the value is.")
    prevailing = values.get("prevailing_language")
    if prevailing and prevailing not in (values.get("languages") or []):
        yield "prevailing_language", _("The agreement is not in this language: tick it among the languages first.")


def field_problems(pk: int | None, values: dict[str, Any], *, by: User) -> Iterator[Problem]:
    """Everything that the fields of an agreement say wrongly together. Ask under `lock_tree`.

    Args:
        pk: of the agreement; None for a new one.
        values: its fields by name, links as agreements.
        by: who is told; nothing is said of what this person may not know.
    """
    yield from tree_problems(pk, values)
    yield from term_problems(values, by=by)
    yield from specifics_problem(pk, values.get("ends_on"), by=by)
    yield from value_problems(values)


def change_in_approval() -> str:
    """Why what is agreed does not change while it is approved."""
    return _("This agreement is in approval: its text, parties and terms stay. To change them, take it back first.")


def too_few_parties(count: int) -> str:
    """Why an agreement with so many parties is not signed; empty if it may be."""
    return "" if count >= MIN_PARTIES else _("An agreement has two parties at least before it is signed.")
