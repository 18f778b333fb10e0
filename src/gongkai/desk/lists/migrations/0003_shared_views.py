"""A saved view may be lent to a unit or the whole agency; those of before are nobody else's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('lists', '0002_tokens_of_weeks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='savedview',
            name='shared_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='共享时间'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='shared_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.unit', verbose_name='共享给'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('shared_unit__isnull', True), ('shared_at__isnull', False), _connector='OR'), name='list_view_unit_is_shared'),
        ),
    ]
