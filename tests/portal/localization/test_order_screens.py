"""Orders, engines, rules and the first page, as people see them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page
from wagtail.users.models import UserProfile

from parks.models import Park
from portal.localization import job_operations
from portal.localization.enums import ChargeState, JobState, OrderState
from portal.localization.models import Charge, EngineAccount, TranslationJob, TranslationOrder, TranslationRule
from portal.localization.services import charges, orders
from tests.parks import factories

BULK = "/admin/bulk/wagtailcore/page/translate/"


@pytest.fixture(autouse=True)
def in_english(people):
    for user in vars(people).values():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})


@pytest.fixture
def with_machine(settings):
    settings.TRANSLATION_ENGINE = "deepl"
    return charges.account_of(engine="deepl")


def see(client, user, url):
    client.force_login(user)
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


# --- sending many ---------------------------------------------------------------------------------------------
def test_selected_pages_become_one_order(client, desk, people, tree, with_machine):
    pages = [desk.published("紫竹签约", "甲"), desk.published("漕河泾签约", "乙")]
    TranslationJob.objects.all().delete()
    ids = "&".join(f"id={page.pk}" for page in pages)
    screen = see(client, people.admin, f"{BULK}?{ids}")
    answer = send(client, people.admin, f"{BULK}?{ids}", locales=[tree.en.pk], priority=90, engine="memory")

    order = TranslationOrder.objects.get()
    assert "Cost for each language, at most" in screen
    assert all(page.title in screen for page in pages)
    assert answer.url == reverse("translation_orders:inspect", args=[order.pk])
    assert order.object_ids == [page.pk for page in pages]
    assert (order.priority, order.engine, order.requested_by) == (90, "memory", people.admin)
    assert list(order.target_locales.all()) == [tree.en]
    assert TranslationJob.objects.count() == 0  # a worker makes them


def test_section_goes_with_all_live_pages_below_it(client, desk, people, tree):
    live, draft = desk.published("紫竹签约"), desk.write("草稿")
    url = f"{BULK}?id={tree.news_zh.pk}"
    send(client, people.admin, url, locales=[tree.en.pk], priority=50, include_descendants="on")

    assert TranslationOrder.objects.get().object_ids == [tree.news_zh.pk, live.pk]
    assert draft.pk not in TranslationOrder.objects.get().object_ids


def test_order_without_language_is_refused_and_keeps_what_was_chosen(client, desk, people):
    url = f"{BULK}?id={desk.published().pk}"
    answer = send(client, people.admin, url, priority=90)

    assert "Choose at least one language." in answer.content.decode()
    assert answer.context["form"]["priority"].value() == "90"
    assert not TranslationOrder.objects.exists()


def test_pages_of_others_are_left_out_of_an_order(client, desk, people, tree):
    """The translator into English works on the English tree alone."""
    mine, theirs = desk.published("Mine", under=tree.news_en), desk.published("别人的")
    send(client, people.translator_en, f"{BULK}?id={mine.pk}&id={theirs.pk}", locales=[tree.zh.pk], priority=50)
    refused = send(client, people.translator_en, f"{BULK}?id={theirs.pk}", locales=[tree.en.pk], priority=50)

    assert [order.object_ids for order in TranslationOrder.objects.all()] == [[mine.pk]]
    assert refused.status_code in (403, 404)


def test_selected_records_become_one_order(client, people, tree):
    parks = [factories.ParkFactory(), factories.ParkFactory()]
    ids = "&".join(f"id={park.pk}" for park in parks)
    url = f"/admin/bulk/parks/park/translate/?{ids}"
    screen = see(client, people.admin, url)
    send(client, people.admin, url, locales=[tree.en.pk], priority=50)

    order = TranslationOrder.objects.get()
    assert all(park.name_en in screen for park in parks)
    assert (order.content_type.model_class(), order.object_ids) == (Park, [park.pk for park in parks])


# --- an order and its progress --------------------------------------------------------------------------------
@pytest.fixture
def order(desk, people, tree):
    page = desk.published()
    TranslationJob.objects.all().delete()
    return orders.place_order(
        content_type=ContentType.objects.get_for_model(Page),
        object_ids=[page.pk],
        target_locales=[tree.en],
        by=people.moderator,
    )


def address(order, what="inspect"):
    return reverse(f"translation_orders:{what}", args=[order.pk])


def test_order_shows_how_far_it_has_come(client, desk, people, order):
    waiting = see(client, people.moderator, address(order))
    orders.place_waiting(limit=5)
    desk.work()
    prepared = see(client, people.moderator, address(order))

    assert ("0 of 1 translations prepared" in waiting, "data-progress-open" in waiting) == (True, True)
    assert ("1 of 1 translations prepared" in prepared, "data-progress-open" in prepared) == (True, False)
    assert f"?order={order.pk}&amp;state=needs_review" in prepared


def test_order_of_another_person_is_not_shown(client, people, order):
    client.force_login(people.translator_en)

    assert client.get(address(order)).status_code == 404
    assert client.post(address(order, "cancel")).status_code == 404
    assert "translation_orders" not in see(client, people.translator_en, "/admin/translation_orders/results/")
    assert see(client, people.admin, address(order))


def test_failed_translations_of_an_order_are_tried_again(client, people, order):
    orders.place_waiting(limit=5)
    order.jobs.update(state=JobState.FAILED, last_error="no")
    send(client, people.moderator, address(order, "retry"))

    assert [(job.state, job.attempts) for job in order.jobs.all()] == [(JobState.QUEUED, 0)]


def test_cancelled_order_makes_no_jobs(client, people, order):
    send(client, people.moderator, address(order, "cancel"))
    orders.place_waiting(limit=5)
    order.refresh_from_db()

    assert (order.state, order.jobs.count()) == (OrderState.CANCELLED, 0)


def test_queue_is_narrowed_to_an_order(client, desk, people, order):
    orders.place_waiting(limit=5)
    other = desk.published("另一篇")
    shown = see(client, people.admin, f"/admin/translations/?order={order.pk}")

    assert order.jobs.get().title in shown
    assert other.title not in shown


# --- what failed ----------------------------------------------------------------------------------------------
def test_everything_that_failed_goes_on_without_machine(client, desk, people, with_machine):
    pages = [desk.published("甲"), desk.published("乙")]
    TranslationJob.objects.update(state=JobState.FAILED)
    screen = see(client, people.translator_en, "/admin/translations/retry/")
    send(client, people.translator_en, "/admin/translations/retry/", engine="memory")

    assert "2 translations have failed" in screen
    assert [desk.job(page).state for page in pages] == [JobState.QUEUED] * 2
    assert {job.engine for job in TranslationJob.objects.all()} == {"memory"}


def test_race_while_all_is_tried_again_is_told(client, desk, people, monkeypatch):
    job = desk.job(desk.published())
    TranslationJob.objects.update(state=JobState.FAILED)

    def raced(**_kwargs):
        raise IntegrityError("job_open_once_for_object")

    monkeypatch.setattr(job_operations, "retry_all", raced)
    answer = send(client, people.translator_en, "/admin/translations/retry/")
    assert answer.url == reverse("translations:retry_all")
    assert "sent again at this very moment" in see(client, people.translator_en, answer.url)
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_spent_money_stands_beside_the_job(client, desk, people, with_machine):
    job = desk.job(desk.published())
    charge = charges.reserve(engine="deepl", texts=["字" * 100_000], job=job, by=None)
    charges.settle(charge=charge)

    assert "2.00 EUR" in see(client, people.admin, f"/admin/translations/inspect/{job.pk}/")


# --- engines --------------------------------------------------------------------------------------------------
def test_engine_is_paused_and_let_go_on(client, people, with_machine):
    states = []
    for name in ("pause", "resume"):
        send(client, people.admin, reverse(f"translation_engines:{name}", args=[with_machine.pk]))
        states.append(EngineAccount.objects.get(engine="deepl").paused)
    log = ModelLogEntry.objects.for_instance(with_machine).order_by("pk")

    assert states == [True, False]
    assert [(entry.action, entry.user) for entry in log] == [
        ("localization.engine.pause", people.admin),
        ("localization.engine.resume", people.admin),
    ]


def test_engines_show_what_they_have_spent_this_month(client, people, with_machine):
    for characters, state in ((500_000, ChargeState.SETTLED), (100_000, ChargeState.RELEASED)):
        charge = charges.reserve(engine="deepl", texts=["字" * characters], job=None, by=None)
        Charge.objects.filter(pk=charge.pk).update(state=state)
    shown = see(client, people.admin, reverse("translation_engines:index"))

    assert "10.00 EUR" in shown
    assert "At work" in shown


def test_limit_is_changed_and_logged(client, people, with_machine):
    url = reverse("translation_engines:edit", args=[with_machine.pk])
    refused = send(client, people.admin, url, price="20", currency="euros", monthly_cap="-1")
    send(client, people.admin, url, price="20", currency="eur", monthly_cap="75")
    with_machine.refresh_from_db()

    assert refused.status_code == 200
    assert (with_machine.monthly_cap, with_machine.currency) == (Decimal(75), "EUR")
    entry = ModelLogEntry.objects.for_instance(with_machine).filter(action="localization.engine.change").get()
    assert entry.data["monthly_cap"] == "75"


def test_currency_stays_while_money_of_the_month_is_counted_in_it(client, people, with_machine):
    charge = charges.reserve(engine="deepl", texts=["字" * 1000], job=None, by=None)
    url = reverse("translation_engines:edit", args=[with_machine.pk])
    refused = send(client, people.admin, url, price="20", currency="USD", monthly_cap="75")
    charges.release(charge=charge)
    send(client, people.admin, url, price="20", currency="USD", monthly_cap="75")
    with_machine.refresh_from_db()

    assert "Change it when a month begins." in refused.content.decode()
    assert with_machine.currency == "USD"


def test_changed_limit_does_not_end_a_pause(client, people, with_machine):
    """The form was opened before somebody else paused the engine."""
    EngineAccount.objects.filter(pk=with_machine.pk).update(paused=True)
    url = reverse("translation_engines:edit", args=[with_machine.pk])
    send(client, people.admin, url, price="20", currency="EUR", monthly_cap="60")

    assert EngineAccount.objects.values_list("paused", "monthly_cap").get(engine="deepl") == (True, Decimal(60))


def test_engines_are_closed_to_translators(client, people, with_machine):
    client.force_login(people.translator_en)
    url = reverse("translation_engines:pause", args=[with_machine.pk])

    assert client.get(reverse("translation_engines:index")).status_code in (302, 403)
    assert client.post(url).status_code in (302, 403, 404)
    assert not EngineAccount.objects.get(engine="deepl").paused


# --- rules ----------------------------------------------------------------------------------------------------
def test_rule_is_made_once_for_a_pair_and_kind(client, people, tree):
    kind = ContentType.objects.get_for_model(Park)
    data = {"source_locale": tree.zh.pk, "target_locale": tree.en.pk, "content_type": kind.pk, "occasion": "never"}
    url = reverse("translation_rules:add")
    send(client, people.admin, url, **data)
    again = send(client, people.admin, url, **data)
    same = send(client, people.admin, url, **data | {"target_locale": tree.zh.pk})

    assert [rule.occasion for rule in TranslationRule.objects.all()] == ["never"]
    assert again.status_code == same.status_code == 200
    assert "Choose another language than the one it is translated from." in same.content.decode()
    assert "Park" in see(client, people.admin, reverse("translation_rules:index"))


# --- the first page -------------------------------------------------------------------------------------------
def test_first_page_counts_what_waits_for_the_person(client, desk, people, tree):
    desk.published("甲")
    desk.published("English", under=tree.news_en)
    desk.work()
    charges.account_of(engine="deepl")
    EngineAccount.objects.filter(engine="deepl").update(paused=True)
    shown = see(client, people.translator_en, "/admin/")

    assert "<strong>1</strong> Waiting for a translator" in shown
    assert "DeepL is paused; its translations wait." in shown
    assert "Waiting for a translator" not in see(client, people.moderator, "/admin/")


def test_lists_ask_as_often_for_three_rows_as_for_one(client, desk, people, tree, order):
    def queries(url):
        client.force_login(people.admin)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        return len(captured)

    urls = [reverse("translation_orders:index"), reverse("translation_rules:index")]
    TranslationRule.objects.create(source_locale=tree.zh, target_locale=tree.en, occasion="never")
    before = [queries(url) for url in urls]
    for kind in ContentType.objects.get_for_models(Park, Page).values():
        TranslationRule.objects.create(
            source_locale=tree.zh, target_locale=tree.en, content_type=kind, occasion="never"
        )
        orders.place_order(content_type=kind, object_ids=[1, 2], target_locales=[tree.en], by=people.admin)

    assert [queries(url) for url in urls] == before


def test_wrong_price_is_named_at_its_field(client, people, with_machine):
    url = reverse("translation_engines:edit", args=[with_machine.pk])
    refused = send(client, people.admin, url, price="-1", currency="EUR", monthly_cap="-5")

    assert set(refused.context["form"].errors) == {"price", "monthly_cap"}


def test_translation_is_exported_and_names_its_engine(client, desk, people):
    job = desk.job(desk.published())
    desk.work()
    shown = see(client, people.translator_en, f"/admin/translations/inspect/{job.pk}/")

    assert f"/admin/translations/xliff/{job.pk}/export/" in shown
    assert f"/admin/translations/xliff/{job.pk}/import/" in shown
    assert "Memory and glossary only" in shown
