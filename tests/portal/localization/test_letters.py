"""A letter of an investor in another language: only where it may leave, paid for, told in the log, kept nowhere."""

from __future__ import annotations

import logging
from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from portal.core.models import User
from portal.localization.engines import words
from portal.localization.enums import ChargeState
from portal.localization.errors import LetterNotTranslatedError
from portal.localization.models import Charge, EngineAccount, MemoryEntry
from portal.localization.services import charges, letters
from tests.engines import libretranslate_server
from tests.engines.server import Answered

LETTER = "Dear Sir,\n\n  we make <pumps> & valves; see https://a.example/x.\r\n\r\nYours\nJohn\n"
#: What the log says of a letter.
SENT = ("engine", "source", "target", "characters")
WORDING = "人大 手木,\n\n  心大 月二 <文口> & 耳二; 手大 https://a.example/x.\n\n南石\n火石\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer", email="officer@example.org")


@pytest.fixture
def server(settings, db):
    with libretranslate_server() as server:
        settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = "libretranslate", server.url
        settings.TRANSLATION_TIMEOUT, settings.PORTAL_PERSONAL_DATA_MAY_LEAVE = 2, True
        yield server


def translated(officer, text=LETTER):
    return letters.translate_letter(text=text, source="en", target="zh-hans", by=officer)


def log_of_letters():
    rows = ModelLogEntry.objects.filter(action="localization.letter.send").select_related("user")
    return [(row.user.username, {name: row.data[name] for name in SENT}) for row in rows]


def charge_states():
    return list(Charge.objects.values_list("state", "characters", "by__username", "job"))


def test_letter_is_translated_line_by_line(officer, server):
    assert letters.may_leave()
    found = translated(officer)
    assert found == WORDING
    assert len(server.requests) == 1
    characters = sum(map(len, server.requests[0]["q"]))
    sent = {"engine": "libretranslate", "source": "en", "target": "zh-hans", "characters": characters}
    assert log_of_letters() == [("officer", sent)]
    assert charge_states() == [(ChargeState.SETTLED, characters, "officer", None)]


def test_nothing_of_a_letter_is_kept(officer, server, caplog):
    caplog.set_level(logging.DEBUG)
    translated(officer)
    server.fail(Answered(500, {"error": "Cannot translate text: Dear Sir"}))
    with pytest.raises(LetterNotTranslatedError) as caught:
        translated(officer)
    assert "not available at present" in str(caught.value)
    assert MemoryEntry.objects.count() == 0
    assert "Dear" not in caplog.text + str(log_of_letters())


@pytest.mark.parametrize(
    ("settings_of", "message"),
    [
        ({"PORTAL_PERSONAL_DATA_MAY_LEAVE": False}, "personal data may not leave this server"),
        ({"TRANSLATION_ENGINE": "memory"}, "No translation engine is set up"),
        ({"TRANSLATION_URL": ""}, "No translation engine is set up"),
    ],
)
def test_letter_that_may_not_leave_is_sent_nowhere(officer, server, settings, settings_of, message):
    for name, value in settings_of.items():
        setattr(settings, name, value)
    assert not letters.may_leave()
    with pytest.raises(LetterNotTranslatedError, match=message):
        translated(officer)
    assert (server.asked, log_of_letters(), charge_states()) == ([], [], [])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"paused": True}, "paused at present"),
        ({"price": Decimal(1000), "monthly_cap": Decimal("0.001")}, "spent what it may this month"),
    ],
)
def test_letter_without_money_or_to_a_paused_engine_is_sent_nowhere(officer, server, change, message):
    charges.account_of(engine="libretranslate")
    EngineAccount.objects.update(**change)
    with pytest.raises(LetterNotTranslatedError, match=message):
        translated(officer)
    assert (server.asked, log_of_letters(), charge_states()) == ([], [], [])


@pytest.mark.parametrize(
    ("fault", "message", "state"),
    [
        (Answered(429, ""), "not available at present", ChargeState.RELEASED),
        (Answered(403, ""), words.KEY, ChargeState.RELEASED),
        ("html", "not available at present", ChargeState.SETTLED),
        (lambda wordings: ["x"] * 99, "not available at present", ChargeState.SETTLED),
        (lambda wordings: [""] * len(wordings), "cannot be used", ChargeState.SETTLED),
    ],
)
def test_failure_says_what_to_do_and_settles_the_money(officer, server, fault, message, state):
    server.fail(fault)
    with pytest.raises(LetterNotTranslatedError) as caught:
        translated(officer)
    assert message in str(caught.value)
    assert [charge[0] for charge in charge_states()] == [state]
    assert len(log_of_letters()) == 1


def test_line_that_cannot_be_used_stays_as_it_was(officer, server):
    server.fail(lambda wordings: ["", *wordings[1:]])
    assert translated(officer, "Dear <Sir>\n\nYours").split("\n") == ["Dear <Sir>", "", "南石"]


def test_long_letter_goes_in_several_requests(officer, server):
    paragraph = "We make pumps. " * 500
    found = translated(officer, f"{paragraph}\n\nYours")
    assert len(server.requests) > 1
    assert found.count(".") == 500
    assert found.endswith("\n\n南石")
    assert {state for state, *_rest in charge_states()} == {ChargeState.SETTLED}


def test_blank_letter_costs_nothing(officer, server):
    assert translated(officer, " \n\n ") == " \n\n "
    assert (server.asked, charge_states()) == ([], [])


def test_refusal_is_told_in_the_language_of_the_reader(officer, server, settings):
    settings.PORTAL_PERSONAL_DATA_MAY_LEAVE = False
    with translation.override("zh-hans"), pytest.raises(LetterNotTranslatedError, match="个人信息不得离开本服务器"):
        translated(officer)
