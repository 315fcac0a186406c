"""What is confidential at Zizhu stays there: no way leads the officer of Lingang to it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ReferenceIndex

from parks.models import Organization
from partnerships.models import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    AgreementSignatory,
    Milestone,
    SignatoryOffice,
)
from portal.core import audit
from portal.core.enums import Role
from tests.parks.factories import OrganizationFactory
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory, PlatformFactory

pytestmark = pytest.mark.django_db
#: In every confidential word and file of Zizhu, and nowhere else.
SECRET = "Qzsecret"
AGREEMENTS = "/admin/snippets/partnerships/agreement/"
CHOOSER = "/admin/snippets/choose/partnerships/agreement/"


@pytest.fixture
def shared_organization(db) -> Organization:
    """Known to all, and a party to the agreement of Zizhu."""
    return OrganizationFactory(name_en="Shared University", name_zh_hans="")


@pytest.fixture
def secret(parks, shared_organization) -> Agreement:
    """An internal agreement of Zizhu with everything that may belong to one."""
    unit = parks["zizhu"].unit
    words = {"name_en": f"{SECRET} agreement", "name_zh_hans": f"{SECRET}协议"}
    event = EventFactory(unit=unit, **words)
    agreement = AgreementFactory(
        unit=unit,
        slug=f"{SECRET.lower()}-agreement",
        **words,
        subject_en=f"{SECRET} subject",
        number=f"{SECRET}-7",
        renewal_en=f"{SECRET} renewal",
        summary_en=f"{SECRET} summary",
        internal_note=f"{SECRET} note",
        event=event,
    )
    AgreementParty.objects.create(agreement=agreement, organization=shared_organization)
    AgreementParty.objects.create(agreement=agreement, description_en=f"{SECRET} party")
    signatory = AgreementSignatory.objects.create(agreement=agreement, party_number=1, person=PersonFactory())
    SignatoryOffice.objects.create(signatory=signatory, title_en=f"{SECRET} office")
    Milestone.objects.create(agreement=agreement, name_en=f"{SECRET} milestone", due_on="2027-01-01")
    AgreementDocument.objects.create(
        agreement=agreement,
        title_en=f"{SECRET} document",
        file=ContentFile(SECRET.encode(), name="text.txt"),
    )
    PlatformFactory(unit=unit, agreement=agreement, **words)
    audit.record(instance=agreement, action="partnerships.agreement.import", by=None, data={"name": SECRET})
    return agreement


@pytest.fixture
def own(parks) -> Agreement:
    """What the officer of Lingang does see, so that no list is empty for another reason."""
    return AgreementFactory(unit=parks["lingang"].unit, name_en="Own agreement", name_zh_hans="")


@pytest.fixture
def lingang(client, officers, secret, own):
    client.force_login(officers["lingang"])
    return client


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        sheet = load_workbook(BytesIO(body)).active
        return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    return body.decode()


def assert_hidden(response) -> str:
    text = text_of(response)
    assert SECRET.lower() not in text.lower()
    return text


def assert_refused(response) -> None:
    """403 or 404, or home, where Wagtail leads those it refuses."""
    assert response.status_code in {403, 404} or response.headers.get("Location") == "/admin/"
    assert_hidden(response)


@pytest.mark.parametrize("query", ["", "?q=agreement", f"?q={SECRET}", "?state=drafting", "?is_public=false"])
def test_list_and_its_search_show_the_own_alone(lingang, query):
    text = assert_hidden_but_for_the_query(lingang.get(f"{AGREEMENTS}results/{query}"), query)
    assert ("Own agreement" in text) == (SECRET not in query)


def assert_hidden_but_for_the_query(response, query: str) -> str:
    """A list repeats what was searched for."""
    text = text_of(response)
    assert f"{SECRET} agreement" not in text
    assert f"{SECRET}协议" not in text
    return text


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_file_of_agreements_shows_the_own_alone(lingang, file_format):
    assert "Own agreement" in assert_hidden(lingang.get(reverse("agreements_export", args=[file_format])))


def test_file_names_no_framework_of_another_unit(lingang, own, secret):
    Agreement.objects.filter(pk=own.pk).update(framework=secret, event=secret.event)
    assert "Own agreement" in assert_hidden(lingang.get(reverse("agreements_export", args=["csv"])))


def test_list_of_events_and_platforms_show_nothing_of_another_unit(lingang):
    for model in ("event", "jointplatform"):
        response = lingang.get(f"/admin/snippets/partnerships/{model}/")
        assert response.status_code == 200
        assert_hidden(response)


@pytest.mark.parametrize("model", ["event", "jointplatform"])
def test_event_and_platform_of_another_unit_are_in_no_file_and_no_chooser(lingang, secret, model):
    record = secret.event if model == "event" else secret.platforms.get()
    snippets, chooser = f"/admin/snippets/partnerships/{model}/", f"/admin/snippets/choose/partnerships/{model}/"
    for address in (f"{snippets}?export=csv", f"{snippets}?export=xlsx", chooser, f"{chooser}results/"):
        assert_hidden(lingang.get(address))
    assert_hidden(lingang.get(f"{chooser}chosen-multiple/?id={record.pk}"))
    assert_refused(lingang.get(f"{chooser}chosen/{record.pk}/"))
    for screen in ("edit", "delete", "usage", "history", "inspect"):
        assert_refused(lingang.get(f"{snippets}{screen}/{record.pk}/"))


def test_data_tell_the_officer_of_another_unit_no_more_than_anybody(lingang, secret):
    for resource in ("agreements", "platforms", "organizations"):
        response = lingang.get(f"/api/v1/{resource}")
        assert response.status_code == 200
        assert_hidden(response)
    assert_refused(lingang.get(f"/api/v1/agreements/{secret.slug}"))


@pytest.mark.parametrize("query", ["", f"?q={SECRET[:4]}"])
def test_chooser_offers_the_own_alone(lingang, query):
    for step in ("", "results/"):
        text = assert_hidden_but_for_the_query(lingang.get(f"{CHOOSER}{step}{query}"), query)
        assert ("Own agreement" in text) == (not query)


def test_chooser_confirms_no_agreement_of_another_unit(lingang, secret):
    assert_refused(lingang.get(f"{CHOOSER}chosen/{secret.pk}/"))
    assert_hidden(lingang.get(f"{CHOOSER}chosen-multiple/?id={secret.pk}"))


@pytest.mark.parametrize("screen", ["edit", "delete", "usage", "history", "history-results", "inspect"])
def test_screen_of_an_agreement_of_another_unit_is_refused(lingang, secret, screen):
    addresses = {"history-results": f"history-results/{secret.pk}/"}
    assert_refused(lingang.get(f"{AGREEMENTS}{addresses.get(screen, f'{screen}/{secret.pk}/')}"))


def test_state_screen_and_successors_of_another_unit_are_refused(lingang, secret):
    assert_refused(lingang.get(reverse("agreement_state", args=[secret.pk])))
    for name in ("agreement_amend", "agreement_renew"):
        assert_refused(lingang.post(reverse(name, args=[secret.pk])))
    assert not secret.amendments.exists()


def test_state_screen_names_nothing_of_another_unit_beside_the_own(lingang, own, secret):
    Agreement.objects.filter(pk=own.pk).update(framework=secret, renews=secret)
    assert_hidden(lingang.get(reverse("agreement_state", args=[own.pk])))


def test_file_is_not_served_to_another_unit_nor_to_a_visitor(lingang, client, secret):
    url = secret.documents.get().file.url
    assert_refused(lingang.get(url))
    client.logout()
    assert_refused(client.get(url))


def test_file_is_served_to_its_own_unit_as_an_attachment_that_nobody_keeps(client, officers, secret):
    client.force_login(officers["zizhu"])
    response = client.get(secret.documents.get().file.url)
    assert text_of(response) == SECRET
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_import_neither_changes_nor_names_an_agreement_of_another_unit(lingang, secret):
    file = ContentFile(f"slug,name_en\n{secret.slug},Taken over\n".encode(), name="agreements.csv")
    response = lingang.post(reverse("agreements_import"), {"file": file})
    text = text_of(response)
    assert f"{SECRET} agreement" not in text
    assert "不可用" in text
    secret.refresh_from_db()
    assert secret.name_en == f"{SECRET} agreement"


def test_import_links_to_no_agreement_of_another_unit(lingang, secret):
    file = ContentFile(f"name_en,framework\nNew,{secret.slug}\n".encode(), name="agreements.csv")
    assert "不是已有的网址名称" in text_of(lingang.post(reverse("agreements_import"), {"file": file}))
    assert not Agreement.objects.filter(name_en="New").exists()


def test_usage_of_a_shared_record_counts_the_agreement_and_names_it_to_nobody_else(
    client, officers, secret, shared_organization
):
    ReferenceIndex.create_or_update_for_object(secret)
    url = f"/admin/snippets/parks/organization/usage/{shared_organization.pk}/"
    client.force_login(officers["zizhu"])
    assert f"{SECRET}协议" in text_of(client.get(url))
    client.force_login(officers["lingang"])
    assert_hidden(client.get(url))


def test_search_of_the_admin_and_of_the_site_finds_nothing(lingang, locales):
    for url in (f"/admin/snippets/partnerships/agreement/?q={SECRET}", f"/zh-hans/search/?q={SECRET}"):
        assert_hidden_but_for_the_query(lingang.get(url, follow=True), url)


def test_log_is_shown_to_the_auditor_of_the_own_unit_alone(client, parks, secret):
    for slug, expected in (("zizhu", True), ("lingang", False)):
        client.force_login(make_user(f"auditor-{slug}", Role.AUDITOR, parks[slug].unit))
        text = text_of(client.get(reverse("audit_log")))
        assert (f"{SECRET}" in text) == expected


def test_head_of_another_unit_sees_nothing_either(client, parks, secret, own):
    client.force_login(make_user("head-lingang", Role.HEAD, parks["lingang"].unit))
    assert "Own agreement" in assert_hidden(client.get(AGREEMENTS))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_staff_without_partnerships_see_none_of_their_own_unit(client, parks, secret, role):
    client.force_login(make_user("other-staff", role, parks["zizhu"].unit))
    assert_refused(client.get(AGREEMENTS))
    assert_refused(client.get(secret.documents.get().file.url))
