"""Agreements that follow from another: amendments beside it, and the one that renews it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from partnerships.enums import HOLDING, PREPARED, AgreementKind, AgreementState
from partnerships.errors import PartnershipRefusedError
from partnerships.models import Agreement, AgreementParty, AgreementPoint, AgreementSector
from portal.core import audit
from portal.core.days import LAST_DAY
from portal.core.localized import word_columns
from portal.core.models import User
from portal.core.slugged_forms import free_slug

AMENDED = "partnerships.agreement.amend"
RENEWAL_BEGUN = "partnerships.agreement.renew"
#: States in which an agreement may be amended or renewed.
SUCCEEDED_FROM = HOLDING | {AgreementState.EXPIRED}
_SUPPLEMENT = {"name_zh_hans": "《{}》补充协议", "name_en": "Supplementary agreement to “{}”"}
_WORDS = (*word_columns("name"), *word_columns("subject"))
_KEPT = ("unit", "framework", "originals", "languages", "prevailing_language", "responsible")
_NAME_LENGTH = 300


@transaction.atomic
def begin_amendment(*, agreement_id: int, by: User) -> Agreement:
    """A draft that amends an agreement and stands beside it: with its parties, internal for the time being.

    Raises:
        PartnershipRefusedError: the agreement is gone or not in force, or `by` may not add one to its unit.
    """
    original = _held(agreement_id, by)
    values = {name: _supplement(name, getattr(original, name)) for name in word_columns("name")}
    draft = _draft(original, kind=AgreementKind.AMENDMENT, amends=original, **values)
    audit.record(instance=draft, action=AMENDED, by=by, data={"agreement": original.pk})
    return draft


@transaction.atomic
def begin_renewal(*, agreement_id: int, by: User) -> Agreement:
    """A draft that renews an agreement: the same in all but term, state and signatures; internal for the time being.

    Raises:
        PartnershipRefusedError: as of `begin_amendment`, or a renewal is being prepared already.
    """
    original = _held(agreement_id, by)
    # a draft of another unit is nobody's business here
    begun = original.renewals.filter(state__in=PREPARED, unit=original.unit).first()
    if begun is not None:
        raise PartnershipRefusedError(
            "renewal", _("A renewal is being prepared already: “%(name)s”.") % {"name": begun}
        )
    draft = _draft(original, kind=original.kind, renews=original, starts_on=_first_day_after(original))
    for link in original.sector_links.all():
        AgreementSector.objects.create(agreement=draft, sector=link.sector, sort_order=link.sort_order)
    for point in original.points.all():
        words = _columns(point, "text")
        AgreementPoint.objects.create(agreement=draft, kind=point.kind, sort_order=point.sort_order, **words)
    audit.record(instance=draft, action=RENEWAL_BEGUN, by=by, data={"agreement": original.pk})
    return draft


def _first_day_after(original: Agreement) -> date | None:
    ends_on = original.ends_on
    return ends_on + timedelta(days=1) if ends_on is not None and ends_on < LAST_DAY else None


def _held(pk: int, by: User) -> Agreement:
    original = Agreement.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if original is None:
        raise PartnershipRefusedError("gone", _("This agreement has been deleted meanwhile."))
    policy = policy_registry.get(original)
    if not policy.user_has_permission_for_instance(by, "add", original):
        raise PartnershipRefusedError("forbidden", _("You may not add agreements to this unit."))
    if original.state not in SUCCEEDED_FROM:
        raise PartnershipRefusedError(
            "move",
            _("An agreement that is “%(state)s” has nothing to amend or renew.")
            % {"state": original.get_state_display()},
        )
    return original


def _draft(original: Agreement, **values: Any) -> Agreement:
    kept = {name: getattr(original, name) for name in (*_KEPT, *_WORDS)}
    draft = Agreement(**{**kept, **values})
    draft.slug = free_slug(draft)
    draft.save()
    for party in original.parties.all():
        AgreementParty.objects.create(
            agreement=draft,
            park=party.park,
            organization=party.organization,
            sort_order=party.sort_order,
            **_columns(party, "description"),
        )
    return draft


def _columns(part: Any, field: str) -> dict[str, str]:
    return {name: getattr(part, name) or "" for name in word_columns(field)}


def _supplement(column: str, name: str | None) -> str:
    return _SUPPLEMENT[column].format(name)[:_NAME_LENGTH] if name else ""
