"""Opinions and their files go only as an approved list of destruction says; their filing never goes."""

from django.db import migrations

from gongkai.desk.casework import filed_guard


def install(apps, schema_editor):
    filed_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0003_phone_authorisation"),
        ("casework", "0003_electronic_seal"),
    ]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
