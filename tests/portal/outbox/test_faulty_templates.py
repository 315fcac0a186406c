"""A template with a fault loses neither what the letter tells nor the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from portal.core.models import Unit
from portal.outbox.contexts import freeze, thaw
from portal.outbox.enums import LetterState, Reason
from portal.outbox.models import Letter
from portal.outbox.sending import send_letter
from portal.outbox.services import send_again
from portal.outbox.texts import TextError

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(note_texts, tmp_path):
    """The English text of the kind `note`; `None` takes it away."""
    from django.template import engines

    file = tmp_path / "templates" / "emails" / "note" / "en" / "body.txt"

    def write(text):
        file.unlink(missing_ok=True) if text is None else file.write_text(text, encoding="utf-8")
        for loader in engines["django"].engine.template_loaders:
            loader.reset()

    return write


@pytest.mark.parametrize(
    "text", ["{% nonsense %}", "{{ name|nonsense }}", "{% include 'emails/no/such.txt' %}", None, "{{ name.explode }}"]
)
def test_letter_with_faulty_template_is_kept_and_what_it_tells_too(template, write_note, text):
    class Name(str):
        def explode(self):
            with connection.cursor() as cursor:
                cursor.execute("SELECT nonsense")

    template(text)
    with transaction.atomic():
        unit = Unit.objects.create(name="Zizhu", slug="zizhu")
        letter = write_note(name=Name("Reader"), unit=unit)

    assert Unit.objects.filter(slug="zizhu").exists()
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.text, letter.kind) == (LetterState.DEAD, Reason.TEMPLATE, "", "note")
    assert letter.last_error
    assert letter.context == {"name": "Reader", "day": {"$day": "2025-09-09"}}
    assert send_letter(letter_id=letter.pk) is None


def test_letter_is_written_anew_and_sent_after_template_is_mended(template, write_note, admin_user, sink):
    template("{% nonsense %}")
    letter = write_note()
    with pytest.raises(TextError):
        send_again(letter=letter, by=admin_user)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (LetterState.DEAD, Reason.TEMPLATE)

    template("Mended for {{ name }} on {{ day|date:'j F Y' }}.")
    send_again(letter=letter, by=admin_user)

    letter.refresh_from_db()
    assert (letter.subject, letter.text) == ("Note for Reader", "Mended for Reader on 9 September 2025.\n")
    assert (letter.reason, letter.context) == ("", None)
    assert send_letter(letter_id=letter.pk) == LetterState.SENT


def test_letter_without_fault_keeps_no_context(write_note):
    write_note()
    assert Letter.objects.get().context is None


def test_context_survives_json():
    values = {
        "moment": datetime(2025, 9, 9, 1, 30, tzinfo=UTC),
        "day": date(2025, 9, 9),
        "rows": [{"n": 1, "half": 0.5, "yes": True, "no": None}],
    }
    assert thaw(freeze(values)) == values
    assert freeze({"unit": Unit(name="Zizhu"), "nul": "a\x00b"}) == {"unit": "Zizhu", "nul": "ab"}
