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
            name="CaseRow",
            fields=[
                ("place", models.BigIntegerField(unique=True)),
                ("text", models.TextField()),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="row",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("series", models.CharField(max_length=16)),
                ("stage", models.CharField(max_length=24)),
                ("kind", models.CharField(max_length=8)),
                ("line", models.CharField(blank=True, max_length=4)),
                ("channel", models.CharField(blank=True, max_length=16)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "series", "place"], name="case_row_s"),
                    models.Index(fields=["agency", "series", "unit", "place"], name="case_row_su"),
                    models.Index(fields=["agency", "series", "stage", "place"], name="case_row_ss"),
                    models.Index(
                        fields=["agency", "series", "stage", "unit", "place"], name="case_row_ss_un"
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "kind", "place"], name="case_row_ss_ki"
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "line", "place"], name="case_row_ss_li"
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "channel", "place"], name="case_row_ss_ch"
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "unit", "kind", "place", "line", "channel"],
                        name="case_row_ss_unki",
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "unit", "line", "place", "kind", "channel"],
                        name="case_row_ss_unli",
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "unit", "channel", "place", "kind", "line"],
                        name="case_row_ss_unch",
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "kind", "line", "place", "unit", "channel"],
                        name="case_row_ss_kili",
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "kind", "channel", "place", "unit", "line"],
                        name="case_row_ss_kich",
                    ),
                    models.Index(
                        fields=["agency", "series", "stage", "line", "channel", "place", "unit", "kind"],
                        name="case_row_ss_lich",
                    ),
                ],
            },
        ),
    ]
