"""What pages the demonstration has: one plan a page, from the top of the tree down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from news.models import NewsCategory, NewsIndexPage, NewsPage
from parks.models.pages import ParkIndexPage, ParkPage
from partnerships.models import Event, Visit
from portal.core.models import PortalImage
from portal.home.demo_loader.content import Body, paragraphs, said
from portal.home.demo_loader.files import read
from portal.home.demo_loader.pictures import picture
from portal.home.demo_loader.records import Loaded
from portal.home.demo_loader.words import partial_date
from portal.home.models import HomePage, StandardPage

Values = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Plan:
    """One page.

    Attributes:
        key: names it for good, such as `news/signing`; `parent` is the key of the page above.
        source: code of the locale in which it is written.
        values: field values by language of the files (`zh`, `en`).
        slug: an address that is fixed and the same in all locales; empty makes it from the title.
        waiting: its translation is left as a draft in the queue.
    """

    key: str
    model: type[Page]
    parent: str
    source: str
    values: Values
    slug: str = ""
    waiting: bool = False
    author: str = "admin"


def plans(loaded: Loaded) -> Iterator[Plan]:
    """All pages, each after the one above it."""
    content = read("pages")
    yield Plan("home", HomePage, "", "zh-hans", _home(content["home"]))
    yield Plan("news", NewsIndexPage, "home", "zh-hans", _section(content["news"]), slug=content["news"]["slug"])
    yield Plan("parks", ParkIndexPage, "home", "zh-hans", _section(content["parks"]), slug=content["parks"]["slug"])
    for entry in content["standard"]:
        key = f"page/{entry['key']}"
        yield Plan(key, StandardPage, "home", "zh-hans", _standard(key, entry, loaded), slug=entry["slug"])
    yield from _park_plans(content, loaded)
    for entry in read("news"):
        yield _article(entry, loaded)


def _park_plans(content: dict[str, Any], loaded: Loaded) -> Iterator[Plan]:
    sources = {}
    for entry in read("profiles"):
        slug = entry["park"]
        sources[slug] = entry["source_locale"]
        values = _profile(f"park/{slug}", entry, loaded)
        yield Plan(f"park/{slug}", ParkPage, "parks", sources[slug], values, slug=slug, author=_editor(slug))
    for entry in content["park_news"]:
        slug = entry["park"]
        key = f"park/{slug}/news"
        yield Plan(key, NewsIndexPage, f"park/{slug}", sources[slug], _section(entry), slug="news")


def _editor(slug: str) -> str:
    """Who writes for a park; the administrator where it has no editor of its own."""
    names = {entry["username"] for entry in read("accounts")}
    return f"{slug}-editor" if f"{slug}-editor" in names else "admin"


def _home(entry: dict[str, Any]) -> Values:
    def values(language: str) -> dict[str, Any]:
        return {
            "title": said(entry["title"], language),
            "headline": said(entry["headline"], language),
            "introduction": paragraphs(said(entry["intro"], language)),
            "picture": _image(entry["picture"], None),
            "picture_alt": said(entry["picture"]["alt"], language),
        }

    return values


def _section(entry: dict[str, Any]) -> Values:
    def values(language: str) -> dict[str, Any]:
        return {
            "title": said(entry["title"], language),
            "introduction": said(entry["intro"], language),
            "show_in_menus": "park" not in entry,
        }

    return values


def _standard(key: str, entry: dict[str, Any], loaded: Loaded) -> Values:
    def values(language: str) -> dict[str, Any]:
        body = Body(key, language, lambda content: _image(content, None), loaded.parks)
        return {
            "title": said(entry["title"], language),
            "introduction": said(entry["summary"], language),
            "body": body.json(entry["body"]),
            "show_in_menus": entry.get("menu", True),
        }

    return values


def _profile(key: str, entry: dict[str, Any], loaded: Loaded) -> Values:
    park = loaded.parks[entry["park"]]

    def values(language: str) -> dict[str, Any]:
        body = Body(key, language, lambda content: _image(content, park), loaded.parks)
        return {
            "title": said(entry["title"], language),
            "introduction": said(entry["summary"], language),
            "park": park,
            "body": body.json(entry["body"]),
        }

    return values


def _article(entry: dict[str, Any], loaded: Loaded) -> Plan:
    key = f"news/{entry['key']}"
    return Plan(
        key,
        NewsPage,
        f"park/{entry['park']}/news",
        entry["source_locale"],
        _article_values(key, entry, loaded),
        waiting=entry.get("translation") == "waiting",
        author=_editor(entry["park"]),
    )


def _article_values(key: str, entry: dict[str, Any], loaded: Loaded) -> Values:
    park = loaded.parks[entry["park"]]
    category = NewsCategory.objects.get(slug=entry["category"])
    words = {
        "title": entry["title"],
        "summary": entry["summary"],
        "lead_picture_alt": entry["picture"]["alt"],
        "issuing_body": entry["issued_by"],
        "event_name": entry.get("event_kind"),
        "event_place": entry.get("event_place"),
        "event_date_basis": entry["event"].get("year_basis"),
        **{f"source_{name}": text for name, text in entry.get("cited", {}).items()},
    }

    def values(language: str) -> dict[str, Any]:
        body = Body(key, language, lambda content: _image(content, park), loaded.parks)
        return {name: said(text, language) for name, text in words.items() if text} | {
            "date": entry["published"],
            "category": category,
            "lead_picture": _image(entry["picture"], park),
            "event_date": partial_date(entry["event"]),
            **_records(entry),
            "body": body.json(entry["body"]),
        }

    return values


def _records(entry: dict[str, Any]) -> dict[str, Any]:
    """The visit or event of which an article tells, by short address; the pages of both then name each other."""
    models: dict[str, type[Model]] = {"visit": Visit, "event_record": Event}
    return {
        name: model._default_manager.filter(slug=entry[name]).first() for name, model in models.items() if name in entry
    }


def _image(content: dict[str, Any], park: Any) -> PortalImage:
    alt = content["alt"]["zh"]
    collection = park.unit.collection if park is not None and park.unit else None
    return picture(content["file"], title=alt.removeprefix("示意画："), description=alt, collection=collection)
