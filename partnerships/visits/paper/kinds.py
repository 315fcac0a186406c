"""Which papers there are, and for which visits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import Visit
from partnerships.visits.enums import Direction


class Paper(models.TextChoices):
    """The papers in the order of the pack."""

    PLAN = "plan", pgettext_lazy("paper", "Reception plan")
    PROGRAMME = "programme", pgettext_lazy("paper", "Programme")
    DELEGATES = "delegates", pgettext_lazy("paper", "List of delegates")
    HANDBOOK = "handbook", pgettext_lazy("paper", "Handbook for delegates")
    SCRIPT = "script", pgettext_lazy("paper", "Host’s script")
    SEATING = "seating", pgettext_lazy("paper", "Seating")
    NAME_CARDS = "name-cards", pgettext_lazy("paper", "Name cards")
    TABLE_SIGNS = "table-signs", pgettext_lazy("paper", "Table signs")


#: What each is for, and how it is used.
USES: dict[str, object] = {
    Paper.PLAN: _("For our own staff: who comes and why, on what it rests, who does what, what is still open."),
    Paper.PROGRAMME: _("For both sides: days, times, places and who is responsible."),
    Paper.DELEGATES: _("Both sides in their order, with the offices of the day."),
    Paper.HANDBOOK: _("For the visitors: programme, hosts, the park, practical notes, whom to ask."),
    Paper.SCRIPT: _("To be read out: welcome, introductions in order, the items of the agenda, thanks."),
    Paper.SEATING: _("Talks, rostrum and photograph, by precedence."),
    Paper.NAME_CARDS: _("Two on an A4 sheet; cut, and folded once to A6. Name and office on both faces."),
    Paper.TABLE_SIGNS: _("One on an A4 sheet; folded once to A5. The name alone, a language on each face."),
}

#: Papers of whoever receives; those who travel have no use for them.
OF_THE_HOST = frozenset({Paper.SCRIPT, Paper.SEATING, Paper.NAME_CARDS, Paper.TABLE_SIGNS})


def papers_of(visit: Visit) -> list[Paper]:
    """The papers of a visit in the order of the pack; who travels reads no host's script and prints no table signs."""
    at_home = visit.direction == Direction.INCOMING
    return [paper for paper in Paper if at_home or paper not in OF_THE_HOST]


def title_of(paper: Paper, visit: Visit) -> str:
    """What stands on top of the paper, in the active language."""
    if visit.direction == Direction.OUTGOING and paper == Paper.PLAN:
        return str(pgettext_lazy("paper", "Plan of the visit"))
    return str(paper.label)
