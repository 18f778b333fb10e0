"""A reply chain that was shortened keeps its steps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foi", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="steps",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="审批环节"
            ),
        ),
    ]
