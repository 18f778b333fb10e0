import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("updated", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DeskAck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, unique=True)),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("seq", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoorAck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, unique=True)),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("seq", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoorBlob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("data", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DoorOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200)),
                ("epoch", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField(unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("body", models.BinaryField()),
                ("note", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("acked", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="IntakeKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=16, unique=True)),
                ("suite", models.CharField(max_length=20)),
                ("public", models.BinaryField(max_length=32)),
                ("place", models.PositiveSmallIntegerField()),
                ("not_after", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22, unique=True)),
                ("lid", models.BinaryField(max_length=16, unique=True)),
                ("wrap", models.BinaryField(max_length=72)),
                ("hard", models.BooleanField(default=False)),
                ("made", models.DateTimeField()),
                ("n", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("mail", models.PositiveIntegerField(default=0)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("state", models.CharField(blank=True, default="", max_length=12)),
                ("delete_on", models.DateField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True)),
                ("status", models.PositiveSmallIntegerField(default=200)),
                ("content_type", models.CharField(max_length=120)),
                ("raw", models.BinaryField(default=bytes)),
                ("gzip", models.BinaryField(default=bytes)),
                ("brotli", models.BinaryField(default=bytes)),
                ("etag", models.CharField(max_length=64)),
                ("headers", models.JSONField(default=dict)),
                ("file", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("owner", models.CharField(blank=True, db_index=True, default="", max_length=200)),
                ("updated", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PortalSalt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.BinaryField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200)),
                ("index", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=500)),
                ("category", models.CharField(max_length=100)),
                ("column", models.CharField(max_length=40)),
                ("column_name", models.CharField(max_length=100)),
                ("unit", models.CharField(blank=True, default="", max_length=200)),
                ("doc_no", models.CharField(blank=True, default="", max_length=200)),
                ("published", models.DateField()),
                ("formed", models.DateField(null=True)),
                ("validity", models.CharField(blank=True, default="", max_length=20)),
                ("valid_until", models.DateField(null=True)),
                ("asks_from", models.DateField(null=True)),
                ("asks_until", models.DateField(null=True)),
                ("consulted", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("item", "信息"), ("annual-report", "年度报告")],
                        default="item",
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("meta", models.JSONField(default=dict)),
                ("content", models.BinaryField()),
                ("content_digest", models.CharField(max_length=64)),
                ("release", models.BinaryField()),
                ("release_digest", models.CharField(max_length=64)),
                ("release_no", models.PositiveIntegerField()),
                ("released", models.DateTimeField()),
                ("log_index", models.PositiveBigIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("updated", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["column", "-published", "-log_index"], name="portal_published_column"
                    ),
                    models.Index(fields=["-published", "-log_index"], name="portal_published_newest"),
                    models.Index(
                        fields=["kind", "column", "column_name", "published"], name="portal_published_counted"
                    ),
                    models.Index(fields=["valid_until"], name="portal_published_lasting"),
                    models.Index(fields=["until"], name="portal_published_until"),
                    models.Index(
                        condition=models.Q(("asks_until__isnull", False)),
                        fields=["asks_until"],
                        name="portal_published_asking",
                    ),
                    models.Index(
                        condition=models.Q(("consulted", ""), _negated=True),
                        fields=["consulted"],
                        name="portal_published_following",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "index"), name="portal_published_index")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=300)),
                ("type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="SealedBlob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("made", models.DateTimeField(db_index=True)),
                ("envelope", models.CharField(blank=True, db_index=True, default="", max_length=22)),
            ],
        ),
        migrations.CreateModel(
            name="SealedMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("blobs", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="SealedPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SiteInfo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, unique=True)),
                ("facts", models.JSONField(default=dict)),
                ("columns", models.JSONField(default=list)),
                ("updated", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StalePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200)),
                ("index", models.CharField(max_length=200)),
                ("release_digest", models.CharField(max_length=64)),
                ("quiet", models.BooleanField()),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("title", models.CharField(blank=True, default="", max_length=500)),
                ("text", models.TextField(blank=True, default="")),
                ("published", models.DateField(null=True)),
                ("since", models.DateField()),
                ("log_index", models.PositiveBigIntegerField()),
                ("updated", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "index"), name="portal_tombstone_index")
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200)),
                ("epoch", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField()),
                ("prev", models.CharField(blank=True, default="", max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("body", models.BinaryField(default=bytes)),
                ("note", models.TextField(blank=True, default="")),
                ("digest", models.CharField(max_length=64)),
                ("applied", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "epoch", "seq"), name="portal_doorin_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=22)),
                ("once", models.BinaryField(max_length=16, unique=True)),
                ("same", models.BinaryField(max_length=16)),
                ("header", models.BinaryField()),
                ("sealed", models.BinaryField(default=bytes)),
                ("hour", models.DateTimeField()),
                ("seq", models.PositiveBigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "密封来件",
                "indexes": [
                    models.Index(
                        condition=models.Q(("seq__isnull", True)),
                        fields=["id"],
                        name="portal_envelope_waiting",
                    ),
                    models.Index(fields=["seq"], name="portal_envelope_seq"),
                ],
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
                "constraints": [
                    models.UniqueConstraint(fields=("level", "number"), name="portal_logtile_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="portal.mailbox",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("box", "n"), name="portal_copy_number")],
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="portal.published",
                    ),
                ),
                ("place", models.BigIntegerField(unique=True)),
                ("plain", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="publishedfile",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="portal.published"
            ),
        ),
        migrations.AddField(
            model_name="sealedmail",
            name="box",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="portal.mailbox"
            ),
        ),
        migrations.AddField(
            model_name="sealedpiece",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="portal.sealedblob"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedmail",
            constraint=models.UniqueConstraint(fields=("box", "n"), name="portal_mail_number"),
        ),
        migrations.AddConstraint(
            model_name="sealedpiece",
            constraint=models.UniqueConstraint(fields=("blob", "n"), name="portal_sealedpiece_place"),
        ),
    ]
