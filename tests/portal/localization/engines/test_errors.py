"""Every failure of every engine, as the queue sees it, and what nobody may see: the key."""

from __future__ import annotations

import logging
import socket
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from portal.localization.engines import words
from portal.localization.engines.base import PassingEngineError, PermanentEngineError
from portal.localization.engines.registry import engine_named
from tests.engines.server import HTML, Answered
from tests.portal.localization.engines.conftest import SERVERS, WORDINGS

ENGINES = tuple(SERVERS)
PASSING, PERMANENT = "passing", "permanent"


def told(message, code=None):
    """A failure as the three protocols tell one."""
    return {"message": message, "error": {"message": message, "code": code}}


#: fault → outcome: kind, message, billed, rests.
FAULTS = {
    "slow": (PASSING, words.SLOW, True, True),
    "drip": (PASSING, words.SLOW, True, True),
    "drip headers": (PASSING, words.SLOW, True, True),
    "close": (PASSING, words.DOWN, True, True),
    "broken off": (PASSING, words.DOWN, True, True),
    "html": (PASSING, words.NO_JSON, True, False),
    "truncated": (PASSING, words.NO_JSON, True, False),
    "huge": (PASSING, words.HUGE, True, False),
    "too few": (PASSING, words.COUNT, True, False),
    "too many": (PASSING, words.COUNT, True, False),
    "redirect": (PERMANENT, words.REDIRECTED, False, None),
    Answered(200, "null"): (PASSING, words.NO_JSON, True, False),
    Answered(200, "[]"): (PASSING, words.NO_JSON, True, False),
    Answered(200, "{}"): (PASSING, words.NO_JSON, True, False),
    Answered(200, "[" * 100_000): (PASSING, words.NO_JSON, True, False),
    Answered(429, "slow down"): (PASSING, words.BUSY, False, True),
    Answered(503, HTML): (PASSING, words.BUSY, False, True),
    Answered(502, HTML): (PASSING, words.DOWN, False, True),
    Answered(504, HTML): (PASSING, words.SLOW, False, True),
    Answered(500, HTML): (PASSING, words.TROUBLE, False, False),
    Answered(400, "what?"): (PERMANENT, words.REFUSED, False, None),
    Answered(401, "who?"): (PERMANENT, words.KEY, False, None),
    Answered(402, "pay"): (PERMANENT, words.QUOTA, False, None),
    Answered(403, "no"): (PERMANENT, words.KEY, False, None),
    Answered(404, HTML): (PERMANENT, words.NOT_FOUND, False, None),
    Answered(413, HTML): (PERMANENT, words.TOO_LARGE, False, None),
    Answered(456, "full"): (PERMANENT, words.QUOTA, False, None),
    Answered(418, "tea"): (PERMANENT, words.REFUSED, False, None),
}
#: What only one protocol says.
OWN_FAULTS = [
    ("libretranslate", Answered(400, {"error": "xx is not supported"}), PERMANENT, words.LANGUAGE),
    ("libretranslate", Answered(400, {"error": "Invalid request: exceeds text limit"}), PERMANENT, words.TOO_LARGE),
    ("libretranslate", Answered(400, {"error": "Visit us to get an API key"}), PERMANENT, words.KEY),
    ("libretranslate", Answered(403, {"error": "Too many request limits violations"}), PASSING, words.BUSY),
    ("deepl", Answered(400, {"message": "Value for 'target_lang' not supported."}), PERMANENT, words.LANGUAGE),
    ("deepl", "no text", PASSING, words.COUNT),
    ("libretranslate", "no text", PASSING, words.COUNT),
    ("openai", "over quota", PERMANENT, words.QUOTA),
    ("openai", "merged", PASSING, words.COUNT),
    ("openai", "duplicate", PASSING, words.COUNT),
    ("openai", "renamed", PASSING, words.COUNT),
    ("openai", "added", PASSING, words.COUNT),
    ("openai", "talks", PASSING, words.NO_JSON),
    ("openai", Answered(200, {"choices": [{"finish_reason": "stop"}]}), PASSING, words.NO_JSON),
    ("openai", Answered(200, {"choices": [{"message": {"content": 1}}]}), PASSING, words.NO_JSON),
]


