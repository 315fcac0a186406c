"""What calendars have been told of visits: invitations by e-mail, and feeds with a secret address."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parks.models import Park
from partnerships.models.visit_people import VisitMember
from partnerships.models.visits import Visit
from partnerships.visits.enums import InvitationMethod


class VisitInvitation(models.Model):
    """The entry of a visit in the calendar of one address: its name there, and what that calendar was told last.

    It outlives the delegate, so that somebody who is taken off the list is told so. `digest` names what was told;
    where the visit says something else now, the next sending says so with a higher `sequence` (RFC 5546, 2.1.4).
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(
        VisitMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    locale = models.CharField(_("language"), max_length=20)
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    method = models.CharField(
        _("state"), max_length=8, choices=InvitationMethod.choices, default=InvitationMethod.REQUEST
    )
    digest = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(_("told"), auto_now=True)

    class Meta:
        verbose_name = _("invitation to a visit")
        verbose_name_plural = _("invitations to visits")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "email"], name="visit_invitation_once")]

    def __str__(self) -> str:
        return self.email


class CalendarFeed(models.Model):
    """A secret address at which a calendar reads the visits that its owner may read: of a park, or their own.

    Of the secret only the digest is kept. What is served follows from what the owner may read at that moment.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    park = models.ForeignKey(
        Park,
        verbose_name=_("park"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the visits for which you are responsible."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    locale = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.park or self.owner)
