"""Agreements between parks and organisations, in a tree of frameworks and what stands under them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from parks.models import OfficeOfTheDay, Organization, Park, Person
from parks.models.base import Part
from parks.models.sectors import SectorLink
from partnerships.enums import (
    PREPARED,
    AgreementKind,
    AgreementState,
    DocumentKind,
    PointKind,
    PublicField,
    SignatoryRole,
    usually_public,
)
from partnerships.files import agreement_files, agreement_path
from partnerships.models.base import KeptQuerySet, KeptRecord, Reminding
from partnerships.models.events import Event
from partnerships.money import CURRENCIES
from portal.core.days import plausible
from portal.core.localized import Words
from portal.core.partial_dates import PartialDate, PartialDateField

PORTAL_LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]


class AgreementQuerySet(KeptQuerySet):
    def public(self) -> KeptQuerySet:
        """Those that are marked as public and signed: what is being prepared is nobody's business yet."""
        return super().public().exclude(state__in=PREPARED)


class Agreement(Reminding, KeptRecord):
    """An agreement. What of it is public beyond its name, kind, parties, subject, state and date says `public_fields`.

    The date of signing is the event's, unless the agreement has one of its own.
    """

    reserved_slugs = frozenset({"platforms", "events"})
    guarded = ("is_public", "public_fields", "value", "currency", "starts_on", "ends_on")

    name = models.CharField(_("title"), max_length=300, blank=True)
    subject = models.CharField(pgettext_lazy("of an agreement", "subject"), max_length=300, blank=True)
    number = models.CharField(_("number in the register"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices, default=AgreementKind.OTHER)
    framework = models.ForeignKey(
        "self",
        verbose_name=_("under the framework"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specifics",
    )
    outlives_framework = models.BooleanField(
        _("may outlive its framework"),
        default=False,
        help_text=_("Otherwise its term ends with that of the framework at the latest."),
    )
    amends = models.ForeignKey(
        "self", verbose_name=_("amends"), on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    renews = models.ForeignKey(
        "self", verbose_name=_("renews"), on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("signed at"), on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    state = models.CharField(
        _("state"), max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFTING, editable=False
    )
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True, validators=[plausible])
    ends_on = models.DateField(_("in force until"), null=True, blank=True, validators=[plausible])
    renewal = models.CharField(_("renewal"), max_length=300, blank=True)
    value = models.DecimalField(
        _("value"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    originals = models.PositiveSmallIntegerField(_("number of originals"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=PORTAL_LANGUAGES), verbose_name=_("languages"), default=list, blank=True
    )
    prevailing_language = models.CharField(_("prevailing text"), max_length=10, choices=PORTAL_LANGUAGES, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    public_fields = ArrayField(
        models.CharField(max_length=20, choices=PublicField.choices),
        verbose_name=_("public beyond the essentials"),
        default=usually_public,
        blank=True,
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    internal_note = models.TextField(_("internal note"), blank=True)

    objects: ClassVar[Any] = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "ends_on"], name="agreement_state_end"),
            models.Index(fields=["is_public", "-id"], name="agreement_public"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message=_("The term ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(framework__isnull=True) | ~Q(framework=F("id")), name="agreement_not_under_itself"
            ),
        ]

    @property
    def day(self) -> PartialDate | None:
        """When it was signed: its own date, else that of the event."""
        return self.signed_on or (self.event.date if self.event else None)

    def reminds_anew(self, before: dict[str, Any]) -> bool:
        is_signed_now = before["state"] in PREPARED and self.state not in PREPARED
        return is_signed_now or self.ends_on != before["ends_on"]

    @property
    def is_shown(self) -> bool:
        """Whether everybody may see it: marked as public, and signed."""
        return self.is_public and self.state not in PREPARED

    def shows(self, field: str) -> bool:
        """Whether the public may see `field` (a `PublicField`)."""
        return self.is_shown and field in self.public_fields


class AgreementPoint(Part):
    needs_words = ("text",)

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=20, choices=PointKind.choices)
    text = models.CharField(_("phrase"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("dimension or model")
        verbose_name_plural = _("dimensions and models")

    def __str__(self) -> str:
        return self.words("text").text


class AgreementSector(SectorLink):
    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="sector_links")

    class Meta(SectorLink.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sector"], name="agreement_sector_once", deferrable=models.Deferrable.DEFERRED
            )
        ]


class AgreementParty(Part):
    """A side of the agreement: the park it is for, and the legal person that acts for it where that is known."""

    latin_stays = ("description",)

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.PROTECT, null=True, blank=True, related_name="party_links"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("legal person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="party_links",
        help_text=_("Empty where the source does not state who signs for the park."),
    )
    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def shown(self) -> Words:
        """The legal person, else the park, else the description."""
        if self.organization:
            return self.organization.words("name")
        return self.park.words("name") if self.park else self.words("description")

    @property
    def is_legal_person_unknown(self) -> bool:
        return self.organization_id is None

    def clean(self) -> None:
        super().clean()
        if not (self.park_id or self.organization_id or self.words("description")):
            raise ValidationError(_("Choose a park or a legal person, or describe the party."), code="party")


class AgreementSignatory(Part, ClusterableModel):
    """Somebody at the signing table. The party goes by its number: both are edited on one screen."""

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    role = models.CharField(_("role"), max_length=12, choices=SignatoryRole.choices, default=SignatoryRole.SIGNATORY)
    party_number = models.PositiveSmallIntegerField(
        _("for party"), validators=[MinValueValidator(1)], help_text=_("1 is the first party.")
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="signatures")

    class Meta(Part.Meta):
        verbose_name = _("signatory, assistant or witness")
        verbose_name_plural = _("signatories, assistants and witnesses")

    def __str__(self) -> str:
        return str(self.person)


class SignatoryOffice(OfficeOfTheDay):
    signatory = ParentalKey(AgreementSignatory, on_delete=models.CASCADE, related_name="offices")

    class Meta(OfficeOfTheDay.Meta):
        verbose_name = _("office on the day")
        verbose_name_plural = _("offices on the day")


class AgreementDocument(Part):
    """A file of the agreement, served to those who may read the agreement, and to all where it is public."""

    guarded = ("is_public",)

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices, default=DocumentKind.DRAFT)
    title = models.CharField(_("title"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=PORTAL_LANGUAGES, blank=True)
    file = models.FileField(_("file"), upload_to=agreement_path, storage=agreement_files, max_length=200, db_index=True)
    is_public = models.BooleanField(_("public"), default=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta(Part.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents and versions")

    def __str__(self) -> str:
        return self.words("title").text or self.get_kind_display()
