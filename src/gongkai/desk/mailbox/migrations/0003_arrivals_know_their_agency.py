"""What came in belongs to the agency whose door took it; of before it is the agency that the home serves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Only where there is no doubt: the agency that the settings name, else the only one."""
    code = str(settings.GONGKAI_VALUES["agency"])
    every = apps.get_model("agencies", "Agency").objects.using(schema_editor.connection.alias)
    found = list(every.filter(code=code)[:2] if code else every.all()[:2])
    if len(found) == 1:
        rows = apps.get_model("mailbox", "Arrival").objects.using(schema_editor.connection.alias)
        rows.filter(agency__isnull=True).update(agency=found[0])


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "__first__"),
        ("mailbox", "0002_sent_files"),
    ]
    operations = [
        migrations.AddField(
            model_name="arrival",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
