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
            name="ColumnDuty",
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
                ("column", models.CharField(max_length=40, verbose_name="栏目")),
                ("cycle_days", models.PositiveSmallIntegerField(verbose_name="更新周期（天）")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="column_duties",
                        to="agencies.agency",
                    ),
                ),
                (
                    "deputy",
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
                        related_name="column_duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="column_duties",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "栏目责任",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("agency", "column", "unit"),
                        name="column_duty_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle_days__gt", 0)), name="column_duty_has_cycle"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("officer", models.F("deputy")), _negated=True),
                        name="column_deputy_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="column_duty_days_in_order",
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
                ("scan", models.CharField(blank=True, max_length=64)),
                ("scan_name", models.CharField(blank=True, max_length=200, verbose_name="证明文件")),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                (
                    "to",
                    models.CharField(
                        choices=[("档案馆", "国家综合档案馆"), ("图书馆", "公共图书馆")],
                        max_length=4,
                        verbose_name="接收单位",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="编制时间")),
                ("handed_on", models.DateField(blank=True, null=True, verbose_name="送交日期")),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="agencies.agency",
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
            ],
            options={
                "verbose_name": "送交清单",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "quarter", "to"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="delivery_quarter"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="outlets.delivery",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "送交条目",
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "no"), name="delivery_line_no"),
                    models.UniqueConstraint(fields=("delivery", "item"), name="delivery_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NilReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("at", models.DateTimeField(verbose_name="报告时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nil_returns",
                        to="outlets.columnduty",
                    ),
                ),
            ],
            options={
                "verbose_name": "零报告",
                "constraints": [models.UniqueConstraint(fields=("duty", "month"), name="nil_return_once")],
            },
        ),
        migrations.CreateModel(
            name="Place",
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
                ("name", models.CharField(max_length=60, verbose_name="点位名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("电子显示屏", "电子显示屏"),
                            ("公开栏", "公开栏"),
                            ("服务窗口", "服务窗口"),
                            ("查阅点", "查阅点"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("where", models.CharField(blank=True, max_length=120, verbose_name="位置")),
                ("cycle_days", models.PositiveSmallIntegerField(default=30, verbose_name="更换周期（天）")),
                ("since", models.DateField(verbose_name="启用日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="agencies.agency",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_places",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "点位",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="place_name_once"),
                    models.CheckConstraint(condition=models.Q(("cycle_days__gt", 0)), name="place_has_cycle"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="place_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scan", models.CharField(blank=True, max_length=64)),
                ("scan_name", models.CharField(blank=True, max_length=200, verbose_name="证明文件")),
                (
                    "uid",
                    models.CharField(
                        default=gongkai.sealing.ids.new_uid, editable=False, max_length=22, unique=True
                    ),
                ),
                ("outlet", models.CharField(max_length=16, verbose_name="渠道")),
                ("planned_on", models.DateField(verbose_name="计划日期")),
                ("placed_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="网址")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
                ("down_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                (
                    "check_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "一致"),
                            ("altered", "被改动"),
                            ("missing", "缺内容"),
                            ("dead", "打不开"),
                        ],
                        max_length=8,
                        verbose_name="核对结果",
                    ),
                ),
                (
                    "down_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="disclosure.item",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="outlets.place",
                    ),
                ),
                (
                    "placed_by",
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
                "verbose_name": "渠道任务",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_on__isnull", True), ("placed_on__isnull", True)),
                        fields=["-id"],
                        name="posting_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True), ("place__isnull", True)),
                        fields=("item", "outlet"),
                        name="posting_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True), ("place__isnull", False)),
                        fields=("item", "outlet", "place"),
                        name="posting_once_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("down_on__isnull", True),
                            models.Q(("down_on__gte", models.F("placed_on")), ("placed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="posting_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hanging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scan", models.CharField(blank=True, max_length=64)),
                ("scan_name", models.CharField(blank=True, max_length=200, verbose_name="证明文件")),
                ("what", models.CharField(max_length=300, verbose_name="内容")),
                ("on", models.DateField(verbose_name="更换日期")),
                ("gone_on", models.DateField(blank=True, null=True, verbose_name="取下日期")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hangings",
                        to="outlets.place",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hangings",
                        to="outlets.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "张挂内容",
                "indexes": [models.Index(fields=["place", "-on", "-id"], name="hanging_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gone_on__isnull", True), ("gone_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="hanging_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicFacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("hotlines", models.JSONField(default=list)),
                ("guide", models.TextField(blank=True, verbose_name="公开指南")),
                ("rules", models.JSONField(default=list)),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_facts",
                        to="agencies.agency",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "门户公开信息",
            },
        ),
    ]
