"""What all tables of the portal share: they lie in a database of their own."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

ALIAS = "portal"
"""The database alias of the portal's world."""

M = TypeVar("M", bound=models.Model)


class PortalManager(models.Manager[M]):
    """Reads and writes the portal's database, whatever router the composition root has."""

    def get_queryset(self) -> models.QuerySet[M]:
        """All rows, in the portal's database."""
        return super().get_queryset().using(ALIAS)
