"""Similar texts are looked up by trigrams of their words.

The index is made while people work: no row is rewritten, no write waits for it. If it is stopped half-way PostgreSQL
keeps an invalid index; `DROP INDEX CONCURRENTLY memory_words`, then migrate again.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations
from django.db.models import F, Func, Value


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("localization", "0002_queue_of_pages_and_records")]
    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            "memoryentry",
            GinIndex(
                OpClass(
                    Func(F("source_text"), Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace"),
                    name="gin_trgm_ops",
                ),
                name="memory_words",
            ),
        ),
    ]
