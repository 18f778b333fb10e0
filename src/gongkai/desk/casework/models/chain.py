"""The append-only chains of events and the tree they are anchored in (SEALING.md 6)."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """What happened to a record: bytes, hash, MAC. Triggers refuse every change and deletion.

    ``stream`` is ``case/<uid>``, ``item/<uid>`` …; the other columns repeat fields of ``body`` for lists.
    """

    stream = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    type = models.CharField(_("事件"), max_length=32)
    by = models.CharField(_("经手"), max_length=40)
    occurred = models.CharField(_("发生"), max_length=20)
    recorded = models.CharField(_("记录"), max_length=20)
    body = models.BinaryField()
    hash = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("事件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "n"], name="event_number_once")]

    @property
    def data(self) -> dict[str, Any]:
        """What its body says of this kind of event; empty where nothing is."""
        return json.loads(bytes(self.body)).get("data") or {}


class Leaf(models.Model):
    """The place of an event in the anchored tree; numbers are dense from 0."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="leaf")

    class Meta:
        verbose_name = _("锚定序号")


class Tile(models.Model):
    """A stored tile of the events' tree (C2SP tlog-tiles)."""

    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("锚定分片")
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "number"], name="events_tile_once")]


class Anchor(models.Model):
    """A signed checkpoint over all events so far; it is also written to ``logs/anchors.log``."""

    size = models.PositiveBigIntegerField(_("事件数"), unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField(_("检查点"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("锚定")
