"""Refuse to delete the files that came with a filed case, unless an approved list names it."""

from django.db import migrations

from gongkai.desk.casework import filed_guard


def install(apps, schema_editor):
    filed_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0010_nearest_matters"), ("casework", "0005_filed_guard")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
