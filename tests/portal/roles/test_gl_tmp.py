from tests.portal.roles.test_walk import *

test_reading_and_writing_is_what_the_table_says = None


def test_gl(world):
    people = {name: make_person(name, world) for name in names()}
    walker = Walker(world, people.values())
    hidden = {name: hidden_words(person, world) for name, person in people.items()}
    found = []
    keys = ("glossary", "heldoffice", "watchedterm", "stylesheet")
    addrs = [a for a in addresses() if any(k in a.name for k in keys)]
    n = 0
    for name in people:
        for address in addrs:
            for call in calls(people[name], address, RULES.get(address.name, [])):
                n += 1
                found += complaints(walker, call, people["superuser"], hidden[call.person.name])
    print(n, "calls")
    assert not found, "\n".join(found[:60])
