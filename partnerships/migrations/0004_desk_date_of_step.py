"""A step of a visit keeps the date that the visit had: what is taken up again after it was postponed needs another."""

from django.db import migrations

import portal.core.partial_dates


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_visits")]

    operations = [
        migrations.AddField(
            model_name="visitmove",
            name="date",
            field=portal.core.partial_dates.PartialDateField(
                blank=True,
                null=True,
                verbose_name="date of the visit at that time",
            ),
        ),
    ]
