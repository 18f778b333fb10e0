"""The Django application of the design language."""

from django.apps import AppConfig


class FaceConfig(AppConfig):
    """Templates, static files and template tags; no models."""

    name = "gongkai.face"
    label = "face"
    verbose_name = "界面"
