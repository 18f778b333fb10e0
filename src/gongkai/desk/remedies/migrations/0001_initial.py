import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="remedy",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("行政复议", "行政复议"),
                            ("行政诉讼-直接起诉", "行政诉讼-直接起诉"),
                            ("行政诉讼-复议后起诉", "行政诉讼-复议后起诉"),
                            ("举报投诉", "举报投诉"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                (
                    "application_number",
                    models.CharField(blank=True, max_length=64, verbose_name="关联登记编号"),
                ),
                ("received_on", models.DateField(verbose_name="收案日期")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("维持", "维持"),
                            ("纠正", "纠正"),
                            ("其他", "其他"),
                            ("尚未审结", "尚未审结"),
                        ],
                        max_length=4,
                        verbose_name="结果",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "organ",
                    models.CharField(
                        blank=True, db_default="", max_length=120, verbose_name="复议机关、法院"
                    ),
                ),
                ("copy_on", models.DateField(blank=True, null=True, verbose_name="收到副本日期")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="提交答复日期")),
                ("hearing_on", models.DateField(blank=True, null=True, verbose_name="开庭、听证日期")),
                ("head_attended", models.BooleanField(blank=True, null=True, verbose_name="负责人出庭")),
                ("ruling_on", models.DateField(blank=True, null=True, verbose_name="收到裁判日期")),
                (
                    "ruling_no",
                    models.CharField(blank=True, db_default="", max_length=80, verbose_name="裁判文书号"),
                ),
                ("appealed_on", models.DateField(blank=True, null=True, verbose_name="上诉日期")),
                ("appealed_by_us", models.BooleanField(blank=True, null=True, verbose_name="本机关上诉")),
                (
                    "change",
                    models.CharField(
                        blank=True, db_default="", max_length=400, verbose_name="因此作出的改变"
                    ),
                ),
                ("change_on", models.DateField(blank=True, null=True, verbose_name="改变日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="casework.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "复议诉讼案件",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["行政复议", "行政诉讼-直接起诉", "行政诉讼-复议后起诉", "举报投诉"])
                        ),
                        name="remedy_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("result", "尚未审结")),
                            models.Q(("closed_on__isnull", False), ("result__in", ["维持", "纠正", "其他"])),
                            _connector="OR",
                        ),
                        name="remedy_closed_has_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="remedy_days_in_order",
                    ),
                ],
            },
        ),
    ]
