import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("agencies", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(unique=True, verbose_name="事件数")),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField(verbose_name="检查点")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "锚定",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("咨询", "咨询"),
                            ("投诉", "投诉"),
                            ("举报", "举报"),
                            ("依申请公开", "依申请公开"),
                            ("复议诉讼", "复议诉讼"),
                        ],
                        max_length=8,
                        verbose_name="案件种类",
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("工商", "工商"), ("质监", "质监"), ("食药", "食药")],
                        max_length=4,
                        verbose_name="条线",
                    ),
                ),
                ("stage", models.CharField(max_length=24, verbose_name="阶段")),
                ("opened_on", models.DateField(verbose_name="收到日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限（缓存）")),
            ],
            options={
                "verbose_name": "案件",
                "indexes": [models.Index(fields=["due_on", "id"], name="case_by_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["咨询", "投诉", "举报", "依申请公开", "复议诉讼"])),
                        name="case_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="keys",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("dek_h", models.BinaryField(max_length=80)),
                ("dek_i", models.BinaryField(blank=True, max_length=120, null=True)),
            ],
            options={
                "verbose_name": "案件密钥",
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_on", models.DateField(verbose_name="办结日期")),
                ("outcome", models.CharField(max_length=24, verbose_name="办理结果")),
                ("reopened_on", models.DateField(blank=True, null=True, verbose_name="重新办理日期")),
                ("imported", models.BooleanField(default=False, verbose_name="来自台账")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "办结",
                "indexes": [models.Index(fields=["case", "closed_on"], name="closing_by_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_on__isnull", True)),
                        fields=("case",),
                        name="closing_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="closing_has_outcome"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_on__isnull", True),
                            ("reopened_on__gte", models.F("closed_on")),
                            _connector="OR",
                        ),
                        name="closing_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn", "待批准"),
                            ("approved", "已批准，待销毁"),
                            ("refused", "不予批准"),
                            ("done", "已销毁"),
                        ],
                        default="drawn",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("appraisal", models.CharField(max_length=400, verbose_name="鉴定意见")),
                ("drawn_on", models.DateField(verbose_name="编制日期")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                ("opinion", models.CharField(blank=True, max_length=400, verbose_name="批准意见")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="销毁日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destruction_lists",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "销毁清册",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="destruction_list_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("drawn_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="destruction_list_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True), ("decided_on__isnull", True), ("state", "drawn")
                            ),
                            models.Q(
                                models.Q(("state", "drawn"), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="destruction_list_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("done_on__isnull", False),
                                ("started_by__isnull", False),
                                ("witness__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="destruction_list_done_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("witness__isnull", True),
                            models.Q(("witness", models.F("started_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="destruction_list_witness_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("appraisal", ""), _negated=True),
                        name="destruction_list_has_appraisal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(max_length=40)),
                ("n", models.PositiveIntegerField()),
                ("type", models.CharField(max_length=32, verbose_name="事件")),
                ("by", models.CharField(max_length=40, verbose_name="经手")),
                ("occurred", models.CharField(max_length=20, verbose_name="发生")),
                ("recorded", models.CharField(max_length=20, verbose_name="记录")),
                ("body", models.BinaryField()),
                ("hash", models.BinaryField(max_length=32)),
                ("mac", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "事件",
                "constraints": [models.UniqueConstraint(fields=("stream", "n"), name="event_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=12, verbose_name="保管期限")),
                ("label", models.CharField(max_length=20, verbose_name="保管期限名称")),
                ("reason", models.CharField(max_length=16, verbose_name="划定依据")),
                (
                    "until_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="保管至"),
                ),
                ("filed_on", models.DateField(verbose_name="归档日期")),
                ("destroyed_on", models.DateField(blank=True, null=True, verbose_name="销毁日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="casework.case",
                    ),
                ),
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing",
                        to="casework.closing",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "归档",
                "indexes": [models.Index(fields=["until_year", "id"], name="filing_by_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("period", "permanent"), ("until_year__isnull", True)),
                            models.Q(
                                models.Q(("period", "permanent"), _negated=True),
                                ("until_year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="filing_period_has_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("destroyed_on__isnull", True), ("until_year__isnull", False), _connector="OR"
                        ),
                        name="filing_for_ever_stays",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extended",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_year", models.PositiveSmallIntegerField(verbose_name="原保管至")),
                (
                    "until_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="延长至"),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="casework.filing",
                    ),
                ),
            ],
            options={
                "verbose_name": "延长保管",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="extended_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_year__isnull", True),
                            ("until_year__gt", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="extended_is_longer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField(verbose_name="序号")),
                ("number", models.CharField(max_length=64, verbose_name="登记编号")),
                ("title", models.CharField(max_length=80, verbose_name="题名")),
                ("label", models.CharField(max_length=20, verbose_name="保管期限名称")),
                ("until_year", models.PositiveSmallIntegerField(verbose_name="保管至")),
                ("letters", models.PositiveSmallIntegerField(verbose_name="文书份数")),
                ("files", models.PositiveSmallIntegerField(verbose_name="附件份数")),
                ("dropped", models.BooleanField(default=False, verbose_name="已撤")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="销毁时间")),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="casework.destructionlist",
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="casework.filing",
                    ),
                ),
            ],
            options={
                "verbose_name": "销毁清册条目",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "no"), name="destruction_entry_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped", False)),
                        fields=("filing",),
                        name="destruction_entry_on_one_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", True), ("dropped", False), _connector="OR"),
                        name="destruction_entry_done_on_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaf", to="casework.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "锚定序号",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=24, verbose_name="文书")),
                ("cause", models.CharField(max_length=40, verbose_name="事由")),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("number", models.CharField(max_length=64, verbose_name="编号")),
                ("ruleset", models.CharField(max_length=40, verbose_name="适用规定")),
                ("remedy_ruleset", models.CharField(blank=True, max_length=40, verbose_name="救济依据")),
                ("review_first", models.BooleanField(default=False, verbose_name="复议前置")),
                ("dated", models.DateField(verbose_name="成文日期")),
                ("made_at", models.DateTimeField(verbose_name="制作时间")),
                ("sealed", models.BinaryField()),
                ("commitment", models.CharField(max_length=64)),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "文书",
                "indexes": [models.Index(fields=["agency", "dated", "id"], name="letter_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="letter_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_on__isnull", True)),
                        fields=("case", "key", "cause"),
                        name="letter_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("当面", "当面领取"),
                            ("邮寄", "邮寄（邮政EMS、挂号）"),
                            ("电子邮件", "电子邮件"),
                            ("传真", "传真"),
                            ("委托送达", "委托其他行政机关送达"),
                            ("公告", "公告送达"),
                            ("网络", "网上查询（申请人选择的）"),
                        ],
                        max_length=8,
                        verbose_name="送达方式",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="交邮、发送、交付日期")),
                ("tracking", models.CharField(blank=True, max_length=40, verbose_name="邮件号")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚无结果"),
                            ("已送达", "本人签收、已送达"),
                            ("他人代收", "他人代收"),
                            ("退件", "退件"),
                            ("拒收", "拒收"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("result_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="凭证")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="casework.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("result_on__isnull", True)),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("result_on__isnull", False),
                                models.Q(("proof", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_result_has_day_and_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result_on__isnull", True),
                            ("result_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="delivery_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "邮寄"), _negated=True),
                            models.Q(("tracking", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_by_post_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=24, verbose_name="文书")),
                ("no", models.PositiveIntegerField(verbose_name="版次")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                ("docx", models.BinaryField()),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_templates",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "文书模板",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "key", "no"), name="letter_template_version_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.lettertemplate",
            ),
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=16, verbose_name="登记簿")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "编号",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "series", "year"), name="number_series_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("诉求人", "诉求人"), ("申请人", "申请人"), ("第三方", "第三方")],
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=16, verbose_name="类型")),
                ("is_anonymous", models.BooleanField(blank=True, null=True, verbose_name="是否匿名")),
                ("sealed", models.BinaryField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "当事人",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("role", "第三方"), _negated=True),
                        fields=("case", "role"),
                        name="party_role_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("testing", "检测、鉴定"),
                            ("consulted", "征求意见"),
                            ("correction", "等待补正"),
                            ("payment", "等待缴费"),
                        ],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "中止计算",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="pause_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("digest", models.BinaryField(max_length=16)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_keys",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员索引",
                "indexes": [models.Index(fields=["digest", "kind"], name="person_key_by_digest")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind", "digest"), name="person_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("complaints", "投诉举报"),
                            ("applications", "依申请公开"),
                            ("remedies", "复议诉讼"),
                        ],
                        max_length=16,
                        verbose_name="登记簿",
                    ),
                ),
                ("number", models.CharField(max_length=64, verbose_name="登记编号")),
                ("key", models.CharField(max_length=160, verbose_name="来源标识")),
                ("channel", models.CharField(max_length=16, verbose_name="来源渠道")),
                ("source_number", models.CharField(blank=True, max_length=64, verbose_name="来源单号")),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("registered_time", models.TimeField(blank=True, null=True, verbose_name="登记时刻")),
                ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                ("is_late_entry", models.BooleanField(default=False, verbose_name="补录")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
                ("extras", models.JSONField(blank=True, default=dict, verbose_name="其他列")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "登记",
                "indexes": [
                    models.Index(
                        fields=["agency", "series", "registered_on", "id"], name="registration_by_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "series", "number"), name="registration_number_once"
                    ),
                    models.UniqueConstraint(fields=("agency", "series", "key"), name="registration_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="registration_has_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("series__in", ["complaints", "applications", "remedies"])),
                        name="registration_series_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField(verbose_name="序号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EMS", "EMS"),
                            ("挂号信", "挂号信"),
                            ("平信", "平信"),
                            ("快递", "其他快递"),
                            ("当面递交", "当面递交"),
                        ],
                        max_length=8,
                        verbose_name="邮件种类",
                    ),
                ),
                ("mail_number", models.CharField(blank=True, max_length=40, verbose_name="邮件号")),
                ("postmark_on", models.DateField(blank=True, null=True, verbose_name="邮戳日期")),
                ("signed_by", models.CharField(max_length=40, verbose_name="签收人")),
                ("signed_at", models.DateTimeField(verbose_name="签收时间")),
                ("signed_on", models.DateField(verbose_name="签收日期")),
                (
                    "recognised_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未拆阅"),
                            ("公开申请", "公开申请"),
                            ("投诉举报", "投诉举报"),
                            ("复议诉讼", "复议、诉讼文书"),
                            ("其他", "其他来文"),
                        ],
                        max_length=8,
                        verbose_name="识别为",
                    ),
                ),
                ("handed_on", models.DateField(blank=True, null=True, verbose_name="移交日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_mail",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_mail",
                        to="casework.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "收发登记",
                "indexes": [models.Index(fields=["agency", "signed_on", "id"], name="gate_mail_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "no"), name="gate_mail_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", ""), _negated=True), name="gate_mail_signed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_on__isnull", True),
                            ("handed_on__gte", models.F("signed_on")),
                            _connector="OR",
                        ),
                        name="gate_mail_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("作废", "作废"),
                            ("补录", "补录"),
                            ("改派", "改派"),
                            ("误录合并", "误录合并"),
                            ("日期更正", "日期更正"),
                            ("文书更正", "文书更正"),
                        ],
                        max_length=8,
                        verbose_name="更正种类",
                    ),
                ),
                ("on", models.DateField(verbose_name="更正日期")),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="casework.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "更正",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("approved_by")), _negated=True),
                        name="correction_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_reason"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="casework.registration"
            ),
        ),
        migrations.CreateModel(
            name="SealUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal", models.CharField(max_length=60, verbose_name="印章")),
                ("on", models.DateField(verbose_name="用印日期")),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="份数")),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_use",
                        to="casework.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "用印登记",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("approved_by")), _negated=True),
                        name="seal_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("copies__gte", 1)), name="seal_copies_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "verbose_name": "锚定分片",
                "constraints": [models.UniqueConstraint(fields=("level", "number"), name="events_tile_once")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("sent", "门户来件附件"),
                            ("request", "申请书"),
                            ("identity", "身份证明"),
                            ("post", "邮寄凭证"),
                            ("receipt", "送达回证"),
                            ("record", "查找到的信息（原件）"),
                            ("copy", "提供的副本"),
                            ("sheet", "纸质签批"),
                            ("other", "其他材料"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("type", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("blob", models.CharField(db_default="", max_length=64)),
                ("sealed", models.BinaryField(default=b"")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="存入时间")),
                ("checked", models.BooleanField(db_default=False, default=False, verbose_name="已检查")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "purpose", "sha256"), name="attachment_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="agencies.unit",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "承办",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case",),
                        name="assignment_one_unit_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="assignment_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered_on", models.DateField(verbose_name="答复日期")),
                ("delivery", models.CharField(blank=True, max_length=40, verbose_name="送达方式")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="答复凭证")),
                ("imported", models.BooleanField(default=False, verbose_name="来自台账")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "答复",
                "indexes": [models.Index(fields=["case", "answered_on"], name="answer_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("imported", True), models.Q(("proof", ""), _negated=True), _connector="OR"
                        ),
                        name="answer_has_proof",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("content", "诉求内容"),
                            ("answer", "答复内容"),
                            ("correction", "补正内容"),
                            ("note", "办理说明"),
                        ],
                        max_length=12,
                        verbose_name="内容",
                    ),
                ),
                ("masked", models.TextField(verbose_name="工作文本")),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "案件文本",
                "constraints": [models.UniqueConstraint(fields=("case", "field"), name="case_text_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("registration", "kind"), name="case_kind_once"),
        ),
    ]
