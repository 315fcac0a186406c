"""Short addresses made from names: one that is free, and forms that make it where it is left empty."""

from __future__ import annotations

from typing import Any

from django.db import connection

from portal.core.localized import word_columns
from portal.core.scoped_admin import ScopedForm
from portal.core.slugs import slug_for

#: Number of PostgreSQL's advisory lock under which short addresses are made and taken; the last lock that one takes.
_SLUG_LOCK = 0x534C5547
#: Room for a number behind a short address that is taken.
_SLUG_ROOM = 74


def lock_slugs() -> None:
    """Let no other transaction make or take a short address before this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLUG_LOCK])


def free_slug(record: Any) -> str:
    """A short address from the name, English before Chinese, that no other record of the kind has.

    Save the record in the same transaction: until its end no other one gets a short address.
    """
    lock_slugs()
    names = [getattr(record, name) or "" for name in reversed(word_columns("name"))]
    stem = next(filter(None, map(slug_for, names)), record._meta.model_name or "record")[:_SLUG_ROOM].strip("-")
    used = type(record)._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken = {*used, *getattr(record, "reserved_slugs", ())}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


class SluggedForm(ScopedForm):
    """A form that makes the short address where it is left empty; one that there is stays. Save in one transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            cleaned["slug"] = self._taken(cleaned["slug"]) if cleaned.get("slug") else self._slug(cleaned)
        return cleaned

    def name_record(self, cleaned: dict[str, Any]) -> None:
        """Give the record the name that was typed. Override where a name is made of parts."""
        for name in word_columns("name"):
            setattr(self.instance, name, cleaned.get(name) or "")

    def _taken(self, slug: str) -> str:
        """A short address that was typed: whoever takes the same waits, and is then told that it is not free."""
        if slug != self.initial.get("slug"):
            lock_slugs()
        return slug

    def _slug(self, cleaned: dict[str, Any]) -> str:
        if self.instance.pk:
            return str(self.initial["slug"])
        self.name_record(cleaned)
        return free_slug(self.instance)
