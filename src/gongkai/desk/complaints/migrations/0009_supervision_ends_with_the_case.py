"""Supervision of cases that were voided ended on the day on which they were."""

from django.db import migrations

_END = """
UPDATE complaints_supervision SET lifted_on = (
  SELECT CASE WHEN r.voided_on < complaints_supervision."on" THEN complaints_supervision."on" ELSE r.voided_on END
  FROM casework_case c JOIN casework_registration r ON r.id = c.registration_id
  WHERE c.id = complaints_supervision.case_id)
WHERE lifted_on IS NULL AND case_id IN (SELECT id FROM casework_case WHERE stage = 'voided')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0008_violations_while_mediating'),
        ('casework', '0005_corrected_entries'),
    ]

    operations = [migrations.RunSQL(_END, migrations.RunSQL.noop)]
