from django.db import migrations, models

STEPS = [
    ("unit", "承办单位负责人"),
    ("legal", "合法性审查"),
    ("secrecy", "保密审查"),
    ("leader", "分管领导签发"),
    ("main", "主要负责人签发"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("foi", "0004_late"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="main_signs",
            field=models.BooleanField(db_default=False, default=False, verbose_name="主要负责人签发"),
        ),
        migrations.AlterField(
            model_name="opinion",
            name="stage",
            field=models.CharField(choices=STEPS, max_length=8, verbose_name="环节"),
        ),
        migrations.AlterField(
            model_name="paperopinion",
            name="stage",
            field=models.CharField(choices=STEPS, max_length=8, verbose_name="环节"),
        ),
    ]
