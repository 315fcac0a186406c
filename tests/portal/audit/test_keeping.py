"""Entries are neither changed nor deleted; old ones leave by the command alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from portal.core.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(tree, units, write_entry):
    """An entry in each log, two years old."""
    old = timezone.now() - timedelta(days=730)
    write_entry(units["zizhu"], at=old)
    PageLogEntry.objects.log_action(tree.home["en"], "wagtail.edit", timestamp=old)


CHANGES = {
    "update": lambda entry: type(entry).objects.filter(pk=entry.pk).update(label="x"),
    "delete": lambda entry: type(entry).objects.all().delete(),
    "save": lambda entry: entry.save(),
    "raw": lambda entry: type(entry).objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("model", [ModelLogEntry, PageLogEntry])
@pytest.mark.parametrize("change", CHANGES)
def test_entries_cannot_be_changed(two, model, change):
    rows = list(model.objects.values())
    with pytest.raises(ProgrammingError, match="neither changed nor deleted"), transaction.atomic():
        CHANGES[change](model.objects.order_by("timestamp").first())
    assert list(model.objects.values()) == rows


def test_deleting_people_and_pages_leaves_their_entries(two, tree, units, write_entry):
    person = User.objects.create_user("gone")
    entry = write_entry(units["zizhu"], user=person)
    key = person.pk
    person.delete()
    pages = PageLogEntry.objects.count()
    Page.objects.get(pk=tree.home["en"].pk).delete()

    entry.refresh_from_db()
    assert entry.user_id == key
    assert PageLogEntry.objects.count() >= pages


def test_retention_ends_old_entries_and_says_so(two, units, write_entry, capsys):
    write_entry(units["lingang"], at=timezone.now() - timedelta(days=300))

    call_command("audit_retention", "--older-than", "365")

    assert capsys.readouterr().out == "2 entries deleted.\n"
    assert not PageLogEntry.objects.filter(timestamp__lt=timezone.now() - timedelta(days=365)).exists()
    [said, kept] = ModelLogEntry.objects.filter(action__in=["audit.retention", "wagtail.edit"])
    assert (said.action, said.user, said.data["rows"]) == ("audit.retention", None, 2)
    assert kept.label == "临港"
    with pytest.raises(ProgrammingError), transaction.atomic():
        kept.delete()


@pytest.mark.parametrize("days", ["179", "0", "-5", "99999999999"])
def test_retention_refuses_young_entries(two, days):
    with pytest.raises(CommandError):
        call_command("audit_retention", "--older-than", days)
    assert ModelLogEntry.objects.filter(action="audit.retention").count() == 0


def test_the_database_refuses_young_entries_even_to_the_command(units, write_entry):
    entry = write_entry(units["zizhu"], at=timezone.now() - timedelta(days=179))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.audit_retention = 'on'")
    with pytest.raises(ProgrammingError), transaction.atomic():
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_flush_of_the_tests_still_empties_the_log(units, write_entry):
    from django.core.management.color import no_style
    from django.core.management.sql import sql_flush

    write_entry(units["zizhu"])
    connection.ops.execute_sql_flush(sql_flush(no_style(), connection, allow_cascade=False, reset_sequences=False))
    assert ModelLogEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_migration_goes_back_and_forth(units, write_entry):
    entry = write_entry(units["zizhu"])
    call_command("migrate", "audit", "zero", verbosity=0)
    try:
        ModelLogEntry.objects.filter(pk=entry.pk).update(label="changed")
    finally:
        call_command("migrate", "audit", verbosity=0)
    with pytest.raises(ProgrammingError), transaction.atomic():
        entry.delete()
