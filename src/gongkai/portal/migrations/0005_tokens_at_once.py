"""On PostgreSQL tokens go into their index at once: a list of what waits would be read by every question."""

from django.db import migrations


def at_once(apps, schema_editor):
    """Let nothing wait beside the index, and put in what waits."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX portal_searchrow_grams SET (fastupdate = off)")
        schema_editor.execute("SELECT gin_clean_pending_list('portal_searchrow_grams')")


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_renderer")]
    operations = [migrations.RunPython(at_once, migrations.RunPython.noop)]
