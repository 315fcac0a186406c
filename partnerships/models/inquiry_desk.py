"""What the desk makes of inquiries: steps, letters in both directions, notes, rules, templates, filters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language_info, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from parks.models import Park, Sector
from partnerships.inquiries.enums import InquiryState, Intent, MessageDirection, RequestKind
from partnerships.models.base import Move
from partnerships.models.inquiries import Inquiry
from portal.core.models import Unit
from portal.core.names import name_of
from portal.outbox.models import Letter


def locale_choices() -> list[tuple[str, str]]:
    """The locales of the settings; a function, so that another locale asks for no migration."""
    return list(settings.LANGUAGES)


class InquiryMove(Move):
    """A step from one state to the next; written by `inquiries.services.moves` alone. `by` is None for the investor
    and for rules."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(_("from"), max_length=20, choices=InquiryState.choices)
    to_state = models.CharField(_("to"), max_length=20, choices=InquiryState.choices)

    class Meta(Move.Meta):
        verbose_name = _("step of an inquiry")
        verbose_name_plural = _("steps of inquiries")


class InquiryMessage(models.Model):
    """What the investor and the office write to each other; the first message is the inquiry itself, not a row here."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(_("direction"), max_length=3, choices=MessageDirection.choices)
    text = models.TextField(_("text"))
    locale = models.CharField(_("language"), max_length=20)
    answers = models.ForeignKey(
        "self", verbose_name=_("answers"), on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    asks = models.BooleanField(
        _("asks the investor"), default=False, help_text=_("The clock stops until the investor writes.")
    )
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("message about an inquiry")
        verbose_name_plural = _("messages about inquiries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.inquiry)


class InquiryNote(models.Model):
    """What staff note for themselves; the investor never reads it."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.inquiry)


class InquiryRequest(models.Model):
    """What the investor asked for on the status page, until somebody has settled it."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(_("asked for"), max_length=10, choices=RequestKind.choices)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request of an investor")
        verbose_name_plural = _("requests of investors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind"], condition=models.Q(settled_at=None), name="inquiry_request_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ReplyTemplate(models.Model):
    """Words for a reply in one language; `{person}`, `{reference}`, `{park}` and `{officer}` are filled in."""

    name = models.CharField(_("name"), max_length=120)
    locale = models.CharField(_("language"), max_length=20, choices=locale_choices)
    text = models.TextField(
        _("text"), max_length=10_000, help_text=_("{person}, {reference}, {park} and {officer} are filled in.")
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: for every unit."),
    )
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["name", "locale"]

    def __str__(self) -> str:
        return self.name


class RoutingRule(models.Model):
    """Where a new inquiry goes that fits: the first rule that fits counts. What is empty fits everything."""

    sort_order = models.PositiveIntegerField(pgettext_lazy("routing rule", "order"), default=100)
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    country = CountryField(_("country or region"), blank=True)
    locale = models.CharField(_("language"), max_length=20, choices=locale_choices, blank=True)
    intent = models.CharField(_("intent"), max_length=30, choices=Intent.choices, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("to the unit"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The office that answers. Empty: that of the park."),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("to the officer"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        """What an inquiry must be, and where it goes."""
        country: Any = self.country
        fits = [
            self.park,
            self.sector,
            country.name if country else "",
            self.get_intent_display() if self.intent else "",
        ]
        if self.locale:
            fits.insert(3, get_language_info(self.locale)["name_translated"])
        goes = [self.unit, name_of(self.officer)]
        sides = [" · ".join(str(part) for part in side if part) for side in (fits, goes)]
        return f"{sides[0] or pgettext('routing rule', 'every inquiry')} → {sides[1] or '—'}"


class SavedFilter(models.Model):
    """A view of the inbox that somebody keeps under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inquiry_filters")
    name = models.CharField(pgettext_lazy("saved filter", "name"), max_length=60)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="inquiry_filter_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """Its key: people name filters after whom they look for."""
        return f"#{self.pk}"
