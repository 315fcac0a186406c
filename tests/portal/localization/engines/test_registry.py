"""The engine of the settings, and what is told where they cannot work."""

from __future__ import annotations

import os

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from portal.localization.engines import words
from portal.localization.engines.base import PermanentEngineError
from portal.localization.engines.registry import engine_named
from portal.settings import environment

WORKING = [
    # engine, url, key, model → where it asks
    ("libretranslate", "http://10.0.0.7:5000/", "", "", "http://10.0.0.7:5000"),
    ("libretranslate", "https://lt.example.org/api", "k", "", "https://lt.example.org/api"),
    ("deepl", "", "k", "", "https://api.deepl.com"),
    ("deepl", "", "k:fx", "", "https://api-free.deepl.com"),
    ("deepl", "https://proxy.example.org", "k:fx", "", "https://proxy.example.org"),
    ("openai", "", "k", "m", "https://api.openai.com/v1"),
    ("openai", "http://localhost:11434/v1", "", "m", "http://localhost:11434/v1"),
]
BROKEN = [
    ("google", "", "", "", [words.UNKNOWN_ENGINE]),
    ("libretranslate", "", "", "", [words.URL_MISSING]),
    ("libretranslate", "lt.example.org", "", "", [words.URL_WRONG]),
    ("libretranslate", "ftp://lt.example.org", "", "", [words.URL_WRONG]),
    ("libretranslate", "http://user:password@lt.example.org", "", "", [words.URL_WRONG]),
    ("libretranslate", "http://lt.example.org:99999", "", "", [words.URL_WRONG]),
    ("libretranslate", "http://", "", "", [words.URL_WRONG]),
    ("deepl", "", "", "", [words.KEY_MISSING]),
    ("deepl", "", "k\nX: y", "", [words.KEY_WRONG]),
    ("deepl", "", "钥匙", "", [words.KEY_WRONG]),
    ("openai", "", "", "", [words.KEY_MISSING, words.MODEL_MISSING]),
]


def configure(settings, engine, url, key, model):
    settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL = engine, url
    settings.TRANSLATION_KEY, settings.TRANSLATION_MODEL = key, model


@pytest.mark.parametrize(("engine", "url", "key", "model", "address"), WORKING)
def test_engine_of_the_settings_is_made_once(settings, engine, url, key, model, address):
    configure(settings, engine, url, key, model)
    found = engine_named()
    assert (found.name, found.access.url, found.access.key, found.access.seconds) == (engine, address, key, 30)
    assert engine_named(engine) is found
    assert [message for message in run_checks() if message.id == "localization.E001"] == []


@pytest.mark.parametrize(("engine", "url", "key", "model", "problems"), BROKEN)
def test_settings_that_cannot_work_are_told_at_the_start_and_at_use(settings, engine, url, key, model, problems):
    configure(settings, engine, url, key, model)
    told = [message for message in run_checks() if message.id == "localization.E001"]
    assert [message.msg for message in told] == problems
    assert not any(key and key in str(message) for message in told)
    with pytest.raises(PermanentEngineError) as caught:
        engine_named()
    assert caught.value.message == problems[0]


def test_memory_is_no_engine_and_another_one_is_not_set_up(settings):
    configure(settings, "memory", "", "", "")
    assert engine_named() is None
    assert engine_named("memory") is None
    with pytest.raises(PermanentEngineError) as caught:
        engine_named("deepl")
    assert caught.value.message == words.NOT_SET_UP


@pytest.mark.parametrize(("text", "on"), [("", False), ("0", False), ("1", True)])
def test_switch_is_on_only_by_one(monkeypatch, text, on):
    monkeypatch.setitem(os.environ, "PORTAL_SWITCH", text)
    assert environment.flag("PORTAL_SWITCH") is on


def test_switch_that_says_something_else_is_refused(monkeypatch):
    monkeypatch.setitem(os.environ, "PORTAL_SWITCH", "yes")
    with pytest.raises(ImproperlyConfigured, match="PORTAL_SWITCH must be 0 or 1"):
        environment.flag("PORTAL_SWITCH")
