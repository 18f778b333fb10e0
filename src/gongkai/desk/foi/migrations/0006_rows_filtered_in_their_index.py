"""Filters of a unit's applications, and of those in the order of their dues, are read from the index alone."""

from django.db import migrations, models

NEW = (
    ('application_row_unit', ['agency', 'unit', 'state', 'place', 'channel', 'applicant_kind']),
    ('application_row_dues', ['agency', 'state', 'due_place', 'channel', 'applicant_kind', 'unit', 'place']),
    ('application_row_udues', ['agency', 'unit', 'state', 'due_place', 'channel', 'applicant_kind', 'place']),
)
OLD = ('application_row_su', 'application_row_due', 'application_row_udue')


class Migration(migrations.Migration):

    dependencies = [
        ('foi', '0005_newest_opinions'),
    ]

    operations = [
        *(migrations.RemoveIndex(model_name='applicationrow', name=name) for name in OLD),
        *(
            migrations.AddIndex(model_name='applicationrow', index=models.Index(fields=fields, name=name))
            for name, fields in NEW
        ),
    ]
