"""To whom letters about visits went is for those who work on the visits, on the screens of letters too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from parks.models import Park
from portal.core.enums import Role
from portal.outbox.models import Letter
from portal.outbox.services import write_letter
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory

pytestmark = pytest.mark.django_db
ADDRESS = "qz-guest@example.org"


@pytest.fixture(params=["visit_request_received", "visit_request_answer", "visit_invitation"])
def letter(request, parks: dict[str, Park]) -> Letter:
    visit = VisitFactory(unit=parks["zizhu"].unit)
    values = {"kind": request.param, "key": "k", "recipient": ADDRESS, "locale": "en", "context": {}}
    letter = write_letter(**values, about=visit, unit=visit.unit)
    Letter.objects.filter(pk=letter.pk).update(subject="QzSubject", last_error=f"550 <{ADDRESS}> unknown")
    return letter


def screens(letter: Letter, *, asked: str = "") -> list[str]:
    return [f"{reverse('letters:index')}{asked}", reverse("letters:inspect", args=[letter.pk])]


@pytest.mark.parametrize("unit", [None, "zizhu"])
def test_auditors_see_the_letter_and_not_to_whom_it_went(client, parks, letter, unit):
    client.force_login(make_user("auditor", Role.AUDITOR, parks[unit].unit if unit else None))
    for screen in screens(letter):
        text = client.get(screen).content.decode()
        assert "QzSubject" in text
        assert ADDRESS not in text
    for asked, finds in (("?q=qz-guest", False), ("?q=QzSubject", True)):
        assert ("/inspect/" in client.get(screens(letter, asked=asked)[0]).content.decode()) is finds


@pytest.mark.parametrize("unit", [None, "zizhu"])
def test_whoever_works_on_the_visits_sees_the_address(client, parks, letter, unit):
    client.force_login(make_user("root", Role.ADMINISTRATOR, parks[unit].unit if unit else None))
    for screen in screens(letter, asked="?q=qz-guest"):
        assert ADDRESS in client.get(screen).content.decode()
