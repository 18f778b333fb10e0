"""On PostgreSQL each row has a token of its week, by which the index is asked for the next weeks first."""

from typing import Any

from django.db import migrations

_TABLES = ("complaints_queuerow", "disclosure_itemrow", "finding_caserow", "foi_applicationrow")
_PK_BITS, _WEEK = 41, 7


def give(_apps: Any, schema_editor: Any) -> None:
    """Add the token to rows that were written without it; those of a new home are written with it."""
    if schema_editor.connection.vendor != "postgresql":
        return
    token = f"'p' || (place >> {_PK_BITS}) / {_WEEK}"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'grams'")
        there = {name for (name,) in cursor.fetchall()}
        for table in there.intersection(_TABLES):
            cursor.execute(
                f"UPDATE {table} SET grams = array_append(grams, {token}) WHERE NOT grams @> ARRAY[{token}]"  # noqa: S608
            )


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
