"""The door's inbox: messages as they came, the files that go with them, how far they were applied."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.portal.models.base import PortalManager


class DoorIn(models.Model):
    """A message of the desk. Its bytes are emptied once it is applied: a withdrawn text leaves no copy."""

    agency = models.CharField(max_length=200)
    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    prev = models.CharField(max_length=64, default="", blank=True)
    kind = models.CharField(max_length=20)
    body = models.BinaryField(default=bytes)
    note = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64)
    applied = models.DateTimeField(null=True)

    objects = PortalManager()

    class Meta:
        """A number is given once in an epoch."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "epoch", "seq"], name="portal_doorin_number")
        ]

    def __str__(self) -> str:
        """Epoch and number."""
        return f"{self.epoch}/{self.seq}"


class DoorBlob(models.Model):
    """A file that came through the database; ``data`` is emptied once it lies in the folder of files."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    data = models.BinaryField(null=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """The digest."""
        return self.sha256


class DoorAck(models.Model):
    """The last message that was applied: what the desk reads as acknowledgement."""

    agency = models.CharField(max_length=200, unique=True)
    epoch = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()

    objects = PortalManager()

    def __str__(self) -> str:
        """Agency and number."""
        return f"{self.agency} {self.epoch}/{self.seq}"
