"""How a visit comes about: the request from outside, the steps from state to state, what must be ready."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey

from parks.models.base import Part
from partnerships.models.base import Move
from partnerships.models.visits import Visit
from partnerships.visits.enums import ChecklistPoint, DocumentKind, Gate, VisitState
from partnerships.visits.files import visit_files, visit_path
from portal.core.days import plausible
from portal.core.partial_dates import PartialDateField


class VisitMove(Move):
    """A step from one state to the next, with the note of who made it; written by `visits.services.moves` alone."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(_("from"), max_length=14, choices=VisitState.choices)
    to_state = models.CharField(_("to"), max_length=14, choices=VisitState.choices)
    answer = models.TextField(
        _("answer to the visitors"),
        max_length=1000,
        blank=True,
        help_text=_("Sent to whoever asked for the visit, and shown to them. The note stays internal."),
    )
    date = PartialDateField(_("date of the visit at that time"), null=True, blank=True)

    class Meta(Move.Meta):
        verbose_name = _("step of a visit")
        verbose_name_plural = _("steps of visits")


class VisitRequest(models.Model):
    """What the visiting side asked for on the public form, and who asked.

    With its `notes` it is the one place of their personal data.
    """

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="request")
    reference = models.CharField(pgettext_lazy("of a request", "reference"), max_length=20, unique=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    organization = models.CharField(_("company or institution"), max_length=200)
    country = CountryField(_("country or region"))
    person = models.CharField(_("contact person"), max_length=80)
    office = models.CharField(pgettext_lazy("of a person", "office"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    headcount = models.PositiveSmallIntegerField(_("number of visitors"), null=True, blank=True)
    wanted_from = models.DateField(_("earliest day"), null=True, blank=True)
    wanted_until = models.DateField(_("latest day"), null=True, blank=True)
    purpose = models.TextField(_("purpose"))
    delegates = models.TextField(_("delegates, with their offices"), blank=True)
    locale = models.CharField(_("language of the visitor"), max_length=20)
    privacy_version = models.CharField(_("version of the privacy notice"), max_length=20)
    consented_at = models.DateTimeField(_("consent given"))
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("request for a visit")
        verbose_name_plural = _("requests for visits")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class RequestNote(models.Model):
    """What the visiting side has added to its request since."""

    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(pgettext_lazy("of a request", "addition"))
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of a request", "addition")
        verbose_name_plural = pgettext_lazy("of a request", "additions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.request.reference


class ChecklistItem(Part):
    """A point that must be settled before a step; who settled it and when is set by the service."""

    guarded = ("text", "gate", "due_on", "responsible")

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="checklist")
    point = models.CharField(
        _("point"), max_length=16, choices=ChecklistPoint.choices, default=ChecklistPoint.OWN, blank=True
    )
    text = models.CharField(_("in words"), max_length=200, blank=True, help_text=_("For a point of your own."))
    gate = models.CharField(pgettext_lazy("checklist", "needed"), max_length=10, choices=Gate.choices)
    due_on = models.DateField(_("due"), null=True, blank=True, validators=[plausible])
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta(Part.Meta):
        verbose_name = _("point of the checklist")
        verbose_name_plural = _("checklist")

    def __str__(self) -> str:
        return self.text or str(self.get_point_display())


class VisitDocument(Part):
    """A file of the visit: the letter, the approval, signed minutes. Served to those who may read the visit."""

    guarded = ("kind", "title", "is_confidential")

    visit = ParentalKey(Visit, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices, default=DocumentKind.LETTER)
    title = models.CharField(_("title"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=visit_path, storage=visit_files, max_length=200, db_index=True)
    is_confidential = models.BooleanField(
        pgettext_lazy("document", "confidential"),
        default=False,
        help_text=_("For those who work on the visit; not for others who may read it."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta(Part.Meta):
        verbose_name = pgettext_lazy("of a visit", "document")
        verbose_name_plural = pgettext_lazy("of a visit", "documents")

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())
