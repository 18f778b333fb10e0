"""The Django application of foi."""

from django.apps import AppConfig


class FoiConfig(AppConfig):
    """Disclosure on request 依申请公开: applications and the facts of their handling."""

    name = "gongkai.desk.foi"
    label = "foi"
    verbose_name = "依申请公开"
