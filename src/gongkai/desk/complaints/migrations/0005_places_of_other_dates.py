"""Places by the platform's date and by that of a dispute; rows that have one are made again."""

from django.db import migrations, models

_MARKS = """
INSERT INTO lists_mark (list, record)
SELECT 'queue', case_id FROM complaints_contest WHERE settled_on IS NULL
UNION
SELECT 'queue', c.id FROM casework_case c
JOIN complaints_matter m ON m.registration_id = c.registration_id
WHERE m.feedback_due IS NOT NULL AND c.stage = 'open'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0004_unforeseen'),
        ('casework', '0001_initial'),
        ('lists', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='queuerow', name='queue_row_contest'),
        migrations.RemoveIndex(model_name='queuerow', name='queue_row_feedback'),
        migrations.RemoveField(model_name='queuerow', name='feedback_on'),
        migrations.AddField(
            model_name='queuerow',
            name='contest_place',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='queuerow',
            name='feedback_place',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddIndex(
            model_name='queuerow',
            index=models.Index(fields=['agency', 'contest_place'], name='queue_row_contest'),
        ),
        migrations.AddIndex(
            model_name='queuerow',
            index=models.Index(fields=['agency', 'feedback_place'], name='queue_row_feedback'),
        ),
        migrations.RunSQL(_MARKS, migrations.RunSQL.noop),
    ]
