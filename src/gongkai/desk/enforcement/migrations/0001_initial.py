import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("agencies", "__first__"),
        ("disclosure", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Penalty",
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
                ("organ", models.CharField(max_length=120, verbose_name="处罚机关")),
                ("doc_no", models.CharField(max_length=80, verbose_name="决定书文号")),
                ("party", models.CharField(max_length=160, verbose_name="当事人名称")),
                ("party_sealed", models.BinaryField(blank=True, null=True)),
                (
                    "party_kind",
                    models.CharField(
                        choices=[("企业", "企业"), ("个体工商户", "个体工商户"), ("自然人", "自然人")],
                        max_length=8,
                        verbose_name="当事人类型",
                    ),
                ),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("violation", models.CharField(max_length=200, verbose_name="违法行为类型")),
                ("facts", models.TextField(blank=True, verbose_name="违法事实")),
                ("basis", models.TextField(blank=True, verbose_name="处罚依据")),
                ("sanction", models.CharField(blank=True, max_length=120, verbose_name="处罚种类")),
                ("content", models.TextField(blank=True, verbose_name="处罚内容")),
                ("fine_fen", models.PositiveBigIntegerField(default=0, verbose_name="罚款金额（分）")),
                ("confiscated_fen", models.PositiveBigIntegerField(default=0, verbose_name="没收金额（分）")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("is_cross_province", models.BooleanField(default=False, verbose_name="是否跨省")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("工商", "工商"), ("质监", "质监"), ("食药", "食药")],
                        max_length=4,
                        verbose_name="条线",
                    ),
                ),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
                ("extras", models.JSONField(blank=True, default=dict, verbose_name="其他列")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="penalties",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政处罚决定",
                "indexes": [models.Index(fields=["agency", "decided_on", "id"], name="penalty_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "doc_no"), name="penalty_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("party_kind__in", ["企业", "个体工商户", "自然人"])),
                        name="penalty_party_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served_on__isnull", True),
                            ("served_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="penalty_served_after_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Investigation",
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
                ("number", models.CharField(max_length=80, verbose_name="立案号")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("工商", "工商"), ("质监", "质监"), ("食药", "食药")],
                        max_length=4,
                        verbose_name="条线",
                    ),
                ),
                ("respondent", models.CharField(blank=True, max_length=160, verbose_name="当事人")),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("violation", models.CharField(max_length=200, verbose_name="涉嫌违法行为")),
                ("opened_on", models.DateField(verbose_name="立案日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("行政处罚", "行政处罚"),
                            ("不予处罚", "不予处罚"),
                            ("撤销案件", "撤销案件"),
                            ("移送", "移送"),
                        ],
                        max_length=8,
                        verbose_name="结案方式",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investigations",
                        to="agencies.agency",
                    ),
                ),
                (
                    "opened_by",
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
                        related_name="investigations",
                        to="agencies.unit",
                    ),
                ),
                (
                    "penalty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investigations",
                        to="enforcement.penalty",
                    ),
                ),
            ],
            options={
                "verbose_name": "立案调查",
                "indexes": [models.Index(fields=["agency", "opened_on", "id"], name="investigation_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="investigation_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="investigation_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("ending", "")),
                            models.Q(("ended_on__isnull", False), models.Q(("ending", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="investigation_ends_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.CharField(blank=True, max_length=80, verbose_name="公告批次")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn_from",
                        to="disclosure.item",
                    ),
                ),
                (
                    "penalty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="enforcement.penalty",
                    ),
                ),
            ],
            options={
                "verbose_name": "由执法记录生成的信息",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", ""), ("penalty__isnull", False)),
                            models.Q(("penalty__isnull", True), models.Q(("batch", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="published_from_one_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
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
                ("number", models.CharField(max_length=60, verbose_name="抽样编号")),
                ("failed_item", models.CharField(blank=True, max_length=120, verbose_name="不合格项目")),
                ("batch", models.CharField(blank=True, max_length=80, verbose_name="公告批次")),
                ("food", models.CharField(max_length=160, verbose_name="食品名称")),
                ("spec", models.CharField(blank=True, max_length=80, verbose_name="规格型号")),
                ("trademark", models.CharField(blank=True, max_length=80, verbose_name="商标")),
                ("produced", models.CharField(blank=True, max_length=60, verbose_name="生产日期或批号")),
                ("maker", models.CharField(blank=True, max_length=160, verbose_name="标称生产企业")),
                (
                    "maker_address",
                    models.CharField(blank=True, max_length=200, verbose_name="标称生产企业地址"),
                ),
                ("sampled_unit", models.CharField(blank=True, max_length=160, verbose_name="被抽样单位")),
                (
                    "sampled_address",
                    models.CharField(blank=True, max_length=200, verbose_name="被抽样单位地址"),
                ),
                ("found", models.CharField(blank=True, max_length=120, verbose_name="检验结果")),
                ("standard", models.CharField(blank=True, max_length=120, verbose_name="标准值")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("合格", "合格"), ("不合格", "不合格")], max_length=4, verbose_name="结论"
                    ),
                ),
                ("lab", models.CharField(blank=True, max_length=120, verbose_name="检验机构")),
                ("task", models.CharField(blank=True, max_length=120, verbose_name="任务来源")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="报告日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
                ("extras", models.JSONField(blank=True, default=dict, verbose_name="其他列")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽检样品",
                "indexes": [models.Index(fields=["agency", "reported_on", "id"], name="sample_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "number", "failed_item"), name="sample_item_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["合格", "不合格"])), name="sample_verdict_known"
                    ),
                ],
            },
        ),
    ]
