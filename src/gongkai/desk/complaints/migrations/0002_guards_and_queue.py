"""Files of a filed case stay too, and open cases are found by urgency among the closed ones of many years."""

from django.db import migrations

from gongkai.desk.casework import filed_guard


def install(apps, schema_editor):
    filed_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("casework", "0002_guards")]
    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS complaints_open_case ON casework_case (stage, due_on, id)",
            "DROP INDEX complaints_open_case",
        ),
    ]
