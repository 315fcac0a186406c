"""What the benchmark of growing lists does inside Django: write records, open the first page of their lists."""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from parks.models import Organization, Person  # noqa: E402
from parks.spellings import search_key  # noqa: E402
from partnerships.models import Agreement, Event, JointPlatform  # noqa: E402
from portal.core.enums import Role  # noqa: E402
from portal.core.models import Membership, Unit, User  # noqa: E402

ROUNDS, WARMING = 15, 3
MODELS = (Organization, Person, Agreement, Event, JointPlatform)
KEPT = (Agreement, Event, JointPlatform)
UNITS = 10


#: A screen that knows nothing of the records: what the machine is worth at the moment.
MEASURE = "wagtailadmin_account"


def records(few: int, many: int) -> dict[str, list[tuple[float, float]]]:
    """The first page at `few` and at `many` rows, by list and person: median seconds, and times those of MEASURE."""
    call_command("prepare", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # the lists name their files by it
    units = Unit.objects.bulk_create(Unit(slug=f"unit-{number}", name=f"单位{number}") for number in range(UNITS))
    people = {"administrator": _administrator(), "officer": _officer(units[0])}
    _write(0, few, units)
    at_few = _measure(people)
    _write(few, many, units)
    at_many = _measure(people)
    return {name: [at_few[name], at_many[name]] for name in at_few}


def _administrator() -> User:
    return User.objects.create_superuser("bench-admin", "bench-admin@example.org", "-")


def _officer(unit: Unit) -> User:
    user = User.objects.create_user("bench-officer", "bench-officer@example.org", "-")
    Membership.objects.create(user=user, role=Role.OFFICER, unit=unit, starts_at=timezone.now())
    return user


def _write(first: int, last: int, units: list[Unit]) -> None:
    for model in MODELS:
        rows = (_row(model, number, units) for number in range(first, last))
        model.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _row(model: Any, number: int, units: list[Unit]) -> Any:
    chinese, english = f"第{number}号记录", f"Record number {number}"
    names: dict[str, Any] = {"name": chinese, "name_zh_hans": chinese, "name_en": english, "slug": f"record-{number}"}
    if model in KEPT:
        names |= {"unit": units[number % UNITS]}
    else:
        names |= {"search_key": search_key(chinese, english)}
    return model(**names)


def _measure(people: dict[str, User]) -> dict[str, tuple[float, float]]:
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        return {
            f"{model.__name__} · {who}": _median(user, address)
            for model in MODELS
            if (address := _address(model))
            for who, user in people.items()
        }


def _address(model: Any) -> str:
    """Where the list is; empty if the model has no screen."""
    viewset = getattr(model, "snippet_viewset", None)
    return reverse(viewset.get_url_name("list")) if viewset else ""


def _median(user: User, address: str) -> tuple[float, float]:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    measure = reverse(MEASURE)
    rounds = [(_seconds(client, address), _seconds(client, measure)) for _round in range(ROUNDS + WARMING)]
    listed, measured = (statistics.median(taken) for taken in zip(*rounds[WARMING:], strict=True))
    return listed, listed / measured


def _seconds(client: Client, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - began
    assert response.status_code == 200, (address, response.status_code)
    return taken


if __name__ == "__main__":
    assert sys.argv[1] == "records"
    print(json.dumps(records(int(sys.argv[2]), int(sys.argv[3]))))
