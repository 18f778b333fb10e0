"""What is asked of platforms, the directory of bodies that mediate; rows of the queue know both dates."""

import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('casework', '0002_guards'),
        ('complaints', '0002_guards_and_queue'),
        ('lists', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('委托调解', '委托调解'), ('转出调解', '转出调解')], max_length=4, verbose_name='方式')),
                ('consent', models.CharField(max_length=200, verbose_name='当事人同意的凭证')),
                ('on', models.DateField(verbose_name='日期')),
                ('result', models.CharField(blank=True, choices=[('达成一致', '达成一致'), ('未达成一致', '未达成一致'), ('未受理', '未受理')], max_length=8, verbose_name='结果')),
                ('result_on', models.DateField(blank=True, null=True, verbose_name='结果日期')),
                ('proof', models.CharField(blank=True, max_length=200, verbose_name='结果凭证')),
            ],
            options={
                'verbose_name': '调解组织调解',
            },
        ),
        migrations.CreateModel(
            name='MediationBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('消费者协会', '消费者协会'), ('消费维权服务站', '消费维权服务站')], max_length=8, verbose_name='种类')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('area', models.CharField(blank=True, max_length=20, verbose_name='区域')),
                ('address', models.CharField(max_length=200, verbose_name='地址')),
                ('phone', models.CharField(max_length=40, verbose_name='电话')),
                ('hours', models.CharField(max_length=80, verbose_name='服务时间')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
            ],
            options={
                'verbose_name': '调解组织',
            },
        ),
        migrations.CreateModel(
            name='PlatformAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('退单', '退单'), ('延期', '延期')], max_length=4, verbose_name='申请')),
                ('number', models.CharField(blank=True, max_length=64, verbose_name='来源单号')),
                ('reason', models.CharField(max_length=400, verbose_name='理由')),
                ('proof', models.CharField(blank=True, max_length=200, verbose_name='佐证材料')),
                ('due_before', models.DateField(blank=True, null=True, verbose_name='原反馈时限')),
                ('wanted_on', models.DateField(blank=True, null=True, verbose_name='申请延期到')),
                ('asked_on', models.DateField(verbose_name='申请日期')),
                ('granted', models.BooleanField(blank=True, null=True, verbose_name='平台同意')),
                ('until', models.DateField(blank=True, null=True, verbose_name='同意延期到')),
                ('said', models.CharField(blank=True, max_length=200, verbose_name='平台的意见')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='平台答复日期')),
            ],
            options={
                'verbose_name': '平台申请',
            },
        ),
        migrations.AddField(
            model_name='queuerow',
            name='feedback_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='queuerow',
            name='is_contested',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='queuerow',
            index=models.Index(fields=['agency', 'is_open', 'is_contested', 'place'], name='queue_row_contest'),
        ),
        migrations.AddIndex(
            model_name='queuerow',
            index=models.Index(fields=['agency', 'feedback_on', 'place'], name='queue_row_feedback'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='casework.case'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='result_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mediationbody',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='mediationbody',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='complaints.mediationbody'),
        ),
        migrations.AddField(
            model_name='platformask',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='platformask',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='platformask',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='platform_asks', to='casework.case'),
        ),
        migrations.AddIndex(
            model_name='mediationbody',
            index=models.Index(fields=['agency', 'area', 'name'], name='mediation_body_by_area'),
        ),
        migrations.AddConstraint(
            model_name='mediationbody',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('agency', 'name'), name='mediation_body_once'),
        ),
        migrations.AddConstraint(
            model_name='mediationbody',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='mediation_body_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='delegation',
            index=models.Index(fields=['body', 'on'], name='delegation_by_body'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.UniqueConstraint(condition=models.Q(('result_on__isnull', True)), fields=('case',), name='delegation_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('consent', ''), _negated=True), name='delegation_has_consent'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', ''), ('result_on__isnull', True)), models.Q(('result_by__isnull', False), ('result_on__gte', models.F('on')), models.Q(('result', ''), _negated=True), models.Q(('proof', ''), _negated=True)), _connector='OR'), name='delegation_result_whole'),
        ),
        migrations.AddConstraint(
            model_name='platformask',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_on__isnull', True)), fields=('case', 'kind'), name='platform_ask_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='platformask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('granted__isnull', True), ('until__isnull', True)), models.Q(('answered_by__isnull', False), ('answered_on__gte', models.F('asked_on')), ('granted__isnull', False)), _connector='OR'), name='platform_ask_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='platformask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', '延期'), _negated=True), ('wanted_on__isnull', False), _connector='OR'), name='platform_ask_extension_has_date'),
        ),
        migrations.AddConstraint(
            model_name='platformask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', '退单'), _negated=True), models.Q(models.Q(('proof', ''), _negated=True), ('until__isnull', True)), _connector='OR'), name='platform_ask_return_has_proof'),
        ),
        migrations.RunSQL(
            "INSERT INTO lists_mark (list, record) SELECT 'queue', record_id FROM complaints_queuerow",
            migrations.RunSQL.noop,
        ),
    ]
