"""Words for the usual replies to inquiries, for every unit."""

from __future__ import annotations

from partnerships.models import ReplyTemplate
from portal.home.demo_loader.files import LOCALES, read


def load_reply_templates() -> None:
    """Write the templates that are missing; what is there stays as staff left it."""
    for entry in read("reply_templates"):
        for language, name in entry["name"].items():
            ReplyTemplate.objects.get_or_create(
                name=name,
                locale=LOCALES[language],
                unit=None,
                defaults={"text": entry["text"][language].strip()},
            )
