"""On PostgreSQL each row has a token of its week, by which the index is asked for the next weeks first."""

from typing import Any

from django.db import migrations

_TABLES = ("complaints_queuerow", "disclosure_itemrow", "finding_caserow", "foi_applicationrow")
_PK_BITS, _WEEK = 41, 7


def give(_apps: Any, schema_editor: Any) -> None:
    """Add the token to rows that were written without it; those of a new home are written with it.

    Written as a change of the column's type, the table and its indexes are built once: updating each of
    millions of rows in a dozen indexes takes many times as long.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    token = f"'p' || (place >> {_PK_BITS}) / {_WEEK}"
    given = f"CASE WHEN grams @> ARRAY[{token}] THEN grams ELSE array_append(grams, {token}) END"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'grams'")
        there = {name for (name,) in cursor.fetchall()}
        for table in there.intersection(_TABLES):
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN grams TYPE text[] USING {given}")


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
