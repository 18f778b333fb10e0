"""Rows of the list of items are a cache: they go, and the list fills itself again with the new tokens."""

from django.db import migrations


def forget(apps, schema_editor):
    """Nothing is lost: the worker builds every row anew after the update."""
    apps.get_model("disclosure", "ItemRow").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0007_consultation")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
