"""The index that finds open cases by urgency among the closed ones of many years."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """An index on the table of cases; it is the queue's."""

    dependencies = [("complaints", "0003_links"), ("casework", "0001_initial")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.RunSQL(
            "CREATE INDEX complaints_open_case ON casework_case (stage, due_on, id)",
            "DROP INDEX complaints_open_case",
        )
    ]
