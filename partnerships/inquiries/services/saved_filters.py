"""Views of the inbox that a person keeps under a name. They are the person's own."""

from __future__ import annotations

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.models import Inquiry, SavedFilter
from partnerships.services.moving import demand_room
from portal.core import audit
from portal.core.kept_filters import KeptFilters
from portal.core.models import User

_ACTION = "partnerships.inquiry_filter"
SAVED, DELETED = f"{_ACTION}.save", f"{_ACTION}.delete"
_WORD = re.compile(r"\w+")


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise PartnershipRefusedError("name", _("Give the filter a name."))
    demand_room(SavedFilter, "name", name, _("The name has %(count)d characters; %(limit)d have room."))
    return name


#: Raises PartnershipRefusedError: `name`, `many`, `taken`, `gone`.
FILTERS = KeptFilters(SavedFilter, "owner", _ACTION, _tidy, PartnershipRefusedError)


def save_filter(*, owner: User, name: str, query: str) -> SavedFilter:
    """Keep a filter; one of the same name is replaced.

    Args:
        owner: whose it is.
        name: under which it stands above the list.
        query: as in an address; the caller has asked `filter_query`.

    Raises:
        PartnershipRefusedError: nothing is narrowed or too much (`query`), or as of `FILTERS`.
    """
    name = _tidy(name)
    if not query:
        raise PartnershipRefusedError("query", _("Filter the list first: there is nothing to keep yet."))
    demand_room(SavedFilter, "query", query, _("The filter is longer than can be kept."))
    return FILTERS.save(owner=owner, name=name, query=query)


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
