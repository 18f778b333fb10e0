"""Publication of a batch before its failed conclusions are final, with who decided it and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0010_renewed_marks'),
        ('enforcement', '0008_sample_rechecks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlyPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numbers', models.JSONField(verbose_name='抽样编号')),
                ('reason', models.CharField(max_length=200, verbose_name='提前公布的理由')),
                ('at', models.DateTimeField(verbose_name='决定时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='early_publications', to='disclosure.item')),
            ],
            options={
                'verbose_name': '提前公布',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='early_has_reason')],
            },
        ),
    ]
