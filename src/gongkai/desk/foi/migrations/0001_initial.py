import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("agencies", "__first__"),
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="application",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提交日期")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("channel", models.CharField(max_length=8, verbose_name="提交方式")),
                ("applicant_kind", models.CharField(max_length=8, verbose_name="申请人类型")),
                ("correction_sent_on", models.DateField(blank=True, null=True, verbose_name="补正通知日期")),
                (
                    "correction_received_on",
                    models.DateField(blank=True, null=True, verbose_name="补正收到日期"),
                ),
                ("consulted_on", models.DateField(blank=True, null=True, verbose_name="征求第三方日期")),
                ("opinion_on", models.DateField(blank=True, null=True, verbose_name="第三方意见日期")),
                ("is_extended", models.BooleanField(default=False, verbose_name="是否延期")),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="答复结果")),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                ("delivery", models.CharField(blank=True, max_length=20, verbose_name="送达方式")),
                ("fee_fen", models.PositiveBigIntegerField(default=0, verbose_name="收费金额（分）")),
                ("is_waived", models.BooleanField(default=False, verbose_name="减免")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "way",
                    models.CharField(
                        blank=True, db_default="", max_length=12, verbose_name="收到方式（法定）"
                    ),
                ),
                ("arrived_on", models.DateField(blank=True, null=True, verbose_name="到达日期")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="双方确认日期")),
                (
                    "is_oral",
                    models.BooleanField(db_default=False, default=False, verbose_name="口头申请，代为填写"),
                ),
                (
                    "has_identity_proof",
                    models.BooleanField(db_default=False, default=False, verbose_name="附身份证明"),
                ),
                (
                    "form_wanted",
                    models.CharField(
                        blank=True,
                        choices=[("纸质", "纸质"), ("电子文档", "电子文档"), ("查阅", "当面查阅、抄录")],
                        db_default="",
                        max_length=12,
                        verbose_name="要求的信息形式",
                    ),
                ),
                (
                    "delivery_wanted",
                    models.CharField(blank=True, db_default="", max_length=8, verbose_name="要求的获取方式"),
                ),
                ("correction_due_on", models.DateField(blank=True, null=True, verbose_name="补正期限")),
                ("extended_on", models.DateField(blank=True, null=True, verbose_name="延期决定日期")),
                (
                    "extension_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="延长工作日数"),
                ),
                (
                    "reasons_asked_on",
                    models.DateField(blank=True, null=True, verbose_name="要求说明理由日期"),
                ),
                ("postponed_to", models.DateField(blank=True, null=True, verbose_name="延迟答复至")),
                ("fee_notified_on", models.DateField(blank=True, null=True, verbose_name="收费通知送达日期")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="缴费日期")),
                (
                    "late_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("search", "检索、调取资料费时"),
                            ("opinion", "等待意见"),
                            ("chain", "内部审批费时"),
                            ("handover", "改派、承办人更替"),
                            ("outside", "系统、邮路等外部原因"),
                            ("neglect", "承办疏忽"),
                            ("other", "其他"),
                        ],
                        db_default="",
                        max_length=12,
                        verbose_name="逾期原因",
                    ),
                ),
                (
                    "late_note",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="逾期说明"),
                ),
                (
                    "released_item",
                    models.CharField(
                        blank=True, db_default="", max_length=80, verbose_name="转主动公开的索引号"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "公开申请",
                "indexes": [
                    models.Index(fields=["agency", "received_on"], name="application_by_receipt"),
                    models.Index(fields=["agency", "replied_on"], name="application_by_reply"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["当面", "信函", "传真", "网络", "电子邮件"])),
                        name="application_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "applicant_kind__in",
                                ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
                            )
                        ),
                        name="application_applicant_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replied_on__isnull", True),
                            ("replied_on__gte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="application_replied_after_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_on__isnull", True), ("outcome", "")),
                            models.Q(("replied_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="application_reply_has_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedUpTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "申请内容比对的进度",
            },
        ),
        migrations.CreateModel(
            name="AskedGram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.BigIntegerField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="foi.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "申请内容的字串",
                "constraints": [
                    models.UniqueConstraint(fields=("gram", "application"), name="asked_gram_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consulted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_organ", models.BooleanField(default=False, verbose_name="其他机关")),
                ("is_co_maker", models.BooleanField(default=False, verbose_name="共同制作")),
                ("organ", models.CharField(blank=True, max_length=120, verbose_name="机关名称")),
                ("sent_on", models.DateField(verbose_name="发出日期")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="意见收到日期")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未答复"),
                            ("同意", "同意公开"),
                            ("部分同意", "部分同意公开"),
                            ("不同意", "不同意公开"),
                            ("逾期未答复", "逾期未答复"),
                        ],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="foi.application",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.letter",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "征求意见",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_organ", True),
                                models.Q(("organ", ""), _negated=True),
                                ("party__isnull", True),
                            ),
                            models.Q(("is_organ", False), ("is_co_maker", False), ("party__isnull", False)),
                            _connector="OR",
                        ),
                        name="consulted_is_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion", ""), ("answered_on__isnull", True)),
                            models.Q(
                                models.Q(("opinion", ""), _negated=True), ("answered_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="consulted_opinion_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            ("answered_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="consulted_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("policy", models.CharField(max_length=40, verbose_name="处理规则")),
                ("changes", models.PositiveIntegerField(verbose_name="处理处数")),
                ("sealed", models.BinaryField()),
                ("log", models.CharField(max_length=64)),
                ("source_sha256", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "待确认"), ("confirmed", "已确认"), ("dropped", "不用")],
                        default="made",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="制作时间")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="foi.application",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="made_as",
                        to="casework.attachment",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="casework.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "提供的副本",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["made", "confirmed"])),
                        fields=("source",),
                        name="copy_one_of_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("confirmed_by__isnull", False), ("confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="copy_confirmed_by_somebody",
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
                ("no", models.PositiveSmallIntegerField(verbose_name="次数")),
                ("outcome", models.CharField(max_length=40, verbose_name="答复结果")),
                ("letter_key", models.CharField(max_length=24, verbose_name="文书")),
                ("ruleset", models.CharField(max_length=40, verbose_name="适用规定")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("chain", "审批中"),
                            ("signed", "已签发"),
                            ("returned", "已退回"),
                            ("recalled", "拟稿人撤回"),
                            ("served", "已答复"),
                        ],
                        default="chain",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("drafted_at", models.DateTimeField(verbose_name="拟稿时间")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签发日期")),
                (
                    "main_signs",
                    models.BooleanField(db_default=False, default=False, verbose_name="主要负责人签发"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="foi.application",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "答复审批单",
                "constraints": [
                    models.UniqueConstraint(fields=("application", "no"), name="decision_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["chain", "signed"])),
                        fields=("application",),
                        name="decision_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="decision_has_outcome"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
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
                        choices=[("split", "拆分自"), ("joined", "并入，一并答复"), ("repeats", "重复")],
                        max_length=8,
                        verbose_name="关系",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="foi.application",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="foi.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联申请",
                "constraints": [
                    models.UniqueConstraint(fields=("application", "other", "kind"), name="link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("application", models.F("other")), _negated=True),
                        name="link_to_another",
                    ),
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
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("unit", "承办单位负责人"),
                            ("legal", "合法性审查"),
                            ("secrecy", "保密审查"),
                            ("leader", "分管领导签发"),
                            ("main", "主要负责人签发"),
                        ],
                        max_length=8,
                        verbose_name="环节",
                    ),
                ),
                ("passed", models.BooleanField(verbose_name="同意")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="foi.decision",
                    ),
                ),
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "审批意见",
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "stage"), name="opinion_once_a_stage"),
                    models.UniqueConstraint(fields=("decision", "officer"), name="opinion_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="opinion_refusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperOpinion",
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
                        choices=[
                            ("unit", "承办单位负责人"),
                            ("legal", "合法性审查"),
                            ("secrecy", "保密审查"),
                            ("leader", "分管领导签发"),
                            ("main", "主要负责人签发"),
                        ],
                        max_length=8,
                        verbose_name="环节",
                    ),
                ),
                ("passed", models.BooleanField(verbose_name="同意")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="批示原文")),
                ("signed_on", models.DateField(verbose_name="签字日期")),
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
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="foi.decision"
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
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opinion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="foi.opinion",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "答复的纸质签批",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "entered")),
                        fields=("decision", "stage"),
                        name="paper_opinion_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(
                                models.Q(("checked_by", models.F("entered_by")), _negated=True),
                                models.Q(("checked_by", models.F("officer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_opinion_checked_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entered_by", models.F("officer")), _negated=True),
                        name="paper_opinion_entered_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion__isnull", False), ("state", "confirmed")),
                            models.Q(
                                models.Q(("state", "confirmed"), _negated=True), ("opinion__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="paper_opinion_counts_when_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="检索日期")),
                ("place", models.CharField(max_length=120, verbose_name="检索范围")),
                ("method", models.CharField(max_length=200, verbose_name="检索方法、关键词")),
                ("found", models.BooleanField(verbose_name="找到")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="结果说明")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="searches",
                        to="foi.application",
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
                "verbose_name": "检索记录",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True), models.Q(("method", ""), _negated=True)
                        ),
                        name="search_says_where_and_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationRow",
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
                        to="foi.application",
                    ),
                ),
                ("state", models.CharField(max_length=8)),
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
                    models.Index(fields=["agency", "state", "place"], name="application_row_s"),
                    models.Index(fields=["agency", "unit", "state", "place"], name="application_row_su"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="asked",
                        serialize=False,
                        to="foi.application",
                        verbose_name="公开申请",
                    ),
                ),
                ("topic", models.BigIntegerField(null=True, verbose_name="同一信息")),
            ],
            options={
                "verbose_name": "申请内容的比对",
                "indexes": [
                    models.Index(
                        condition=models.Q(("topic__isnull", False)), fields=["topic"], name="asked_by_topic"
                    )
                ],
            },
        ),
    ]
