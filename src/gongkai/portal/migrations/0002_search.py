"""The search index: FTS5 on SQLite, an array of tokens with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = ("CREATE VIRTUAL TABLE portal_grams USING fts5(grams, tokenize = 'ascii', detail = none)",)
POSTGRESQL = (
    "ALTER TABLE portal_searchrow ADD COLUMN grams text[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX portal_searchrow_grams ON portal_searchrow USING gin (grams)",
)


def make(apps, schema_editor):
    """Add what Django's models cannot say."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    """Take it away; on PostgreSQL it goes with the table."""
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE portal_grams")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
