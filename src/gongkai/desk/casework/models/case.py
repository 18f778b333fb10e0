"""Cases with their dated facts: who was responsible when, when it was closed, when its clock stood still."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Line, Unit
from gongkai.desk.casework.models.registration import Registration
from gongkai.sealing.ids import new_uid


class Case(models.Model):
    """One case to be handled 案件. A registration has one or more: 投诉举报 is a complaint and a report."""

    class Kind(models.TextChoices):
        """What kind of case, and so which flow and which clocks."""

        CONSULTATION = "咨询", _("咨询")
        COMPLAINT = "投诉", _("投诉")
        REPORT = "举报", _("举报")
        APPLICATION = "依申请公开", _("依申请公开")
        REMEDY = "复议诉讼", _("复议诉讼")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="cases")
    kind = models.CharField(_("案件种类"), max_length=8, choices=Kind)
    line = models.CharField(_("条线"), max_length=4, choices=Line, blank=True)
    stage = models.CharField(_("阶段"), max_length=24)
    opened_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("期限（缓存）"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "kind"], name="case_kind_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["咨询", "投诉", "举报", "依申请公开", "复议诉讼"]),
                name="case_kind_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on", "id"], name="case_by_due")]

    @property
    def stream(self) -> str:
        """The name of its chain of events."""
        return f"case/{self.uid}"


class Assignment(models.Model):
    """The one unit that answers for a case 承办单位, from a day until it was handed on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("承办")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="assignment_one_unit_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="assignment_days_in_order"
            ),
        ]


class Closing(models.Model):
    """A case was closed 办结 on a day with an outcome; ``reopened_on`` when it was taken up again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    closed_on = models.DateField(_("办结日期"))
    outcome = models.CharField(_("办理结果"), max_length=24)
    reopened_on = models.DateField(_("重新办理日期"), null=True, blank=True)
    imported = models.BooleanField(_("来自台账"), default=False)

    class Meta:
        verbose_name = _("办结")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_on__isnull=True), name="closing_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(outcome=""), name="closing_has_outcome"),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True) | Q(reopened_on__gte=F("closed_on")),
                name="closing_days_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "closed_on"], name="closing_by_case")]


class Pause(models.Model):
    """A span in which a clock stands still: testing, consultation, a correction that is awaited."""

    class Kind(models.TextChoices):
        """Why the clock stands still."""

        TESTING = "testing", _("检测、鉴定")
        CONSULTED = "consulted", _("征求意见")
        CORRECTION = "correction", _("等待补正")
        PAYMENT = "payment", _("等待缴费")

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    kind = models.CharField(_("原因"), max_length=12, choices=Kind)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("中止计算")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_days_in_order"
            ),
        ]
