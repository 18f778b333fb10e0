"""The first page counts what called itself a canary, the worker ends the boxes of canaries: by kind, at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('casework', '0007_index_of_reporters'),
        ('mailbox', '0003_arrivals_know_their_agency'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(fields=['kind', 'code', 'pulled_at'], name='arrival_by_kind'),
        ),
        migrations.AddIndex(
            model_name='box',
            index=models.Index(fields=['kind', 'state', 'opened_at'], name='box_by_kind'),
        ),
    ]
