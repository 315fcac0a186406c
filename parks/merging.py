"""What a merge of two organisations or persons would do, before anybody does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, ForeignObjectRel, Model, QuerySet, UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from parks.models import Organization, Person
from parks.models.base import Alias, DirectoryRecord
from parks.models.people import Office
from parks.spellings import fold
from portal.core.localized import column, is_column, word_columns

#: Told at most of what stands in the way.
MOST_TOLD = 20
#: Never taken over from the one that goes.
_OWN = frozenset({"id", "slug", "latin_order"})


@dataclass(frozen=True)
class Plan:
    """What would become of the merge.

    Attributes:
        moves: name of the kind of record → how many refer to the one that goes.
        spellings: what the survivor would be found by besides.
        fills: names of fields that are empty in the survivor and would be taken over.
        obstacles: what must be settled first, in words.
    """

    moves: dict[str, int]
    spellings: list[str]
    fills: list[str]
    obstacles: list[str]


def plan_of(keep: DirectoryRecord, gone: DirectoryRecord) -> Plan:
    """What merging `gone` into `keep` would do. A bounded number of queries: two for each kind of reference."""
    moves: dict[str, int] = {}
    for rows in references(gone):
        if count := rows.count():
            label = capfirst(str(rows.model._meta.verbose_name_plural))
            moves[label] = moves.get(label, 0) + count
    fills = [capfirst(str(field.verbose_name)) for field in fields_to_fill(keep, gone)]
    return Plan(moves, new_spellings(keep, gone), list(dict.fromkeys(fills)), obstacles(keep, gone))


def references(record: DirectoryRecord) -> Iterator[QuerySet[Any]]:
    """Rows that refer to the record, one query set a foreign key; not its aliases, nor those merged into it."""
    for field in foreign_keys(type(record)):
        yield field.model._base_manager.filter(**{field.name: record})


def foreign_keys(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    """Every foreign key to the model, those without a way back too."""
    related = [one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    return [
        one.field
        for one in related
        if isinstance(one.field, ForeignKey)
        and one.field.name != "merged_into"
        and not issubclass(one.field.model, Alias)
    ]


def still_named(model: Any) -> QuerySet[Any]:
    """Merged records that something refers to all the same. One query a foreign key."""
    named: set[int] = set()
    for field in foreign_keys(model):
        merged = {f"{field.name}__merged_into__isnull": False}
        named.update(field.model._base_manager.filter(**merged).values_list(field.attname, flat=True))
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=named).select_related("merged_into").order_by("pk")
    return rows


def new_spellings(keep: DirectoryRecord, gone: DirectoryRecord) -> list[str]:
    """Spellings of `gone` that `keep` is not found by yet, each once however it is spelled."""
    known = {fold(spelling) for spelling in keep.spellings()}
    found: dict[str, str] = {}
    for spelling in gone.spellings():
        if (key := fold(spelling)) and key not in known:
            found.setdefault(key, spelling)
    return list(found.values())


def fields_to_fill(keep: DirectoryRecord, gone: DirectoryRecord) -> list[Any]:
    """Fields that are empty in `keep` and not in `gone`. Parts of one name are taken together or not at all."""
    return [
        field
        for field in type(keep)._meta.concrete_fields
        if field.editable
        and field.name not in _OWN
        and (is_column(field) or not _is_base(keep, field.name))
        and not _is_given(keep, field.name)
        and getattr(gone, field.attname)
    ]


def _is_base(record: DirectoryRecord, name: str) -> bool:
    """Whether the field is the one above the columns of its languages."""
    columns: list[Any] = [field for field in record._meta.concrete_fields if is_column(field)]
    return any(field.translated_field.name == name for field in columns)


def _is_given(keep: DirectoryRecord, name: str) -> bool:
    """Whether the survivor says something there; of a person's name in a language, any part of it is the name."""
    if isinstance(keep, Person):
        for code in _codes():
            parts = {column("family_name", code), column("given_name", code)}
            if name in parts or (name in _CHINESE_ONLY and code.startswith("zh")):
                return any(getattr(keep, part) for part in parts)
    return bool(getattr(keep, name))


#: Go with the parts of the Chinese name.
_CHINESE_ONLY = frozenset({"name_basis", "chinese_form"})


def _codes() -> list[str]:
    return [name.removeprefix("name_").replace("_", "-") for name in word_columns("name")]


def obstacles(keep: DirectoryRecord, gone: DirectoryRecord) -> list[str]:
    """Places where both stand though one may stand once only, such as the attendees of one event."""
    told = [message for field in foreign_keys(type(keep)) for message in _twice(field, keep, gone)]
    return told[:MOST_TOLD]


def _twice(field: ForeignKey[Any, Any], keep: DirectoryRecord, gone: DirectoryRecord) -> Iterator[str]:
    for names in _unique_with(field):
        others = [name for name in names if name != field.name]
        rows = field.model._base_manager
        taken = set(rows.filter(**{field.name: keep}).values_list(*others))
        for row in rows.filter(**{field.name: gone}).select_related(*_related(field.model, others)):
            if tuple(row.serializable_value(name) for name in others) in taken:
                yield _("Both stand in “%(whole)s” (%(kind)s). Take one of them out there first.") % {
                    "whole": _whole(row, others),
                    "kind": row._meta.verbose_name,
                }


def _unique_with(field: ForeignKey[Any, Any]) -> list[tuple[str, ...]]:
    options = field.model._meta
    sets = [tuple(one.fields) for one in options.constraints if isinstance(one, UniqueConstraint)]
    sets += [tuple(names) for names in options.unique_together]
    return [names for names in sets if field.name in names and len(names) > 1]


def _related(model: type[Model], names: list[str]) -> list[str]:
    return [name for name in names if model._meta.get_field(name).is_relation]


def _whole(row: Model, names: list[str]) -> str:
    """What both stand in: the other side of the constraint."""
    return " · ".join(str(getattr(row, name)) for name in names)


def same_offices(keep: Person, gone: Person) -> list[Office]:
    """Offices of `gone` that `keep` has word for word already."""
    known = {_said(office) for office in keep.offices.all()}
    return [office for office in gone.offices.all() if _said(office) in known]


def _said(office: Office) -> tuple[Any, ...]:
    columns = [*word_columns("title"), *word_columns("organization_name")]
    said = (fold(getattr(office, name) or "") for name in columns)
    return (*said, office.organization_id, office.since, office.until, office.has_ended)


def above(organization: Organization) -> list[int]:
    """The organisations that it belongs to, the next first; stops where they go round in a circle."""
    rows: Any = Organization.objects
    found: list[int] = []
    parent = organization.parent_id
    while parent is not None and parent not in found:
        found.append(parent)
        parent = rows.filter(pk=parent).values_list("parent_id", flat=True).first()
    return found
