"""What the list of terms can be narrowed by; its export as a file follows it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from portal.localization.enums import TermState
from portal.localization.models import GlossaryTerm
from portal.localization.services.term_states import with_state

SEARCHED = ("renderings__text", "note")


class TermFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=TermState.choices, method="in_state")

    class Meta:
        model = GlossaryTerm
        fields = ["kind", "organization_kind"]

    def in_state(self, rows: QuerySet[GlossaryTerm], name: str, value: str) -> QuerySet[GlossaryTerm]:
        return with_state(rows, value)


def searched(rows: QuerySet[GlossaryTerm], query: str) -> QuerySet[GlossaryTerm]:
    """As the search of the list: every word somewhere."""
    for word in query.split():
        found = Q(pk__in=[])
        for name in SEARCHED:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(pk__in=GlossaryTerm.objects.filter(found).values("pk"))
    return rows
