"""The Django application of remedies."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """Administrative reconsideration, litigation and grievances about disclosure work."""

    name = "gongkai.desk.remedies"
    label = "remedies"
    verbose_name = "复议诉讼"
