"""Every role × every address of the admin × objects of the own park and of another, reading and writing.

`make test-full` walks all of it, one test a person. `make test` walks a sample; its seed is printed and can be given
as PORTAL_TEST_SEED.
"""

from __future__ import annotations

import os
import random
from time import monotonic

import pytest
from wagtail.models import Locale, Site

from portal.home.models import SiteSettings
from tests.portal.roles.addresses import RULES, addresses
from tests.portal.roles.judge import complaints, hidden_words
from tests.portal.roles.people import Person, make_person, names
from tests.portal.roles.walk import Call, Walker, calls
from tests.portal.roles.world import World, build_world

SAMPLE = os.environ.get("PORTAL_TEST_SAMPLE") == "1"
SAMPLE_SECONDS = 18
SHOWN = 60


@pytest.fixture
def world(locales) -> World:
    made = build_world(locales)
    made.common.locale = Locale.objects.get(language_code="en")
    made.common.site = Site.objects.get()
    SiteSettings.for_site(made.common.site)  # else the first screen that shows the name makes the row
    return made


def all_calls(person: Person) -> list[Call]:
    return [call for address in addresses() for call in calls(person, address, RULES.get(address.name, []))]


def test_every_address_of_the_admin_has_a_rule():
    unknown = sorted({address.name for address in addresses()} - set(RULES))
    assert not unknown, (
        "These addresses of the admin are in no rule. Say in tests/portal/roles/addresses.py which row of "
        f"docs/roles.md they belong to and which marks they take: {unknown}"
    )


@pytest.mark.full
@pytest.mark.parametrize("whom", ["sample of everybody"] if SAMPLE else names())
def test_reading_and_writing_is_what_the_table_says(world, whom):
    seed = int(os.environ.get("PORTAL_TEST_SEED") or random.SystemRandom().randrange(10**6))
    people = {name: make_person(name, world) for name in (names() if SAMPLE else {"superuser", whom})}
    wanted = [call for name in (people if SAMPLE else [whom]) for call in all_calls(people[name])]
    if SAMPLE:
        print(f"Seed of the sample: {seed} (PORTAL_TEST_SEED)")
        random.Random(seed).shuffle(wanted)
    walker, end = Walker(world, people.values()), monotonic() + SAMPLE_SECONDS
    hidden = {name: hidden_words(person, world) for name, person in people.items()}
    found = []
    for call in wanted:
        found += complaints(walker, call, people["superuser"], hidden[call.person.name])
        if SAMPLE and monotonic() > end:
            break
    assert not found, "\n".join([f"{len(found)} differences (seed {seed})", *found[:SHOWN]])
