"""Filters of a list that people keep under names, whatever the list. They are the person's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User

#: More than anybody finds again in a row of links.
MOST = 30
Kept = TypeVar("Kept", bound=models.Model)


@dataclass(frozen=True)
class KeptFilters(Generic[Kept]):
    """How the filters of one list are kept.

    Attributes:
        model: with `name`, `query` and the person; a person has each name once.
        owner: the field that holds the person.
        action: how the actions of the log begin.
        tidy: makes a typed name one that can be kept; raises what `refused` makes, by the code `name`.
        refused: makes the error of a code (`many`, `taken`, `gone`) and a message.
    """

    model: type[Kept]
    owner: str
    action: str
    tidy: Callable[[str], str]
    refused: Callable[[str, str], Exception]

    @transaction.atomic
    def save(self, *, owner: User, name: str, query: str) -> Kept:
        """Keep a filter; one of the same name is replaced. Raises `refused` where there are too many."""
        name = self.tidy(name)
        own = self._held(owner)
        if not own.filter(name=name).exists() and own.count() >= MOST:
            said = _("You keep %(count)d filters already. Delete one that you do not need.")
            raise self.refused("many", said % {"count": MOST})
        named: dict[str, Any] = {self.owner: owner, "name": name}
        kept, _created = self.model._default_manager.update_or_create(**named, defaults={"query": query})
        audit.record(instance=kept, action=f"{self.action}.save", by=owner)
        return kept

    @transaction.atomic
    def rename(self, *, filter_id: int, owner: User, name: str) -> Kept:
        """Give one's own filter another name. Raises `refused` where it is gone or another has the name."""
        kept: Any = self._own(filter_id, owner)
        name = self.tidy(name)
        if self._held(owner).filter(name=name).exclude(pk=kept.pk).exists():
            raise self.refused("taken", _("You have a filter of that name already."))
        kept.name = name
        kept.save(update_fields=["name"])
        audit.record(instance=kept, action=f"{self.action}.save", by=owner)
        renamed: Kept = kept
        return renamed

    @transaction.atomic
    def delete(self, *, filter_id: int, owner: User) -> None:
        """Drop one's own filter. Raises `refused` where it is gone."""
        kept = self._own(filter_id, owner)
        audit.record(instance=kept, action=f"{self.action}.delete", by=owner)
        kept.delete()

    def _held(self, owner: User) -> models.QuerySet[Kept]:
        """The person's filters, which nobody else of theirs changes meanwhile."""
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
        return self.model._default_manager.filter(**{self.owner: owner})

    def _own(self, filter_id: int, owner: User) -> Kept:
        kept = self._held(owner).filter(pk=filter_id).first()
        if kept is None:
            raise self.refused("gone", _("This filter does not exist any more."))
        return kept
