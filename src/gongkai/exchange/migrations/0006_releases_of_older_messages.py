"""Messages of an older home get the release that they carry, by its number in the log; each is read once."""

import json

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BATCH = 500


def name(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Fill in ``release`` where a message carries one."""
    messages = apps.get_model("exchange", "OutMessage").objects.using(editor.connection.alias)
    releases = apps.get_model("disclosure", "Release").objects.using(editor.connection.alias)
    waiting = messages.filter(kind="release", release__isnull=True).order_by("pk")
    after = 0
    while rows := list(waiting.filter(pk__gt=after).values_list("pk", "body")[:_BATCH]):
        numbers = {pk: json.loads(bytes(body))["body"]["log_index"] for pk, body in rows}
        known = dict(releases.filter(log_index__in=numbers.values()).values_list("log_index", "pk"))
        for pk, number in numbers.items():
            if number in known:
                messages.filter(pk=pk).update(release=known[number])
        after = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_messages_know_their_release")]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
