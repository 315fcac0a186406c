"""The durable queue: one row for each translation of one object into one locale."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from portal.core.days import today
from portal.core.permissions import current_memberships
from portal.localization.enums import FINAL, MOVES, OPEN, EngineName, JobState, MoveNotAllowedError, Priority

if TYPE_CHECKING:
    from portal.core.models import User


class TranslationJobQuerySet(models.QuerySet["TranslationJob"]):
    def open(self) -> TranslationJobQuerySet:
        """Those that a worker or a person has still to do with."""
        return self.filter(state__in=sorted(OPEN))

    def known(self) -> TranslationJobQuerySet:
        """Without the rows of another release: states and engines that this one does not know are left alone."""
        return self.filter(state__in=JobState.values, engine__in=["", *EngineName.values])

    def due(self, now: datetime) -> TranslationJobQuerySet:
        """Queued, not put off to a later time, and for an engine that takes requests; the most urgent first."""
        queued = self.known().filter(state=JobState.QUEUED, next_attempt_at__lte=now)
        return queued.exclude(_by_stopped_engine(now)).order_by("-priority", "next_attempt_at", "pk")

    def expired(self, now: datetime) -> TranslationJobQuerySet:
        """Taken by a worker that has not been heard of since its lease ran out."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def of_page(self, page: Page) -> TranslationJobQuerySet:
        """Jobs that translate `page` (the source)."""
        return self.filter(translation_key=page.translation_key, source_locale_id=page.locale_id)

    def into_page(self, page: Page) -> TranslationJobQuerySet:
        """Jobs whose result is `page` (the target)."""
        return self.filter(translation_key=page.translation_key, target_locale_id=page.locale_id)

    def for_user(self, user: User) -> TranslationJobQuerySet:
        """Those into the locales of the person; everybody without a locale of their own sees all."""
        if user.is_superuser:
            return self
        locales = {member.locale_id for member in current_memberships(user) if member.locale_id}
        return self.filter(target_locale__in=locales) if locales else self


def _by_stopped_engine(now: datetime) -> Q:
    """Jobs of engines that a person paused or that rest."""
    from portal.localization.models.engines import EngineAccount  # its charges name jobs

    stopped = EngineAccount.objects.filter(Q(paused=True) | Q(paused_until__gt=now))
    of_settings = Q(engine="") & Exists(stopped.filter(engine=settings.TRANSLATION_ENGINE))
    return of_settings | Q(engine__in=stopped.values("engine"))


class TranslationJob(models.Model):
    """The translation of one object into one locale, from the wish to the publication."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of source"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("source"))
    source_object = GenericForeignKey("content_type", "object_id")
    translation_key = models.UUIDField(_("translation key"), null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=255, help_text=_("Of the source, when it was sent."))
    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )

    state = models.CharField(_("state"), max_length=20, choices=JobState.choices, default=JobState.QUEUED)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    claimed_by = models.CharField(_("worker"), max_length=100, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    source_hash = models.CharField(_("hash of the source text"), max_length=64, blank=True)
    segments_total = models.PositiveIntegerField(_("segments"), default=0)
    segments_filled = models.PositiveIntegerField(_("segments filled"), default=0)
    segments_sent = models.PositiveIntegerField(
        _("segments translated by machine"),
        default=0,
        db_default=0,  # for rows that the previous release adds while it still runs
        help_text=_("Answered by an engine, over all attempts."),
    )
    engine = models.CharField(
        _("engine"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: the one of the settings. Otherwise its name."),
    )
    #: Texts in one request, after more were too much for the engine; 0: as many as it takes.
    texts_at_once = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    order = models.ForeignKey(
        "TranslationOrder",
        verbose_name=_("order"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        db_index=False,  # `job_of_order`
    )

    #: Whether the text is that of the latest draft of a page, to go live with it; else that of the live page.
    of_draft = models.BooleanField(_("of a draft"), default=False, db_default=False, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations_assigned",
    )
    due_on = models.DateField(_("due"), null=True, blank=True, help_text=_("The last day, at the portal."))
    #: For which day people were told that it is near, and that it has passed: once each, whenever the clock runs again.
    near_told_for = models.DateField(null=True, blank=True, editable=False)
    overdue_told_for = models.DateField(null=True, blank=True, editable=False)

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translated by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("translated at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = TranslationJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="job_due"),
            models.Index(
                fields=["-priority", "next_attempt_at", "id"], condition=Q(state=JobState.QUEUED), name="job_queue"
            ),
            models.Index(fields=["translation_key", "target_locale"], name="job_target"),
            models.Index(fields=["content_type", "object_id", "target_locale"], name="job_of_object"),
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="job_of_order"),
            models.Index(fields=["assigned_to"], condition=Q(state__in=sorted(OPEN)), name="job_assigned_open"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=sorted(OPEN), due_on__isnull=False), name="job_due_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "target_locale"],
                condition=Q(state__in=sorted(OPEN)),
                name="job_open_once_for_translation",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "target_locale"],
                condition=Q(state__in=sorted(OPEN)),
                name="job_open_once_for_object",
            ),
            models.CheckConstraint(condition=~Q(source_locale=F("target_locale")), name="job_between_two_locales"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False), name="job_running_with_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.target_locale.language_code}"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it is still open after its last day."""
        return self.is_open and self.due_on is not None and self.due_on < today()

    def source_page(self) -> Page | None:
        """The source as a specific page; None if it has been deleted."""
        page = Page.objects.filter(translation_key=self.translation_key, locale_id=self.source_locale_id).first()
        return page.specific if page else None

    def target_page(self) -> Page | None:
        """The translated page; None while there is no draft."""
        return Page.objects.filter(translation_key=self.translation_key, locale_id=self.target_locale_id).first()


def move(job: TranslationJob, to: str, **changes: object) -> None:
    """Move `job`, which the caller has locked, to another state and save it.

    Args:
        changes: further fields to set in the same write.

    Raises:
        MoveNotAllowedError: the table of moves has no such move.
    """
    if to not in MOVES[job.state]:
        raise MoveNotAllowedError(f"Translation job {job.pk} cannot move from {job.state} to {to}.")
    job.state = to
    if to != JobState.RUNNING:
        changes = {"lease_until": None, "claimed_by": "", **changes}
    for name, value in changes.items():
        setattr(job, name, value)
    job.save(update_fields=["state", "updated_at", *changes])
