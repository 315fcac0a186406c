"""Delegates and hosts of a visit, with the offices of the day; what they need is for those who work on the visit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from parks.models import OfficeOfTheDay, Person
from partnerships.models.ranked import RankedPerson, ranked_once
from partnerships.models.visits import Visit
from partnerships.visits.enums import MemberRole, Photographs


class VisitMember(RankedPerson):
    """Somebody on a side of a visit. `PRIVATE` fields are never shown outside the screens of those who change it."""

    PRIVATE = ("email", "interpreting", "dietary", "access_needs", "photographs")
    guarded = (*RankedPerson.guarded, *PRIVATE, "person", "side", "role")

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    role = models.CharField(
        pgettext_lazy("of a delegation", "role"), max_length=12, choices=MemberRole.choices, default=MemberRole.MEMBER
    )
    email = models.EmailField(_("e-mail for the invitation"), max_length=254, blank=True)
    interpreting = models.CharField(
        _("needs interpreting into"),
        max_length=60,
        blank=True,
        help_text=_("The language; empty where none is needed."),
    )
    dietary = models.CharField(_("dietary needs"), max_length=200, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=200, blank=True)
    photographs = models.CharField(
        _("photographs"), max_length=8, choices=Photographs.choices, default=Photographs.NOT_ASKED, blank=True
    )

    class Meta(RankedPerson.Meta):
        verbose_name = _("delegate or host")
        verbose_name_plural = _("delegates and hosts")
        constraints = ranked_once("visit", "visit_member")

    @property
    def leads(self) -> bool:
        return self.role == MemberRole.HEAD


class MemberOffice(OfficeOfTheDay):
    member = ParentalKey(VisitMember, on_delete=models.CASCADE, related_name="offices")

    class Meta(OfficeOfTheDay.Meta):
        verbose_name = _("office on the day")
        verbose_name_plural = _("offices on the day")
