"""Hotlines whose exports come by themselves: where they lie, how often one looks, what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.sealing.ids import new_uid


class HotlineSource(models.Model):
    """One hotline's folder of exports 热线导出目录.

    ``name`` is the folder below the setting ``hotline_folder`` and, unless a ``profile.toml`` lies in it, the
    layout of its files. ``seen`` remembers size and time of files that are still being written.
    """

    class Name(models.TextChoices):
        """The hotlines whose layouts ship with the program."""

        TELEPHONE = "12315", _("12315")
        QUALITY = "12365", _("12365")
        MEDICINE = "12331", _("12331")
        MAYOR = "mayor", _("市长热线（12345）")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("热线"), max_length=8, choices=Name)
    every_minutes = models.PositiveIntegerField(_("每隔几分钟查看"), default=15)
    is_active = models.BooleanField(_("启用"), default=True)
    seen = models.JSONField(default=dict, blank=True)
    looked_at = models.DateTimeField(_("上次查看"), null=True, blank=True)
    trouble = models.CharField(_("查看时的问题"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("热线导出目录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="hotline_source_once"),
            models.CheckConstraint(condition=Q(every_minutes__gte=1), name="hotline_source_looks"),
        ]


class ImportRun(models.Model):
    """What became of one file, told by its SHA-256: the same bytes are not imported twice.

    ``rejected_file`` is the name of the CSV with the rows that came back, below ``logs/hotlines``.
    """

    class State(models.TextChoices):
        """How it went."""

        DONE = "done", _("全部导入")
        PARTIAL = "partial", _("有行退回")
        FAILED = "failed", _("没有导入")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    source = models.ForeignKey(HotlineSource, models.PROTECT, related_name="runs")
    name = models.CharField(_("文件"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    at = models.DateTimeField(_("导入时间"))
    state = models.CharField(_("结果"), max_length=8, choices=State)
    read = models.PositiveIntegerField(_("读入"), default=0)
    new = models.PositiveIntegerField(_("新登记"), default=0)
    changed = models.PositiveIntegerField(_("有变化"), default=0)
    unchanged = models.PositiveIntegerField(_("没有变化"), default=0)
    rejected = models.PositiveIntegerField(_("退回"), default=0)
    rejected_file = models.CharField(max_length=80, blank=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)
    mend = models.CharField(_("怎么办"), max_length=300, blank=True)
    seen_at = models.DateTimeField(_("已阅"), null=True, blank=True)
    seen_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("热线导入")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "sha256"], name="import_run_once"),
            models.CheckConstraint(
                condition=Q(state="failed") | Q(read=models.F("new") + models.F("changed")
                + models.F("unchanged") + models.F("rejected")),
                name="import_run_loses_no_row",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["source", "-id"], name="import_run_newest")]
