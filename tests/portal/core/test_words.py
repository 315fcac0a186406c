"""The registry of words and readings."""

import pytest

from portal.core import words as registry


@pytest.fixture(autouse=True)
def providers(monkeypatch):
    monkeypatch.setattr(registry, "_word_providers", [])
    monkeypatch.setattr(registry, "_reading_providers", [])


def test_words_of_all_providers_by_locale():
    registry.register_words(lambda code: {"zh-hans": ["双向飞地", ""]}.get(code, []))
    registry.register_words(lambda code: ["zone"] if code == "en" else ["长三角"])
    assert registry.words("zh-hans") == {"双向飞地", "长三角"}
    assert registry.words("en") == {"zone"}


def test_words_are_kept_until_forgotten():
    known = ["长三角"]
    asked = []

    @registry.register_words
    def provider(code):
        asked.append(code)
        return known

    registry.words("zh-hans")
    known.append("双向飞地")
    assert registry.words("zh-hans") == {"长三角"}
    assert asked == ["zh-hans"]
    registry.forget_words()
    assert registry.words("zh-hans") == {"长三角", "双向飞地"}


def test_readings_of_later_provider_win():
    registry.register_readings(lambda: {"长三角": "zhang san jiao", "重庆": ""})
    registry.register_readings(lambda: {"长三角": "chang san jiao"})
    assert registry.readings() == {"长三角": "chang san jiao"}
