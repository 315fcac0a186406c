"""What came of a visit: minutes, photographs, gifts, and what both sides have promised."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.models import Park, Person
from parks.models.base import Part
from parks.models.organizations import Body
from partnerships.enums import Side
from partnerships.models.base import Reminding
from partnerships.models.visits import Visit
from partnerships.money import CURRENCIES
from partnerships.visits.enums import SETTLED, Confidence, FollowUpKind, FollowUpState, GiftDirection, GiftFate
from portal.core.days import plausible
from portal.core.localized import Words
from portal.core.models import PortalImage


class MinutesPart(Part):
    """A part of the minutes. What is confidential is for those who may change the visit."""

    needs_words = ("text",)
    guarded = ("confidence",)

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="minutes")
    confidence = models.CharField(
        pgettext_lazy("minutes", "who may read it"),
        max_length=12,
        choices=Confidence.choices,
        default=Confidence.INTERNAL,
    )
    text = models.TextField(pgettext_lazy("minutes", "text"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("part of the minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return self.words("text").text[:80]


class VisitPhotograph(Part):
    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="photographs")
    image = models.ForeignKey(PortalImage, verbose_name=_("image"), on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = pgettext_lazy("of a visit", "photographs")

    def __str__(self) -> str:
        return self.words("caption").text or str(self.image)


class Gift(Part):
    """An entry of the gifts register. On a domestic official visit there are none.

    《党政机关国内公务接待管理规定》 allows no gifts; those of foreign affairs are registered and, when received,
    handed in (《国务院关于在对外公务活动中赠送和接受礼品的规定》).
    """

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="gifts")
    direction = models.CharField(
        pgettext_lazy("gift", "given or received"), max_length=10, choices=GiftDirection.choices
    )
    description = models.CharField(pgettext_lazy("gift", "what it is"), max_length=200)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1, validators=[MinValueValidator(1)])
    value = models.DecimalField(
        pgettext_lazy("gift", "value together"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    counterpart = models.CharField(
        pgettext_lazy("gift", "from or to whom"), max_length=200, help_text=_("Name and office.")
    )
    day = models.DateField(_("day"), null=True, blank=True, validators=[plausible])
    fate = models.CharField(
        pgettext_lazy("gift", "what became of it"),
        max_length=14,
        choices=GiftFate.choices,
        default=GiftFate.OPEN,
        blank=True,
    )
    note = models.CharField(pgettext_lazy("gift", "note"), max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")

    def __str__(self) -> str:
        return self.description


class FollowUp(Reminding, Body, ClusterableModel):
    """What a side has promised: a park, an organisation or somebody described, what, and until when."""

    needs_words = ("what",)
    guarded = ("is_public", "state", "settled_on")

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=12, choices=FollowUpKind.choices, default=FollowUpKind.ACTION)
    side = models.CharField(_("side"), max_length=20, choices=Side.choices, default=Side.HOSTS)
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(pgettext_lazy("follow-up", "what"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True, validators=[plausible])
    state = models.CharField(_("state"), max_length=12, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    settled_on = models.DateField(
        pgettext_lazy("follow-up", "settled on"), null=True, blank=True, validators=[plausible]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who sees to it here"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_public = models.BooleanField(_("public"), default=False)
    becomes = models.OneToOneField(
        Visit,
        verbose_name=_("has become the visit"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="came_from",
    )

    class Meta(Body.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return self.words("what").text

    @property
    def shown(self) -> Words:
        """Who has promised it: the organisation, else the park, else the description."""
        if self.organization or not self.park:
            return super().shown
        return self.park.words("name")

    @property
    def is_open(self) -> bool:
        return self.state not in SETTLED

    def reminds_anew(self, before: dict[str, Any]) -> bool:
        is_open_again = before["state"] in SETTLED and self.is_open
        return is_open_again or self.due_on != before["due_on"]


class FollowUpInvitee(models.Model):
    """Who is invited, where a follow-up is an invitation."""

    follow_up = ParentalKey(FollowUp, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("invited person")
        verbose_name_plural = _("invited persons")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "person"], name="invitee_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class FollowUpReminder(models.Model):
    """A reminder of a follow-up that was sent; a negative number of days is after the day on which it was due."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="reminders")
    about = models.DateField(_("day that it is about"))
    days = models.SmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a follow-up")
        verbose_name_plural = _("reminders of follow-ups")
        ordering = ["sent_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["follow_up", "about", "days"], name="follow_up_reminder_once")]

    def __str__(self) -> str:
        return f"{self.about} · {self.days}"
