"""Answers that cannot be used, and batches that are too much: paid for as sent, and never twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from portal.core.models import User
from portal.localization.enums import ChargeState, JobState
from portal.localization.errors import LetterNotTranslatedError
from portal.localization.models import Charge, EngineAccount, TranslationJob
from portal.localization.services import charges, letters, pipeline, queue, runs
from tests.engines import openai, openai_server
from tests.engines.server import Answered
from tests.portal.localization.jobs import due_now, paragraphs, sent, state


def shift() -> None:
    """A worker with so much to do that each run ends after one request."""
    due_now()
    EngineAccount.objects.update(paused_until=None)
    pipeline.work(worker=lambda: "one", limit=1, seconds=0)


def test_text_that_was_answered_in_vain_is_sent_again_by_a_person_alone(desk, engine, people):
    engine.fail(lambda wordings: [""] * len(wordings), always=True)
    page = desk.article(*paragraphs(45))
    job = desk.job(page)
    for turn in range(3):
        shift()
        assert (state(job), len(engine.requests)) == ("needs_review" if turn == 2 else "queued", turn + 1)
    assert (job.last_error.splitlines(), len(set(sent(engine)))) == ([runs.REFUSED, "46"], len(sent(engine)))
    asked = []
    # The source is published again, and the engine asks for a pause: what was refused stays refused.
    engine.requests.clear()
    engine.mend()
    engine.fail(Answered(429, {}))
    page.title = "新标题"
    desk.publish(page)
    again = desk.job(page)
    shift()
    shift()
    assert (state(again), sent(engine), again.segments_filled) == (JobState.NEEDS_REVIEW, ["新标题"] * 2, 2)
    # A person tries again, one job or all.
    engine.fail(lambda wordings: [""] * len(wordings))
    for retry in (
        lambda: queue.retry_job(job_id=again.pk, by=people.admin),
        lambda: queue.retry_all(by=people.admin, jobs=TranslationJob.objects.filter(pk=again.pk)),
    ):
        engine.requests.clear()
        TranslationJob.objects.filter(pk=again.pk).update(state=JobState.FAILED)
        retry()
        desk.work()
        asked.append(len(sent(engine)))
    assert (asked, state(again), again.segments_filled) == ([45, 20], JobState.NEEDS_REVIEW, 47)


@pytest.fixture
def model(settings, db) -> Iterator[openai.OpenAIServer]:
    """A model that answers two segments at most, a cent a character."""
    with openai_server(takes=2) as server:
        settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = "openai", server.url
        settings.TRANSLATION_KEY, settings.TRANSLATION_MODEL = openai.KEY, openai.MODEL
        settings.PORTAL_PERSONAL_DATA_MAY_LEAVE = True
        account(price=10_000, monthly_cap=None)
        yield server


def account(**values) -> None:
    charges.account_of(engine="openai")
    EngineAccount.objects.filter(engine="openai").update(**values)


def asked_for(server) -> list[list[str]]:
    documents = [json.loads(body["messages"][-1]["content"]) for body in server.requests]
    return [[segment["text"] for segment in document["segments"]] for document in documents]


def demand_all_sent_is_paid(server, groups: list[int] | None = None) -> None:
    requests = asked_for(server)
    assert groups in (None, [len(texts) for texts in requests])
    paid = sum(Charge.objects.filter(state=ChargeState.SETTLED).values_list("amount", flat=True))
    assert paid == Decimal(sum(len(text) for texts in requests for text in texts)) / 100
    assert Charge.objects.filter(state=ChargeState.SETTLED).count() == len(requests)


@pytest.mark.parametrize("is_busy", [False, True])
def test_batch_that_is_too_much_is_paid_for_once_and_its_halves_apart(desk, model, is_busy):
    job = desk.job(desk.article(*paragraphs(25)))
    for _turn in range(40):
        if state(job) == JobState.QUEUED:
            shift() if is_busy else desk.work()
    assert (state(job), job.segments_filled, job.last_error) == (JobState.NEEDS_REVIEW, 27, "")
    # Of the rest, which was never sent together, nothing is too much a second time.
    too_much, rest = asked_for(model)[:3], asked_for(model)[3:]
    assert [len(texts) for texts in too_much] == [20, 10, 5]
    assert ({len(texts) for texts in rest} <= {1, 2}, sum(map(len, rest))) == (True, 26)
    demand_all_sent_is_paid(model)


def test_text_that_is_too_much_alone_is_left_to_people(desk, model):
    model.takes = 0
    page = desk.article("双方签署协议。")
    desk.work()
    assert (desk.job(page).state, desk.job(page).last_error.splitlines()) == (
        JobState.NEEDS_REVIEW,
        [runs.REFUSED, "2"],
    )
    demand_all_sent_is_paid(model, [2, 1, 1])


def test_halves_stay_within_the_limit_of_the_month(desk, model, people):
    page = desk.article(*paragraphs(5))
    account(monthly_cap=Decimal("0.60"))
    desk.work()
    assert (desk.job(page).state, desk.job(page).last_error) == (JobState.FAILED, runs.CAP_REACHED)
    assert charges.spent(account=EngineAccount.objects.get(engine="openai")) <= Decimal("0.60")
    demand_all_sent_is_paid(model, [6])
    # Tried again, the job begins with the size that it had come to.
    account(monthly_cap=None)
    queue.retry_job(job_id=desk.job(page).pk, by=people.admin)
    desk.work()
    assert desk.job(page).state == JobState.NEEDS_REVIEW
    demand_all_sent_is_paid(model, [6, 3, *[1] * 6])


def letter(text: str) -> str:
    officer = User.objects.create_user("officer", email="officer@example.org")
    with translation.override("en"):
        return letters.translate_letter(text=text, source="zh-hans", target="en", by=officer)


def test_letter_that_is_too_much_goes_in_halves_each_paid_for(model):
    assert len(letter("\n".join(paragraphs(5))).splitlines()) == 5
    demand_all_sent_is_paid(model, [5, 2, 3, 1, 2])
    assert Charge.objects.exclude(state=ChargeState.SETTLED).count() == 0


def test_letter_that_is_too_dear_as_a_whole_is_not_begun(model):
    account(monthly_cap=Decimal("2.80"))
    with pytest.raises(LetterNotTranslatedError, match="spent what it may"):
        letter("\n".join(paragraphs(30)))
    assert (model.requests, Charge.objects.count()) == ([], 0)


def test_letter_that_finds_the_engine_down_gives_back_what_it_did_not_spend(model):
    model.fail(Answered(503, {}))
    with pytest.raises(LetterNotTranslatedError, match="not available"):
        letter("\n".join(paragraphs(30)))
    assert list(Charge.objects.values_list("state", flat=True)) == [ChargeState.RELEASED] * 2
    assert EngineAccount.objects.get(engine="openai").paused_until is not None
