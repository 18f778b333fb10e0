"""The Django application of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages, items, the release log and the door's inbox; everything lies in the database ``portal``."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"
