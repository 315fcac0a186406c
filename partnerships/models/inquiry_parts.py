"""What an investor sends with an inquiry: requirements, files, consents; and what is kept before it is sent."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.inquiries.enums import Assessment, ConsentKind, FileOrigin, Scan
from partnerships.inquiries.files import draft_path, inquiry_files, inquiry_path
from partnerships.models.inquiries import Inquiry

_NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


def _quantity(label: Any, *, digits: int = 12) -> models.DecimalField:
    """A quantity with two decimals, which may be unknown."""
    return models.DecimalField(
        label, max_digits=digits, decimal_places=2, null=True, blank=True, validators=_NOT_NEGATIVE
    )


class PremisesNeed(models.Model):
    """What premises or land must offer; every quantity may be unknown."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="premises")
    area_min = _quantity(_("area from, m²"))
    area_max = _quantity(_("area up to, m²"))
    floor_load = _quantity(_("floor load, kN/m²"), digits=8)
    clear_height = _quantity(_("clear height, m"), digits=6)
    power = _quantity(_("power, kVA"))
    water = _quantity(_("water, m³ a day"))
    emissions = models.TextField(_("emissions"), max_length=1000, blank=True)
    assessment = models.CharField(
        _("environmental impact assessment"),
        max_length=10,
        choices=Assessment.choices,
        default=Assessment.UNKNOWN,
    )
    headcount = models.PositiveIntegerField(_("staff on site"), null=True, blank=True)

    class Meta:
        verbose_name = _("requirements for premises")
        verbose_name_plural = _("requirements for premises")

    def __str__(self) -> str:
        return self.inquiry.reference


class KeptFile(models.Model):
    """A file as it was accepted: of a kind that was told by its content, its pictures written anew."""

    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("kind"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64, editable=False)
    scan = models.CharField(_("virus scan"), max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class InquiryFile(KeptFile):
    """A file of an inquiry; served to those who may read the inquiry, and to the investor."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(
        "partnerships.InquiryMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="files"
    )
    file = models.FileField(_("file"), upload_to=inquiry_path, storage=inquiry_files, max_length=200, db_index=True)
    origin = models.CharField(_("from"), max_length=10, choices=FileOrigin.choices, default=FileOrigin.INVESTOR)

    class Meta(KeptFile.Meta):
        verbose_name = _("file of an inquiry")
        verbose_name_plural = _("files of inquiries")


class Consent(models.Model):
    """What an investor agreed to, in which version of the notice, and until when."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(pgettext_lazy("consent", "to"), max_length=10, choices=ConsentKind.choices)
    version = models.CharField(_("version of the privacy notice"), max_length=20)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("privacy", "consent")
        verbose_name_plural = pgettext_lazy("privacy", "consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind"], condition=models.Q(withdrawn_at=None), name="inquiry_consent_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class InquiryDraft(models.Model):
    """What was typed into the form and not sent yet; goes with the sending, or after a day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    typed = models.JSONField(default=dict)
    locale = models.CharField(max_length=20)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("inquiry not sent yet")
        verbose_name_plural = _("inquiries not sent yet")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.key)


class DraftFile(KeptFile):
    """A file that was uploaded with a form that is not sent yet."""

    draft = models.ForeignKey(InquiryDraft, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=draft_path, storage=inquiry_files, max_length=200, db_index=True)

    class Meta(KeptFile.Meta):
        verbose_name = _("file not sent yet")
        verbose_name_plural = _("files not sent yet")


class UsedProof(models.Model):
    """A proof against robots that has been used; kept until it would have expired by itself."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("used proof")
        verbose_name_plural = _("used proofs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.digest


class PrivacyNotice(models.Model):
    """One version of the privacy notice in one language. What anybody agreed to is never changed."""

    version = models.CharField(_("version"), max_length=20, help_text=_("Such as 2026-11."))
    locale = models.CharField(_("language"), max_length=20)
    text = models.TextField(
        _("text"), help_text=_("Paragraphs are separated by empty lines; a line with # is a heading.")
    )
    in_force_from = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-in_force_from", "-version", "locale"]
        constraints = [models.UniqueConstraint(fields=["version", "locale"], name="privacy_notice_once")]

    def __str__(self) -> str:
        return f"{self.version} · {self.locale}"
