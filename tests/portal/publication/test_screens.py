"""The screens of pairs and bundles: what people see, and what the server refuses whatever they send."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from portal.localization.enums import JobState
from portal.localization.models import TranslationJob
from portal.publication.enums import BundleKind, BundleState
from portal.publication.models import Bundle
from tests.parks.admin_forms import form_data
from tests.portal.core.people import signed_in

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(f"bundles:{name}", args=args)


def test_an_editor_opens_a_pair_from_the_page(joint):
    page = joint.draft()
    client = signed_in(joint.staff.editor)
    address = reverse("publication:pair", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert client.get(address).status_code == 200
    response = client.post(address, {"locales": [joint.tree.en.pk], "go_live_at": ""})
    pair = Bundle.objects.get()
    assert response.url == url("inspect", pair.pk)
    assert (pair.kind, pair.unit, pair.items.count()) == (BundleKind.PAIR, joint.office, 2)
    assert TranslationJob.objects.get().of_draft
    assert client.get(address).url == url("inspect", pair.pk)
    assert "紫竹高新区签约" in client.get(response.url).content.decode()


@pytest.mark.parametrize("posted", [{}, {"locales": "x"}, {"locales": ["999999"]}, {"go_live_at": "soon"}])
def test_a_bad_form_opens_no_pair(joint, posted):
    page = joint.draft()
    response = signed_in(joint.staff.editor).post(reverse("publication:pair", args=[page.pk]), posted)
    assert (response.status_code, Bundle.objects.count()) == (200, 0)


def test_a_translator_opens_no_pair(joint):
    page = joint.draft()
    signed_in(joint.desk.people.translator_en).post(
        reverse("publication:pair", args=[page.pk]), {"locales": [joint.tree.en.pk]}
    )
    assert not Bundle.objects.exists()


def test_publishing_a_paired_page_from_the_editor_approves_it(joint, django_capture_on_commit_callbacks):
    page = joint.draft()
    page.body = []  # whose form a script makes
    page.save_revision(user=joint.staff.editor)
    pair = joint.pair(page)
    target = joint.revise(page, {"紫竹高新区签约": "Zizhu signs an agreement"})
    client = signed_in(joint.staff.moderator)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client.get(address)) | {"action-publish": "action-publish", "body-count": "0"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, data)
    pair.refresh_from_db()
    assert (pair.state, pair.approved_by) == (BundleState.PUBLISHED, joint.staff.moderator)
    assert [Page.objects.get(pk=one.pk).live for one in (page, target)] == [True, True]


def test_a_bundle_from_its_beginning_to_its_end(joint, django_capture_on_commit_callbacks):
    page = joint.draft()
    editor, moderator = signed_in(joint.staff.editor), signed_in(joint.staff.moderator)
    editor.post(url("add"), {"title": "周年报道", "unit": joint.office.pk, "go_live_at": ""})
    bundle = Bundle.objects.get()
    assert page.title in editor.get(url("members", bundle.pk)).content.decode()
    assert page.title not in editor.get(url("members", bundle.pk) + "?q=别的").content.decode()
    editor.post(url("members", bundle.pk), {"members": [f"page:{page.pk}:{joint.tree.zh.pk}", "page:x:1", "rubbish"]})
    assert bundle.items.count() == 1
    editor.post(url("approve", bundle.pk))
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN
    shown = moderator.get(url("inspect", bundle.pk))
    assert url("approve", bundle.pk) in shown.content.decode()
    moderator.post(url("approve", bundle.pk))
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN, "what was not on the screen is not approved"
    with django_capture_on_commit_callbacks(execute=True):
        moderator.post(url("approve", bundle.pk), {"seen": shown.context["seen"]})
    bundle.refresh_from_db()
    assert (bundle.state, Page.objects.get(pk=page.pk).live) == (BundleState.PUBLISHED, True)


def test_a_bundle_is_dissolved_by_its_button(joint):
    page = joint.draft()
    pair = joint.pair(page)
    client = signed_in(joint.staff.editor)
    client.get(url("dissolve", pair.pk))
    pair.refresh_from_db()
    assert pair.state == BundleState.OPEN
    client.post(url("dissolve", pair.pk))
    pair.refresh_from_db()
    assert pair.state == BundleState.DISSOLVED
    assert TranslationJob.objects.get().state == JobState.CANCELLED


def test_the_list_takes_as_many_queries_for_three_bundles_as_for_one(joint, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(joint.staff.editor)
    joint.bundle(joint.draft("一"))
    client.get(url("index"))
    with CaptureQueriesContext(connection) as one:
        client.get(url("index"))
    joint.bundle(joint.draft("二"))
    joint.bundle(joint.draft("三"))
    with CaptureQueriesContext(connection) as three:
        client.get(url("index"))
    assert len(three) == len(one)
