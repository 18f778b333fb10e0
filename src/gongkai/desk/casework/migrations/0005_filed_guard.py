"""Refuse to delete what was filed, unless an approved list names it, in the database itself."""

from django.db import migrations

from gongkai.desk.casework import filed_guard


def install(apps, schema_editor):
    filed_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    filed_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_filing")]
    operations = [migrations.RunPython(install, remove)]
