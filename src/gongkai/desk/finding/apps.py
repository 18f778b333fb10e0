"""The Django application of global search."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """Rows of cases for search, and the page of hits."""

    name = "gongkai.desk.finding"
    label = "finding"
    verbose_name = "全局检索"
