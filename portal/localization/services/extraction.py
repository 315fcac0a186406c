"""Taking the segments of a page into wagtail-localize's tables, in few statements whatever the length of the page.

`TranslationSource.refresh_segments()` asks four to six times for each segment. The rows that this writes are the same
(wagtail-localize 1.14); a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)

#: Of one release: migrations run before workers start.
_schema_version = lru_cache(get_schema_version)


def take_source(page: Page, values: Sequence[Any]) -> TranslationSource:
    """Write down `page` and its segments as the source of translations.

    Args:
        page: specific, with the text to be translated.
        values: `extract_segments(page)`.
    """
    thing = TranslatableObject(
        translation_key=page.translation_key, content_type=ContentType.objects.get_for_model(Page)
    )
    TranslatableObject.objects.bulk_create([thing], ignore_conflicts=True)
    source = TranslationSource.objects.filter(object=thing, locale_id=page.locale_id).first()
    known = source is not None
    if source is None:
        source = TranslationSource(object=thing)
    source.locale = page.locale
    source.specific_content_type = ContentType.objects.get_for_model(type(page))
    source.content_json = page.to_json()
    source.schema_version = _schema_version(page._meta.app_label)
    source.object_repr = str(page)[:200]
    source.last_updated_at = timezone.now()
    source.save()
    _Segments(source, page, values).write(known)
    return source


class _Segments:
    """The segments of one source, kind by kind."""

    def __init__(self, source: TranslationSource, page: Page, values: Sequence[Any]) -> None:
        self.source = source
        self.page = page
        self.values = values
        self.contexts = self._contexts({value.path for value in values})

    def write(self, known: bool) -> None:
        """Write what is new; for a source that was `known` before, take away what is gone."""
        for model, rows in (
            (StringSegment, self._strings()),
            (TemplateSegment, self._templates()),
            (RelatedObjectSegment, self._related()),
            (OverridableSegment, self._overridables()),
        ):
            present = {_identity(row): row.pk for row in model.objects.filter(source=self.source)} if known else {}
            wanted = {_identity(row): row for row in rows}
            gone = [pk for identity, pk in present.items() if identity not in wanted]
            if gone:
                model.objects.filter(pk__in=gone).delete()
            model.objects.bulk_create(row for identity, row in wanted.items() if identity not in present)

    def _of(self, kind: type) -> list[Any]:
        return [value for value in self.values if isinstance(value, kind)]

    def _place(self, value: Any) -> dict[str, Any]:
        return {"source": self.source, "context_id": self.contexts[value.path], "order": value.order}

    def _contexts(self, paths: set[str]) -> dict[str, int]:
        ids = {TranslationContext._get_path_id(path): path for path in paths}
        rows = TranslationContext.objects.filter(object_id=self.source.object_id, path_id__in=ids)
        known = dict(rows.values_list("path_id", "pk"))
        new = [self._new_context(path, path_id) for path_id, path in ids.items() if path_id not in known]
        made = _create(TranslationContext, new, ["object", "path_id"])
        return {ids[path_id]: pk for path_id, pk in (known | {row.path_id: row.pk for row in made}).items()}

    def _new_context(self, path: str, path_id: UUID) -> TranslationContext:
        context = TranslationContext(object_id=self.source.object_id, path=path, path_id=path_id)
        # It saves what it finds out; here one statement saves all.
        context.__dict__["save"] = lambda **kwargs: None
        context.get_field_path(self.page)
        del context.__dict__["save"]
        return context

    def _strings(self) -> Iterable[StringSegment]:
        values = self._of(StringSegmentValue)
        hashes = {String._get_data_hash(value.string.data): value.string.data for value in values}
        rows = String.objects.filter(locale_id=self.source.locale_id, data_hash__in=hashes)
        known = dict(rows.values_list("data_hash", "pk"))
        # In one order, so that two workers with the same new strings wait for each other and never for ever.
        new = [
            String(locale_id=self.source.locale_id, data_hash=data_hash, data=data)
            for data_hash, data in sorted(hashes.items())
            if data_hash not in known
        ]
        known |= {row.data_hash: row.pk for row in _create(String, new, ["locale", "data_hash"])}
        for value in values:
            attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
            string_id = known[String._get_data_hash(value.string.data)]
            yield StringSegment(string_id=string_id, attrs=attrs, **self._place(value))

    def _templates(self) -> Iterable[TemplateSegment]:
        values = {_template_id(value): value for value in self._of(TemplateSegmentValue)}
        known = dict(Template.objects.filter(uuid__in=values).values_list("uuid", "pk")) if values else {}
        new = [
            Template(uuid=uuid, template=value.template, template_format=value.format, string_count=value.string_count)
            for uuid, value in sorted(values.items())
            if uuid not in known
        ]
        known |= {row.uuid: row.pk for row in _create(Template, new, ["uuid"])}
        for value in self._of(TemplateSegmentValue):
            yield TemplateSegment(template_id=known[_template_id(value)], **self._place(value))

    def _related(self) -> Iterable[RelatedObjectSegment]:
        for value in self._of(RelatedObjectSegmentValue):
            thing, _created = TranslatableObject.objects.get_or_create(
                content_type=value.content_type, translation_key=value.translation_key
            )
            yield RelatedObjectSegment(object=thing, **self._place(value))

    def _overridables(self) -> Iterable[OverridableSegment]:
        for value in self._of(OverridableSegmentValue):
            yield OverridableSegment(data_json=json.dumps(value.data, cls=DjangoJSONEncoder), **self._place(value))


def _create(model: Any, rows: list[Any], unique: list[str]) -> list[Any]:
    """Insert rows, or take those that another worker inserts at this moment; all come back with their keys."""
    if not rows:
        return []
    created: list[Any] = model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=unique, update_fields=unique[-1:]
    )
    return created


def _template_id(value: TemplateSegmentValue) -> UUID:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _identity(row: Any) -> tuple[Any, ...]:
    """What makes two segments of a source the same."""
    what = ("string_id", "attrs", "template_id", "object_id", "data_json")
    return (row.context_id, row.order, *(getattr(row, name, None) for name in what))
