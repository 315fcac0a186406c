"""The log can be added to, and nothing else: the database refuses UPDATE and DELETE on Wagtail's two tables of it.

One exception, for `manage.py audit_retention`: rows older than 180 days, in a transaction that says so. TRUNCATE, which
only the owner of the table may do and which the flush of Django's tests needs, is left alone. Beside it an index for
the entries of a unit, built without stopping those who write; so the migration is not one transaction, and every step
can be repeated.
"""

from django.db import migrations

TABLES = ("wagtailcore_pagelogentry", "wagtailcore_modellogentry")
FUNCTION = """
CREATE OR REPLACE FUNCTION audit_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('portal.audit_retention', true) = 'on'
            AND OLD.timestamp < now() - interval '180 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Entries of the audit log are neither changed nor deleted (% of % in %).', TG_OP, OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def guard(table):
    return migrations.RunSQL(
        f"CREATE OR REPLACE TRIGGER audit_keep_entry BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_keep_entry();",
        f"DROP TRIGGER IF EXISTS audit_keep_entry ON {table};",
    )


def index(table):
    name = f"audit_data_{table.removeprefix('wagtailcore_')}"
    return migrations.RunSQL(
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING gin (data jsonb_path_ops);",
        f"DROP INDEX CONCURRENTLY IF EXISTS {name};",
    )


class Migration(migrations.Migration):
    atomic = False
    initial = True
    dependencies = [("wagtailcore", "0098_apitoken"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS audit_keep_entry();"),
        *[guard(table) for table in TABLES],
        *[index(table) for table in TABLES],
    ]
