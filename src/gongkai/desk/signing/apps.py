"""The Django application of signed sheets."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """What leaders sign on paper: printed, scanned, entered by one person, compared by another."""

    name = "gongkai.desk.signing"
    label = "signing"
    verbose_name = "纸质签批"
