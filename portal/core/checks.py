"""System checks of the house rules that Django cannot know."""

from __future__ import annotations

from typing import Any

from django.core import checks
from modeltranslation.translator import translator
from wagtail.models import TranslatableMixin


@checks.register("translation")
def one_mechanism_of_translation(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Pages are translated by wagtail-localize, records by modeltranslation; never both on one model."""
    both = [model for model in translator.get_registered_models(abstract=False) if issubclass(model, TranslatableMixin)]
    return [
        checks.Error(
            f"{model._meta.label} is translated twice: registered with modeltranslation and a TranslatableMixin.",
            hint="Prose is a page (wagtail-localize), facts are a record (modeltranslation). Choose one.",
            obj=model,
            id="core.E001",
        )
        for model in both
    ]
