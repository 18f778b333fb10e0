"""Was: a token of its week for each row on PostgreSQL. Its index knows the spans of places by itself now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial")]

    operations: list[migrations.operations.base.Operation] = []
