"""Routing rules in words."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import RoutingRule
from portal.core.names import name_of


def condition_words(rule: RoutingRule) -> str:
    """What an inquiry must be for the rule to fit."""
    country: Any = rule.country
    parts = [
        str(rule.park or ""),
        str(rule.sector or ""),
        str(country.name) if rule.country else "",
        language_words(rule.locale) if rule.locale else "",
        str(rule.get_intent_display()) if rule.intent else "",
    ]
    return " · ".join(part for part in parts if part) or pgettext("routing rule", "every inquiry")


def target_words(rule: RoutingRule) -> str:
    """Where the rule sends what fits."""
    unit = str(rule.unit) if rule.unit else _("the office of the park")
    return f"{unit} · {name_of(rule.officer)}" if rule.officer else unit


def language_words(code: str) -> str:
    """A language by its name."""
    return str(translation.get_language_info(code)["name_translated"])
