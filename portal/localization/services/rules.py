"""When a kind of content is translated from one language into another. The most specific rule holds."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Locale, Page

from portal.localization.enums import Occasion
from portal.localization.models import TranslationRule


def occasions(*, model: type[Model], source: Locale) -> dict[int, Occasion]:
    """Locale's id → when sources of `model` go into it, for every locale with a rule. One query."""
    kind = ContentType.objects.get_for_model(model)
    rules = TranslationRule.objects.filter(Q(content_type=kind) | Q(content_type=None), source_locale=source)
    found: dict[int, Occasion] = {}
    # The rule of the kind itself comes last and replaces the one for all kinds.
    for rule in sorted(rules, key=lambda rule: rule.content_type_id is not None):
        found[rule.target_locale_id] = Occasion(rule.occasion)
    return found


def occasion(*, model: type[Model], source: Locale, target: Locale) -> Occasion:
    """When sources of `model` written in `source` go into `target`."""
    return occasions(model=model, source=source).get(target.pk, default_occasion(model))


def default_occasion(model: type[Model]) -> Occasion:
    """Without a rule pages go on publication, records on request."""
    return Occasion.ON_PUBLICATION if issubclass(model, Page) else Occasion.ON_REQUEST
