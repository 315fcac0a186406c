"""Who reads what of a visit: needs, addresses and what is confidential are for those who work on it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.models import Visit
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.screens import form_of
from tests.partnerships.visits.screens import VISITS

pytestmark = pytest.mark.django_db
SECRETS = {
    "email": "qz-mail@example.org",
    "interpreting": "QzInterpreting",
    "dietary": "QzDietary",
    "access_needs": "QzAccess",
}
CONFIDENTIAL = ("QzConfidential", "QzPaper")
OPEN = ("QzGift", "QzInternal", "QzDelegate")


@pytest.fixture
def visit(parks) -> Visit:
    visit = VisitFactory(unit=parks["zizhu"].unit, park=parks["zizhu"], date=PartialDate(2027, 3, 9))
    visit.members.model.objects.create(
        visit=visit, side="guests", description_en="QzDelegate", photographs="refused", **SECRETS
    )
    for confidence, text in (("internal", "QzInternal"), ("confidential", "QzConfidential")):
        visit.minutes.model.objects.create(visit=visit, confidence=confidence, text_en=text)
    visit.documents.model.objects.create(visit=visit, title="QzPaper", file="visits/none.pdf", is_confidential=True)
    visit.gifts.model.objects.create(visit=visit, direction="given", description="QzGift", counterpart="Somebody")
    return visit


def screens(visit: Visit) -> list[str]:
    """Every screen of the admin that speaks of visits, or searches for a secret."""
    own = [f"{VISITS}{name}/{visit.pk}/" for name in ("edit", "inspect", "history", "usage", "delete")]
    lists = [VISITS, *(f"{VISITS}?q={secret}" for secret in (*SECRETS.values(), *CONFIDENTIAL))]
    files = [f"{reverse('gifts:index')}{query}" for query in ("", "?export=csv", "?export=xlsx")]
    chooser = "/admin/snippets/choose/partnerships/visit/"
    return [*own, *lists, *files, chooser, f"{chooser}chosen/{visit.pk}/", f"{chooser}results/?q=QzDietary", "/admin/"]


def seen(client, visit: Visit) -> str:
    text = ""
    for url in screens(visit):
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text += body.decode("utf-8", "replace")
        # What was searched for stands in the form of the search.
        text = text.replace(url.rpartition("=")[2], "") if "?q=" in url else text
    return text


def told(text: str, words) -> list[str]:
    return [word for word in words if word in text]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_those_who_work_on_the_visit_see_all_of_it(client, parks, visit, role):
    client.force_login(make_user("worker", role, parks["zizhu"].unit))
    text = client.get(f"{VISITS}inspect/{visit.pk}/").content.decode()
    assert told(text, (*SECRETS.values(), *CONFIDENTIAL, *OPEN)) == [*SECRETS.values(), *CONFIDENTIAL, *OPEN]


@pytest.mark.parametrize("unit", ["zizhu", None])
def test_auditor_sees_gifts_and_internal_minutes_and_no_secret(client, parks, visit, unit):
    client.force_login(make_user("auditor", Role.AUDITOR, parks[unit].unit if unit else None))
    text = seen(client, visit)
    assert told(text, (*SECRETS.values(), *CONFIDENTIAL)) == []
    assert told(text, OPEN) == list(OPEN)
    assert "饮食需求" not in client.get(f"{VISITS}inspect/{visit.pk}/").content.decode()


def test_officer_of_another_unit_sees_nothing(client, officers, visit):
    client.force_login(officers["lingang"])
    assert told(seen(client, visit), (*SECRETS.values(), *CONFIDENTIAL, *OPEN, visit.name_zh_hans)) == []


def test_log_of_an_edit_holds_no_secret_and_says_who_looked(client, officers, visit):
    client.force_login(officers["zizhu"])
    shown = form_of(client.get(f"{VISITS}edit/{visit.pk}/"))
    assert client.post(f"{VISITS}edit/{visit.pk}/", shown | {"members-0-dietary": "QzOther"}).status_code == 302
    client.get(f"{VISITS}inspect/{visit.pk}/")
    entries = ModelLogEntry.objects.for_instance(visit)
    said = json.dumps([[one.label, one.data] for one in entries], default=str)
    assert told(said, (*SECRETS.values(), *CONFIDENTIAL, "QzOther")) == []
    assert {"core.look.view", "wagtail.edit"} <= set(entries.values_list("action", flat=True))


def test_a_look_at_the_addresses_of_the_invited_is_written_down(client, officers, visit):
    client.force_login(officers["zizhu"])
    assert SECRETS["email"] in client.get(reverse("visit_invitations", args=[visit.pk])).content.decode()
    looks = ModelLogEntry.objects.for_instance(visit).filter(action="core.look.view")
    assert [look.user for look in looks] == [officers["zizhu"]]


@pytest.mark.parametrize(
    "name",
    ["visit_state", "visit_papers", "visit_delegates", "visit_request", "visit_invitations", "visit_precedence"],
)
def test_visit_of_another_unit_is_answered_like_one_that_there_is_not(client, officers, visit, name):
    client.force_login(officers["lingang"])
    for pk in (visit.pk, visit.pk + 1000):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    client.force_login(officers["zizhu"])
    assert client.get(reverse(name, args=[visit.pk])).status_code == (404 if name == "visit_request" else 200)


@pytest.mark.parametrize("name", ["visit_state", "visit_checklist", "follow_up_settle", "visit_next"])
def test_buttons_answer_alike_too(client, officers, visit, name):
    row = visit.follow_ups.model.objects.create(visit=visit, what_en="A", description_en="B")
    client.force_login(officers["lingang"])
    pk = row.pk if name in ("follow_up_settle", "visit_next") else visit.pk
    for sent in (pk, pk + 1000):
        assert client.post(reverse(name, args=[sent]), {"act": "complete"}).status_code == 404
