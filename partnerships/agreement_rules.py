"""What must be true of an agreement, whoever writes it: its form, an import, or the step to its signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.permissions import policy_registry

from partnerships.enums import ENDED, PublicField
from partnerships.kept_forms import changeable
from partnerships.models import Agreement, AgreementParty
from portal.core.models import User

#: Number of PostgreSQL's advisory lock under which the tree of agreements changes.
_TREE_LOCK = 0x41475245
#: Links along which no agreement may come back to itself.
TREE_LINKS = ("framework", "amends", "renews")
#: Links that reach into the agreement they lead to: it is shown as amended, or ends as renewed.
CHANGING_LINKS = ("amends", "renews")
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
        chosen = values.get(link)
        if pk is None or chosen is None:
            continue
        if chosen.pk == pk:
            yield link, _("An agreement cannot be chosen for itself.")
        elif leads_back(pk, chosen, link):
            yield link, sentences[link]


def term_problems(values: dict[str, Any], *, by: User) -> Iterator[Problem]:
    """A term that ends before it begins, or after that of its framework; one without an end ends with the framework.

    A framework whose term `by` may not know sets no limit: whoever tried one day after the other would learn it.
    """
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", _("The term ends before it begins. Set an end on or after the first day.")
    framework = values.get("framework")
    if framework is None or framework.ends_on is None or ends_on is None or values.get("outlives_framework"):
        return
    if ends_on > framework.ends_on and may_know_term(by, framework):
        yield (
            "ends_on",
            _("The framework ends on %(day)s. End the term by then, or say that it may outlive its framework.")
            % {"day": date_format(framework.ends_on)},
        )


def may_know_term(user: User, agreement: Agreement) -> bool:
    """Whether `user` may know when `agreement` ends: as somebody of its unit, or as everybody."""
    policy = policy_registry.get(agreement)
    return agreement.shows(PublicField.TERM) or policy.user_has_permission_for_instance(user, "view", agreement)


def specifics_problem(pk: int | None, ends_on: date | None, *, by: User) -> Iterator[Problem]:
    """Agreements below this one that say they end later, of those that `by` may change: others are not his to know."""
    if pk is None or ends_on is None:
        return
    below: QuerySet[Agreement] = QuerySet(Agreement).filter(framework=pk, outlives_framework=False)
    longer = changeable(by, below.filter(ends_on__gt=ends_on).exclude(state__in=ENDED))
    if names := [_("“%(text)s”") % {"text": row} for row in longer.order_by("ends_on", "pk")]:
        yield (
            "ends_on",
            _("These agreements under the framework end later: %(names)s. Change them first, or let them outlive it.")
            % {"names": pgettext("between quotations", ", ").join(names)},
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


def too_few_parties(count: int) -> str:
    """Why an agreement with so many parties is not signed; empty if it may be."""
    return "" if count >= MIN_PARTIES else _("An agreement has two parties at least before it is signed.")


def doubled(parties: Sequence[AgreementParty]) -> list[int]:
    """Places in `parties` of those that another one before them is already.

    A park may be named twice with two legal persons that act for it, not with one of them unnamed.
    """
    pairs = [(party.park_id, party.organization_id) for party in parties]
    return [place for place, pair in enumerate(pairs) if any(_is_one(pair, other) for other in pairs[:place])]


def party_named_twice() -> str:
    """Why nobody is a party twice."""
    return _("This is a party already: an agreement is between different ones. Remove one, or choose another.")


def _is_one(pair: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    (park, organization), (other_park, other_organization) = pair, other
    if organization is not None and other_organization is not None:
        return organization == other_organization
    return park is not None and park == other_park
