"""The sites as an application: it brings the command ``migrate`` that lays an empty database at once."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """No models; a label of its own beside ``django.contrib.sites``."""

    name = "gongkai.sites"
    label = "gongkai_sites"
