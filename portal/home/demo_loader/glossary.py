"""The first terms of the glossary."""

from __future__ import annotations

from portal.home.demo_loader.files import read
from portal.localization.enums import RenderingStatus
from portal.localization.models import GlossaryRendering
from portal.localization.services.glossary import save_term


def load_glossary() -> None:
    """Write the terms whose Chinese wording is not known yet; others stay as translators left them."""
    known = set(
        GlossaryRendering.objects.filter(locale__language_code="zh-hans", status=RenderingStatus.PREFERRED).values_list(
            "text", "term__note"
        )
    )
    for entry in read("glossary"):
        if (entry["zh"], entry.get("note", "")) not in known:
            save_term(
                renderings={"zh-hans": entry["zh"], "en": entry["en"]},
                by=None,
                kind=entry.get("kind", "term"),
                note=entry.get("note", ""),
                reading=entry.get("reading", ""),
                forbidden={"en": entry["former"]} if "former" in entry else None,
            )
