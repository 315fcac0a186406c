"""Who comes before whom: in the news, on the rostrum, at the signing table, in the photograph.

Sides follow one another as `enums.Side` lists them, persons within a side by their rank. The four arrangements are kept
apart: who is named first need not stand first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partnerships.enums import Arrangement, Side, SignatoryRole
from partnerships.models import Agreement, AgreementParty, AgreementSignatory, Event, Visit
from partnerships.models.ranked import RankedPerson

_SIDES = {side: number for number, side in enumerate(Side.values)}


def people_of(whole: Event | Visit) -> Any:
    """Those who take part in `whole`, as rows of the database: attendees of an event, members of a visit."""
    return whole.attendees if isinstance(whole, Event) else whole.members


def rank_of(attendee: RankedPerson, arrangement: str) -> int | None:
    """The rank of `attendee` within their side in `arrangement`; None where nobody has set one."""
    rank: int | None = getattr(attendee, f"{Arrangement(arrangement)}_rank")
    return rank


def arranged(whole: Event | Visit, arrangement: str) -> list[Any]:
    """The people of `whole`, an event or a visit, as `arrangement` (an `Arrangement`) has them.

    Within a side those with a rank come first; the others follow, who leads before the order of the form. Uses people
    who were prefetched (`attendees`, `members`).

    Raises:
        ValueError: there is no such arrangement.
    """
    return in_order(people_of(whole).all(), arrangement)


def in_order(people: Iterable[Any], arrangement: str) -> list[Any]:
    """`people` (`RankedPerson`s) as `arrangement` has them: see `arranged`."""
    return sorted(people, key=lambda one: _key(one, arrangement))


def by_side(attendees: Iterable[RankedPerson]) -> list[tuple[Side, list[RankedPerson]]]:
    """`attendees`, which are in order, side by side; sides without anybody are left out."""
    sides: dict[Side, list[RankedPerson]] = {}
    for attendee in attendees:
        sides.setdefault(Side(attendee.side), []).append(attendee)
    return list(sides.items())


def fingerprint(attendees: Iterable[RankedPerson], arrangement: str) -> str:
    """Names an order as a person saw it; changes with the people, their sides and their ranks."""
    rows = (f"{one.pk}:{one.side}:{rank_of(one, arrangement)}" for one in attendees)
    return hashlib.sha256("|".join(rows).encode()).hexdigest()[:16]


def given_twice(attendees: Iterable[RankedPerson], ranks: Mapping[int, int | None]) -> set[int]:
    """Keys of `attendees` who would share a rank with somebody on their side, if they had `ranks` (by key)."""
    places = {one.pk: (one.side, ranks.get(one.pk)) for one in attendees}
    count = Counter(places.values())
    return {pk for pk, place in places.items() if place[1] is not None and count[place] > 1}


def moved(
    attendees: Iterable[RankedPerson], ranks: Mapping[int, int | None], pk: int, places: int
) -> dict[int, int | None]:
    """`ranks` after the attendee `pk` has moved by so many `places` within their side, which is numbered from 1 on.

    `attendees` are in order; those without a rank follow the others. Nobody moves past the end of a side, and an
    unknown attendee moves nothing.
    """
    people = list(attendees)
    side = next((one.side for one in people if one.pk == pk), None)
    keys = [one.pk for one in people if one.side == side]
    keys.sort(key=lambda key: (ranks.get(key) is None, ranks.get(key) or 0))
    if pk not in keys:
        return dict(ranks)
    place = keys.index(pk)
    keys.insert(min(max(place + places, 0), len(keys) - 1), keys.pop(place))
    return {**ranks, **{key: number for number, key in enumerate(keys, start=1)}}


def _key(attendee: RankedPerson, arrangement: str) -> tuple[int, bool, int, bool, int, int]:
    rank = rank_of(attendee, arrangement)
    order = attendee.sort_order or 0
    return _SIDES[attendee.side], rank is None, rank or 0, not attendee.leads, order, attendee.pk


@dataclass(frozen=True, slots=True)
class Seat:
    """A party's place at the signing table; who assists stands on its outer side."""

    party: AgreementParty
    is_host: bool
    signatories: list[AgreementSignatory] = field(default_factory=list)
    assistants: list[AgreementSignatory] = field(default_factory=list)


def signing_table(agreement: Agreement) -> list[Seat]:
    """The seats of the signing table, from the left to the right of those who sit at it and face the hall.

    The rule is 主左客右: the host sits on the left and the guest on the right of the host, the right being the place of
    honour; 助签人 stand at the outer side of their signatories, and the witnesses behind them (`witnesses`). Left
    and right are those of the people at the table, as handbooks of protocol have it (签字双方主人在左边，客人在主人的
    右边；双方助签人分别站立在各自签字人员的外侧). Seen from the hall, and in photographs, the guest is therefore on the
    left; see `seen_from_hall`.

    The host is the one party that is at home where the event is held (`_host`). Where the records name none, nobody is
    host, and the parties sit so that the hall sees them from left to right as the agreement lists them. Handbooks have
    one chair for all where there are more than two parties; here the others follow on the right in their order.
    """
    parties = list(agreement.parties.all())
    people = list(agreement.signatories.all())
    host = _host(agreement, parties)
    numbered = [(number, party) for number, party in enumerate(parties, start=1)]
    if host is None:
        numbered.reverse()
    else:
        numbered.sort(key=lambda pair: pair[1] is not host)
    return [
        Seat(
            party,
            is_host=party is host,
            signatories=_of(people, number, SignatoryRole.SIGNATORY),
            assistants=_of(people, number, SignatoryRole.ASSISTANT),
        )
        for number, party in numbered
    ]


def witnesses(agreement: Agreement) -> list[AgreementSignatory]:
    """Who stands behind the table, in the order of the form, of all parties together."""
    return [person for person in agreement.signatories.all() if person.role == SignatoryRole.WITNESS]


def seen_from_hall(seats: Iterable[Seat]) -> list[Seat]:
    """The seats from the left to the right of somebody in the hall, who faces the table."""
    return list(seats)[::-1]


def _host(agreement: Agreement, parties: list[AgreementParty]) -> AgreementParty | None:
    """The party for the park of the event, else the one whose legal person runs that park or sits in it.

    None where the records name nobody, or more than one: a guess would seat somebody on the wrong side.
    """
    park = agreement.event.park if agreement.event else None
    if park is None:
        return None
    at_home = [party for party in parties if party.park_id == park.pk]
    if not at_home:
        bodies = {one.organization_id for one in (*park.operators.all(), *park.tenants.all())}
        at_home = [party for party in parties if party.park_id is None and party.organization_id in bodies - {None}]
    return at_home[0] if len(at_home) == 1 else None


def _of(people: Iterable[AgreementSignatory], number: int, role: str) -> list[AgreementSignatory]:
    return [person for person in people if person.party_number == number and person.role == role]
