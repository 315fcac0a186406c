"""How much was translated by whom, from what, and what it cost; and who may see it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.core.days import today
from portal.core.enums import Role
from portal.core.services.memberships import grant_membership
from portal.localization.enums import ChargeState
from portal.localization.figures.chart import chart_of
from portal.localization.models import Charge, EngineAccount, PublishedWords
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.word_counts import amount_of
from tests.parks.factories import ParkFactory
from tests.portal.localization.conftest import TEXTS
from tests.portal.localization.test_admin import in_english  # noqa: F401 (a fixture)
from tests.portal.localization.test_matrix import see

pytestmark = pytest.mark.usefixtures("in_english")
FIGURES = "/admin/translation_figures/"


def kept() -> set[tuple]:
    rows = PublishedWords.objects.values_list("origin", "engine", "person__username", "segments", "words", "characters")
    return set(rows)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("双方签署协议。", 6, 7),
        ("Zizhu <b>signs</b> 3.5 joint-stock don’t", 5, 29),
        ("2024年签约AI", 5, 9),
        ("a<br/>b &amp; c", 3, 4),
        ("", 0, 0),
    ],
)
def test_words_are_counted_as_word_processors_do(text, words, characters):
    amount = amount_of(text)
    assert (amount.words, amount.characters) == (words, characters)


def test_an_approval_counts_by_origin_and_a_correction_counts_what_it_changed(desk, people):
    first = desk.published()
    desk.through(first, TEXTS)
    # A Chinese title of seven characters, a sentence of seven with its full stop.
    assert kept() == {("person", "", "translator-en", 2, 13, 14)}
    second = desk.published("紫竹高新区签约", "新的一段。")
    target = desk.through(second, {"新的一段。": "A new paragraph."})
    assert kept() == {
        ("person", "", "translator-en", 2, 13, 14),
        ("memory", "", None, 1, 7, 7),
        ("person", "", "translator-en", 1, 4, 5),
    }
    desk.translate(second, {"新的一段。": "A fresh paragraph."})
    finish_translation(page=target, by=people.translator_en)
    publish_translation(page=target, by=people.reviser_en)
    assert PublishedWords.objects.count() == 4
    assert PublishedWords.objects.latest("pk").words == 4


def test_records_count_machine_and_person(records, people):
    job = records.ready(ParkFactory(name_zh_hans="紫竹", name_en="", feature_zh_hans="特色"), {"紫竹": "Zizhu"})
    records.write(job, {"feature": "Special"})
    records.through(job)
    assert kept() == {("machine", "deepl", None, 1, 2, 2), ("person", "", "translator-en", 1, 2, 2)}


def test_tables_sum_up_and_people_see_no_more_than_they_may(client, desk, people):
    desk.through(desk.published(), TEXTS)
    PublishedWords.objects.create(
        source_locale_id=desk.tree.zh.pk,
        target_locale_id=desk.tree.en.pk,
        job=PublishedWords.objects.get().job,
        month=date(2025, 3, 1),
        origin="person",
        person=people.reviser_en,
        segments=1,
        words=1000,
        characters=1000,
    )
    assert "1,013" in see(client, people.admin, f"{FIGURES}?view=pair")
    everybody = see(client, people.reviser_en, f"{FIGURES}?view=person")
    assert ("translator-en" in everybody, "reviser-en" in everybody, "1,000" in everybody) == (True, True, True)
    own = see(client, people.translator_en, f"{FIGURES}?view=person")
    table = own[own.index("<table") :]
    assert ("translator-en" in table, "reviser-en" in table, "1,000" in table) == (True, False, False)
    assert "1,000" not in see(client, people.translator_zh, f"{FIGURES}?view=pair")
    month = see(client, people.admin, f"{FIGURES}?view=pair&until=2025-03-01")
    assert ("1,000" in month, "1,013" in month) == (True, False)
    assert "lies before" in see(client, people.admin, f"{FIGURES}?since={today():%Y-%m}-01&until=2025-03-01")
    assert see(client, people.admin, f"{FIGURES}?since=nonsense&view=nonsense")


def test_reviser_sees_others_of_the_own_language_only(client, desk, people):
    desk.through(desk.published(), TEXTS)
    # Who revises one language and translates into the other answers for the work of others in the first alone.
    grant_membership(user=people.translator_en, role=Role.REVISER, locale=desk.tree.zh, by=None)
    PublishedWords.objects.update(person=people.reviser_en)
    table = see(client, people.translator_en, f"{FIGURES}?view=person")
    assert "reviser-en" not in table
    PublishedWords.objects.update(target_locale=desk.tree.zh)
    assert "reviser-en" in see(client, people.translator_en, f"{FIGURES}?view=person")


def test_money_is_for_those_who_see_engines(client, people):
    account = EngineAccount.objects.get_or_create(engine="deepl")[0]
    for amount, state in ((Decimal("1.25"), ChargeState.SETTLED), (Decimal("9"), ChargeState.RELEASED)):
        Charge.objects.create(
            account=account, month=date(2025, 3, 1), segments=1, characters=10, amount=amount, state=state
        )
    assert "1.25" in see(client, people.admin, f"{FIGURES}?view=money")
    html = see(client, people.translator_en, f"{FIGURES}?view=money")
    assert ("1.25" in html, "view=money" in html) == (False, False)


def test_files_hold_numbers_and_run_nothing(client, desk, people):
    desk.through(desk.published(), TEXTS)
    people.translator_en.first_name = "=cmd()"
    people.translator_en.save()
    client.force_login(people.admin)
    text = client.get(f"{FIGURES}?view=person&export=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == f"{today():%Y-%m},'=cmd(),2,13,14"
    book = load_workbook(io.BytesIO(client.get(f"{FIGURES}?view=person&export=xlsx").content))
    assert [cell.value for cell in list(book.active.rows)[1]] == [f"{today():%Y-%m}", "'=cmd()", 2, 13, 14]


def test_one_month_needs_no_picture_and_several_are_drawn_to_the_highest():
    assert chart_of([(date(2026, 1, 1), 5)]) is None
    chart = chart_of([(date(2026, 2, 1), 50), (date(2026, 1, 1), 100), (date(2026, 3, 1), 0)])
    assert [(bar.month.month, bar.height) for bar in chart.bars] == [(1, 120), (2, 60), (3, 1)]
    assert chart.most.words == 100


def test_figures_are_refused_to_those_without_translations(client, people):
    from portal.core.models import User

    client.force_login(User.objects.create_user("outsider", password="pass"))
    assert client.get(reverse("translation_figures:index")).status_code == 302
