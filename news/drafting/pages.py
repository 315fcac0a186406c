"""Articles made of drafts, not saved, and which wording of the one is which of the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Locale
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from news.drafting.said import is_foreign, plain
from news.drafting.shape import Draft, Picture, Section
from news.models import NewsPage
from portal.localization.services.segments import SLUG

Block = dict[str, Any]
#: Field of an article → how many characters it holds.
_LONGEST = {name: NewsPage._meta.get_field(name).max_length or 0 for name in ("title", "summary", "event_name")}


def unsaved(draft: Draft, locale: Locale, **values: Any) -> NewsPage:
    """The article of a draft; what is not known in its language is still marked.

    Args:
        values: what is the same in every language.
    """
    park_ids = values.pop("park_ids", ())
    return NewsPage(
        locale=locale,
        title=_fitting("title", draft.title),
        draft_title=_fitting("title", draft.title),
        summary=_fitting("summary", draft.summary),
        event_name=draft.event_name,
        event_place=draft.event_place,
        event_date_basis=draft.date_basis,
        issuing_body=draft.issuing_body,
        body=json.dumps(list(_numbered(_blocks(draft, park_ids)))),
        **values,
    )


def _fitting(field: str, text: str) -> str:
    """Not longer than the field: what comes last goes, sentence by sentence where there are some."""
    longest = _LONGEST[field]
    while len(text) > longest:
        cut = max(text[:-1].rfind(mark) for mark in ("。", ". "))
        text = text[: cut + 1] if cut > 0 else text[: longest - 1] + "…"
    return text.strip()


def without_marks(page: NewsPage) -> NewsPage:
    """The same article, with words of another language where they are not known in its own."""
    for name in ("title", "draft_title", "summary", "event_place", "event_date_basis", "issuing_body"):
        setattr(page, name, plain(getattr(page, name)))
    page.body = plain(json.dumps(list(page.body.raw_data), ensure_ascii=False))
    return page


def wordings(source: NewsPage, target: NewsPage) -> dict[tuple[str, str], str]:
    """Place and text of the source (without marks) → wording of the target, where it is known in its language.

    Raises:
        ValueError: the two have not the same parts.
    """
    here, there = list(_strings(source)), list(_strings(target))
    if [path for path, _text in here] != [path for path, _text in there]:
        raise ValueError("The drafts of the two languages do not have the same parts.")
    return {
        (path, plain(text)): wording
        for (path, text), (_same, wording) in zip(here, there, strict=True)
        if path != SLUG and not is_foreign(wording)
    }


def _strings(page: NewsPage) -> Iterator[tuple[str, str]]:
    for value in extract_segments(page):
        if isinstance(value, StringSegmentValue):
            yield value.path, value.string.data


# --- blocks ---------------------------------------------------------------------------------------------------
def _blocks(draft: Draft, park_ids: tuple[int, ...]) -> Iterator[Block]:
    for number, section in enumerate(draft.sections):
        yield from _section(section)
        if number == 0:
            yield from map(_picture, draft.pictures)
    if not draft.sections:
        yield from map(_picture, draft.pictures)
    if park_ids:
        yield {"type": "related", "value": [{"type": "park", "value": pk} for pk in park_ids]}


def _section(section: Section) -> Iterator[Block]:
    yield {"type": "heading", "value": section.heading}
    if section.paragraphs:
        yield {"type": "text", "value": "".join(f"<p>{escape(text, quote=False)}</p>" for text in section.paragraphs)}
    if section.rows:
        rows = [{"type": "item", "value": {"label": label, "value": value}} for label, value in section.rows]
        yield {"type": "facts", "value": {"title": section.table_title, "rows": rows}}


def _picture(one: Picture) -> Block:
    return {
        "type": "picture",
        "value": {"picture": one.image_id, "alternative_text": one.alt, "caption": one.caption},
    }


def _numbered(blocks: Iterator[Block], above: str = "") -> Iterator[Block]:
    """Each block with an id that says where it stands: the same in both languages, as wordings are told by place."""
    for number, block in enumerate(blocks):
        place = f"{above}/{number}-{block['type']}"
        value = block["value"]
        if isinstance(value, list):
            value = list(_numbered(iter(value), place))
        elif isinstance(value, dict) and "rows" in value:
            value = value | {"rows": list(_numbered(iter(value["rows"]), place))}
        yield {"type": block["type"], "value": value, "id": str(uuid5(NAMESPACE_URL, f"news-draft:{place}"))}
