"""Who looks at personal data leaves one entry, without the data."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import resolve, reverse
from wagtail.models import ModelLogEntry

from parks.models import Park
from partnerships.inquiries.services.receiving import receive_inquiry
from portal.core import audit
from portal.core.enums import Role
from portal.core.looks import registered_looks
from portal.core.models import PortalDocument, User
from portal.outbox.models import Letter

pytestmark = pytest.mark.django_db
PERSONAL = ("Erika Muster", "erika@example.com", "0049-30-1", "Our plans")


def looks():
    return [
        (row.action.removeprefix("core.look."), row.user.username, row.label)
        for row in ModelLogEntry.objects.filter(action__startswith="core.look.").order_by("pk")
    ]


@pytest.fixture
def inquiry(tree, units):
    Park.objects.filter(slug="zizhu").update(unit=units["zizhu"])
    return receive_inquiry(
        submission_key="k",
        parks=[Park.objects.get(slug="zizhu")],
        intent="visit",
        company="Muster AG",
        country="DE",
        person="Erika Muster",
        email="erika@example.com",
        phone="0049-30-1",
        message="Our plans",
        locale="en",
    )


@pytest.fixture
def officer(sign_in, units):
    return sign_in("officer", Role.OFFICER, units["zizhu"])


def test_opening_an_inquiry_is_one_entry_an_hour(officer, inquiry, units, monkeypatch):
    address = reverse("inquiries:inspect", args=[inquiry.pk])
    for _ in range(3):
        assert officer.get(address).status_code == 200
    assert looks() == [("view", "officer", inquiry.reference)]
    assert ModelLogEntry.objects.get(action=audit.VIEW).data["stamp"]["units"] == [units["zizhu"].pk]

    monkeypatch.setattr(audit, "LOOK_INTERVAL", timedelta(0))
    officer.get(address)
    assert len(looks()) == 2


def test_every_person_is_logged_for_oneself(officer, inquiry, sign_in, root):
    address = reverse("inquiries:inspect", args=[inquiry.pk])
    officer.get(address)
    sign_in(root).get(address)
    assert [who for _action, who, _label in looks()] == ["officer", "root"]


def test_refused_look_is_no_look(sign_in, inquiry, units):
    client = sign_in("stranger", Role.OFFICER, units["lingang"])
    assert client.get(reverse("inquiries:inspect", args=[inquiry.pk])).status_code == 404
    assert client.get(reverse("letters:index")).status_code == 302
    assert looks() == []


def test_lists_are_logged_by_their_filters(officer, inquiry):
    index = reverse("inquiries:index")
    for query in ({}, {"p": "1"}, {"state": "new"}, {"state": "new"}, {"q": "Erika Muster"}):
        officer.get(index, query)
    rows = ModelLogEntry.objects.filter(action=audit.LIST).order_by("pk")
    assert [row.data["filters"] for row in rows] == [{}, {"state": ["new"]}, {"q": ["…"]}]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_every_export_is_an_entry(officer, inquiry, file_format):
    for _ in range(2):
        officer.get(reverse("inquiries:index"), {"export": file_format})
    rows = ModelLogEntry.objects.filter(action=audit.EXPORT)
    assert [row.data["format"] for row in rows] == [file_format] * 2


def test_letter_account_and_private_document_are_looks(sign_in, root, inquiry):
    client, other = sign_in(root), User.objects.create_user("other", "o@example.com")
    letter = Letter.objects.filter(kind="inquiry_received").get()
    document = PortalDocument.objects.create(title="合同草案", file=ContentFile(b"x", name="draft.txt"))

    client.get(reverse("letters:inspect", args=[letter.pk]))
    client.get(reverse("wagtailusers_users:edit", args=[other.pk]))
    client.get(reverse("wagtailusers_users:edit", args=[root.pk]))
    b"".join(client.get(document.url))  # read to its end, the file is closed

    assert looks() == [
        ("view", "root", f"咨询确认 · {letter.pk}"),
        ("view", "root", "other"),
        ("download", "root", "合同草案"),
    ]


def test_no_entry_holds_personal_data(sign_in, root, inquiry):
    client = sign_in(root)
    client.get(reverse("inquiries:index"), {"q": "Erika Muster"})
    client.get(reverse("inquiries:inspect", args=[inquiry.pk]))
    client.get(reverse("letters:index"), {"q": "erika@example.com"})
    client.get(reverse("letters:inspect", args=[Letter.objects.filter(kind="inquiry_received").get().pk]))

    held = json.dumps(list(ModelLogEntry.objects.values("label", "data")), ensure_ascii=False)
    assert len(looks()) == 4
    assert [text for text in PERSONAL if text in held] == []


def test_look_is_no_update_of_the_account(sign_in, root):
    other = User.objects.create_user("other")
    client = sign_in(root)
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    client.get(address)

    page = client.get(address)

    assert looks() == [("view", "root", "other")]
    [panel] = [panel for panel in page.context["side_panels"] if panel.name == "status"]
    assert panel.last_updated_info is None


def test_registered_screens_exist():
    for name, look in registered_looks().items():
        arguments = [1, "x.txt"] if look.lookup == 0 else [1] if look.lookup else []
        arguments += {"visit_paper": ["programme"], "inquiries_export": ["csv"]}.get(name, [])
        assert resolve(reverse(name, args=arguments)).view_name == name
