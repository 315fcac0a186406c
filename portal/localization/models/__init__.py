"""The translation queue, the memory of wordings, engines and what they cost, and the glossary."""

from portal.localization.models.engines import Charge, EngineAccount
from portal.localization.models.glossary import GlossaryRendering, GlossaryTerm
from portal.localization.models.jobs import TranslationJob
from portal.localization.models.memory import MemoryEntry
from portal.localization.models.orders import SourceCount, TranslationOrder, TranslationRule
from portal.localization.models.refusals import RefusedText
from portal.localization.models.segments import ApprovedSegment, RecordSegment

__all__ = [
    "ApprovedSegment",
    "Charge",
    "EngineAccount",
    "GlossaryRendering",
    "GlossaryTerm",
    "MemoryEntry",
    "RecordSegment",
    "RefusedText",
    "SourceCount",
    "TranslationJob",
    "TranslationOrder",
    "TranslationRule",
]
