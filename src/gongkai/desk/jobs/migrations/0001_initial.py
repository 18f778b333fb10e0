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
            name="Job",
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
                ("kind", models.CharField(max_length=40, verbose_name="种类")),
                ("title", models.CharField(max_length=120, verbose_name="任务")),
                ("arguments", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队"),
                            ("running", "进行中"),
                            ("done", "完成"),
                            ("failed", "失败"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="已完成")),
                ("total", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="总数")),
                ("cursor", models.JSONField(blank=True, null=True)),
                ("lease", models.CharField(blank=True, max_length=22)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("not_before", models.DateTimeField(verbose_name="不早于")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已尝试")),
                ("created_at", models.DateTimeField(verbose_name="提交时间")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("result_sha256", models.CharField(blank=True, max_length=64)),
                ("result_name", models.CharField(blank=True, max_length=120, verbose_name="结果文件")),
                ("result_size", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="大小")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="保留到")),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="失败原因")),
                ("mend", models.CharField(blank=True, max_length=300, verbose_name="怎么办")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="失败已阅")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "后台任务",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["not_before", "id"],
                        name="job_open",
                    ),
                    models.Index(fields=["owner", "-id"], name="job_by_owner"),
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True), ("state", "failed")),
                        fields=["agency", "id"],
                        name="job_alarm",
                    ),
                    models.Index(
                        condition=models.Q(("result_sha256", ""), _negated=True),
                        fields=["expires_at"],
                        name="job_expiring",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                        ),
                        name="job_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total__isnull", True), ("done__lte", models.F("total")), _connector="OR"
                        ),
                        name="job_done_within_total",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_failed_says_why",
                    ),
                ],
            },
        ),
    ]
