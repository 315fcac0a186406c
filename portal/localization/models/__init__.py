"""The translation queue, the memory of wordings, and the glossary."""

from portal.localization.models.glossary import GlossaryRendering, GlossaryTerm
from portal.localization.models.jobs import TranslationJob
from portal.localization.models.memory import MemoryEntry

__all__ = ["GlossaryRendering", "GlossaryTerm", "MemoryEntry", "TranslationJob"]
