"""A document is public exactly as long as a live page shows it."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from portal.core.enums import Role
from portal.core.models import PortalDocument, Unit, User
from portal.core.services.memberships import grant_membership
from portal.core.services.tree_roles import give_collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(locales):
    return Collection.get_first_root_node().add_child(name="紫竹")


@pytest.fixture
def document(collection):
    file = ContentFile("协议".encode(), name="agreement.txt")
    return PortalDocument.objects.create(title="协议", file=file, collection=collection)


@pytest.fixture
def staff(collection):
    """Makes a person with a role in a unit; the editors of 紫竹 keep the collection."""
    give_collection(group_name="editor:zizhu", collection=collection)

    def make(unit):
        user = User.objects.create_user(unit)
        office = Unit.objects.create(name=unit, slug=unit)
        grant_membership(user=user, role=Role.EDITOR, by=None, unit=office)
        return user

    return make


def download(client, document):
    response = client.get(document.url)
    b"".join(response)  # read to its end, the file is closed
    return response


def status(client, document):
    return download(client, document).status_code


def shown(document):
    return [("document", {"document": document, "title": ""})]


def linked(document):
    return [("text", f'<p><a linktype="document" id="{document.pk}">协议</a></p>')]


def test_document_that_no_page_shows_is_hidden(client, tree, document):
    assert status(client, document) == 404


@pytest.mark.parametrize("body", [shown, linked])
def test_document_of_a_live_page_is_public(client, tree, document, body):
    tree.add_news(body=body(document))
    response = download(client, document)

    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")


def test_document_of_a_page_never_published_is_hidden(client, tree, document):
    tree.add_news(body=shown(document), live=False)

    assert status(client, document) == 404


def test_document_of_a_page_taken_back_is_hidden(client, tree, document):
    tree.add_news(body=shown(document)).unpublish()

    assert status(client, document) == 404


def test_draft_of_a_live_page_publishes_no_document(client, tree, document):
    page = tree.add_news()
    page.body = shown(document)
    revision = page.save_revision()
    assert status(client, document) == 404

    revision.publish()
    assert status(client, document) == 200


def test_draft_of_a_live_page_hides_no_document(client, tree, document):
    page = tree.add_news(body=shown(document))
    page.body = []
    revision = page.save_revision()
    assert status(client, document) == 200

    revision.publish()
    assert status(client, document) == 404


@pytest.mark.parametrize(("unit", "expected"), [("zizhu", 200), ("haian", 404)])
def test_staff_get_what_they_may_choose(client, tree, document, staff, unit, expected):
    client.force_login(staff(unit))

    assert status(client, document) == expected
