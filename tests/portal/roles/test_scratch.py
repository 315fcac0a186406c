import pytest
from tests.portal.roles.addresses import RULES, addresses
from tests.portal.roles.judge import complaints, hidden_words
from tests.portal.roles.people import make_person
from tests.portal.roles.walk import Walker, calls
from tests.portal.roles.test_walk import world  # noqa

WHOM = ["officer", "head", "auditor", "editor", "administrator", "unit-administrator"]


def test_scratch(world):
    people = {n: make_person(n, world) for n in {"superuser", *WHOM}}
    walker = Walker(world, people.values())
    found = []
    for n in WHOM:
        hidden = hidden_words(people[n], world)
        for a in addresses():
            if "visit" in a.name or "partnerships_room" in a.name or "home" in a.name or "gift" in a.name:
                for call in calls(people[n], a, RULES.get(a.name, [])):
                    found += complaints(walker, call, people["superuser"], hidden)
    assert not found, "\n".join(found[:60])
