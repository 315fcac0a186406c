"""A letter may carry an entry for a calendar."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_due_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="calendar",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
