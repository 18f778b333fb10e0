"""Early warning: a group of cases that came more often than expected, and what a person made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Investigation


class Signal(models.Model):
    """One signal 预警. ``key`` names the group (``product=保健食品|area=怡园``); figures are as found.

    ``limit`` is the number of people from which the group would have been suspicious; ``q`` the p-value
    after control of the false-discovery rate over the ``compared`` groups of that night.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "等人判断", _("等人判断")
        WATCHED = "继续观察", _("继续观察")
        WARNED = "制作提示", _("制作提示")
        CLUE = "转案件线索", _("转案件线索")
        DISMISSED = "排除", _("排除")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="signals")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    is_safety = models.BooleanField(_("安全词"), default=False)
    day = models.DateField(_("计算到"))
    window = models.PositiveSmallIntegerField(_("天数"))
    people = models.PositiveIntegerField(_("不同的人"))
    expected = models.FloatField(_("预期"))
    limit = models.PositiveIntegerField(_("警戒线"))
    q = models.FloatField()
    compared = models.PositiveIntegerField(default=1)
    crossed_on = models.DateField(_("最早越线"))
    series = models.JSONField(default=list)
    found_at = models.DateTimeField(_("发现时间"))
    state = models.CharField(_("判断"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("理由"), max_length=12, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("判断日期"), null=True, blank=True)
    watch_until = models.DateField(_("观察到"), null=True, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="signals")
    investigation = models.ForeignKey(
        Investigation, models.PROTECT, null=True, blank=True, related_name="signals"
    )

    class Meta:
        verbose_name = _("消费预警")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="signal_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "state", "day"], name="signal_by_state")]


class SignalCase(models.Model):
    """A case inside a signal; ``counted`` is false for a person who is in it already."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="in_signals")
    counted = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("预警所含案件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["signal", "case"], name="signal_case_once")]


class Unforeseen(models.Model):
    """Why a warning or an investigation that no signal told before is no miss: nothing could have told it."""

    class Reason(models.TextChoices):
        """Where it came from instead."""

        SEASONAL = "seasonal", _("节令、例行提示")
        REPRINT = "reprint", _("转发上级的")
        CHECK = "check", _("抽检、检查发现")
        SINGLE = "single", _("投诉没有增多")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, models.CASCADE, null=True, blank=True, related_name="+")
    investigation = models.OneToOneField(
        Investigation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=10, choices=Reason)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("不计入漏报")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=True, investigation__isnull=False)
                | Q(item__isnull=False, investigation__isnull=True),
                name="unforeseen_of_one",
            )
        ]


class NightRun(models.Model):
    """The night's work of an agency was done for a day: signals found, cases put under supervision."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    signals = models.PositiveIntegerField(default=0)
    supervised = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("夜间计算")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "on"], name="night_run_once")]
