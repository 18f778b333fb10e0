"""The Django application of outlets."""

from django.apps import AppConfig


class OutletsConfig(AppConfig):
    """Outlets, places, duty list of columns, deliveries, public facts of the portal."""

    name = "gongkai.desk.outlets"
    label = "outlets"
    verbose_name = "公开渠道"
