"""Disputes with other bureaus over whose case it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_filed_guard"),
        ("complaints", "0013_sketches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
