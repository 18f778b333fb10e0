from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="InMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("epoch", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField(unique=True)),
                ("kind", models.CharField(max_length=12, verbose_name="种类")),
                ("digest", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField(verbose_name="取回时间")),
            ],
            options={
                "verbose_name": "收到的消息",
            },
        ),
        migrations.CreateModel(
            name="LogCheckpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "发布日志检查点",
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("index", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("kind", models.CharField(max_length=12, verbose_name="种类")),
                ("body", models.BinaryField()),
            ],
            options={
                "verbose_name": "发布日志条目",
                "indexes": [models.Index(fields=["index", "number"], name="log_entry_by_index")],
            },
        ),
        migrations.CreateModel(
            name="LogTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "verbose_name": "发布日志分片",
                "constraints": [models.UniqueConstraint(fields=("level", "number"), name="log_tile_once")],
            },
        ),
        migrations.CreateModel(
            name="OutMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("epoch", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=12, verbose_name="种类")),
                ("body", models.BinaryField()),
                ("note", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="到达时间")),
            ],
            options={
                "verbose_name": "外发消息",
                "constraints": [models.UniqueConstraint(fields=("epoch", "seq"), name="out_message_once")],
            },
        ),
    ]
