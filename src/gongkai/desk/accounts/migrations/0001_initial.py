import django.db.models.deletion
import gongkai.sealing.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("totp_step", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account_state",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "账号状态",
            },
        ),
        migrations.CreateModel(
            name="Identity",
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
                    "way",
                    models.CharField(
                        choices=[("openid", "统一身份认证（OIDC）"), ("certificate", "CA 数字证书")],
                        max_length=12,
                        verbose_name="登录方式",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="对方系统中的标识")),
                ("given_at", models.DateTimeField(verbose_name="登记时间")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
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
                    "given_by",
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
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "登录方式",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("officer")), _negated=True),
                        name="identity_is_for_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("given_by")), _negated=True),
                                models.Q(("confirmed_by", models.F("officer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_needs_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("way", "subject"),
                        name="identity_names_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("encoded", models.CharField(max_length=256)),
                ("set_at", models.DateTimeField(verbose_name="设定时间")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "以前的口令",
                "indexes": [models.Index(fields=["officer", "-id"], name="past_password_newest")],
            },
        ),
        migrations.CreateModel(
            name="Reset",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("forgotten", "忘记口令"),
                            ("lost", "手机或密钥丢失、更换"),
                            ("leaked", "口令可能泄露"),
                            ("new", "新任职"),
                        ],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("factor", models.BooleanField(default=False, verbose_name="同时清除二次验证")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("code_hash", models.CharField(blank=True, max_length=256)),
                ("expires_at", models.DateTimeField(verbose_name="有效至")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "重设",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(
                                models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                models.Q(("confirmed_by", models.F("officer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reset_needs_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("officer")), _negated=True),
                        name="reset_is_for_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("used_at__isnull", True)),
                        fields=("officer",),
                        name="reset_one_open",
                    ),
                ],
            },
        ),
    ]
