"""The Django application of complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Consultations, complaints and reports of all hotlines: one matter a registration."""

    name = "gongkai.desk.complaints"
    label = "complaints"
    verbose_name = "投诉举报"
