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
            name="Item",
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
                ("index", models.CharField(max_length=60, verbose_name="索引号")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                (
                    "kind",
                    models.CharField(
                        choices=[("item", "信息"), ("annual-report", "年度报告")],
                        default="item",
                        max_length=16,
                    ),
                ),
                ("category", models.CharField(max_length=40, verbose_name="信息类别")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("主动公开", "主动公开"),
                            ("依申请公开", "依申请公开"),
                            ("不予公开", "不予公开"),
                        ],
                        max_length=8,
                        verbose_name="公开方式",
                    ),
                ),
                ("doc_no", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("formed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
                ("is_norm", models.BooleanField(default=False, verbose_name="规范性文件")),
                (
                    "validity",
                    models.CharField(
                        blank=True,
                        choices=[("有效", "有效"), ("失效", "失效"), ("废止", "废止")],
                        max_length=4,
                        verbose_name="有效性",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("body", models.JSONField(blank=True, default=list, verbose_name="正文（块）")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="报告年度")),
                ("secrecy_reviewed_on", models.DateField(blank=True, null=True, verbose_name="保密审查日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
                ("extras", models.JSONField(blank=True, default=dict, verbose_name="其他列")),
                ("purged_at", models.DateTimeField(blank=True, null=True, verbose_name="清除时间")),
                ("release_at", models.DateTimeField(blank=True, null=True, verbose_name="定时发布")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="公开至")),
                (
                    "correction",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="更正说明"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="agencies.agency",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "信息",
                "indexes": [models.Index(fields=["agency", "published_on", "id"], name="item_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "index"), name="item_index_once"),
                    models.CheckConstraint(
                        condition=models.Q(("index", ""), _negated=True), name="item_has_index"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("means__in", ["主动公开", "依申请公开", "不予公开"])),
                        name="item_means_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "annual-report")),
                        fields=("agency", "year"),
                        name="item_one_report_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("first", "初审"), ("secrecy", "保密审查"), ("sign", "签发")],
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("decision", models.CharField(max_length=12, verbose_name="意见")),
                ("by", models.CharField(max_length=60, verbose_name="审签人")),
                ("at", models.DateTimeField(verbose_name="审签时间")),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("note", models.TextField()),
                ("recalled_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                ("imported", models.BooleanField(default=False, verbose_name="来自台账")),
                (
                    "officer",
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
                "verbose_name": "审签",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["open", "on_request", "closed", "partly", "return"])
                        ),
                        name="clearance_decision_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FileCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("policy", models.CharField(max_length=40)),
                ("type", models.CharField(max_length=12, verbose_name="类型")),
                ("found", models.JSONField(blank=True, default=list)),
                ("malware", models.BooleanField(default=False, verbose_name="已查杀病毒")),
                ("at", models.DateTimeField(verbose_name="检查时间")),
            ],
            options={
                "verbose_name": "附件检查",
                "constraints": [models.UniqueConstraint(fields=("sha256", "policy"), name="file_check_once")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                (
                    "place",
                    models.CharField(
                        choices=[("draft", "起草"), ("file", "附件"), ("stored", "已存内容")],
                        max_length=8,
                        verbose_name="发现处",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("backups_on", models.DateField(blank=True, null=True, verbose_name="备份已清除")),
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
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "涉密误入处置",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="incident_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                ("seen", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField(verbose_name="自动保存")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "自动保存的草稿",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "officer"), name="draft_copy_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("item__isnull", True)),
                        fields=("officer",),
                        name="draft_copy_of_new_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
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
                    "subject",
                    models.CharField(
                        choices=[
                            ("business", "与市场主体密切相关的规范性文件"),
                            ("decision", "重大行政决策"),
                            ("rule", "参照规章程序的决定、命令"),
                            ("other", "其他规范性文件和事项"),
                        ],
                        max_length=12,
                        verbose_name="征求意见的事项",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="起草依据")),
                ("opens_on", models.DateField(verbose_name="征集开始")),
                ("closes_on", models.DateField(verbose_name="征集截止")),
                ("short_reason", models.CharField(blank=True, max_length=300, verbose_name="缩短期限的理由")),
                ("feedback_by", models.DateField(verbose_name="反馈期限")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feedback",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_of",
                        to="disclosure.item",
                        verbose_name="采纳情况反馈",
                    ),
                ),
                (
                    "final",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosure.item",
                        verbose_name="正式文件",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "意见征集",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                        name="consultation_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("feedback_by__gt", models.F("closes_on"))),
                        name="consultation_feedback_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("feedback__isnull", True),
                            models.Q(("feedback", models.F("item")), _negated=True),
                            _connector="OR",
                        ),
                        name="consultation_feedback_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("type", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="图片说明")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "信息附件",
                "constraints": [models.UniqueConstraint(fields=("item", "name"), name="item_file_name_once")],
            },
        ),
        migrations.CreateModel(
            name="ItemWaiting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=12)),
                ("duty", models.CharField(max_length=12)),
                ("place", models.BigIntegerField()),
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
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="disclosure.item"
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
                    models.Index(fields=["agency", "duty", "place"], name="item_waiting"),
                    models.Index(fields=["agency", "duty", "unit", "place"], name="item_waiting_u"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22, unique=True)),
                ("no", models.PositiveIntegerField(verbose_name="序号")),
                ("box", models.CharField(max_length=22, unique=True)),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            ("person", "个人"),
                            ("firm", "企业、个体工商户"),
                            ("association", "行业协会、商会"),
                            ("other", "其他组织"),
                        ],
                        max_length=12,
                        verbose_name="提出人",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=100, verbose_name="针对的条款")),
                ("text", models.TextField(verbose_name="意见")),
                ("dek", models.BinaryField(max_length=80)),
                ("sealed", models.BinaryField()),
                ("came_on", models.DateField(verbose_name="提出日期")),
                ("taken_at", models.DateTimeField(verbose_name="登记时间")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                (
                    "adopted",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "采纳"), ("partly", "部分采纳"), ("no", "未采纳")],
                        max_length=8,
                        verbose_name="采纳情况",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("weighed_at", models.DateTimeField(blank=True, null=True, verbose_name="研究时间")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="disclosure.consultation",
                    ),
                ),
                (
                    "weighed_by",
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
                "verbose_name": "公众意见",
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "no"), name="opinion_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted__in", ["partly", "no"]), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="public_opinion_refusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outlet", models.CharField(max_length=12, verbose_name="公开渠道")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "渠道发布记录",
                "constraints": [models.UniqueConstraint(fields=("item", "outlet"), name="placement_once")],
            },
        ),
        migrations.CreateModel(
            name="PublicityTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "klass",
                    models.CharField(
                        choices=[
                            ("notice-only", "仅通报批评"),
                            ("minor-fine", "仅较低数额罚款"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="处罚类别",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("banned_until", models.DateField(blank=True, null=True, verbose_name="限制经营、从业至")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="处罚种类")),
                ("repaired_on", models.DateField(blank=True, null=True, verbose_name="准予提前停止公示")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publicity",
                        to="disclosure.item",
                    ),
                ),
                (
                    "repaired_by",
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
                "verbose_name": "公示期",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("klass__in", ["notice-only", "minor-fine", "other"])),
                        name="publicity_class_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                            ("interprets", "解读"),
                            ("answers", "回应"),
                            ("amends", "修改"),
                            ("repeals", "废止"),
                            ("belongs", "相关"),
                        ],
                        max_length=12,
                        verbose_name="关系",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="disclosure.item",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_from",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关信息",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "to", "kind"), name="relation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("item", models.F("to")), _negated=True),
                        name="relation_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=40)),
                ("mark", models.CharField(max_length=64)),
                ("rule", models.CharField(blank=True, max_length=80)),
                ("where", models.CharField(max_length=120, verbose_name="位置")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("rule", "依规则保留"),
                            ("kept", "保留"),
                            ("false", "误报"),
                            ("masked", "隐去"),
                            ("removed", "删去"),
                        ],
                        max_length=8,
                        verbose_name="处理",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="disclosure.item",
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
                "verbose_name": "疑点处理",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "part", "kind", "mark"), name="resolution_once"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["rule", "kept", "false", "masked", "removed"])),
                        name="resolution_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ["kept", "false"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="resolution_kept_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("first", "初审"), ("secrecy", "保密审查"), ("sign", "签发")],
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("by", models.CharField(max_length=60, verbose_name="审签人")),
                ("on", models.DateField(verbose_name="日期")),
                ("time", models.TimeField(blank=True, null=True, verbose_name="时刻")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账审签",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "stage"), name="sign_off_stage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True), name="sign_off_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingEntry",
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
                            ("subject", "执法主体"),
                            ("staff", "执法人员"),
                            ("duties", "职责权限"),
                            ("basis", "执法依据"),
                            ("procedure", "执法程序"),
                            ("list", "执法事项清单"),
                            ("random", "随机抽查事项清单"),
                            ("discretion", "裁量基准"),
                            ("remedy", "救济渠道"),
                        ],
                        max_length=12,
                        verbose_name="公示事项",
                    ),
                ),
                ("cycle_days", models.PositiveSmallIntegerField(default=180, verbose_name="复核周期（天）")),
                ("reviewed_on", models.DateField(verbose_name="复核日期")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing",
                        to="disclosure.item",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "执法公示事项",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cycle_days__gt", 0)), name="standing_has_cycle"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField(verbose_name="第几次送审")),
                ("content", models.BinaryField()),
                ("content_digest", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("author", models.CharField(max_length=60, verbose_name="送审人")),
                ("at", models.DateTimeField(verbose_name="送审时间")),
                ("imported", models.BooleanField(default=False, verbose_name="来自台账")),
                ("route", models.CharField(default="unit", max_length=16, verbose_name="审签路线")),
                ("release_at", models.DateTimeField(blank=True, null=True, verbose_name="定时发布")),
                (
                    "carries",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_by",
                        to="disclosure.clearance",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="disclosure.item",
                    ),
                ),
                (
                    "officer",
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
                "verbose_name": "送审稿",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "no"), name="submission_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField(verbose_name="第几次发布")),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField(verbose_name="公开起")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="公开止")),
                ("at", models.DateTimeField(verbose_name="发布时间")),
                ("log_index", models.PositiveBigIntegerField(unique=True, verbose_name="发布日志序号")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="到达时间")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="disclosure.item",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release",
                        to="disclosure.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "发布",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "no"), name="release_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="release_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("first", "初审"), ("secrecy", "保密审查"), ("sign", "签发")],
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("decision", models.CharField(max_length=12, verbose_name="意见")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="批示")),
                ("signed_on", models.DateField(verbose_name="签字日期")),
                ("scan", models.CharField(max_length=64)),
                ("scan_name", models.CharField(max_length=200, verbose_name="扫描件")),
                ("scan_size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "待另一人核对"),
                            ("confirmed", "已核对"),
                            ("refused", "核对不符"),
                        ],
                        default="entered",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="核对时间")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clearance",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="disclosure.clearance",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="disclosure.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "纸质签批",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_checked_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clearance__isnull", False), ("state", "confirmed")),
                            models.Q(("clearance__isnull", True), ("state__in", ["entered", "refused"])),
                            _connector="OR",
                        ),
                        name="paper_counts_when_confirmed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "entered")),
                        fields=("submission", "stage"),
                        name="paper_waits_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="clearance",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clearances",
                to="disclosure.submission",
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("reason", models.CharField(max_length=24, verbose_name="原因代码")),
                ("by", models.CharField(max_length=60, verbose_name="撤稿人")),
                ("at", models.DateTimeField(verbose_name="撤稿时间")),
                (
                    "log_index",
                    models.PositiveBigIntegerField(null=True, unique=True, verbose_name="发布日志序号"),
                ),
                ("is_emergency", models.BooleanField(default=False, verbose_name="先撤后补")),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="disclosure.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "撤稿",
            },
        ),
        migrations.CreateModel(
            name="WithdrawalApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_right", models.BooleanField(verbose_name="同意撤稿")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval",
                        to="disclosure.withdrawal",
                    ),
                ),
            ],
            options={
                "verbose_name": "撤稿补批",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_right", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="withdrawal_objection_has_note",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemRow",
            fields=[
                ("place", models.BigIntegerField(unique=True)),
                ("text", models.TextField()),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="row",
                        serialize=False,
                        to="disclosure.item",
                    ),
                ),
                ("category", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=12)),
                ("out", models.BooleanField()),
                ("is_pending", models.BooleanField()),
                ("is_open", models.BooleanField()),
                ("is_sending", models.BooleanField()),
                ("stages", models.CharField(blank=True, max_length=60)),
                ("decision", models.CharField(blank=True, max_length=12)),
                ("public_on", models.DateField(null=True)),
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
                    "author",
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
                    models.Index(fields=["agency", "out", "place"], name="item_row"),
                    models.Index(fields=["agency", "out", "state", "place"], name="item_row_s"),
                    models.Index(fields=["agency", "out", "category", "place"], name="item_row_c"),
                    models.Index(fields=["agency", "out", "unit", "place"], name="item_row_u"),
                    models.Index(fields=["agency", "out", "state", "category", "place"], name="item_row_sc"),
                    models.Index(fields=["agency", "out", "state", "unit", "place"], name="item_row_su"),
                    models.Index(fields=["agency", "out", "category", "unit", "place"], name="item_row_cu"),
                    models.Index(
                        fields=["agency", "out", "state", "category", "unit", "place"], name="item_row_scu"
                    ),
                    models.Index(
                        condition=models.Q(("decision", ""), _negated=True),
                        fields=["agency", "unit", "place"],
                        name="item_row_stopped_u",
                    ),
                    models.Index(
                        condition=models.Q(("decision", ""), _negated=True),
                        fields=["agency", "author", "place"],
                        name="item_row_stopped_a",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["agency", "unit", "place"],
                        name="item_row_open_u",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["agency", "place"],
                        name="item_row_open",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recalled_at__isnull", True)),
                fields=("submission", "stage"),
                name="clearance_stage_once",
            ),
        ),
    ]
