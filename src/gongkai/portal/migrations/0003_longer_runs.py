"""Tokens of up to four characters on SQLite, in an index without content; plain tokens on PostgreSQL."""

from django.db import migrations

from gongkai import grams

BATCH = 500


def renew(apps, schema_editor):
    """Make all tokens anew from the texts that are kept."""
    alias = schema_editor.connection.alias
    lite = schema_editor.connection.vendor != "postgresql"
    if lite:
        schema_editor.execute("DROP TABLE portal_grams")
        schema_editor.execute(
            "CREATE VIRTUAL TABLE portal_grams USING fts5(grams, tokenize = 'ascii', detail = none, content = '')"
        )
    rows = apps.get_model("portal", "SearchRow").objects.using(alias).values_list("item_id", "place", "text")
    with schema_editor.connection.cursor() as cursor:
        last = -1
        while batch := list(rows.filter(place__gt=last).order_by("place")[:BATCH]):
            last = batch[-1][1]
            for key, place, text in batch:
                if lite:
                    found = " ".join(grams.of_normal(text, 4))
                    cursor.execute("INSERT INTO portal_grams (grams, rowid) VALUES (%s, %s)", [found, place])
                else:
                    found = grams.of_normal(text, 2)
                    cursor.execute("UPDATE portal_searchrow SET grams = %s WHERE item_id = %s", [found, key])


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
