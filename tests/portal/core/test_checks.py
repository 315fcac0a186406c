"""House rules that `manage.py check` holds."""

from __future__ import annotations

from django.core.checks import run_checks
from modeltranslation.translator import translator

from news.models import NewsPage
from portal.core.checks import one_mechanism_of_translation


def test_no_model_is_translated_twice():
    assert one_mechanism_of_translation() == []


def test_a_page_registered_with_modeltranslation_is_an_error(monkeypatch):
    monkeypatch.setattr(translator, "get_registered_models", lambda abstract: [NewsPage])
    errors = [message for message in run_checks(tags=["translation"]) if message.id == "core.E001"]
    assert [error.obj for error in errors] == [NewsPage]
