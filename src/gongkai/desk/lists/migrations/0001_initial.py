import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField(max_length=24)),
                ("record", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "待更新的列表行",
                "indexes": [models.Index(fields=["list", "id"], name="list_mark_in_order")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=30, verbose_name="视图名称")),
                ("chosen", models.JSONField(default=dict, verbose_name="条件")),
                ("is_default", models.BooleanField(default=False, verbose_name="默认打开")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "列表视图",
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "list", "name"), name="list_view_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("owner", "list"),
                        name="list_view_one_default",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="list_view_has_name"
                    ),
                ],
            },
        ),
    ]
