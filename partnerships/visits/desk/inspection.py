"""A visit as it is read without its form: what is private is left out for those who do not work on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations

from partnerships.kept_admin import KeptInspectView
from partnerships.models import Gift, MinutesPart, VisitDocument, VisitMember
from partnerships.visits.access import may_work
from partnerships.visits.enums import Confidence, GiftDirection
from portal.core.localized import field_label
from portal.core.record_lines import part_line


def part_lines(visit: Model, *, works: bool) -> Iterator[tuple[str, list[str]]]:
    """The lists of `visit`, each by its name with a line for every part that may be known.

    Args:
        works: whether who reads works on the visit (`access.may_work`).
    """
    for relation in get_all_child_relations(type(visit)):
        if relation.related_model is not VisitDocument:  # shown with their files
            rows = getattr(visit, relation.get_accessor_name()).all()
            yield str(field_label(relation)), [_line(part, works) for part in rows if works or is_open(part)]


def is_open(part: Model) -> bool:
    """Whether a part of a visit is for all who may read the visit."""
    if isinstance(part, MinutesPart):
        return part.confidence != Confidence.CONFIDENTIAL
    return not (isinstance(part, VisitDocument) and part.is_confidential)


def _line(part: Model, works: bool) -> str:
    if isinstance(part, Gift) and part.direction == GiftDirection.GIVEN:
        return part_line(part, without=("fate",))  # what became of it is for the other side to say
    private = VisitMember.PRIVATE if isinstance(part, VisitMember) and not works else ()
    return part_line(part, without=private)


class VisitInspectView(KeptInspectView):
    @cached_property
    def works(self) -> bool:
        return may_work(self.request.user, self.object)

    def get_parts(self) -> Iterable[tuple[str, list[str]]]:
        return part_lines(self.object, works=self.works)

    def get_fields_context(self) -> list[dict[str, Any]]:
        label = capfirst(str(VisitDocument._meta.verbose_name_plural))
        return [*super().get_fields_context(), {"label": label, "value": self._documents() or "—"}]

    def _documents(self) -> SafeString:
        rows = self.object.documents.all()
        links = ((one.file.url, part_line(one)) for one in rows if self.works or is_open(one))
        return format_html_join("", '<p><a href="{}">{}</a></p>', links)
