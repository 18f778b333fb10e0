"""Rows of applications know channel, kind of applicant and place by due; those that are there are filled."""

from typing import Any

from django.db import migrations, models

_PK_BITS = 41
_UNDATED = 3_652_059
_ORDINALS = {
    "sqlite": "CAST(julianday(c.due_on) - 1721424.5 AS INTEGER)",
    "postgresql": "(c.due_on - DATE '0001-01-01' + 1)::bigint",
}


def fill(_apps: Any, schema_editor: Any) -> None:
    """Give the rows of an old home what the program writes into new ones (``foi.rows.build``)."""
    ordinal = _ORDINALS[schema_editor.connection.vendor]
    left = f"CASE WHEN c.due_on IS NULL THEN 0 ELSE {_UNDATED} - {ordinal} END"
    place = f"CASE WHEN foi_applicationrow.state <> 'ended' THEN (({left}) << {_PK_BITS}) | c.id END"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE foi_applicationrow SET channel = a.channel, applicant_kind = a.applicant_kind, "
            f"due_place = {place} FROM foi_application a JOIN casework_case c ON c.id = a.case_id "
            "WHERE a.case_id = foi_applicationrow.record_id"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('foi', '0002_steps'),
    ]

    operations = [
        migrations.AddField(
            model_name='applicationrow',
            name='applicant_kind',
            field=models.CharField(db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='applicationrow',
            name='channel',
            field=models.CharField(db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='applicationrow',
            name='due_place',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddIndex(
            model_name='applicationrow',
            index=models.Index(fields=['agency', 'state', 'due_place'], name='application_row_due'),
        ),
        migrations.AddIndex(
            model_name='applicationrow',
            index=models.Index(fields=['agency', 'unit', 'state', 'due_place'], name='application_row_udue'),
        ),
        migrations.AddIndex(
            model_name='applicationrow',
            index=models.Index(fields=['agency', 'state', 'channel', 'place'], name='application_row_way'),
        ),
        migrations.AddIndex(
            model_name='applicationrow',
            index=models.Index(fields=['agency', 'state', 'applicant_kind', 'place'], name='application_row_who'),
        ),
        migrations.AddIndex(
            model_name='applicationrow',
            index=models.Index(fields=['agency', 'state', 'channel', 'applicant_kind', 'place'], name='application_row_both'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
