"""Who only translates out of a language does nothing to its pages, by whatever address."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from portal.core.models import ProofMark
from portal.publication.models import Bundle, ReviewLink

PAGES = "wagtailadmin_pages:"
#: address → what is posted to it besides nothing
ADDRESSES: dict[str, dict[str, Any]] = {
    f"{PAGES}edit": {"title": "changed", "slug": "changed"},
    f"{PAGES}move": {},
    f"{PAGES}copy": {"new_title": "Copy", "new_slug": "copy", "publish_copies": "on"},
    f"{PAGES}delete": {},
    f"{PAGES}unpublish": {},
    f"{PAGES}convert_alias": {},
    f"{PAGES}lock": {},
    f"{PAGES}history": {},
    f"{PAGES}set_privacy": {"restriction_type": "login"},
    "publication:pair": {"locales": "{locale}"},
    "page_proofs": {"revision": "{revision}", "number": "1"},
    "page_guests": {"recipient": "Guest", "days": "14"},
    "translation:finish": {},
    "translation:publish": {},
}


def state(page: Page) -> tuple[Any, ...]:
    row = Page.objects.filter(pk=page.pk).values(
        "title", "slug", "live", "path", "locked", "latest_revision", "live_revision", "has_unpublished_changes"
    )
    counts = [model.objects.count() for model in (Page, Revision, ReviewLink, ProofMark, Bundle)]
    return (*row, *counts)


@pytest.fixture(params=["published", "write"])
def source(desk, request) -> Page:
    """A Chinese page, live or a draft."""
    page = getattr(desk, request.param)()
    if not page.live:
        page.save_revision(user=desk.people.admin)
        page.refresh_from_db()
    return page


@pytest.mark.parametrize("who", ["translator_en", "reviser_en"])
def test_source_page_is_closed_to_who_writes_another_language(client, people, tree, source, who):
    client.force_login(getattr(people, who))
    before = state(source)
    ids = {"locale": tree.en.pk, "revision": source.latest_revision_id}
    for name, fields in ADDRESSES.items():
        data = {key: value.format(**ids) for key, value in fields.items()}
        url = reverse(name, args=[source.pk])
        answers = [client.get(url)]
        answers += [client.post(url, data | action) for action in ({}, {"action-publish": "1"}, {"action-submit": "1"})]
        for answer in answers:
            assert answer.status_code in (302, 403, 404, 405), (name, answer.request["REQUEST_METHOD"], answer)
            if answer.status_code == 302:
                assert answer.url in (reverse("wagtailadmin_home"), "/admin/"), (name, answer.url)
        assert state(source) == before, name


def test_source_page_is_not_moved_from_elsewhere(client, desk, people, tree, source):
    client.force_login(people.translator_en)
    before = state(source)
    url = reverse(f"{PAGES}move_confirm", args=[source.pk, tree.news_en.pk])
    assert client.post(url).status_code in (302, 403)
    for action in ("delete", "move", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={source.pk}", {"chooser": tree.news_en.pk, "move_applies_to_descendants": "on"})
    assert state(source) == before
