"""Letters of a kind that only the tests have, and a mail server that answers as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.outbox.models import Letter
from portal.outbox.services import write_letter
from tests.portal.outbox.smtp_sink import ScriptedSink

TEXTS = {
    "en/subject.txt": "Note for {{ name }}\n",
    "en/body.txt": "Dear {{ name }},\n\nA & B met on {{ day|date:'j F Y' }}.\n",
    "en/body.html": "<style>p { color: #123456 }</style><p>Dear {{ name }}</p>",
    "zh_hans/subject.txt": "致{{ name }}的短笺\n",
    "zh_hans/body.txt": "尊敬的{{ name }}：\n\n双方于{{ day|date:'Y年n月j日' }}会面。\n",
    "zh_hans/body.html": "<p>尊敬的{{ name }}：</p>",
}


@pytest.fixture
def note_texts(settings, tmp_path: Path) -> None:
    """Texts of the kind `note` in both languages."""
    folder = tmp_path / "templates" / "emails" / "note"
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path / "templates"]}]


@pytest.fixture
def write_note(note_texts) -> Callable[..., Letter]:
    def write(recipient="reader@example.com", *, key="note:1", locale="en", name="Reader", **more) -> Letter:
        from datetime import date

        return write_letter(
            kind="note",
            key=key,
            recipient=recipient,
            locale=locale,
            context={"name": name, "day": date(2025, 9, 9)},
            **more,
        )

    return write


@pytest.fixture
def sink(settings) -> Iterator[ScriptedSink]:
    """A running mail server that the outbox sends to."""
    server = ScriptedSink()
    server.start()
    settings.OUTBOX_TRANSPORT = {
        "BACKEND": "portal.outbox.smtp.OutboxSMTPBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 1},
    }
    yield server
    server.stop()
