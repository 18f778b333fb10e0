"""The release log as the portal rebuilt it: entries, tiles, checkpoints."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.portal.models.base import PortalManager


class LogEntry(models.Model):
    """One leaf: its number and its canonical bytes."""

    number = models.PositiveBigIntegerField(primary_key=True)
    data = models.BinaryField()

    objects = PortalManager()

    def __str__(self) -> str:
        """The leaf number."""
        return str(self.number)


class LogTile(models.Model):
    """The longest known state of one tile of hashes; a narrower partial tile is its beginning."""

    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    data = models.BinaryField()

    objects = PortalManager()

    class Meta:
        """One row for a tile."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "number"], name="portal_logtile_place")
        ]

    def __str__(self) -> str:
        """Level and number."""
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """A signed state of the log whose root the portal computed too; the largest one is served."""

    size = models.PositiveBigIntegerField(primary_key=True)
    note = models.TextField()
    updated = models.DateTimeField()

    objects = PortalManager()

    def __str__(self) -> str:
        """The size."""
        return str(self.size)
