"""The Django application of background work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work: exports, rebuilds; done in steps by the worker."""

    name = "gongkai.desk.jobs"
    label = "jobs"
    verbose_name = "后台任务"
