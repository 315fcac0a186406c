"""Texts that engines answered in vain, and what the queue is asked by: for the next job, a record, an order.

The indexes are made while people work: no row is rewritten, no write waits for them. If one is stopped half-way
PostgreSQL keeps an invalid index; drop it with `DROP INDEX CONCURRENTLY`, then migrate again.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("localization", "0004_memory_lexemes")]
    operations = [
        migrations.CreateModel(
            name="RefusedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.CharField(max_length=20, verbose_name="engine")),
                (
                    "source_locale",
                    models.ForeignKey(
                        to="wagtailcore.locale",
                        related_name="+",
                        on_delete=django.db.models.deletion.CASCADE,
                        verbose_name="from language",
                    ),
                ),
                (
                    "target_locale",
                    models.ForeignKey(
                        to="wagtailcore.locale",
                        related_name="+",
                        on_delete=django.db.models.deletion.CASCADE,
                        verbose_name="into language",
                    ),
                ),
                ("source_hash", models.CharField(editable=False, max_length=64)),
                (
                    "job",
                    models.ForeignKey(
                        to="localization.translationjob",
                        related_name="+",
                        on_delete=django.db.models.deletion.SET_NULL,
                        help_text="The last one that came upon it.",
                        null=True,
                        verbose_name="translation",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
            ],
            options={
                "verbose_name": "refused text",
                "verbose_name_plural": "refused texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_locale", "target_locale", "source_hash", "engine"), name="refused_text_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            "engineaccount", "trouble_since", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "translationjob",
            "texts_at_once",
            models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        AddIndexConcurrently(
            "translationjob",
            models.Index(
                condition=models.Q(("state", "queued")), fields=["-priority", "next_attempt_at", "id"], name="job_queue"
            ),
        ),
        AddIndexConcurrently(
            "translationjob",
            models.Index(fields=["content_type", "object_id", "target_locale"], name="job_of_object"),
        ),
        AddIndexConcurrently(
            "translationjob",
            models.Index(condition=models.Q(("order__isnull", False)), fields=["order"], name="job_of_order"),
        ),
    ]
