"""People, the units they work for, and the files of the portal."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Collection, Locale, Page, Workflow

from portal.core.enums import LOCALE_ROLES, ReviewStage, Role
from portal.core.names import full_name
from portal.core.proof_marks import ProofMark
from portal.core.review_task import StageTask

__all__ = ["Membership", "PortalDocument", "PortalImage", "PortalRendition", "ProofMark", "StageTask", "Unit", "User"]


def _final_only() -> list[str]:
    return [ReviewStage.FINAL.value]


class User(AbstractUser):
    """A person with an account. Investors and visitors have none."""

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined, misc]
        swappable = "AUTH_USER_MODEL"

    def get_full_name(self) -> str:
        """The name in the order of its script: 孙瑾, Li Youping."""
        return full_name(self.last_name, self.first_name)

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The memberships in force now, read once per object (one request)."""
        return list(self.memberships.current().select_related("unit", "locale"))


class Unit(models.Model):
    """An office (单位) whose staff keep one park's pages, records and inquiries."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short address"), unique=True)
    collection = models.ForeignKey(
        Collection, verbose_name=_("file collection"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    root_page = models.ForeignKey(
        Page,
        verbose_name=_("top page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The page below which the unit writes, in the language in which it writes: its park's profile."),
    )
    review_stages = ArrayField(
        models.CharField(max_length=10, choices=ReviewStage.choices),
        verbose_name=_("stages of review"),
        default=_final_only,
        help_text=_("What the unit writes goes live after the last of these approvals, each by another person."),
    )
    proofs = models.PositiveSmallIntegerField(
        _("proof readings"),
        choices=[(0, _("None")), (1, _("One")), (2, _("Two")), (3, _("Three"))],
        default=0,
        db_default=0,
        help_text=_("How often a text is proof-read (校对) before its final review."),
    )
    workflow = models.ForeignKey(
        Workflow, verbose_name=_("workflow"), on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Those in force now: begun, and not ended."""
        now = timezone.now()
        return self.filter(Q(starts_at__lte=now), Q(ends_at__isnull=True) | Q(ends_at__gt=now))

    def not_ended(self) -> MembershipQuerySet:
        """Those in force now and those that begin later."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))

    def for_list(self) -> MembershipQuerySet:
        """With what a list shows; in force and coming first, the latest first among the rest."""
        return self.select_related("user", "unit", "locale")


class Membership(models.Model):
    """A role that a person holds, for one unit or the whole portal, for a time."""

    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        help_text=_("Empty: the whole portal."),
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("locale"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    stages = ArrayField(
        models.CharField(max_length=10, choices=ReviewStage.choices),
        verbose_name=_("stages of review"),
        default=list,
        blank=True,
        help_text=_("Of moderators only. Empty: every stage."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user_id", "role"]
        constraints = [
            # A role that ended and is given again is a new row: so it stays to be seen who held what, and when.
            models.UniqueConstraint(
                fields=["user", "role", "unit", "locale"],
                nulls_distinct=False,
                condition=Q(ends_at__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="membership_ends_after_start",
                violation_error_message=_("A role ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.MODERATOR) | Q(stages=[]),
                name="membership_stages_with_moderators",
                violation_error_message=_("Only moderators have stages of review."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(LOCALE_ROLES), locale__isnull=False)
                | (~Q(role__in=sorted(LOCALE_ROLES)) & Q(locale__isnull=True)),
                name="membership_locale_with_language_roles",
                violation_error_message=_("Translators and revisers have a language; other roles have none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def group_name(self) -> str:
        """The group that carries this role's page permissions: `editor:zizhu`, `translator:en`, `moderator`."""
        return self._named(self.role)

    @property
    def group_names(self) -> list[str]:
        """All groups of this membership: a moderator is in one of each stage, `moderator-first:zizhu`."""
        if self.role != Role.MODERATOR:
            return [self.group_name]
        return [self._named(stage_role(stage)) for stage in ReviewStage.values if stage in (self.stages or [stage])]

    def _named(self, role: str) -> str:
        parts = [role, self.unit.slug if self.unit else "", self.locale.language_code if self.locale else ""]
        return ":".join(part for part in parts if part)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        return self.ends_at is not None and self.ends_at <= max(timezone.now(), self.starts_at)


def stage_role(stage: str) -> str:
    """First part of the names of a stage's groups: `moderator` of the final review, `moderator-first` of the first."""
    return Role.MODERATOR.value if stage == ReviewStage.FINAL else f"{Role.MODERATOR.value}-{stage}"


class PortalImage(AbstractImage):
    """An image with its author; the original is private, renditions are public."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):  # type: ignore[name-defined, misc]
        verbose_name = _("image")
        verbose_name_plural = _("images")


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class PortalDocument(AbstractDocument):
    """A document; served by a view that asks for permission, never under a public address."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):  # type: ignore[name-defined, misc]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