def failure_of(engine, request):
    with pytest.raises((PassingEngineError, PermanentEngineError)) as caught:
        engine.translate(request)
    error = caught.value
    kind = PASSING if isinstance(error, PassingEngineError) else PERMANENT
    return error, (kind, error.message, error.billed, getattr(error, "rests", None))


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: getattr(fault, "status", fault))
def test_failure_has_its_outcome(connect, request_of, settings, name, fault):
    server, engine = connect(name, seconds=0.3 if FAULTS[fault][1] == words.SLOW else 5)
    server.fail(fault)
    _error, outcome = failure_of(engine, request_of())
    assert outcome == FAULTS[fault]
    settings.TRANSLATION_TIMEOUT = 6
    assert [answer.text for answer in engine_named().translate(request_of())] == list(WORDINGS)
    assert len(server.requests) == 2


@pytest.mark.parametrize(("name", "fault", "kind", "message"), OWN_FAULTS)
def test_failure_of_one_protocol_has_its_outcome(connect, request_of, name, fault, kind, message):
    server, engine = connect(name)
    server.fail(fault)
    _error, outcome = failure_of(engine, request_of())
    assert outcome[:2] == (kind, message)


@pytest.mark.parametrize("name", ENGINES)
def test_engine_that_is_down_passes_and_costs_nothing(connect, request_of, settings, name):
    connect(name)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.TRANSLATION_URL = f"http://127.0.0.1:{unused.getsockname()[1]}"
        _error, outcome = failure_of(engine_named(), request_of())
    assert outcome == (PASSING, words.DOWN, False, True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("name", ENGINES)
def test_pause_that_an_engine_asks_for_is_told(connect, request_of, name, status):
    server, engine = connect(name)
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    asked = {"7": 7, " 120 ": 120, until: 89, past: 0, "99999999": 86_400, "soon": None, "-5": None, "": None}
    server.fail(*[Answered(status, "", {"Retry-After": value}) for value in asked])
    for value, seconds in asked.items():
        error, _outcome = failure_of(engine, request_of())
        assert error.retry_after == (seconds if seconds is None else pytest.approx(seconds, abs=2)), value


@pytest.mark.parametrize("name", ENGINES)
def test_key_is_told_to_nobody(connect, request_of, caplog, name):
    """Not even where the engine repeats it."""
    caplog.set_level(logging.DEBUG)
    server, engine = connect(name, seconds=0.5)
    key = SERVERS[name][1]
    repeats = [Answered(status, told(f"Your key {key} is bad, {key}!")) for status in (400, 401, 403, 429, 500)]
    for fault in [*repeats, "close", "slow", "html", "redirect"]:
        server.fail(fault)
        error, _outcome = failure_of(engine, request_of())
        shown = "".join(traceback.format_exception(error)) + repr(error) + error.detail + repr(error.__context__)
        assert key not in shown
        assert error.__context__ is None
    assert key not in caplog.text
    assert key not in repr(engine) + repr(engine.access) + repr(vars(engine))
    sent = str([asked.headers for asked in server.asked]) + str(server.requests)
    assert key in sent


@pytest.mark.parametrize("name", ENGINES)
def test_words_of_an_engine_are_kept_short_and_on_one_line(connect, request_of, name):
    server, engine = connect(name)
    server.fail(Answered(400, told("Bad\n\nrequest: " + "x" * 5000)))
    error, _outcome = failure_of(engine, request_of())
    assert error.detail.startswith("Bad request: xxx")
    assert len(error.detail) == 500


@pytest.mark.parametrize("name", ENGINES)
def test_wrong_key_is_final(connect, request_of, settings, name):
    connect(name)
    settings.TRANSLATION_KEY = "another"
    _error, outcome = failure_of(engine_named(), request_of())
    assert outcome == (PERMANENT, words.KEY, False, None)


@pytest.mark.parametrize("name", ["libretranslate", "deepl"])
def test_language_that_an_engine_does_not_know_is_final(connect, request_of, name):
    _server, engine = connect(name)
    for pair in ({"source": "tlh"}, {"target": "tlh"}):
        _error, outcome = failure_of(engine, request_of(**pair))
        assert outcome == (PERMANENT, words.LANGUAGE, False, None)


def test_model_that_does_not_exist_is_final(connect, request_of, settings):
    connect("openai")
    settings.TRANSLATION_MODEL = "another"
    _error, outcome = failure_of(engine_named(), request_of())
    assert outcome == (PERMANENT, words.NOT_FOUND, False, None)
