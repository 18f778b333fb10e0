"""Pages say by what they were rendered; those of today do not know, and are rendered again in the background."""

from django.db import migrations, models


def files_are_not_rendered(apps, schema_editor):
    """Addresses that lead to a file have nothing to render."""
    pages = apps.get_model("portal", "Page").objects.using(schema_editor.connection.alias)
    pages.exclude(file="").update(made_with=0)


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_longer_runs")]
    operations = [
        migrations.CreateModel(
            name="Renderer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("generation", models.PositiveIntegerField(default=0)),
                ("seen", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="page",
            name="made_with",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(files_are_not_rendered, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["made_with", "owner"], name="portal_page_made_with"),
        ),
    ]
