"""The sites as an application: it brings the command ``migrate`` that lays an empty database at once, and
says how connections are opened."""

from django.apps import AppConfig

from gongkai.sites import postgresql


class SitesConfig(AppConfig):
    """No models; a label of its own beside ``django.contrib.sites``."""

    name = "gongkai.sites"
    label = "gongkai_sites"

    def ready(self) -> None:
        """Before the first connection is opened."""
        postgresql.connect()
