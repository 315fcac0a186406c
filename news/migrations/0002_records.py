"""Articles know the visit or event that they were drafted from: columns without default, indexes beside the readers."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("news", "0001_initial"), ("partnerships", "0003_visits")]

    operations = [
        migrations.AddField(
            model_name="newspage",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="news_pages",
                to="partnerships.visit",
                verbose_name="visit",
            ),
        ),
        migrations.AddField(
            model_name="newspage",
            name="event_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="news_pages",
                to="partnerships.event",
                verbose_name="event",
            ),
        ),
        AddIndexConcurrently(
            model_name="newspage",
            index=models.Index(condition=models.Q(("visit__isnull", False)), fields=["visit"], name="news_of_visit"),
        ),
        AddIndexConcurrently(
            model_name="newspage",
            index=models.Index(
                condition=models.Q(("event_record__isnull", False)), fields=["event_record"], name="news_of_event"
            ),
        ),
    ]
