"""The archive as a Django app; it has templates and no models."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Files of closed cases 案卷; the rows are those of casework."""

    name = "gongkai.desk.archive"
    label = "archive"
    verbose_name = "案卷归档"
