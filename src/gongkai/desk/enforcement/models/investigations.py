"""Investigations 案件: from a clue or a check to a decision or without one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Line, Officer, Unit
from gongkai.desk.enforcement.models.penalties import Penalty
from gongkai.sealing.ids import new_uid


class Investigation(models.Model):
    """An investigation 案件: opened on a day, from a clue or a check, ended by a decision or without one."""

    class Ending(models.TextChoices):
        """How it ended."""

        PENALTY = "行政处罚", _("行政处罚")
        NONE = "不予处罚", _("不予处罚")
        DROPPED = "撤销案件", _("撤销案件")
        MOVED = "移送", _("移送")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="investigations")
    number = models.CharField(_("立案号"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="investigations")
    line = models.CharField(_("条线"), max_length=4, choices=Line, blank=True)
    respondent = models.CharField(_("当事人"), max_length=160, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    violation = models.CharField(_("涉嫌违法行为"), max_length=200)
    opened_on = models.DateField(_("立案日期"))
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("结案日期"), null=True, blank=True)
    ending = models.CharField(_("结案方式"), max_length=8, choices=Ending, blank=True)
    penalty = models.ForeignKey(Penalty, models.PROTECT, null=True, blank=True, related_name="investigations")

    class Meta:
        verbose_name = _("立案调查")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="investigation_number_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="investigation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ending="") | Q(ended_on__isnull=False) & ~Q(ending=""),
                name="investigation_ends_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "opened_on", "id"], name="investigation_by_day")]

    def __str__(self) -> str:
        return self.number
