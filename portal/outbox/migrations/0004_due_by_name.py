"""The index of due letters names their states; made beside the writers, however many letters there are."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("outbox", "0003_suppression"),
    ]

    operations = [
        RemoveIndexConcurrently(
            model_name="letter",
            name="letter_due",
        ),
        AddIndexConcurrently(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "queued", "sending"])),
                fields=["next_attempt_at"],
                name="letter_due",
            ),
        ),
    ]
