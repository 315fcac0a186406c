"""Which words of the records of this app are internal: they reach no translator, engine, memory or matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey
from modeltranslation.models import handle_translation_registrations
from modeltranslation.translator import translator

from partnerships import models
from partnerships.enums import PublicField
from partnerships.models.base import KeptRecord
from partnerships.visits.enums import TAKING_PART, AgendaKind, Confidence, VisitPublicField
from portal.core.hidden_words import ALL, Hidden, register_hidden_words

_NONE: frozenset[str] = frozenset()


def register() -> None:
    """Say of every model of this app with words which of them are internal."""
    handle_translation_registrations()  # modeltranslation is ready after us
    register_hidden_words(models.Agreement, _of_agreement)
    register_hidden_words(models.Event, _unless_public)
    register_hidden_words(models.JointPlatform, _unless_public)
    register_hidden_words(models.Visit, _of_visit)
    register_hidden_words(models.Room, lambda room: ALL)
    for model in _parts():
        register_hidden_words(model, _PARTS.get(model, _with_the_whole))


def parts_with_words(record: Model) -> Iterator[Model]:
    """The saved parts of `record` that have words, parts of parts too."""
    for model in _parts():
        for key in _parental_keys(model):
            if issubclass(type(record), key.related_model):  # type: ignore[arg-type]
                for part in model._default_manager.filter(**{key.name: record.pk}).select_related(key.name):
                    yield part
                    yield from parts_with_words(part)
    for model in _carriers():
        if issubclass(type(record), _parental_keys(model)[0].related_model):  # type: ignore[arg-type]
            for part in model._default_manager.filter(**{_parental_keys(model)[0].name: record.pk}):
                yield from parts_with_words(part)


def whole_of(part: Model) -> KeptRecord | None:
    """The agreement, event, platform or visit that `part` belongs to."""
    for key in _parental_keys(type(part)):
        above = getattr(part, key.name)
        return above if isinstance(above, KeptRecord) or above is None else whole_of(above)
    return None


def _parts() -> list[type[Model]]:
    """The models of this app whose rows are parts with words."""
    return [model for model in translator.get_registered_models(abstract=False) if _is_part(model)]


def _carriers() -> list[type[Model]]:
    """Parts without words of their own that have parts with words."""
    return [models.AgreementSignatory]


def _is_part(model: type[Model]) -> bool:
    return model._meta.app_label == "partnerships" and bool(_parental_keys(model))


def _parental_keys(model: type[Model]) -> list[ParentalKey]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ParentalKey)]


def _of_agreement(record: Model) -> frozenset[str]:
    agreement: models.Agreement = record  # type: ignore[assignment]
    if not agreement.is_shown:
        return ALL
    return frozenset(field.value for field in (PublicField.RENEWAL, PublicField.SUMMARY) if not agreement.shows(field))


def _of_visit(record: Model) -> frozenset[str]:
    visit: models.Visit = record  # type: ignore[assignment]
    if not visit.is_shown:
        return ALL
    return _NONE if visit.shows(VisitPublicField.OUTCOME) else frozenset({"outcome"})


def _unless_public(record: Model) -> frozenset[str]:
    return _NONE if getattr(record, "is_public", False) else ALL


def _with_the_whole(part: Model) -> frozenset[str]:
    whole = whole_of(part)
    return _NONE if whole is not None and whole.is_shown else ALL


def _where_shown(field: str, *, is_marked: Callable[[Any], bool] = lambda part: True) -> Hidden:
    """Parts that the public sees where the whole shows `field`, and where they are marked as public themselves."""

    def hidden(part: Model) -> frozenset[str]:
        whole = whole_of(part)
        shown = isinstance(whole, models.Agreement | models.Visit) and whole.shows(field)
        return _NONE if shown and is_marked(part) else ALL

    return hidden


def _marked(part: Any) -> bool:
    return bool(part.is_public)


def _of_agenda(part: Model) -> frozenset[str]:
    """The whole agenda where it is public; else the places that were visited, where these are."""
    item: models.AgendaItem = part  # type: ignore[assignment]
    if item.visit.shows(VisitPublicField.AGENDA):
        return _NONE
    is_site = item.kind == AgendaKind.TOUR and item.visit.shows(VisitPublicField.SITES)
    return frozenset({"venue"}) if is_site else ALL


_PARTS: dict[type[Model], Callable[[Model], frozenset[str]]] = {
    models.AgreementPoint: _where_shown(PublicField.POINTS),
    models.AgreementDocument: _where_shown(PublicField.DOCUMENTS, is_marked=_marked),
    models.Milestone: _where_shown(PublicField.MILESTONES, is_marked=_marked),
    models.SignatoryOffice: _where_shown(PublicField.SIGNATORIES),
    models.VisitTopic: _where_shown(VisitPublicField.TOPICS),
    models.VisitMember: _where_shown(VisitPublicField.PEOPLE, is_marked=lambda part: part.role in TAKING_PART),
    models.MemberOffice: _where_shown(VisitPublicField.PEOPLE, is_marked=lambda part: part.member.role in TAKING_PART),
    models.AgendaItem: _of_agenda,
    models.MinutesPart: _where_shown(
        VisitPublicField.MINUTES, is_marked=lambda part: part.confidence == Confidence.PUBLIC
    ),
    models.VisitPhotograph: _where_shown(VisitPublicField.PHOTOGRAPHS),
    models.FollowUp: _where_shown(VisitPublicField.FOLLOW_UPS, is_marked=_marked),
}
