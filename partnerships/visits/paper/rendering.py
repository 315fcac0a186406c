"""A paper as HTML, in a language of its own: what the screen and the PDF have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from partnerships.models import Visit
from partnerships.visits.days import days_in_words
from partnerships.visits.paper import charts, faces, facts, handbook, people, plan, script
from partnerships.visits.paper.kinds import Paper, title_of
from portal.core.drawing.emblem import HUE_INKS


def render_papers(visit: Visit, papers: Iterable[Paper], *, language: str, private: bool) -> SafeString:
    """`papers` one after the other, each beginning a page.

    Args:
        visit: of `facts.visits_for_papers`.
        language: one that records have words in, whatever the language of the reader's admin.
        private: with what only those who work on the visit may see.
    """
    with translation.override(language):
        parts = [_render(visit, paper, private=private) for paper in papers]
    return mark_safe("\n".join(parts))  # noqa: S308 - made of templates alone


def _render(visit: Visit, paper: Paper, *, private: bool) -> str:
    template = f"partnerships/papers/{paper.value.replace('-', '_')}.html"
    return render_to_string(template, {**_head(visit, paper), **_CONTEXTS[paper](visit, private)})


def _head(visit: Visit, paper: Paper) -> dict[str, Any]:
    emblem = visit.park.emblem if visit.park else None
    return {
        "visit": visit,
        "paper": paper,
        "title": title_of(paper, visit),
        "when": days_in_words(visit.date, visit.until),
        "where": facts.where(visit),
        "partners": facts.partners(visit),
        "park": visit.park,
        "emblem": emblem,
        "ink": HUE_INKS[emblem.hue] if emblem else "",
    }


def _programme(visit: Visit, private: bool) -> dict[str, Any]:
    days = facts.agenda(visit)
    return {
        "days": days,
        "time_note": facts.time_note(visit, days),
        "topics": facts.topics(visit),
    }


_CONTEXTS: dict[Paper, Callable[[Visit, bool], dict[str, Any]]] = {
    Paper.PLAN: lambda visit, private: plan.context(visit, private=private),
    Paper.PROGRAMME: _programme,
    Paper.DELEGATES: lambda visit, private: {"sides": people.sides(visit)},
    Paper.HANDBOOK: lambda visit, private: handbook.context(visit),
    Paper.SCRIPT: lambda visit, private: script.context(visit),
    Paper.SEATING: lambda visit, private: charts.context(visit),
    Paper.NAME_CARDS: lambda visit, private: faces.name_cards(visit),
    Paper.TABLE_SIGNS: lambda visit, private: faces.table_signs(visit),
}
