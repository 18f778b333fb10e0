"""The subject 主题分类 that an item tells of itself, for the catalogue of open data."""

from django.db import migrations, models
from django.db.models import Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left

LONGEST = 100


def fill(apps, schema_editor):
    """What is public already tells its subject in its facts."""
    published = apps.get_model("portal", "Published").objects.using("portal")
    told = Left(KT("meta__catalogue__topic"), LONGEST)
    published.filter(meta__catalogue__topic__isnull=False).update(topic=Coalesce(told, Value("")))


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0008_failed_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="published",
            name="topic",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddIndex(
            model_name="published",
            index=models.Index(fields=["kind", "column", "topic"], name="portal_published_topics"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
