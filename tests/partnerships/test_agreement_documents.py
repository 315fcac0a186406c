"""Files of agreements: who gets them, under which name, and when they go."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override

from partnerships.files import MAX_BYTES, demand_acceptable
from partnerships.models import AgreementDocument
from tests.partnerships.factories import AgreementFactory

pytestmark = pytest.mark.django_db


def attached(agreement, **values) -> AgreementDocument:
    return AgreementDocument.objects.create(
        agreement=agreement, title_en="Signed text", file=ContentFile(b"bytes", name="Deckname.PDF"), **values
    )


def test_name_of_a_file_tells_nothing_but_its_kind(db):
    name = attached(AgreementFactory()).file.name
    assert name.startswith("agreements/")
    assert name.endswith(".pdf")
    assert "Deckname" not in name


@pytest.mark.parametrize(
    ("of_agreement", "fields", "of_document", "status"),
    [
        (True, ["documents"], True, 200),
        (True, ["documents"], False, 404),
        (True, [], True, 404),
        (False, ["documents"], True, 404),
    ],
)
def test_visitor_gets_a_file_where_all_three_are_public(client, of_agreement, fields, of_document, status):
    agreement = AgreementFactory(is_public=of_agreement, public_fields=fields)
    response = client.get(attached(agreement, is_public=of_document).file.url)
    assert response.status_code == status
    if status == 200:
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Content-Disposition"] == 'attachment; filename="Signed_text.pdf"'
        assert b"".join(response.streaming_content) == b"bytes"


@pytest.mark.parametrize("name", ["00000000000000000000000000000000.pdf", "..", "%2e%2e%2fsecret-key"])
def test_guessed_name_finds_nothing(client, name):
    attached(AgreementFactory(is_public=True, public_fields=["documents"]), is_public=True)
    assert client.get(f"/documents/agreements/{name}").status_code == 404


def test_file_that_is_missing_on_disk_is_not_found(client):
    document = attached(AgreementFactory(is_public=True, public_fields=["documents"]), is_public=True)
    document.file.storage.delete(document.file.name)
    assert client.get(document.file.url).status_code == 404


def test_media_address_serves_no_file_of_an_agreement(client):
    document = attached(AgreementFactory(is_public=True, public_fields=["documents"]), is_public=True)
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_file_goes_with_its_row_on_commit(django_capture_on_commit_callbacks):
    document = attached(AgreementFactory())
    storage, name = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        document.agreement.delete()
        assert storage.exists(name)
    assert not storage.exists(name)


def test_file_stays_when_the_deletion_is_taken_back(django_capture_on_commit_callbacks):
    document = attached(AgreementFactory())
    storage, name = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        document.delete()
        transaction.set_rollback(True)
    assert storage.exists(name)


def test_replaced_file_goes_on_commit(django_capture_on_commit_callbacks):
    document = attached(AgreementFactory())
    storage, name = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(b"newer", name="new.pdf")
        document.save()
    assert not storage.exists(name)
    with storage.open(document.file.name) as file:
        assert file.read() == b"newer"


def test_file_that_is_too_large_is_refused():
    upload = ContentFile(b"", name="large.pdf")
    upload.size = MAX_BYTES + 1
    with override("en"), pytest.raises(ValidationError, match="larger than"):
        demand_acceptable(upload)
