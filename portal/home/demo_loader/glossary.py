"""The first terms of the glossary, and the first lists that the office keeps for the checks of texts."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale

from portal.home.demo_loader.files import LOCALES, read
from portal.localization.enums import RenderingStatus
from portal.localization.models import GlossaryRendering, GlossaryTerm, HeldOffice, StyleSheet, WatchedTerm
from portal.localization.services.glossary import save_term
from portal.localization.services.office_lists import keep_office, keep_style_sheet, keep_watched


def load_glossary() -> None:
    """Write the terms whose Chinese wording is not known yet; others stay as translators left them."""
    rows = GlossaryRendering.objects.filter(locale__language_code="zh-hans").exclude(status=RenderingStatus.FORBIDDEN)
    known = set(rows.values_list("text", "term__note"))
    for entry in read("glossary"):
        if (entry["zh"], entry.get("note", "")) not in known:
            _save(entry)
    lists = read("words")
    locales = {name: Locale.objects.get(language_code=code) for name, code in LOCALES.items()}
    _load_styles(lists["styles"], locales)
    _load_watched(lists["watched"], locales)
    _load_offices(lists["offices"])


def _save(entry: dict[str, Any]) -> None:
    save_term(
        renderings={"zh-hans": entry["zh"], "en": entry["en"]},
        by=None,
        kind=entry.get("kind", "term"),
        note=entry.get("note", ""),
        reading=entry.get("reading", ""),
        shorts={LOCALES[name]: text for name, text in entry.get("short", {}).items()},
        admitted={"en": entry.get("admitted", [])},
        forbidden={"en": entry.get("former", [])},
        organization_kind=entry.get("organization", ""),
        broader=_term(entry["part_of"]) if "part_of" in entry else None,
    )


def _load_styles(styles: list[dict[str, Any]], locales: dict[str, Locale]) -> None:
    for style in styles:
        locale = locales[style["locale"]]
        if not StyleSheet.objects.filter(locale=locale).exists():
            keep_style_sheet(locale=locale, guidance=style["guidance"], rules=style["rules"], by=None)


def _load_watched(watched: list[dict[str, Any]], locales: dict[str, Locale]) -> None:
    known = set(WatchedTerm.objects.values_list("locale", "text"))
    for entry in watched:
        locale = locales[entry["locale"]]
        if (locale.pk, entry["text"]) not in known:
            more = {name: entry[name] for name in ("kind", "instead", "note") if name in entry}
            keep_watched(locale=locale, text=entry["text"], by=None, **more)


def _load_offices(offices: list[dict[str, Any]]) -> None:
    """Offices whose person and office the glossary has, and that nobody has written yet."""
    for entry in offices:
        person, office = _term(entry["person"], "person"), _term(entry["office"], "office")
        known = HeldOffice.objects.filter(person=person, office=office)
        if person and office and not known.exists():
            keep_office(
                person=person,
                office=office,
                organization=_term(entry.get("organization", "")),
                since=entry.get("since"),
                until=entry.get("until"),
                by=None,
            )


def _term(text: str, kind: str = "") -> GlossaryTerm | None:
    rows = GlossaryRendering.objects.filter(locale__language_code="zh-hans", text=text, term__live=True)
    rows = rows.filter(term__kind=kind) if kind else rows
    found = rows.select_related("term").order_by("term").first()
    return found.term if found else None
