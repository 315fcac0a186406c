"""Filters of the matrix that a person keeps under a name. They are the person's own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.models import SavedFilter

#: More than anybody finds again in a row of links.
MOST = 30


@transaction.atomic
def save_filter(*, user: User, name: str, query: str) -> SavedFilter:
    """Keep a filter; one of the same name is replaced.

    Args:
        query: as in an address, without the number of the page.

    Raises:
        RefusedError: no name, too long a one, or too many filters.
    """
    name = _tidy(name)
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # one at a time, for the limit
    mine = SavedFilter.objects.filter(user=user)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise RefusedError(
            "many", _("You keep %(count)d filters already. Delete one that you do not need.") % {"count": MOST}
        )
    kept, _created = SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
    audit.record(instance=kept, action="localization.filter.save", by=user)
    return kept


@transaction.atomic
def rename_filter(*, filter_id: int, user: User, name: str) -> SavedFilter:
    """Give one's own filter another name.

    Raises:
        RefusedError: not there, no name, or a name that another filter has.
    """
    kept = _own(filter_id, user)
    name = _tidy(name)
    if SavedFilter.objects.filter(user=user, name=name).exclude(pk=kept.pk).exists():
        raise RefusedError("taken", _("You have a filter of that name already."))
    kept.name = name
    kept.save(update_fields=["name"])
    audit.record(instance=kept, action="localization.filter.save", by=user)
    return kept


@transaction.atomic
def delete_filter(*, filter_id: int, user: User) -> None:
    """Drop one's own filter.

    Raises:
        RefusedError: not there.
    """
    kept = _own(filter_id, user)
    audit.record(instance=kept, action="localization.filter.delete", by=user)
    kept.delete()


def _own(filter_id: int, user: User) -> SavedFilter:
    kept = SavedFilter.objects.select_for_update(of=("self",)).filter(pk=filter_id, user=user).first()
    if kept is None:
        raise RefusedError("gone", _("This filter does not exist any more."))
    return kept


def _tidy(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise RefusedError("name", _("Give the filter a name."))
    if len(name) > 100:
        raise RefusedError("name", _("The name is longer than 100 characters."))
    return name
