"""Bundles of pages and records that go live together, and links by which guests read a text before it does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page, Revision

from portal.core.models import Unit
from portal.publication.enums import HOLDING, MOVES, BundleKind, BundleMoveError, BundleState


class Bundle(models.Model):
    """What goes live in one transaction or not at all, now or at a set hour, after a moderator has approved it."""

    kind = models.CharField(_("kind"), max_length=10, choices=BundleKind.choices, default=BundleKind.BUNDLE)
    title = models.CharField(_("title"), max_length=255)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whose bundle it is. Empty: of the whole portal."),
    )
    state = models.CharField(_("state"), max_length=10, choices=BundleState.choices, default=BundleState.OPEN)
    go_live_at = models.DateTimeField(
        _("goes live at"), null=True, blank=True, help_text=_("Empty: as soon as it is approved.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["go_live_at"], condition=Q(state=BundleState.APPROVED), name="bundle_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=BundleState.PUBLISHED) | Q(published_at__isnull=False),
                name="bundle_published_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING


def move(bundle: Bundle, to: str, **changes: object) -> None:
    """Move `bundle`, which the caller has locked, to another state and save it.

    Raises:
        BundleMoveError: the table of moves has no such move.
    """
    if to not in MOVES[bundle.state]:
        raise BundleMoveError(f"Bundle {bundle.pk} cannot move from {bundle.state} to {to}.")
    bundle.state = to
    for name, value in changes.items():
        setattr(bundle, name, value)
    bundle.save(update_fields=["state", "updated_at", *changes])


class BundleItem(models.Model):
    """One member: a page, its translation, or the translation of a record, each into one language.

    `content_type` and `object_id` name the page in its own language, or the record: of a translation the draft may not
    be there yet. Pages stand under the kind of all pages.
    """

    bundle = models.ForeignKey(Bundle, verbose_name=_("bundle"), on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, verbose_name=_("kind"), on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("page or record"))
    target = GenericForeignKey("content_type", "object_id")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    position = models.PositiveIntegerField(_("position"), default=0)
    #: Of the text that was approved, and of the one that the approval of the whole bundle saw.
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    bundled_hash = models.CharField(max_length=64, blank=True, editable=False)
    #: Of pages: the text that was approved. What is saved after it is not what goes live.
    revision = models.ForeignKey(
        Revision, verbose_name=_("approved text"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a bundle")
        verbose_name_plural = _("members of bundles")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "content_type", "object_id", "locale"], name="bundle_item_once"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="bundle_item_of_object")]

    def __str__(self) -> str:
        return self.title


class ReviewLink(models.Model):
    """Lets somebody without an account read one revision of a page, for a time. Its secret is kept as a digest."""

    page = models.ForeignKey(
        Page, verbose_name=pgettext_lazy("review", "page"), on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=pgettext_lazy("review", "revision"), on_delete=models.CASCADE, related_name="+"
    )
    recipient = models.CharField(_("for whom"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the secret.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(pgettext_lazy("review", "revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for a guest")
        verbose_name_plural = _("links for guests")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.recipient


class ReviewComment(models.Model):
    """What a guest wrote about the text of a link."""

    link = models.ForeignKey(
        ReviewLink, verbose_name=_("link for a guest"), on_delete=models.CASCADE, related_name="comments"
    )
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(pgettext_lazy("review", "comment"), max_length=4000)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("comment of a guest")
        verbose_name_plural = _("comments of guests")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text
