"""Guards in the database itself: events stay as written, and what was filed is not deleted.

Nobody changes or deletes an event, a leaf or an anchor, and no filed case goes unless an approved list names it.
"""

from django.db import migrations

from gongkai.desk.casework import append_only, filed_guard


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)
    filed_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    filed_guard.remove(schema_editor.connection)
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
