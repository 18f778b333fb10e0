"""Search rows are numbered newest last, so that the index itself runs in the order of the answer."""

from django.db import migrations, models

BATCH = 1000
DAY = 34


def number(apps, schema_editor):
    """Give every row its place, and the tokens on SQLite the same number."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("portal", "SearchRow").objects.using(alias)
    places = {}
    for row in rows.select_related("item").only("item__published", "item__log_index").iterator(chunk_size=BATCH):
        places[row.pk] = row.item.published.toordinal() << DAY | row.item.log_index
    for pk, place in places.items():
        rows.filter(pk=pk).update(place=place)
    if schema_editor.connection.vendor == "postgresql":
        return
    schema_editor.execute("CREATE VIRTUAL TABLE portal_grams_new USING fts5(grams, tokenize = 'ascii', detail = none)")
    with schema_editor.connection.cursor() as cursor:
        for pk in sorted(places, key=places.get):
            cursor.execute(
                "INSERT INTO portal_grams_new (grams, rowid) SELECT grams, %s FROM portal_grams WHERE rowid = %s",
                [places[pk], pk],
            )
    schema_editor.execute("DROP TABLE portal_grams")
    schema_editor.execute("ALTER TABLE portal_grams_new RENAME TO portal_grams")


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_messages")]

    operations = [
        migrations.AddField("searchrow", "place", models.BigIntegerField(null=True)),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField("searchrow", "place", models.BigIntegerField(unique=True)),
    ]
