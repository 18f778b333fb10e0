"""What inspections find and what was done about it 检查整改."""

import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('disclosure', '0004_opinions_stay'),
        ('oversight', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True)),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('inspector', models.CharField(choices=[('superior', '上级政务公开办'), ('secrecy', '保密局'), ('testing', '第三方测评'), ('self', '自查'), ('other', '其他机关')], max_length=8, verbose_name='检查单位')),
                ('body', models.CharField(blank=True, max_length=120, verbose_name='检查单位名称')),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='通报文号')),
                ('found_on', models.DateField(verbose_name='检查日期')),
                ('kind', models.CharField(choices=[('wording', '错敏词'), ('link', '错链'), ('empty', '空白栏目'), ('stale', '更新不及时'), ('privacy', '泄露隐私'), ('other', '其他')], max_length=8, verbose_name='问题类型')),
                ('words', models.TextField(verbose_name='问题描述')),
                ('column', models.CharField(blank=True, max_length=24, verbose_name='栏目')),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='网址')),
                ('told_on', models.DateField(verbose_name='收到通报日期')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='整改期限（工作日）')),
                ('set_due_on', models.DateField(blank=True, null=True, verbose_name='指定的整改日期')),
                ('due_on', models.DateField(verbose_name='整改期限（缓存）')),
                ('state', models.CharField(choices=[('open', '待整改'), ('mended', '已整改，待确认'), ('closed', '已销号'), ('voided', '作废')], default='open', max_length=8, verbose_name='状态')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='销号日期')),
                ('entered_at', models.DateTimeField(verbose_name='录入时间')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='作废日期')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='作废理由')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='agencies.agency')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings_of_it', to='disclosure.item')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='agencies.unit')),
            ],
            options={
                'verbose_name': '检查发现问题',
            },
        ),
        migrations.CreateModel(
            name='Mending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField(verbose_name='次数')),
                ('on', models.DateField(verbose_name='整改日期')),
                ('words', models.TextField(verbose_name='整改情况')),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='凭证说明')),
                ('scan', models.CharField(blank=True, max_length=64)),
                ('scan_name', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(verbose_name='填报时间')),
                ('accepted', models.BooleanField(blank=True, null=True, verbose_name='确认')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='复核日期')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='复核意见')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mendings', to='oversight.finding')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '整改情况',
            },
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['agency', 'state', 'due_on', 'id'], name='finding_by_state'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['unit', 'id'], name='finding_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('agency', 'number'), name='finding_number_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('inspector__in', ['superior', 'secrecy', 'testing', 'self', 'other'])), name='finding_inspector_known'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['wording', 'link', 'empty', 'stale', 'privacy', 'other'])), name='finding_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='finding_says_what'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('days__isnull', False), ('set_due_on__isnull', True)), models.Q(('days__isnull', True), ('set_due_on__isnull', False)), _connector='OR'), name='finding_has_one_limit'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='finding_closed_has_day'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'voided'), ('voided_on__isnull', False)), models.Q(models.Q(('state', 'voided'), _negated=True), ('voided_on__isnull', True)), _connector='OR'), name='finding_voided_has_day'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.UniqueConstraint(fields=('finding', 'no'), name='mending_number_once'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted__isnull', True)), fields=('finding',), name='mending_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='mending_says_what'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('judged_by__isnull', True), ('judged_on__isnull', True)), models.Q(('accepted__isnull', False), ('judged_by__isnull', False), ('judged_on__isnull', False)), _connector='OR'), name='mending_judged_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.CheckConstraint(condition=models.Q(('judged_by__isnull', True), models.Q(('judged_by', models.F('by')), _negated=True), _connector='OR'), name='mending_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='mending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted', False), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='mending_sent_back_has_reason'),
        ),
    ]
