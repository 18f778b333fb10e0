"""Violations found while mediating: their check with its clock, more time for it, their place in the queue."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('casework', '0005_corrected_entries'),
        ('complaints', '0007_more_time'),
        ('enforcement', '0002_sample_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Violation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='涉嫌违法行为')),
                ('found_on', models.DateField(verbose_name='发现日期')),
                ('recorded_on', models.DateField(verbose_name='登记日期')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='决定日期')),
            ],
            options={
                'verbose_name': '调解中发现的涉嫌违法行为',
            },
        ),
        migrations.RemoveConstraint(
            model_name='moretime',
            name='more_time_given_once',
        ),
        migrations.AddField(
            model_name='queuerow',
            name='check_place',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='queuerow',
            name='is_checking',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='note',
            name='kind',
            field=models.CharField(choices=[('调解笔录', '调解笔录'), ('调解协议', '调解协议'), ('核查记录', '核查记录'), ('违法线索', '调解中发现的违法线索'), ('后续反映', '后续反映'), ('协办意见', '协办意见'), ('办理记录', '办理记录')], max_length=8, verbose_name='种类'),
        ),
        migrations.AddIndex(
            model_name='queuerow',
            index=models.Index(fields=['agency', 'check_place'], name='queue_row_check'),
        ),
        migrations.AddField(
            model_name='violation',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='casework.case'),
        ),
        migrations.AddField(
            model_name='violation',
            name='gist',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.note'),
        ),
        migrations.AddField(
            model_name='violation',
            name='investigation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='enforcement.investigation'),
        ),
        migrations.AddField(
            model_name='violation',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='violation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='complaints.violation'),
        ),
        migrations.AddField(
            model_name='moretime',
            name='violation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='more_times', to='complaints.violation'),
        ),
        migrations.AddConstraint(
            model_name='moretime',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', True), ('violation__isnull', True)), fields=('case', 'round'), name='more_time_given_once'),
        ),
        migrations.AddConstraint(
            model_name='moretime',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', True)), fields=('violation',), name='more_time_for_check_once'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_on__isnull', True)), fields=('case',), name='violation_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_on__gte', models.F('found_on')), models.Q(('settled_on__isnull', True), ('settled_on__gte', models.F('recorded_on')), _connector='OR')), name='violation_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(('investigation__isnull', True), ('settled_on__isnull', False), _connector='OR'), name='violation_investigated_when_settled'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='violation_says_what'),
        ),
    ]
