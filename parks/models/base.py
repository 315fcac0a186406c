"""What the records of this app have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from portal.core.localized import Worded, page_language, reading_order, word_columns


class NamedQuerySet(models.QuerySet):
    """Records with a `name` in several languages."""

    def missing_names(self) -> NamedQuerySet:
        """Those whose name is not known in every language: flagged to staff, shown as they are."""
        unknown = Q()
        for name in word_columns("name"):
            unknown |= Q(**{f"{name}__isnull": True}) | Q(**{name: ""})
        return self.filter(unknown)


class Record(Worded):
    """A record of its own, with the times at which it was made and last saved."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True


class NamedRecord(Record):
    """A record known by a name; the name is what lists and choosers show."""

    needs_words = ("name",)

    objects: ClassVar[Any] = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words("name").text

    @property
    def other_language(self) -> str:
        """The first other language in which the name is known; empty if there is none."""
        shown = self.words("name").language
        known = (code for code in reading_order(page_language()) if code not in self.missing_words("name"))
        return next((code for code in known if code != shown), "")

    @property
    def other_name(self) -> str:
        """The name in `other_language`."""
        return getattr(self, f"name_{self.other_language.replace('-', '_')}") if self.other_language else ""


class Alias(Orderable):
    """Another spelling that means the same record; one row serves all languages."""

    spelling = models.CharField(_("spelling"), max_length=200)
    former = models.BooleanField(_("former name"), default=False)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.spelling


class Part(Worded, Orderable):
    """An ordered part of a record, with words of its own."""

    class Meta(Orderable.Meta):
        abstract = True


def exactly_one_subject(name: str) -> models.CheckConstraint:
    """A constraint: the row is about a park or about a place, never both, never neither."""
    return models.CheckConstraint(
        condition=Q(park__isnull=False, place__isnull=True) | Q(park__isnull=True, place__isnull=False), name=name
    )
