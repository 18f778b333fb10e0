"""What an officer signed last is found at the end of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foi', '0004_blank_cells_of_registers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['officer', '-id'], name='opinion_newest'),
        ),
    ]
