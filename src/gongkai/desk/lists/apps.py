"""The Django application of lists."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class ListsConfig(AppConfig):
    """Filters, pages, saved views and exports of the desk's lists."""

    name = "gongkai.desk.lists"
    label = "lists"
    verbose_name = "列表"

    def ready(self) -> None:
        """Register the rooms' lists, as the composition root names them.

        Triggers and token indexes are looked after each migration: rebuilding a table drops its triggers.
        """
        register = import_string("gongkai.desk.lists.registry.register")
        for path in settings.GONGKAI_LISTS:
            register(import_string(path))
        post_migrate.connect(
            import_string("gongkai.desk.lists.marks.after_migration"), dispatch_uid="gongkai.desk.lists"
        )
