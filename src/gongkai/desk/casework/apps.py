"""The Django application of casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """What all cases share: registrations, numbers, events, assignments, closings, answers, sealed texts."""

    name = "gongkai.desk.casework"
    label = "casework"
    verbose_name = "案件"
