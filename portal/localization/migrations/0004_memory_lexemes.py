"""Similar texts in scripts with words are looked up by their rarest words.

Made while people work, like the index before it; if it is stopped half-way, `DROP INDEX CONCURRENTLY memory_lexemes`,
then migrate again. The statistics of the index say which words are rare.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import F, Func, Value

WORDS = Func(F("source_text"), Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace")
RUNS = Func(
    Func(WORDS, Value(20000), function="left"),
    Value("[^[:alpha:]]+"),
    Value(" "),
    Value("g"),
    function="regexp_replace",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("localization", "0003_memory_words")]
    operations = [
        AddIndexConcurrently(
            "memoryentry",
            GinIndex(Func(Value("simple"), RUNS, function="to_tsvector"), name="memory_lexemes"),
        ),
        migrations.RunSQL("ANALYZE localization_memoryentry", migrations.RunSQL.noop),
    ]
