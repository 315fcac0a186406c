"""Files of visits: who has them, and which are taken."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from partnerships.models import VisitDocument
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import VisitFactory
from tests.partnerships.screens import form_of, with_rows
from tests.partnerships.visits.screens import VISITS, errors, saved, typed_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(parks) -> dict[bool, VisitDocument]:
    """An open and a confidential document of a visit, by whether it is confidential."""
    visit = VisitFactory(unit=parks["zizhu"].unit)
    return {
        is_confidential: VisitDocument.objects.create(
            visit=visit, title="公函", file=ContentFile(b"text", name="a.PDF"), is_confidential=is_confidential
        )
        for is_confidential in (False, True)
    }


def answers(client, documents) -> list[int]:
    responses = [client.get(documents[key].file.url) for key in (False, True)]
    for response in responses:
        _ = b"".join(response.streaming_content) if response.streaming else b""
    return [response.status_code for response in responses]


def test_files_are_for_those_who_may_read_and_confidential_ones_for_those_who_work(client, parks, documents):
    unit = parks["zizhu"].unit
    assert answers(client, documents) == [404, 404]
    expected = {Role.OFFICER: [200, 200], Role.HEAD: [200, 200], Role.AUDITOR: [200, 404], Role.EDITOR: [404, 404]}
    for role, codes in expected.items():
        client.force_login(make_user(f"person-{role}", role, unit))
        assert answers(client, documents) == codes
    client.force_login(make_user("other", Role.OFFICER, parks["lingang"].unit))
    assert answers(client, documents) == [404, 404]


def test_download_is_private_named_by_its_title_and_logged(client, officers, documents):
    client.force_login(officers["zizhu"])
    response = client.get(documents[True].file.url)
    assert b"".join(response.streaming_content) == b"text"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "%E5%85%AC%E5%87%BD.pdf" in response.headers["Content-Disposition"]
    assert ModelLogEntry.objects.filter(action="core.look.download", user=officers["zizhu"]).count() == 1


def test_file_of_another_kind_is_refused_at_its_field(client, officers, parks):
    client.force_login(officers["zizhu"])
    data = typed_visit(parks["zizhu"].unit, parks["zizhu"])
    upload = {"file": SimpleUploadedFile("tool.exe", b"MZ")}
    response = client.post(f"{VISITS}add/", with_rows(data, "documents", {"kind": "letter", "title": "X", **upload}))
    assert set(errors(response)) == {"documents-0-file"}
    upload = {"file": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")}
    visit = saved(client.post(f"{VISITS}add/", with_rows(data, "documents", {"kind": "letter", **upload})))
    assert visit.documents.get().file.name.startswith("visits/")


def test_letter_of_a_confirmed_visit_is_removed_by_the_head_alone(client, officers, parks, documents):
    visit = documents[False].visit
    type(visit).objects.filter(pk=visit.pk).update(state="confirmed")
    for person, is_taken in ((officers["zizhu"], False), (make_user("head", Role.HEAD, parks["zizhu"].unit), True)):
        client.force_login(person)
        shown = form_of(client.get(f"{VISITS}edit/{visit.pk}/"))
        response = client.post(f"{VISITS}edit/{visit.pk}/", shown | {"documents-0-DELETE": "on"})
        assert (response.status_code == 302) is is_taken
    assert VisitDocument.objects.count() == 1
