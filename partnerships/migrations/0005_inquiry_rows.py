"""What holds of the rows that are there: indexes and constraints without a lock, the unit that answers, and a calendar.

Every step may run again, so that a migration that was cut goes on where it stopped.
"""

from datetime import time

import django.db.models.functions.text
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

BATCH = 10_000
_FILL = """
UPDATE partnerships_inquiry SET unit_id = parks_park.unit_id FROM parks_park
WHERE parks_park.id = partnerships_inquiry.park_id AND partnerships_inquiry.id BETWEEN %s AND %s
    AND partnerships_inquiry.unit_id IS NULL
"""
_PARKS = """
INSERT INTO partnerships_inquiry_wanted_parks (inquiry_id, park_id)
SELECT id, park_id FROM partnerships_inquiry WHERE park_id IS NOT NULL AND id BETWEEN %s AND %s
ON CONFLICT DO NOTHING
"""
_CONSENTS = """
INSERT INTO partnerships_consent (inquiry_id, kind, version, given_at)
SELECT id, 'notice', privacy_version, consented_at FROM partnerships_inquiry WHERE id BETWEEN %s AND %s
ON CONFLICT DO NOTHING
"""


def fill_rows(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM partnerships_inquiry")
        for first in range(1, cursor.fetchone()[0] + 1, BATCH):
            for statement in (_FILL, _PARKS, _CONSENTS):
                cursor.execute(statement, [first, first + BATCH - 1])


def begin_service(apps, schema_editor):
    """A calendar of China and a service level for every unit, which staff may change."""
    level = apps.get_model("partnerships", "ServiceLevel")
    if level.objects.exists():
        return
    calendar, _made = apps.get_model("partnerships", "WorkCalendar").objects.get_or_create(
        name="中国内地", defaults={"country": "CN", "timezone": "Asia/Shanghai"}
    )
    hours = apps.get_model("partnerships", "WorkHours")
    for weekday in range(5):
        for begins, ends in ((time(9), time(12)), (time(13, 30), time(17, 30))):
            hours.objects.get_or_create(calendar=calendar, weekday=weekday, begins=begins, ends=ends)
    level.objects.create(calendar=calendar)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("partnerships", "0004_inquiries")]

    operations = [
        AddIndexConcurrently("inquiry", models.Index(fields=["unit", "state", "-created_at"], name="inquiry_desk")),
        AddIndexConcurrently(
            "inquiry",
            models.Index(
                condition=models.Q(("quarantined_at__isnull", False)),
                fields=["-created_at"],
                name="inquiry_quarantine",
            ),
        ),
        AddIndexConcurrently(
            "inquiry",
            models.Index(
                django.db.models.functions.text.Upper("email"),
                models.OrderBy(models.F("created_at"), descending=True),
                name="inquiry_email",
            ),
        ),
        AddConstraintNotValid(
            "inquiry",
            models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True), models.Q(("currency", ""), _negated=True), _connector="OR"
                ),
                name="inquiry_amount_has_currency",
            ),
        ),
        AddConstraintNotValid(
            "inquiry",
            models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("state", "duplicate"), _connector="OR"),
                name="inquiry_merged_is_duplicate",
            ),
        ),
        ValidateConstraint("inquiry", "inquiry_amount_has_currency"),
        ValidateConstraint("inquiry", "inquiry_merged_is_duplicate"),
        migrations.RunPython(fill_rows, migrations.RunPython.noop),
        migrations.RunPython(begin_service, migrations.RunPython.noop),
    ]
