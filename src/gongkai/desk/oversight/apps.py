"""The Django application of oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Meetings, trainings, campaigns, responses and the yearly work plan with its evidence."""

    name = "gongkai.desk.oversight"
    label = "oversight"
    verbose_name = "监督保障"
