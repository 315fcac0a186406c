"""Settings of translation that cannot work are told at the start, not by the first job."""

from __future__ import annotations

from typing import Any

from django.core import checks

from portal.localization.engines.registry import problems


@checks.register("translation")
def engine_can_work(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The engine named by TRANSLATION_ENGINE has what it needs."""
    return [
        checks.Error(problem, hint="See docs/settings.md, or set TRANSLATION_ENGINE=memory.", id="localization.E001")
        for problem in problems()
    ]
