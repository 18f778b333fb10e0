"""A matter that was registered twice by mistake, merged and taken back 误录合并."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_electronic_seal"),
    ]

    operations = [
        migrations.AlterField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("作废", "作废"),
                    ("补录", "补录"),
                    ("改派", "改派"),
                    ("误录合并", "误录合并"),
                    ("撤销合并", "撤销合并"),
                    ("日期更正", "日期更正"),
                    ("文书更正", "文书更正"),
                ],
                max_length=8,
                verbose_name="更正种类",
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("boxes", models.JSONField(default=list)),
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merge",
                        to="casework.correction",
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="casework.registration",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_in",
                        to="casework.registration",
                    ),
                ),
                (
                    "undone",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unmerged",
                        to="casework.correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "误录合并",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone__isnull", True)), fields=("gone",), name="merge_into_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gone", models.F("kept")), _negated=True),
                        name="merge_into_another",
                    ),
                ],
            },
        ),
    ]
