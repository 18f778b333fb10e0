"""Refuse change and deletion of events, leaves and anchors in the database itself."""

from django.db import migrations

from gongkai.desk.casework import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
