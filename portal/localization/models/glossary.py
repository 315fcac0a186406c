"""Terms of the field and how each language says them."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Locale, RevisionMixin

from portal.localization.enums import (
    OrganizationKind,
    RenderingForm,
    RenderingStatus,
    Severity,
    TermKind,
    WatchedKind,
)


class GlossaryTerm(DraftStateMixin, RevisionMixin, ClusterableModel):
    """One notion. Its wordings in every language are renderings; no language is the first.

    The rows are what a reviser approved (`live`); a translator's change is a revision until a reviser publishes it.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=TermKind.choices, default=TermKind.TERM)
    organization_kind = models.CharField(
        _("kind of organisation"),
        max_length=20,
        choices=OrganizationKind.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of titles: where they are held. 副局长 and 副主任 are both Deputy Director."),
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("term", "part of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        help_text=_("The institution or notion to which it belongs."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("When the term applies, such as “of a bureau”."))
    authority = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Where the wordings come from, such as an official list."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="glossary_term")

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(broader__isnull=True) | ~Q(broader=F("id")), name="term_not_in_itself")
        ]

    @property
    def revisions(self) -> models.QuerySet:
        return self._revisions

    def __str__(self) -> str:
        texts = [r.text for r in self.renderings.all() if r.status == RenderingStatus.PREFERRED]
        return " · ".join(texts) or str(_("(no rendering)"))


class GlossaryRendering(models.Model):
    """How one language says a term, or must not say it."""

    term = ParentalKey(GlossaryTerm, verbose_name=_("term"), on_delete=models.CASCADE, related_name="renderings")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    source_locale = models.ForeignKey(
        Locale,
        verbose_name=_("only from"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The rendering holds for translations from this language alone. Empty: from every language."),
    )
    text = models.CharField(_("wording"), max_length=255)
    form = models.CharField(
        _("form"),
        max_length=10,
        choices=RenderingForm.choices,
        default=RenderingForm.FULL,
        db_default=RenderingForm.FULL,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=RenderingStatus.choices, default=RenderingStatus.PREFERRED
    )
    reading = models.CharField(
        _("reading"),
        max_length=255,
        blank=True,
        help_text=_(
            "Pinyin without tones, a space after each syllable, where it is not read as usual: chang san jiao."
        ),
    )

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["locale_id", "status", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "locale", "source_locale", "text"], nulls_distinct=False, name="rendering_once"
            ),
            models.UniqueConstraint(
                fields=["term", "locale", "source_locale", "form"],
                nulls_distinct=False,
                condition=Q(status=RenderingStatus.PREFERRED),
                name="rendering_preferred",
            ),
            models.CheckConstraint(
                condition=Q(source_locale__isnull=True) | ~Q(source_locale=F("locale")),
                name="rendering_from_another_language",
                violation_error_message=_("“Only from” must be another language than the wording's own."),
            ),
        ]
        indexes = [models.Index(fields=["locale", "text"], name="rendering_text")]

    def __str__(self) -> str:
        return self.text


class StyleSheet(ClusterableModel):
    """How the house writes one language: spelling, names of bodies, what to avoid."""

    locale = models.OneToOneField(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    guidance = models.TextField(
        _("guidance"), blank=True, help_text=_("For translators: spelling, capitals, names of bodies, tone.")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("style sheet")
        verbose_name_plural = _("style sheets")
        ordering = ["locale_id"]

    def __str__(self) -> str:
        return str(self.locale.get_display_name())


class StyleRule(models.Model):
    """One wording that the house avoids, and what it writes: centre, not center."""

    sheet = ParentalKey(StyleSheet, verbose_name=_("style sheet"), on_delete=models.CASCADE, related_name="rules")
    avoid = models.CharField(_("avoid"), max_length=100)
    use = models.CharField(_("write"), max_length=100, blank=True)
    note = models.CharField(
        _("note"), max_length=255, blank=True, help_text=_("Such as: but “Center” in the name of the Torch Center.")
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.WARNING)

    class Meta:
        verbose_name = _("rule of style")
        verbose_name_plural = _("rules of style")
        ordering = ["avoid"]
        constraints = [models.UniqueConstraint(fields=["sheet", "avoid"], name="style_rule_once")]

    def __str__(self) -> str:
        return f"{self.avoid} → {self.use}" if self.use else self.avoid


class WatchedTerm(models.Model):
    """A wording that the office watches in what it writes itself: sensitive, obsolete, possibly confidential."""

    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("wording"), max_length=255)
    kind = models.CharField(_("kind"), max_length=20, choices=WatchedKind.choices, default=WatchedKind.OBSOLETE)
    instead = models.CharField(_("write instead"), max_length=255, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.WARNING)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("watched wording")
        verbose_name_plural = _("watched wordings")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["locale", "text"], name="watched_once")]

    def __str__(self) -> str:
        return self.text


class HeldOffice(models.Model):
    """Who holds or held which office, in the words of the glossary: so that no text calls a district mayor a governor,
    or names an office that its holder no longer has."""

    person = models.ForeignKey(
        GlossaryTerm,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="offices_held",
        limit_choices_to={"kind": TermKind.PERSON},
    )
    office = models.ForeignKey(
        GlossaryTerm,
        verbose_name=_("office"),
        on_delete=models.CASCADE,
        related_name="holders",
        limit_choices_to={"kind": TermKind.OFFICE},
    )
    organization = models.ForeignKey(
        GlossaryTerm,
        verbose_name=_("organisation"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": [TermKind.INSTITUTION, TermKind.PLACE]},
    )
    since = models.DateField(pgettext_lazy("office", "since"), null=True, blank=True)
    until = models.DateField(
        pgettext_lazy("office", "until"), null=True, blank=True, help_text=_("The last day. Empty: still held.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        ordering = ["person_id", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="office_ends_after_start",
                violation_error_message=_("An office ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.office}"
