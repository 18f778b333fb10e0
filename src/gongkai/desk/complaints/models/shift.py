"""Who sits at the telephone: the roster 值班表, and the handing over from shift to shift 交接班."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer


class Shift(models.TextChoices):
    """The shifts of a day."""

    DAY = "白班", _("白班")
    NIGHT = "夜班", _("夜班")


class RosterEntry(models.Model):
    """Somebody is on duty on a day 值班."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    shift = models.CharField(_("班次"), max_length=4, choices=Shift)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("值班")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "shift", "officer"], name="roster_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "on"], name="roster_by_day")]


class Handover(models.Model):
    """The handing over of a shift: counts as they stood, a remark without personal data, who took over."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    shift = models.CharField(_("班次"), max_length=4, choices=Shift)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("交班时间"))
    counts = models.JSONField(default=dict)
    remark = models.CharField(_("交代事项"), max_length=400, blank=True)
    taken_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(_("接班时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("交接班")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "on", "shift"], name="handover_once"),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | ~Q(taken_by=F("by")), name="handover_two_persons"
            ),
        ]


class IntakeDraft(models.Model):
    """What an operator has typed so far, sealed: a lost line or a closed window loses nothing."""

    officer = models.OneToOneField(Officer, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("登记草稿")
