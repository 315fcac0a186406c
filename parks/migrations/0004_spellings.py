"""Find persons and organisations by their spellings without reading every row."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("parks", "0003_search_keys")]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name="organization",
            index=GinIndex(fields=["search_key"], name="organization_spellings", opclasses=["gin_trgm_ops"]),
        ),
        AddIndexConcurrently(
            model_name="person",
            index=GinIndex(fields=["search_key"], name="person_spellings", opclasses=["gin_trgm_ops"]),
        ),
    ]
