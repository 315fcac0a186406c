"""What agreements, events and platforms have in common: a unit that keeps them, and whether the public sees them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from parks.models.base import NamedQuerySet, NamedRecord
from portal.core.days import today
from portal.core.models import Unit


class KeptQuerySet(NamedQuerySet):
    """Records that a unit keeps."""

    def public(self) -> KeptQuerySet:
        """Those that everybody may see."""
        return self.filter(is_public=True)


class KeptRecord(NamedRecord, ClusterableModel):
    """A record that one unit keeps; to other units and the public it does not exist unless it is public.

    Only internal and business matters may be entered: state and work secrets never, as every form says.
    """

    guarded: tuple[str, ...] = ("is_public",)

    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The office that keeps this record."),
    )
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Shown on the portal and in its data."))

    #: Short addresses at which another page of the portal lies.
    reserved_slugs: ClassVar[frozenset[str]] = frozenset()

    objects: ClassVar[Any] = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in self.reserved_slugs:
            message = gettext("At this short address there is another page of the portal. Choose another.")
            raise ValidationError({"slug": message})

    @property
    def is_shown(self) -> bool:
        """Whether everybody may see it: the same as `KeptQuerySet.public` says of rows."""
        return self.is_public


class Reminding(models.Model):
    """Something that people are reminded of. What would have fallen due before `reminds_from` is never sent.

    Who enters a day that is near sees that it is near: a reminder is for what time has brought nearer since. So the
    day is set anew wherever a reason to remind begins: the record is made, its day is changed, it starts to hold.
    """

    reminds_from = models.DateField(default=today, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        names = [field.attname for field in self._meta.concrete_fields]
        before = type(self)._base_manager.filter(pk=self.pk).values(*names).first() if self.pk else None
        if before:  # a form that was open for long must not bring back an older day
            self.reminds_from = today() if self.reminds_anew(before) else before["reminds_from"]
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "reminds_from"}
        super().save(*args, **kwargs)

    def reminds_anew(self, before: dict[str, Any]) -> bool:
        """Whether a reason to remind begins with what is being saved; `before` is what the database says now."""
        raise NotImplementedError


class Move(models.Model):
    """A step of a record from `from_state` to `to_state`, with the note of who made it; `by` is None for the portal."""

    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    moved_at = models.DateTimeField(_("moved"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        states: Any = self
        return f"{states.get_from_state_display()} → {states.get_to_state_display()}"
