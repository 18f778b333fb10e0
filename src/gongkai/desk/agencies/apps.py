"""The Django application of agencies."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, units, officers (the user model), posts, duties and deputies by date, rules and policies."""

    name = "gongkai.desk.agencies"
    label = "agencies"
    verbose_name = "机构与人员"
