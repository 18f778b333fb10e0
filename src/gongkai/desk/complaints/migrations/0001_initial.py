import django.db.models.deletion
import django.db.models.expressions
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("agencies", "__first__"),
        ("casework", "0001_initial"),
        ("disclosure", "0001_initial"),
        ("enforcement", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeDraft",
            fields=[
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField(verbose_name="保存时间")),
            ],
            options={
                "verbose_name": "登记草稿",
            },
        ),
        migrations.CreateModel(
            name="Sketched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.BigIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("counts", models.BinaryField(default=bytes)),
            ],
            options={
                "verbose_name": "少见字串的进度",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22, unique=True)),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("assign", "分办"),
                            ("accept", "受理"),
                            ("urge", "催办"),
                            ("supervise", "督办"),
                        ],
                        max_length=12,
                        verbose_name="办理",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量办理",
            },
        ),
        migrations.CreateModel(
            name="HotlineSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("12315", "12315"),
                            ("12365", "12365"),
                            ("12331", "12331"),
                            ("mayor", "市长热线（12345）"),
                        ],
                        max_length=8,
                        verbose_name="热线",
                    ),
                ),
                ("every_minutes", models.PositiveIntegerField(default=15, verbose_name="每隔几分钟查看")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("seen", models.JSONField(blank=True, default=dict)),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="上次查看")),
                ("trouble", models.CharField(blank=True, max_length=200, verbose_name="查看时的问题")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "热线导出目录",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="hotline_source_once"),
                    models.CheckConstraint(
                        condition=models.Q(("every_minutes__gte", 1)), name="hotline_source_looks"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
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
                ("name", models.CharField(max_length=200, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("at", models.DateTimeField(verbose_name="导入时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("done", "全部导入"), ("partial", "有行退回"), ("failed", "没有导入")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("read", models.PositiveIntegerField(default=0, verbose_name="读入")),
                ("new", models.PositiveIntegerField(default=0, verbose_name="新登记")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="有变化")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="没有变化")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="退回")),
                ("rejected_file", models.CharField(blank=True, max_length=80)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("mend", models.CharField(blank=True, max_length=300, verbose_name="怎么办")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="已阅")),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="complaints.hotlinesource",
                    ),
                ),
            ],
            options={
                "verbose_name": "热线导入",
                "indexes": [models.Index(fields=["source", "-id"], name="import_run_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "sha256"), name="import_run_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "failed"),
                            (
                                "read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("new"), "+", models.F("changed")
                                        ),
                                        "+",
                                        models.F("unchanged"),
                                    ),
                                    "+",
                                    models.F("rejected"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="import_run_loses_no_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Joint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="合并日期")),
                ("consent", models.CharField(max_length=200, verbose_name="同意凭证")),
                ("undone_on", models.DateField(blank=True, null=True, verbose_name="拆分日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_to",
                        to="casework.case",
                    ),
                ),
                (
                    "main",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "合并调解",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on__isnull", True)),
                        fields=("case",),
                        name="joint_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("main")), _negated=True), name="joint_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consent", ""), _negated=True), name="joint_has_consent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_on__isnull", True), ("undone_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="joint_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="matter",
                        serialize=False,
                        to="casework.registration",
                    ),
                ),
                ("channel", models.CharField(max_length=16, verbose_name="来源渠道")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("咨询", "咨询"),
                            ("投诉", "投诉"),
                            ("举报", "举报"),
                            ("投诉举报", "投诉举报"),
                        ],
                        max_length=4,
                        verbose_name="诉求类型",
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("cases_count", models.PositiveSmallIntegerField(default=1)),
                ("category", models.CharField(blank=True, max_length=60, verbose_name="商品服务类别")),
                ("respondent", models.CharField(blank=True, max_length=160, verbose_name="被诉主体")),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("respondent_address", models.CharField(blank=True, max_length=200, verbose_name="主体地址")),
                (
                    "amount_fen",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="涉及金额（分）"),
                ),
                (
                    "recovered_fen",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="挽回损失（分）"),
                ),
                (
                    "acceptance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("受理", "受理"),
                            ("不予受理", "不予受理"),
                            ("移送", "移送"),
                            ("告知", "告知"),
                        ],
                        max_length=4,
                        verbose_name="受理决定",
                    ),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("refusal_reason", models.CharField(blank=True, max_length=200, verbose_name="不予受理原因")),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("满意", "满意"),
                            ("基本满意", "基本满意"),
                            ("不满意", "不满意"),
                            ("未评价", "未评价"),
                        ],
                        max_length=4,
                        verbose_name="满意度",
                    ),
                ),
                ("related_number", models.CharField(blank=True, max_length=64, verbose_name="关联编号")),
                ("forwarded_by", models.CharField(blank=True, max_length=80, verbose_name="转办单位")),
                ("forwarded_on", models.DateField(blank=True, null=True, verbose_name="转办日期")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                ("feedback_due", models.DateField(blank=True, null=True, verbose_name="要求反馈时限")),
                ("is_extended", models.BooleanField(default=False, verbose_name="延期")),
                ("is_returned", models.BooleanField(default=False, verbose_name="退单")),
                ("is_redone", models.BooleanField(default=False, verbose_name="重办")),
                ("callback", models.CharField(blank=True, max_length=40, verbose_name="回访结果")),
                ("recording", models.CharField(blank=True, max_length=60, verbose_name="录音编号")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "诉求",
                "indexes": [
                    models.Index(fields=["agency", "registered_on", "registration"], name="matter_by_day"),
                    models.Index(
                        fields=["agency", "respondent", "registered_on", "registration"],
                        name="matter_of_respondent",
                    ),
                    models.Index(
                        fields=["agency", "credit_code", "registered_on", "registration"],
                        name="matter_of_credit_code",
                    ),
                    models.Index(
                        fields=["agency", "category", "registered_on", "registration"],
                        name="matter_of_category",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["咨询", "投诉", "举报", "投诉举报"])),
                        name="matter_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("acceptance__in", ["", "受理", "不予受理", "移送", "告知"])),
                        name="matter_acceptance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction__in", ["", "满意", "基本满意", "不满意", "未评价"])
                        ),
                        name="matter_satisfaction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__isnull", True),
                            ("accepted_on__gte", models.F("registered_on")),
                            _connector="OR",
                        ),
                        name="matter_accepted_after_registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cases_count__gte", 1)), name="matter_has_a_case"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mediation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("invited_on", models.DateField(verbose_name="邀请日期")),
                ("meets_on", models.DateField(verbose_name="调解日期")),
                ("place", models.CharField(max_length=80, verbose_name="地点")),
                ("recused_on", models.DateField(blank=True, null=True, verbose_name="回避日期")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="进行日期")),
                (
                    "attended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("双方到场", "双方到场"),
                            ("投诉人未到", "投诉人未到"),
                            ("被投诉人未到", "被投诉人未到"),
                            ("均未到", "均未到"),
                        ],
                        max_length=8,
                        verbose_name="到场",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mediations",
                        to="casework.case",
                    ),
                ),
                (
                    "mediator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "调解",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("meets_on__gte", models.F("invited_on"))),
                        name="mediation_days_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("held_on__isnull", True), ("recused_on__isnull", True)),
                        fields=("case",),
                        name="mediation_one_is_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NightRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("signals", models.PositiveIntegerField(default=0)),
                ("supervised", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "夜间计算",
                "constraints": [models.UniqueConstraint(fields=("agency", "on"), name="night_run_once")],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                            ("调解笔录", "调解笔录"),
                            ("调解协议", "调解协议"),
                            ("核查记录", "核查记录"),
                            ("后续反映", "后续反映"),
                            ("协办意见", "协办意见"),
                            ("办理记录", "办理记录"),
                        ],
                        max_length=8,
                        verbose_name="种类",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("field", models.CharField(max_length=12)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "记录",
                "constraints": [models.UniqueConstraint(fields=("case", "field"), name="note_field_once")],
            },
        ),
        migrations.CreateModel(
            name="CoUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=200, verbose_name="协办事项")),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="意见日期")),
                ("released_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                (
                    "asked_by",
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
                        related_name="co_units",
                        to="casework.case",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                    ),
                ),
                (
                    "opinion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.note",
                    ),
                ),
            ],
            options={
                "verbose_name": "联合办理",
                "indexes": [models.Index(fields=["unit", "case"], name="co_unit_by_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_on__isnull", True), ("released_on__isnull", True)),
                        fields=("case", "unit"),
                        name="co_unit_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_by__isnull", True),
                                ("given_on__isnull", True),
                                ("opinion__isnull", True),
                            ),
                            models.Q(
                                ("given_by__isnull", False),
                                ("given_on__isnull", False),
                                ("opinion__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="co_unit_opinion_has_day_and_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_on__isnull", True),
                            ("given_on__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="co_unit_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("reason", models.CharField(max_length=12, verbose_name="理由")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                ("refused_at", models.DateTimeField(blank=True, null=True, verbose_name="不批准时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
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
                        related_name="openings",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "身份开启申请",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="opening_two_persons",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("claim", models.CharField(blank=True, max_length=120, verbose_name="要对方做什么")),
                ("area", models.CharField(blank=True, max_length=20, verbose_name="区域")),
                ("problem", models.CharField(blank=True, max_length=20, verbose_name="问题")),
                ("safety", models.CharField(blank=True, max_length=20, verbose_name="安全词")),
                ("is_secret", models.BooleanField(default=False, verbose_name="要求保密")),
                ("is_insider", models.BooleanField(default=False, verbose_name="内部举报人")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="退回中心日期")),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prompted_by",
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
                "verbose_name": "办理信息",
                "indexes": [models.Index(fields=["handler", "case"], name="profile_by_handler")],
            },
        ),
        migrations.CreateModel(
            name="QueueRow",
            fields=[
                ("place", models.BigIntegerField(unique=True)),
                ("text", models.TextField()),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="queue_row",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=8)),
                ("line", models.CharField(blank=True, max_length=4)),
                ("opened_on", models.DateField()),
                ("is_open", models.BooleanField()),
                ("is_assigned", models.BooleanField()),
                ("is_named", models.BooleanField()),
                ("is_testing", models.BooleanField()),
                ("is_watched", models.BooleanField()),
                ("has_follow_up", models.BooleanField()),
                ("is_unsatisfied", models.BooleanField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "is_open", "place"], name="queue_row"),
                    models.Index(fields=["agency", "unit", "is_open", "place"], name="queue_row_u"),
                    models.Index(fields=["agency", "handler", "is_open", "place"], name="queue_row_h"),
                    models.Index(fields=["agency", "is_open", "opened_on", "place"], name="queue_row_since"),
                    models.Index(fields=["agency", "has_follow_up", "place"], name="queue_row_later"),
                    models.Index(fields=["agency", "is_unsatisfied", "place"], name="queue_row_bad"),
                    models.Index(
                        fields=["agency", "is_open", "is_assigned", "place"], name="queue_row_assign"
                    ),
                    models.Index(fields=["agency", "is_open", "is_testing", "place"], name="queue_row_test"),
                    models.Index(fields=["agency", "is_open", "is_watched", "place"], name="queue_row_watch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=16, verbose_name="来源渠道")),
                ("source_number", models.CharField(max_length=64, verbose_name="来源单号")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="casework.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "来源回执",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "channel", "source_number"), name="receipt_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="奖励级别")),
                ("fined_fen", models.PositiveBigIntegerField(verbose_name="罚没款（分）")),
                ("amount_fen", models.PositiveBigIntegerField(verbose_name="奖励金额（分）")),
                ("ruleset", models.CharField(max_length=40, verbose_name="规则")),
                ("how", models.JSONField(default=list, verbose_name="怎样算出")),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("finance", models.CharField(blank=True, max_length=200, verbose_name="商财政部门的凭证")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                ("on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="发放日期")),
                ("paid_proof", models.CharField(blank=True, max_length=200, verbose_name="发放凭证")),
                (
                    "approved_by",
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
                        related_name="rewards",
                        to="casework.case",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "举报奖励",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_on__isnull", True)),
                        fields=("case",),
                        name="reward_once_a_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reward_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on__isnull", True), ("on__gte", models.F("proposed_on")), _connector="OR"
                        ),
                        name="reward_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on__isnull", True),
                            models.Q(
                                ("on__isnull", False),
                                ("paid_on__gte", models.F("on")),
                                models.Q(("paid_proof", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reward_paid_after_decided_with_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "shift",
                    models.CharField(
                        choices=[("白班", "白班"), ("夜班", "夜班")], max_length=4, verbose_name="班次"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "值班",
                "indexes": [models.Index(fields=["agency", "on"], name="roster_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("on", "shift", "officer"), name="roster_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=200)),
                ("is_safety", models.BooleanField(default=False, verbose_name="安全词")),
                ("day", models.DateField(verbose_name="计算到")),
                ("window", models.PositiveSmallIntegerField(verbose_name="天数")),
                ("people", models.PositiveIntegerField(verbose_name="不同的人")),
                ("expected", models.FloatField(verbose_name="预期")),
                ("limit", models.PositiveIntegerField(verbose_name="警戒线")),
                ("q", models.FloatField()),
                ("compared", models.PositiveIntegerField(default=1)),
                ("crossed_on", models.DateField(verbose_name="最早越线")),
                ("series", models.JSONField(default=list)),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("等人判断", "等人判断"),
                            ("继续观察", "继续观察"),
                            ("制作提示", "制作提示"),
                            ("转案件线索", "转案件线索"),
                            ("排除", "排除"),
                        ],
                        default="等人判断",
                        max_length=8,
                        verbose_name="判断",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=12, verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="判断日期")),
                ("watch_until", models.DateField(blank=True, null=True, verbose_name="观察到")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
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
                    "investigation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="enforcement.investigation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "消费预警",
                "indexes": [models.Index(fields=["agency", "state", "day"], name="signal_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "number"), name="signal_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_signals",
                        to="casework.case",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="complaints.signal",
                    ),
                ),
            ],
            options={
                "verbose_name": "预警所含案件",
                "constraints": [models.UniqueConstraint(fields=("signal", "case"), name="signal_case_once")],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=16, verbose_name="依据")),
                ("on", models.DateField(verbose_name="督办日期")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
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
                        related_name="supervisions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_on__isnull", True)),
                        fields=("case",),
                        name="supervision_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_on__isnull", True), ("lifted_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="supervision_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Urge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("by_petitioner", models.BooleanField(default=False, verbose_name="诉求人催办")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="urges", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "催办",
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                        choices=[("同一信件", "同一信件"), ("相关", "相关"), ("无关", "无关")],
                        max_length=4,
                        verbose_name="判断",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("undone_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.registration",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "相似判断",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="verdict_pair_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on__isnull", True)),
                        fields=("first", "second"),
                        name="verdict_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[("", "还没有办"), ("done", "已办"), ("refused", "没有办成")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("mend", models.CharField(blank=True, max_length=200, verbose_name="怎样办")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="complaints.batch",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "批量办理的一件",
                "constraints": [models.UniqueConstraint(fields=("batch", "case"), name="batch_row_once")],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("联系", "联系核实"), ("答复", "答复"), ("回访", "回访")],
                        max_length=4,
                        verbose_name="目的",
                    ),
                ),
                ("reached", models.BooleanField(verbose_name="接通")),
                ("recording", models.CharField(blank=True, max_length=60, verbose_name="录音编号")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "通话",
                "indexes": [models.Index(fields=["case", "on"], name="call_by_case")],
            },
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("reached", models.BooleanField(verbose_name="接通")),
                ("satisfaction", models.CharField(blank=True, max_length=4, verbose_name="满意度")),
                ("recording", models.CharField(blank=True, max_length=60, verbose_name="录音编号")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="callbacks",
                        to="casework.closing",
                    ),
                ),
            ],
            options={
                "verbose_name": "回访",
                "indexes": [
                    models.Index(
                        condition=models.Q(("satisfaction", "不满意")),
                        fields=["closing"],
                        name="callback_unsatisfied",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clues", to="casework.case"
                    ),
                ),
                (
                    "investigation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clues",
                        to="enforcement.investigation",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件线索",
                "constraints": [models.UniqueConstraint(fields=("case", "investigation"), name="clue_once")],
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(max_length=80, verbose_name="对方机关")),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("arose_on", models.DateField(verbose_name="发生争议日期")),
                ("superior", models.CharField(blank=True, max_length=80, verbose_name="共同的上一级机关")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="报请日期")),
                ("report_number", models.CharField(blank=True, max_length=200, verbose_name="请示文号")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "协商一致"), ("designated", "上级指定")],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("is_ours", models.BooleanField(blank=True, null=True, verbose_name="由本机关办理")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="凭证")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="casework.case",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "跨机关管辖争议",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_on__isnull", True)),
                        fields=("case",),
                        name="contest_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("report_number", ""), ("reported_on__isnull", True), ("superior", "")),
                            models.Q(
                                ("reported_on__gte", models.F("arose_on")),
                                models.Q(("superior", ""), _negated=True),
                                models.Q(("report_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contest_reported_with_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("how", ""),
                                ("is_ours__isnull", True),
                                ("proof", ""),
                                ("settled_on__isnull", True),
                            ),
                            models.Q(
                                ("is_ours__isnull", False),
                                ("settled_on__gte", models.F("arose_on")),
                                models.Q(("how", ""), _negated=True),
                                models.Q(("proof", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contest_settled_with_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "designated"), _negated=True),
                            ("reported_on__isnull", False),
                            _connector="OR",
                        ),
                        name="contest_designated_when_reported",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("受理", "受理"),
                            ("不予受理", "不予受理"),
                            ("移送", "移送"),
                            ("告知", "告知"),
                            ("达成调解", "达成调解"),
                            ("终止调解", "终止调解"),
                            ("立案", "立案"),
                            ("不予立案", "不予立案"),
                            ("撤回", "撤回"),
                        ],
                        max_length=8,
                        verbose_name="决定",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                ("on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                ("ground", models.CharField(blank=True, max_length=24, verbose_name="情形")),
                ("ruleset", models.CharField(blank=True, max_length=40, verbose_name="规则")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("body", models.CharField(blank=True, max_length=80, verbose_name="对方机关")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="凭证")),
                (
                    "approved_by",
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
                        related_name="decisions",
                        to="casework.case",
                    ),
                ),
                (
                    "proposed_by",
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
                "verbose_name": "办理决定",
                "indexes": [models.Index(fields=["case", "round"], name="decision_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on__isnull", True), ("on__gte", models.F("proposed_on")), _connector="OR"
                        ),
                        name="decision_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_four_eyes",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("on__isnull", True), ("revoked_on__isnull", True)),
                        fields=("case",),
                        name="decision_one_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("ruling", models.CharField(blank=True, max_length=400, verbose_name="裁定理由")),
                ("ruled_on", models.DateField(blank=True, null=True, verbose_name="裁定日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="casework.case",
                    ),
                ),
                (
                    "claims",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ruled_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "管辖争议",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ruled_on__isnull", True)),
                        fields=("case",),
                        name="dispute_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_by__isnull", True),
                            models.Q(("ruled_by", models.F("raised_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="dispute_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_on__isnull", True),
                            ("ruled_on__gte", models.F("raised_on")),
                            _connector="OR",
                        ),
                        name="dispute_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("blob", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "来件附件",
                "constraints": [models.UniqueConstraint(fields=("case", "blob"), name="enclosure_once")],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="收到日期")),
                ("channel", models.CharField(max_length=16, verbose_name="来源渠道")),
                ("source_number", models.CharField(blank=True, max_length=64, verbose_name="来源单号")),
                ("field", models.CharField(max_length=12)),
                ("reopened", models.BooleanField(default=False, verbose_name="因此重新办理")),
                ("handled_on", models.DateField(blank=True, null=True, verbose_name="回应日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "后续反映",
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_on__isnull", True)),
                        fields=["case"],
                        name="follow_up_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handled_on__isnull", True), ("handled_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="follow_up_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "少见字串",
                "constraints": [models.UniqueConstraint(fields=("gram", "case"), name="gram_once")],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "shift",
                    models.CharField(
                        choices=[("白班", "白班"), ("夜班", "夜班")], max_length=4, verbose_name="班次"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="交班时间")),
                ("counts", models.JSONField(default=dict)),
                ("remark", models.CharField(blank=True, max_length=400, verbose_name="交代事项")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="接班时间")),
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
                    "taken_by",
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
                "verbose_name": "交接班",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "on", "shift"), name="handover_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_by__isnull", True),
                            models.Q(("taken_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_two_persons",
                    ),
                ],
            },
        ),
    ]
