"""Who sees and does what with inquiries.

The unit that answers works on an inquiry; the units of the other parks it was addressed to read it, as the investor
has chosen them: one abroad as long as the investor agrees to the transfer abroad. What is in quarantine is for the same
people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from partnerships.inquiries.consents import units_abroad
from partnerships.inquiries.enums import ConsentKind
from partnerships.models import Consent, Inquiry
from portal.core.enums import ROLE_ACTIONS, RecordKind
from portal.core.models import Membership, User
from portal.core.permissions import ALL_UNITS, READING, UnitPermissionPolicy


class InquiryPolicy(UnitPermissionPolicy):
    """Scopes inquiries by the unit that answers; reading, by the parks addressed too."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = list(actions)
        own = super().instances_user_has_any_permission_for(user, wanted)
        units = self._reading_units(user, wanted)
        if not units:
            return own
        links: QuerySet[Any] = Inquiry.wanted_parks.through.objects.filter(park__unit__in=units)
        if abroad := units_abroad(units):
            agreed = Consent.objects.filter(kind=ConsentKind.ABROAD, withdrawn_at=None).values("inquiry")
            links = links.filter(~Q(park__unit__in=abroad) | Q(inquiry__in=agreed))
        addressed = links.values("inquiry")
        return self.model._default_manager.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=addressed))

    def in_scope(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        wanted = list(actions)
        if super().in_scope(user, wanted, instance):
            return True
        units = self._reading_units(user, wanted)
        inquiry: Any = instance
        addressed = {park.unit_id for park in inquiry.wanted_parks.all()} & units if units else set()
        if addressed and not inquiry.has_consent(ConsentKind.ABROAD):
            addressed -= units_abroad(addressed)
        return bool(addressed)

    def _reading_units(self, user: Any, actions: list[str]) -> set[int]:
        """The units in which `user` may read, where reading is among what is asked."""
        reading = READING.intersection(actions)
        units = self.units(user, reading) if reading and user.is_active else set()
        return set() if units is ALL_UNITS else units or set()


inquiry_policy = InquiryPolicy(Inquiry, kind=RecordKind.INQUIRY, unit_lookup="unit")


def readable_inquiries(user: Any) -> QuerySet[Inquiry]:
    """The inquiries that `user` may read in the admin, those in quarantine too."""
    rows: QuerySet[Inquiry] = inquiry_policy.instances_user_has_any_permission_for(user, ["view", "change"])
    return rows


def readable_or_404(user: Any, rows: QuerySet[Inquiry], pk: int) -> Inquiry:
    """The inquiry `pk` of `rows`; Http404 alike for what there is not and what `user` may not know."""
    return get_object_or_404(rows.filter(pk__in=readable_inquiries(user).order_by().values("pk")), pk=pk)


def may_work(user: Any, inquiry: Inquiry) -> bool:
    """Whether `user` works on the inquiry: moves it, answers, notes, passes it on."""
    return bool(inquiry_policy.user_has_permission_for_instance(user, "change", inquiry))


def is_of_own_unit(user: Any, inquiry: Inquiry) -> bool:
    """Whether `user` reads the inquiry as one of the unit that answers, or of the whole portal.

    Such a person reads what staff note for themselves; the other parks addressed do not.
    """
    return UnitPermissionPolicy.in_scope(inquiry_policy, user, ["view", "change"], inquiry)


def units_read(user: Any) -> set[int] | None:
    """The units whose inquiries `user` reads; None (`ALL_UNITS`) for all."""
    return inquiry_policy.units(user, ["view", "change"])


def colleagues_of(unit_id: int | None) -> QuerySet[User]:
    """Who may work on inquiries that the unit answers (None: the portal's own): those of the unit, and of the whole
    portal."""
    roles = [role for role, kinds in ROLE_ACTIONS.items() if "change" in kinds.get(RecordKind.INQUIRY, ())]
    members = Membership.objects.current().filter(Q(unit=unit_id) | Q(unit=None), role__in=roles)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("username")


def units_worked_on(user: Any) -> set[int] | None:
    """The units on whose inquiries `user` works; None (`ALL_UNITS`) for all."""
    return inquiry_policy.units(user, ["change"])
