"""The Django application of enforcement."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Penalty decisions and samples: where publishable facts come from."""

    name = "gongkai.desk.enforcement"
    label = "enforcement"
    verbose_name = "执法"
