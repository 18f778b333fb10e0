"""The rarest grams of what was said."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0012_queue_rows")]
    operations = [
        migrations.CreateModel(
            name="Sketched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.BigIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("counts", models.BinaryField(default=bytes)),
            ],
            options={"verbose_name": "少见字串的进度"},
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grams",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "少见字串",
                "constraints": [models.UniqueConstraint(fields=("gram", "case"), name="gram_once")],
            },
        ),
    ]
