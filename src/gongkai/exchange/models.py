"""The desk's side of the door: outbox, numbers of what came in, and the release log it signs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutMessage(models.Model):
    """A message to the portal, numbered and signed, kept after delivery so that it can be sent again."""

    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(_("种类"), max_length=12)
    body = models.BinaryField()
    note = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("生成时间"))
    delivered_at = models.DateTimeField(_("到达时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("外发消息")
        constraints: ClassVar = [models.UniqueConstraint(fields=["epoch", "seq"], name="out_message_once")]


class InMessage(models.Model):
    """A message of the portal that was taken in, by number and digest: what makes it happen once."""

    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(_("种类"), max_length=12)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("取回时间"))

    class Meta:
        verbose_name = _("收到的消息")


class LogEntry(models.Model):
    """One entry of the public release log, by its leaf number."""

    number = models.PositiveBigIntegerField(primary_key=True)
    index = models.CharField(_("索引号"), max_length=60, blank=True)
    kind = models.CharField(_("种类"), max_length=12)
    body = models.BinaryField()

    class Meta:
        verbose_name = _("发布日志条目")
        indexes: ClassVar = [models.Index(fields=["index", "number"], name="log_entry_by_index")]


class LogTile(models.Model):
    """A stored tile of the release log's tree."""

    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("发布日志分片")
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "number"], name="log_tile_once")]


class LogCheckpoint(models.Model):
    """A signed state of the release log."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("发布日志检查点")
