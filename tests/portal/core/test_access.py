"""A role that ends while its holder writes: the next save is refused with a reason, and the words are given back."""

from __future__ import annotations

import json

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from portal.core.access import _drop_messages
from portal.core.services.memberships import end_membership
from portal.core.services.units import save_unit
from tests.parks.admin_forms import form_data
from tests.portal.core.people import person, signed_in, unit

pytestmark = pytest.mark.django_db

TYPED = "记者从管委会获悉"


@pytest.fixture
def editor(tree):
    office = unit("zizhu")
    office.root_page = tree.profile["zh-hans"]
    save_unit(unit=office, by=None)
    return person("editor", "editor:zizhu", "officer:haian")


@pytest.fixture
def page(tree):
    return tree.park_news["zh-hans"]


def save(client, page, data, **headers):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, **headers)


@pytest.mark.parametrize("remaining", [True, False])
def test_the_next_save_is_refused_and_gives_back_what_was_typed(editor, page, remaining):
    client = signed_in(editor)
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    rich = json.dumps({"blocks": [{"text": f"{TYPED}，"}, {"text": "第二段。"}], "entityMap": {}})
    data = form_data(screen, title=TYPED) | {"introduction": rich}
    before = page.revisions.count()
    end_membership(membership=editor.memberships.get(role="editor"), by=None)
    if not remaining:
        end_membership(membership=editor.memberships.get(role="officer"), by=None)

    answer = save(client, page, data)

    text = answer.content.decode()
    assert answer.status_code == 403
    assert "未保存任何内容：您没有此项权限，或权限已到期、被收回。" in text
    assert f"{TYPED}，\n第二段。" in text
    assert "园区编辑 · zizhu" in text
    assert "csrfmiddlewaretoken" not in text
    assert (Page.objects.get(pk=page.pk).title, page.revisions.count()) == ("新闻动态", before)
    assert "抱歉" not in client.get("/admin/", follow=True).content.decode(), "said once is enough"


def test_the_reason_is_given_in_the_readers_language(editor, page):
    UserProfile.objects.create(user=editor, preferred_language="en")
    client = signed_in(editor)
    end_membership(membership=editor.memberships.get(role="editor"), by=None)
    assert "Nothing was saved" in save(client, page, {"title": TYPED}).content.decode()


def test_the_editor_that_saves_by_itself_hears_it_in_its_own_format(editor, page):
    client = signed_in(editor)
    end_membership(membership=editor.memberships.get(role="editor"), by=None)

    answer = save(client, page, {"title": TYPED}, headers={"accept": "application/json"})

    assert answer.status_code == 403
    assert answer.json() == {
        "success": False,
        "error_code": "locked",
        "error_message": "未保存任何内容：您没有此项权限，或权限已到期、被收回。",
    }


def test_what_is_allowed_is_not_touched(editor, page):
    client = signed_in(editor)
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert save(client, page, form_data(screen, title=TYPED)).status_code == 302
    assert Page.objects.get(pk=page.pk).get_latest_revision_as_object().title == TYPED


def test_other_messages_are_told_once(rf, editor):
    request = rf.post("/admin/")
    request.session, request.user = {}, editor
    request._messages = storage = SessionStorage(request)
    storage.add(constants.WARNING, "一次")
    storage.add(constants.ERROR, "Sorry, you do not have permission to access this area.")
    assert _drop_messages(request, {"you do not have permission to access this area."})
    storage.update(HttpResponse())
    assert [message.message for message in SessionStorage(request)] == ["一次"]
