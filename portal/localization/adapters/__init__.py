"""Pages and records, as the queue sees them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.localization.adapters.base import Adapter
    from portal.localization.models import TranslationJob


def adapter_for(job: TranslationJob) -> Adapter:
    """The adapter of a job's kind of content: pages have a translation key, records have none."""
    room, name = ("pages", "PageAdapter") if job.translation_key else ("records", "RecordAdapter")
    adapter: Adapter = getattr(import_module(f"{__name__}.{room}"), name)()
    return adapter
