"""Views of the inbox that a person keeps under a name. They are the person's own."""

from __future__ import annotations

import re

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Inquiry, SavedFilter
from partnerships.services.moving import demand_room
from portal.core import audit
from portal.core.models import User

#: More than anybody finds again in a row of links.
MOST = 30
SAVED = "partnerships.inquiry_filter.save"
DELETED = "partnerships.inquiry_filter.delete"
_WORD = re.compile(r"\w+")


@transaction.atomic
def save_filter(*, owner: User, name: str, query: str) -> SavedFilter:
    """Keep a filter; one of the same name is replaced.

    Args:
        owner: whose it is.
        name: under which it stands above the list.
        query: as in an address; the caller has asked `filter_query`.

    Raises:
        PartnershipRefusedError: nothing is narrowed or too much (`query`), no name or one that cannot be kept
            (`name`), or too many filters (`many`).
    """
    name = _tidy(name)
    if not query:
        raise PartnershipRefusedError("query", _("Filter the list first: there is nothing to keep yet."))
    demand_room(SavedFilter, "query", query, _("The filter is longer than can be kept."))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)  # one at a time, for the limit
    mine = SavedFilter.objects.filter(owner=owner)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        said = _("You keep %(count)d filters already. Delete one that you do not need.")
        raise PartnershipRefusedError("many", said % {"count": MOST})
    kept, _created = SavedFilter.objects.update_or_create(owner=owner, name=name, defaults={"query": query})
    audit.record(instance=kept, action=SAVED, by=owner)
    return kept


@transaction.atomic
def rename_filter(*, filter_id: int, owner: User, name: str) -> SavedFilter:
    """Give one's own filter another name.

    Raises:
        PartnershipRefusedError: it is not there (`gone`), no name or one that cannot be kept (`name`), or one that
            another filter has (`taken`).
    """
    kept = _own(filter_id, owner)
    name = _tidy(name)
    if SavedFilter.objects.filter(owner=owner, name=name).exclude(pk=kept.pk).exists():
        raise PartnershipRefusedError("taken", _("You have a filter of that name already."))
    kept.name = name
    kept.save(update_fields=["name"])
    audit.record(instance=kept, action=SAVED, by=owner)
    return kept


@transaction.atomic
def delete_filter(*, filter_id: int, owner: User) -> None:
    """Drop one's own filter.

    Raises:
        PartnershipRefusedError: it is not there (`gone`).
    """
    kept = _own(filter_id, owner)
    audit.record(instance=kept, action=DELETED, by=owner)
    kept.delete()


def drop_filters_naming(*, inquiry: Inquiry, by: User) -> int:
    """Drop everybody's filters that name the investor, in the caller's transaction; returns how many."""
    rows = SavedFilter.objects.select_for_update(of=("self",)).order_by("pk")
    found = [kept for kept in rows if _names(f"{kept.name}\n{QueryDict(kept.query).get('q', '')}", inquiry)]
    for kept in found:
        audit.record(instance=kept, action=DELETED, by=by)
        kept.delete()
    return len(found)


def _names(text: str, inquiry: Inquiry) -> bool:
    """Whether `text` holds company, e-mail or telephone as a whole, or any word of the person's name or address."""
    text = text.casefold()
    wholes = [said.casefold() for said in (inquiry.company, inquiry.person, inquiry.email, inquiry.phone)]
    local, _at, _domain = inquiry.email.partition("@")
    words = {word for word in _WORD.findall(f"{inquiry.person} {local}".casefold()) if len(word) > 1}
    return any(whole in text for whole in wholes if len(whole) > 1) or not words.isdisjoint(_WORD.findall(text))


def _own(filter_id: int, owner: User) -> SavedFilter:
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
    kept = SavedFilter.objects.filter(pk=filter_id, owner=owner).first()
    if kept is None:
        raise PartnershipRefusedError("gone", _("This filter does not exist any more."))
    return kept


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise PartnershipRefusedError("name", _("Give the filter a name."))
    demand_room(SavedFilter, "name", name, _("The name has %(count)d characters; %(limit)d have room."))
    return name
