"""Where a new inquiry goes: to the unit and the officer that the first fitting rule names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from parks.models import Park, Sector
from partnerships.inquiries.access import colleagues_of
from partnerships.inquiries.consents import Wishes, missing_consent, wishes_of
from partnerships.inquiries.enums import InquiryState
from partnerships.inquiries.services.moves import step
from partnerships.models import Inquiry, RoutingRule
from portal.core.models import Unit, User


@dataclass(frozen=True, slots=True)
class Traits:
    """What rules look at. `park` is the one addressed first; `sectors` is a query."""

    park: Park | None
    sectors: QuerySet[Sector]
    country: str
    locale: str
    intent: str


@dataclass(frozen=True, slots=True)
class Way:
    """What a rule makes of an inquiry.

    Attributes:
        rule: the first that fits.
        unit: the one that answers.
        officer: the person responsible, if the rule names one who may work on it.
        missing: the `ConsentKind` without which the unit of the rule may not have it.
        is_followed: whether the rule has any effect.
    """

    rule: RoutingRule
    unit: Unit | None
    officer: User | None
    missing: str

    @property
    def is_followed(self) -> bool:
        return self.officer is not None or (self.rule.unit_id is not None and not self.missing)


def find_way(traits: Traits, wishes: Callable[[], Wishes], unit: Unit | None) -> Way | None:
    """Where the first rule that fits sends an inquiry; None if none fits.

    Args:
        traits: what rules look at.
        wishes: tells where the investor lets it go; asked where a rule would send it elsewhere.
        unit: the office that answers without a rule.
    """
    rule = _fitting(traits).first()
    if rule is None:
        return None
    missing = missing_consent(wishes(), rule.unit) if rule.unit != unit else ""
    goes_to = rule.unit if rule.unit and not missing else unit
    # A person named together with a unit is one of that unit: they do not follow where it may not go.
    named = rule.officer_id if not missing else None
    officer = colleagues_of(goes_to.pk if goes_to else None).filter(pk=named).first() if named else None
    return Way(rule, goes_to, officer, missing)


def route(inquiry: Inquiry) -> None:
    """Send a new inquiry where the rules say; without one that fits it stays with the unit of its park.

    Call it in the transaction that keeps the inquiry.
    """
    way = find_way(_traits(inquiry), partial(wishes_of, inquiry), inquiry.unit)
    if way is None or not way.is_followed or inquiry.state != InquiryState.NEW:
        return
    inquiry.unit, inquiry.responsible = way.unit, way.officer
    inquiry.save(update_fields=["unit", "responsible", "updated_at"])
    with translation.override(settings.LANGUAGE_CODE):  # as everything that the portal itself writes into a history
        note = _("Routing rule %(rule)s") % {"rule": f"{way.rule.sort_order} · {way.rule}"}
    step(inquiry, InquiryState.ASSIGNED if way.officer else InquiryState.TRIAGED, None, note)


def unit_by_rules(inquiry: Inquiry) -> Unit | None:
    """The office that the rules of today name for an inquiry, whether it was sent there or waits in quarantine."""
    unit = inquiry.park.unit if inquiry.park else None
    way = find_way(_traits(inquiry), partial(wishes_of, inquiry), unit)
    return way.unit if way else unit


def _traits(inquiry: Inquiry) -> Traits:
    return Traits(inquiry.park, inquiry.sectors.order_by(), str(inquiry.country), inquiry.locale, inquiry.intent)


def _fitting(traits: Traits) -> QuerySet[RoutingRule]:
    """Rules in use of which every part fits, the one that counts first."""
    fits = Q(park=None) | Q(park=traits.park) if traits.park else Q(park=None)
    rules = RoutingRule.objects.filter(
        fits,
        Q(sector=None) | Q(sector__in=traits.sectors),
        is_active=True,
        country__in=["", traits.country],
        locale__in=["", traits.locale],
        intent__in=["", traits.intent],
    )
    return rules.select_related("unit").order_by("sort_order", "pk")
