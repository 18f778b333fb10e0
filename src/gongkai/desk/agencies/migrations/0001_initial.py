import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True, verbose_name="机构代码")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
                ("uscc", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("superior_name", models.CharField(blank=True, max_length=120, verbose_name="上级机关")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("postcode", models.CharField(blank=True, max_length=6, verbose_name="邮编")),
                ("telephone", models.CharField(blank=True, max_length=40, verbose_name="电话")),
                ("site", models.CharField(blank=True, max_length=200, verbose_name="网站")),
                (
                    "download_address",
                    models.CharField(blank=True, max_length=200, verbose_name="年度报告下载地址"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构",
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True, verbose_name="用户名")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("is_active", models.BooleanField(default=True, verbose_name="在岗")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作人员",
            },
        ),
        migrations.CreateModel(
            name="LeadingGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("head", models.CharField(blank=True, max_length=60, verbose_name="组长")),
                ("office", models.CharField(blank=True, max_length=80, verbose_name="办公室设在")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leading_group",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "领导小组",
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="制度名称")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "title"), name="policy_title_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField(verbose_name="版次")),
                ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="废止日期")),
                ("text", models.TextField(verbose_name="正文")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agencies.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度版本",
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "no"), name="policy_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="policy_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, verbose_name="单位代码")),
                ("name", models.CharField(max_length=80, verbose_name="单位名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("科室", "科室"),
                            ("监管所", "监管所"),
                            ("大队", "大队"),
                            ("事业单位", "事业单位"),
                        ],
                        max_length=8,
                        verbose_name="单位类型",
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
                ("since", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code"), name="unit_code_once"),
                    models.UniqueConstraint(fields=("agency", "name"), name="unit_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["科室", "监管所", "大队", "事业单位"])),
                        name="unit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("since__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="unit_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("title", models.CharField(max_length=60, verbose_name="职务")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "职务",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="post_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("clerk", "经办人（信息员）"),
                            ("head", "单位负责人"),
                            ("secrecy", "保密审查员"),
                            ("office", "政务公开办公室"),
                            ("operator", "接线员"),
                            ("handler", "承办人"),
                            ("leader", "分管领导"),
                            ("auditor", "审计员"),
                            ("keeper", "系统管理员"),
                        ],
                        max_length=12,
                        verbose_name="职责",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "职责",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="duty_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearOfMeans",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("units", models.PositiveIntegerField(blank=True, null=True, verbose_name="专门机构数")),
                (
                    "reading_points",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="查阅点数"),
                ),
                ("full_time", models.PositiveIntegerField(blank=True, null=True, verbose_name="专职人员数")),
                ("part_time", models.PositiveIntegerField(blank=True, null=True, verbose_name="兼职人员数")),
                (
                    "budget_fen",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="专项经费（分）"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years_of_means",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构人员经费",
                "constraints": [models.UniqueConstraint(fields=("agency", "year"), name="means_once_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
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
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
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
                "verbose_name": "AB角",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("officer", models.F("deputy")), _negated=True),
                        name="deputy_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="deputy_days_in_order",
                    ),
                ],
            },
        ),
    ]
