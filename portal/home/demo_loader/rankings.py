"""The evaluation scheme, its editions and what parks got."""

from __future__ import annotations

from typing import Any

from parks.models import (
    Edition,
    EvaluationResult,
    EvaluationScheme,
    ResultPoint,
    SchemeMembership,
    SpeakerOffice,
    SubIndex,
    SubIndexRank,
)
from portal.home.demo_loader.files import read
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import columns, ensure

#: List in the file → kind of point.
_POINTS = {"strengths": "strength", "main_work": "main_work"}


def load_rankings(loaded: Loaded) -> None:
    """Make the scheme, its editions and results where they are missing."""
    content = read("rankings")
    scheme = _scheme(content["scheme"], loaded)
    for entry in content["participations"]:
        SchemeMembership.objects.get_or_create(
            park=loaded.parks[entry["park"]], scheme=scheme, defaults={"since_year": entry["since"]}
        )
    for entry in content["editions"]:
        edition, _created = Edition.objects.get_or_create(
            scheme=scheme,
            year=entry["year"],
            defaults={"data_year": entry["data_year"], "ranked_parks": entry["ranked_parks"]},
        )
        for result in entry["results"]:
            _result(edition, result, loaded)


def _scheme(entry: dict[str, Any], loaded: Loaded) -> EvaluationScheme:
    defaults = columns(name=entry["name"]) | {"authority": loaded.organizations[entry["authority"]]}
    scheme, created = ensure(EvaluationScheme, entry["slug"], **defaults)
    if created:
        for number, part in enumerate(entry["sub_indices"]):
            SubIndex.objects.create(scheme=scheme, slug=part["slug"], sort_order=number, **columns(name=part["name"]))
    return scheme


def _result(edition: Edition, entry: dict[str, Any], loaded: Loaded) -> None:
    words = columns(remark=entry.get("remark"), economy=entry["economy"], planning_period=entry["plan"])
    result, created = EvaluationResult.objects.get_or_create(
        edition=edition,
        park=loaded.parks[entry["park"]],
        defaults=words | {"overall_rank": entry["overall_rank"]},
    )
    if created:
        _add_parts(result, entry)
        _add_speaker(result, entry.get("speaker"), loaded)


def _add_parts(result: EvaluationResult, entry: dict[str, Any]) -> None:
    by_slug = {part.slug: part for part in result.edition.scheme.sub_indices.all()}
    for part in entry["sub_ranks"]:
        SubIndexRank.objects.create(
            result=result, sub_index=by_slug[part["index"]], rank=part["rank"], previous_rank=part.get("previous")
        )
    number = 0
    for name, kind in _POINTS.items():
        for sentence in entry[name]:
            ResultPoint.objects.create(result=result, kind=kind, sort_order=number, **columns(text=sentence))
            number += 1


def _add_speaker(result: EvaluationResult, entry: dict[str, Any] | None, loaded: Loaded) -> None:
    """Who presented the result, with the offices of that day."""
    if entry is None:
        return
    result.speaker = loaded.people[entry["person"]]
    result.save(update_fields=["speaker"])
    for number, office in enumerate(entry["offices"]):
        body = loaded.organizations[office["by"]] if "by" in office else None
        words = columns(title=office["title"])
        SpeakerOffice.objects.create(result=result, sort_order=number, organization=body, **words)
