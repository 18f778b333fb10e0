"""The rules and the limit that a body of the directory gives itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0005_places_of_other_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='mediationbody',
            name='rules',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='调解规则'),
        ),
        migrations.AddField(
            model_name='mediationbody',
            name='limit',
            field=models.CharField(blank=True, default='', max_length=16, verbose_name='调解期限'),
        ),
    ]
