"""The translation queue, the memory of wordings, engines and what they cost, and the glossary."""

from portal.localization.models.checks import FindingOverride
from portal.localization.models.desk import PublishedWords, QuestionReply, SavedFilter, SegmentQuestion
from portal.localization.models.engines import Charge, EngineAccount
from portal.localization.models.glossary import (
    GlossaryRendering,
    GlossaryTerm,
    HeldOffice,
    StyleRule,
    StyleSheet,
    WatchedTerm,
)
from portal.localization.models.jobs import TranslationJob
from portal.localization.models.memory import MemoryEntry
from portal.localization.models.orders import SourceCount, TranslationOrder, TranslationRule
from portal.localization.models.refusals import RefusedText
from portal.localization.models.segments import ApprovedSegment, RecordSegment

__all__ = [
    "ApprovedSegment",
    "Charge",
    "EngineAccount",
    "FindingOverride",
    "GlossaryRendering",
    "GlossaryTerm",
    "HeldOffice",
    "MemoryEntry",
    "PublishedWords",
    "QuestionReply",
    "RecordSegment",
    "RefusedText",
    "SavedFilter",
    "SegmentQuestion",
    "SourceCount",
    "StyleRule",
    "StyleSheet",
    "TranslationJob",
    "TranslationOrder",
    "TranslationRule",
    "WatchedTerm",
]
