import django.db.models.deletion
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
            name="AnnualReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("no", models.PositiveSmallIntegerField(default=1, verbose_name="第几次签发")),
                ("form", models.CharField(max_length=24, verbose_name="表式")),
                ("signed_at", models.DateTimeField(verbose_name="签发时间")),
                ("signed_by", models.CharField(max_length=60, verbose_name="签发人")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_reports",
                        to="agencies.agency",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
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
                "verbose_name": "年度报告",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "no"), name="annual_report_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CellThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(verbose_name="少于几件不列")),
                ("since", models.DateField(verbose_name="起")),
                ("at", models.DateTimeField(verbose_name="设定时间")),
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
            ],
            options={
                "verbose_name": "小数目界限",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "since"), name="cell_threshold_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("least__range", (3, 100))), name="cell_threshold_in_range"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="指标")),
                ("value", models.CharField(blank=True, max_length=24, null=True, verbose_name="数值")),
                ("records", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="记录数")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="明细摘要")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reporting.annualreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "签发数据",
                "constraints": [models.UniqueConstraint(fields=("report", "key"), name="frozen_figure_once")],
            },
        ),
        migrations.CreateModel(
            name="KeptRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="台账")),
                ("columns", models.TextField(blank=True, verbose_name="列")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_registers",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "在用台账",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind"), name="kept_register_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Narrative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("section", models.CharField(max_length=24, verbose_name="章节")),
                ("text", models.TextField(verbose_name="正文")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narratives",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告章节",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "year", "section"), name="narrative_section_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NarrativePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=40)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "报告图片",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "name"), name="narrative_picture_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenTables",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("no", models.PositiveSmallIntegerField(verbose_name="第几版")),
                ("tables", models.JSONField()),
                ("made_at", models.DateTimeField(verbose_name="起草时间")),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_tables",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "开放数据",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "no"), name="open_tables_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("key", models.CharField(max_length=60, verbose_name="指标")),
                ("value", models.CharField(max_length=24, verbose_name="数值")),
                ("stated_by", models.CharField(max_length=60, verbose_name="填报人")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated_figures",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "填报数据",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "key"), name="stated_figure_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stated_by", ""), _negated=True), name="stated_figure_has_name"
                    ),
                ],
            },
        ),
    ]
