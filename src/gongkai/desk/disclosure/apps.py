"""The Django application of disclosure."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Information items, submissions, clearances, releases, withdrawals, placements on outlets."""

    name = "gongkai.desk.disclosure"
    label = "disclosure"
    verbose_name = "信息公开"
