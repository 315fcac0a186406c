"""What the records of this app have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from parks.spellings import fold, search_key
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


class DirectoryQuerySet(NamedQuerySet):
    """Persons and organisations."""

    def standing(self) -> DirectoryQuerySet:
        """Those that have not been merged into another."""
        return self.filter(merged_into__isnull=True)

    def spelled(self, text: str) -> DirectoryQuerySet:
        """Those of which any spelling contains `text`, however both are spelled; none where nothing can be read."""
        key = fold(text)
        return self.filter(search_key__contains=key) if key else self.none()

    def going_by(self, *spellings: str) -> DirectoryQuerySet:
        """Those that go by one of the spellings, the whole of it, however both are spelled."""
        keys = sorted({key for spelling in spellings if (key := fold(spelling))})
        # Folded, they hold letters and digits alone.
        return self.filter(search_key__regex=f"(^|\\n)({'|'.join(keys)})($|\\n)") if keys else self.none()


class DirectoryRecord(NamedRecord):
    """A person or an organisation: found by every spelling, and merged with its doubles.

    A merged one keeps its short address and leads to the one it was merged into, which is never merged itself.
    """

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )
    search_key = models.TextField(editable=False, default="")

    objects: ClassVar[Any] = DirectoryQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(*self.spellings())
        if kwargs.get("update_fields") is not None:  # a name may be among them
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    def names(self) -> list[str]:
        """The record's own names, in every language."""
        raise NotImplementedError

    def spellings(self) -> list[str]:
        """Everything the record is found by: its names and those of its aliases."""
        return [*self.names(), *(one.spelling for one in self.aliases.all())]  # type: ignore[attr-defined]


def by_spelling(name: str) -> GinIndex:
    """An index by which spellings and parts of them are found without reading every row."""
    return GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name=name)


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
