"""What letters about messages from outside share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.utils.translation import pgettext

from parks.models import Park
from portal.core.localized import column, reading_order
from portal.core.models import Unit, User
from portal.outbox.notifiers import tell
from portal.outbox.preferences import deliveries
from portal.outbox.recipients import preferred_locale
from portal.outbox.webhooks import tell_groups


def tell_of_message(
    *,
    kind: str,
    key: str,
    people: Iterable[User],
    facts: Callable[[str], dict[str, object]],
    common: dict[str, object],
    about: Model,
    unit: Unit | None,
) -> None:
    """Tell staff of what came in from outside, each as they chose, and the groups of the unit.

    Args:
        kind, key, about, unit: as of `write_letter`.
        facts: what the letter says besides, in the language that it is given.
        common: what every letter says and groups are told.
    """
    people = list(people)
    wanted = deliveries(kind=kind, people=people)
    for person in people:
        tell(
            kind=kind,
            key=f"{key}:{person.pk}",
            person=person,
            context={**common, **facts(preferred_locale(person))},
            about=about,
            unit=unit,
            delivery=wanted[person.pk],
        )
    tell_groups(kind=kind, key=key, context=common, unit=unit)


def names_in_words(names: list[str]) -> str:
    """Names in a row, in the active language; empty for none."""
    *first, last = names or [""]
    if not first:
        return last
    return pgettext("names in a row", "%(first)s and %(last)s") % {
        "first": pgettext("between names in a row", ", ").join(first),
        "last": last,
    }


def park_name(park: Park | None, locale: str) -> str:
    """The park in the language of the letter, else in the next best; empty where the visitor asks for advice."""
    if park is None:
        return ""
    names = (getattr(park, column("name", code)) for code in reading_order(locale))
    return next((name for name in names if name), "")
