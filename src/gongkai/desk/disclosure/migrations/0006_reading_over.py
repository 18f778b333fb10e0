"""Readings over of what is public 读网, and what was found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('disclosure', '0005_incidents_everywhere'),
        ('jobs', '0002_paused'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='开始')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='完成')),
                ('items', models.PositiveIntegerField(default=0, verbose_name='读了几条')),
                ('unread', models.PositiveIntegerField(default=0, verbose_name='读不了的附件')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
            ],
            options={
                'verbose_name': '读网',
            },
        ),
        migrations.CreateModel(
            name='PublicFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=200, verbose_name='所在')),
                ('kind', models.CharField(max_length=24, verbose_name='种类')),
                ('mark', models.CharField(max_length=64)),
                ('content', models.CharField(max_length=64)),
                ('version', models.CharField(max_length=300, verbose_name='规则或词表')),
                ('words', models.CharField(blank=True, max_length=120, verbose_name='原文')),
                ('where', models.CharField(blank=True, max_length=100, verbose_name='位置')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('first_at', models.DateTimeField(verbose_name='首次发现')),
                ('state', models.CharField(choices=[('open', '待处理'), ('mended', '已处理'), ('none', '不属问题')], default='open', max_length=8, verbose_name='状态')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_findings', to='disclosure.item')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='disclosure.reading')),
            ],
            options={
                'verbose_name': '读网疑点',
            },
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('agency',), name='reading_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='publicfinding',
            index=models.Index(fields=['reading', 'state', 'id'], name='public_finding_shown'),
        ),
        migrations.AddConstraint(
            model_name='publicfinding',
            constraint=models.UniqueConstraint(fields=('item', 'part', 'kind', 'mark', 'content', 'version'), name='public_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='publicfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('officer__isnull', True), ('state', 'open')), models.Q(('officer__isnull', False), ('state__in', ['mended', 'none'])), _connector='OR'), name='public_finding_settled_by_somebody'),
        ),
    ]
