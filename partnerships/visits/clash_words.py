"""Clashes in sentences: each room and person once for each visit with which they clash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import Visit
from partnerships.visits.clashes import Clash, clashes_of
from portal.core.models import User

#: Times named of one room or person; of the rest it is said that there are more.
_MOST_TIMES = 3
#: Sentences after saving; the screen of the state has them all.
_MOST_WARNINGS = 5


def clash_sentences(clashes: Iterable[Clash]) -> list[str]:
    """What is said of `clashes` in the reader's language; of another unit's visit nothing but that there is one."""
    groups: dict[tuple[tuple[str, int], int], list[Clash]] = {}
    for clash in clashes:
        about = clash.mine.visit.pk if clash.is_within else clash.other_visit.pk if clash.other_visit else 0
        groups.setdefault((clash.mine.key, about), []).append(clash)
    return [_sentence(group) for group in groups.values()]


def warn_of_clashes(request: HttpRequest, visit: Visit) -> None:
    """Say after saving what clashes; to be called in the transaction of the save, once everything is written."""
    sentences = clash_sentences(clashes_of(visit, reader=cast(User, request.user)))
    for sentence in sentences[:_MOST_WARNINGS]:
        messages.warning(request, sentence)
    if further := sentences[_MOST_WARNINGS:]:
        messages.warning(request, _("Further clashes, see “State and steps”: %(count)d.") % {"count": len(further)})


def _sentence(group: list[Clash]) -> str:
    first = group[0]
    times = dict.fromkeys(_times(clash) for clash in group)
    said = pgettext("between times", "; ").join(list(times)[:_MOST_TIMES])
    if len(times) > _MOST_TIMES:
        said = _("%(times)s and at further times") % {"times": said}
    facts = {"name": first.name, "times": said}
    other = first.other_visit
    if other:
        facts |= {"visit": str(other), "state": str(other.get_state_display())}
    return _template(first, is_named=other is not None) % facts


def _template(clash: Clash, *, is_named: bool) -> str:
    if clash.is_room:
        if clash.is_within:
            return _("%(name)s (%(times)s): two items of this visit need this room.")
        if is_named:
            return _("%(name)s (%(times)s): also taken by “%(visit)s”, %(state)s.")
        return _("%(name)s (%(times)s): taken by another unit.")
    if clash.is_within:
        return _("%(name)s (%(times)s): responsible for two items at once.")
    if is_named:
        return _("%(name)s (%(times)s): also needed for “%(visit)s”, %(state)s.")
    return _("%(name)s (%(times)s): engaged by another unit.")


def _times(clash: Clash) -> str:
    """The overlap (beside another unit's visit the own time) on the clock of the place, elsewhere with its zone."""
    begins, ends = clash.begins, clash.ends
    if begins.time() == ends.time() == time.min:
        return _days(begins, ends - timedelta(days=1))
    facts = {
        "day": date_format(begins, "DATE_FORMAT"),
        "begins": date_format(begins, "H:i"),
        "ends": date_format(ends, "H:i"),
        "zone": str(clash.zone),
    }
    if str(clash.zone) == settings.TIME_ZONE:
        return pgettext("of a clash", "%(day)s, %(begins)s–%(ends)s") % facts
    return pgettext("of a clash", "%(day)s, %(begins)s–%(ends)s %(zone)s") % facts


def _days(first: datetime, last: datetime) -> str:
    days = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    return days["first"] if first.date() == last.date() else pgettext("days", "%(first)s to %(last)s") % days
