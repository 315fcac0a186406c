"""Robots that flood the form: no answer is a failure of the server, and a person comes through."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from typing import Any

import pytest

from tests.partnerships.inquiries.sending import Visitor, told

ROBOTS = 6
ALLOWED = frozenset({200, 303, 503, *range(400, 500)})


class Robot(threading.Thread):
    """Sends forms without a proof, with a forged one or with one that has been used, as fast as it is answered."""

    def __init__(self, port: int, sources: list[str], until: float, used: str, number: int) -> None:
        super().__init__(daemon=True)
        self._port, self._sources, self._until, self._used = port, sources, until, used
        self._random = random.Random(number)
        self.statuses: Counter[int] = Counter()
        self.failures: list[str] = []

    def run(self) -> None:
        visitors = [Visitor(self._port, source) for source in self._sources]
        carried: dict[str, dict[str, Any]] = {}
        while time.monotonic() < self._until:
            visitor = self._random.choice(visitors)
            try:
                key = visitor._source[0]
                if key not in carried:
                    carried[key] = visitor.form()
                self.statuses[visitor.send(self._form(carried[key]))] += 1
            except OSError as error:
                self.failures.append(repr(error))
        for visitor in visitors:
            visitor.close()

    def _form(self, carried: dict[str, Any]) -> dict[str, Any]:
        token = {name: carried[name] for name in ("csrfmiddlewaretoken", "notice", "proof_question")}
        kinds: list[dict[str, Any]] = [
            {},
            token,
            token | {"proof": "bm90IGEgcHJvb2Y="},
            token | {"proof": self._used},
            token | {"proof_answer": "1000", "message": "\x00" * 10, "email": "x" * 5000},
        ]
        return told(**self._random.choice(kinds))


def flood(port: int, sources: list[str], seconds: float) -> Counter[int]:
    """Flood for `seconds`; meanwhile a person from the first of the addresses sends an inquiry.

    Returns:
        how often the robots were answered with each status.
    """
    person = Visitor(port, sources[0])
    used = person.work()
    assert person.send(told(**person.form() | {"proof": used})) == 303
    until = time.monotonic() + seconds
    robots = [Robot(port, sources, until, used, number) for number in range(ROBOTS)]
    for robot in robots:
        robot.start()
    time.sleep(seconds / 2)
    tries = []
    for _try in range(3):
        form = person.form()
        tries.append(person.send(told(**form | {"proof": person.work()})))
        if tries[-1] == 303:
            break
    person.close()
    for robot in robots:
        robot.join()
    statuses: Counter[int] = sum((robot.statuses for robot in robots), Counter())
    assert tries[-1] == 303, tries
    assert set(statuses) <= ALLOWED, statuses
    assert [failure for robot in robots for failure in robot.failures] == []
    assert not statuses[303], statuses
    return statuses


@pytest.mark.parametrize("addresses", [1, 20], ids=["one_address", "many_addresses"])
def test_short_flood_is_held_off(stack, addresses):
    flood(stack.port, _sources(addresses), 2.5)


@pytest.mark.long
@pytest.mark.parametrize("addresses", [1, 200], ids=["one_address", "many_addresses"])
def test_flood_of_half_a_minute_is_held_off(stack, addresses):
    statuses = flood(stack.port, _sources(addresses), 30)

    assert statuses[429] or addresses > 1, statuses


def _sources(number: int) -> list[str]:
    """Addresses of loopback, each a network of its own; other tests use the first of all."""
    return [f"127.0.{number}.{last}" for last in range(1, number + 1)]
