import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "__first__"),
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22, unique=True)),
                ("kind", models.CharField(max_length=12, verbose_name="来件种类")),
                ("seal_public", models.BinaryField(max_length=32)),
                ("sign_public", models.BinaryField(max_length=32)),
                ("opened_at", models.DateTimeField(verbose_name="提交时间")),
                ("last_n", models.PositiveIntegerField(default=0)),
                ("last_digest", models.CharField(max_length=64)),
                ("mail_n", models.PositiveIntegerField(default=0)),
                ("mail_digest", models.CharField(blank=True, max_length=64)),
                ("seen_n", models.PositiveIntegerField(default=0, verbose_name="已读到第几封")),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="查看日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "办理中"), ("closed", "已办结")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("delete_on", models.DateField(blank=True, null=True, verbose_name="门户删除日期")),
                ("news", models.BooleanField(default=False)),
                ("cases", models.ManyToManyField(related_name="boxes", to="casework.case")),
            ],
            options={
                "verbose_name": "信箱",
                "indexes": [
                    models.Index(condition=models.Q(("news", True)), fields=["id"], name="box_with_news")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="box_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22, unique=True)),
                ("header", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("kid", models.CharField(db_index=True, max_length=16)),
                ("hour", models.DateTimeField(verbose_name="到达门户（小时）")),
                ("pulled_at", models.DateTimeField(verbose_name="取回时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待拆封"),
                            ("taken", "已登记"),
                            ("kept", "暂存，无承接"),
                            ("parked", "待人工处理"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=12, verbose_name="来件种类")),
                ("n", models.PositiveIntegerField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                ("doubtful_time", models.BooleanField(default=False, verbose_name="提交时间存疑")),
                ("code", models.CharField(blank=True, max_length=40)),
                ("sentence", models.CharField(blank=True, max_length=300)),
                (
                    "box",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="mailbox.box",
                    ),
                ),
            ],
            options={
                "verbose_name": "来件登记",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "taken"), _negated=True),
                        fields=["state", "id"],
                        name="arrival_not_taken",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "taken")),
                        fields=("box", "n"),
                        name="arrival_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken", "kept", "parked"])),
                        name="arrival_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12, verbose_name="种类")),
                ("status", models.CharField(blank=True, max_length=60, verbose_name="状态")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("blobs", models.JSONField(default=list)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="交外发时间")),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mail", to="mailbox.box"
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
                "verbose_name": "回信",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["id"], name="mail_to_send"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("box", "n"), name="mail_number_once")],
            },
        ),
    ]
