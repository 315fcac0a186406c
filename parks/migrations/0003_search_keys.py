"""Fold the names of the organisations that are there, a thousand at a time; these are public as they were."""

from django.db import migrations

from parks.spellings import search_key

STEP = 1000


def fill(apps, schema_editor):
    organizations = apps.get_model("parks", "Organization").objects
    aliases = apps.get_model("parks", "OrganizationAlias").objects
    after = 0
    while rows := list(organizations.filter(pk__gt=after).order_by("pk")[:STEP]):
        spellings = {row.pk: [] for row in rows}
        for owner, spelling in aliases.filter(organization__in=spellings).values_list("organization_id", "spelling"):
            spellings[owner].append(spelling)
        for row in rows:
            names = (row.name_zh_hans, row.name_en, row.short_name_zh_hans, row.short_name_en)
            row.search_key = search_key(*names, *spellings[row.pk])
            row.is_public = True
        organizations.bulk_update(rows, ["search_key", "is_public"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("parks", "0002_people")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
