"""Background work may be paused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "排队"),
                    ("running", "进行中"),
                    ("paused", "已暂停"),
                    ("done", "完成"),
                    ("failed", "失败"),
                    ("cancelled", "已取消"),
                ],
                default="waiting",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.RemoveConstraint(model_name="job", name="job_state_known"),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "running", "paused", "done", "failed", "cancelled"])
                ),
                name="job_state_known",
            ),
        ),
    ]
