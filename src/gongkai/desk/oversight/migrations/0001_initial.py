import django.db.models.deletion
import gongkai.sealing.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedTask",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("task", models.CharField(max_length=300, verbose_name="任务")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源文件")),
                ("key_area", models.CharField(blank=True, max_length=80, verbose_name="重点领域")),
                ("due_on", models.DateField(verbose_name="完成时限")),
                (
                    "state",
                    models.CharField(
                        choices=[("未完成", "未完成"), ("已完成", "已完成"), ("不再执行", "不再执行")],
                        default="未完成",
                        max_length=4,
                        verbose_name="状态",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_tasks",
                        to="agencies.agency",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_tasks",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作要点任务",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "task"), name="planned_task_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "已完成"), ("done_on__isnull", False)),
                            models.Q(models.Q(("state", "已完成"), _negated=True), ("done_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="planned_task_done_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("what", models.CharField(max_length=300, verbose_name="佐证")),
                ("item_index", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("by", models.CharField(max_length=60, verbose_name="登记人")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="oversight.plannedtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证",
                "constraints": [
                    models.UniqueConstraint(fields=("task", "on", "what"), name="evidence_once"),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="evidence_says_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                            ("会议", "会议"),
                            ("培训", "培训"),
                            ("宣传活动", "宣传活动"),
                            ("新闻发布会", "新闻发布会"),
                            ("在线访谈", "在线访谈"),
                            ("政策解读", "政策解读"),
                            ("热点回应", "热点回应"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="名称")),
                ("on", models.DateField(verbose_name="日期")),
                ("organiser", models.CharField(blank=True, max_length=120, verbose_name="主办单位")),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="参加人数")),
                ("is_lead_present", models.BooleanField(default=False, verbose_name="主要负责同志参加")),
                ("related_item", models.CharField(blank=True, max_length=60, verbose_name="关联信息索引号")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("leaflets", models.PositiveIntegerField(blank=True, null=True, verbose_name="发放材料份数")),
                (
                    "consulted",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="接待咨询人次"),
                ),
                ("cases", models.PositiveIntegerField(blank=True, null=True, verbose_name="现场受理件数")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
                ("extras", models.JSONField(blank=True, default=dict, verbose_name="其他列")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "活动",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "name", "on"), name="activity_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "会议",
                                    "培训",
                                    "宣传活动",
                                    "新闻发布会",
                                    "在线访谈",
                                    "政策解读",
                                    "热点回应",
                                ],
                            )
                        ),
                        name="activity_kind_known",
                    ),
                ],
            },
        ),
    ]
