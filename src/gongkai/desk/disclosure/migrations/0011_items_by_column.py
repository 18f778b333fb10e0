"""The newest item of a unit under a word is found at the end of an index: the duty list of columns asks it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('disclosure', '0010_renewed_marks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(
                condition=models.Q(('voided_on__isnull', True)),
                fields=['unit', 'category', 'published_on'],
                name='item_by_column',
            ),
        ),
    ]
