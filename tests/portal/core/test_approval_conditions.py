"""What features ask for before a stage approves: the person is told, led back to the editor, and loses nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.core import approval_conditions
from tests.portal.core.test_review_stages import (  # noqa: F401  (fixtures)
    approve,
    article,
    clients,
    edit,
    is_live,
    office,
    stage,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """A condition that refuses whatever says 秘密, and notes what it was asked about."""
    seen = []

    def condition(page, revision, stage, user):
        seen.append((stage, user.username))
        return "含有“秘密”。" if "秘密" in revision.content["title"] else ""

    monkeypatch.setattr(approval_conditions, "_conditions", [condition])
    return seen


def test_a_refused_approval_keeps_what_was_written(clients, article, asked):  # noqa: F811
    submit(clients, article)

    answer = approve(clients["first"], article, title="秘密新闻")

    assert answer.status_code == 302
    assert answer.url == edit(article)
    assert "含有“秘密”。" in clients["first"].get(answer.url).content.decode()
    assert stage(article) == "first"
    assert not is_live(article)
    assert type(article).objects.get(pk=article.pk).get_latest_revision().content["title"] == "秘密新闻"

    approve(clients["first"], article, title="新闻")
    assert stage(article) == "second"
    assert asked == [("first", "first")] * 2


def test_the_window_for_a_comment_leads_back_as_well(clients, article, asked):  # noqa: F811
    article.title = "秘密新闻"
    article.save_revision()
    submit(clients, article)
    state = article.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])

    answer = clients["first"].post(url, {"comment": "好"}, headers={"x-requested-with": "XMLHttpRequest"})

    assert answer.json() == {"step": "success", "redirect": edit(article)}
    assert stage(article) == "first"
