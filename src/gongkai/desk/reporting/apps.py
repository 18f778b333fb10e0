"""The Django application of reporting."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Facts, figures with drill-down, the annual report, its freezing and drift."""

    name = "gongkai.desk.reporting"
    label = "reporting"
    verbose_name = "年度报告"
