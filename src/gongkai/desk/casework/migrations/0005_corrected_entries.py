"""A wrong name, number or code of an entry is corrected in the open 登记更正."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_merges'),
    ]

    operations = [
        migrations.AlterField(
            model_name='correction',
            name='kind',
            field=models.CharField(choices=[('作废', '作废'), ('补录', '补录'), ('改派', '改派'), ('误录合并', '误录合并'), ('撤销合并', '撤销合并'), ('日期更正', '日期更正'), ('文书更正', '文书更正'), ('登记更正', '登记更正')], max_length=8, verbose_name='更正种类'),
        ),
    ]
