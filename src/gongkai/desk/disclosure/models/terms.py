"""What runs by date: how long a penalty stays public, a withdrawal that is approved afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models.items import Item, Withdrawal


class PublicityTerm(models.Model):
    """What decides how long a penalty stays public 公示期; the end itself is computed by the law of the day.

    ``kinds`` are the kinds of penalty: some of them bar an early end; ``is_special`` marks food, drugs and
    special equipment, which wait longer for it. ``severity`` gives the end on 信用中国, which counts from the
    decision since 2026-04-01 and is not that of order 45. ``repaired_on`` is the day on which the early end
    after credit repair 信用修复 was granted.
    """

    class Klass(models.TextChoices):
        """The classes that the law tells apart."""

        NOTICE = "notice-only", _("仅通报批评")
        MINOR = "minor-fine", _("仅较低数额罚款")
        OTHER = "other", _("其他")

    class Severity(models.TextChoices):
        """Degrees of lost credit 失信程度 (信用修复管理办法, 2026-04-01)."""

        MINOR = "minor", _("轻微")
        GENERAL = "general", _("一般")
        SERIOUS = "serious", _("严重")

    item = models.OneToOneField(Item, models.PROTECT, related_name="publicity")
    klass = models.CharField(_("处罚类别"), max_length=12, choices=Klass, default=Klass.OTHER)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    banned_until = models.DateField(_("限制经营、从业至"), null=True, blank=True)
    kinds = models.JSONField(_("处罚种类"), default=list, blank=True)
    is_special = models.BooleanField(_("食品、药品、特种设备领域"), default=False)
    severity = models.CharField(_("失信程度"), max_length=7, choices=Severity, blank=True)
    repaired_on = models.DateField(_("准予提前停止公示"), null=True, blank=True)
    repaired_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("公示期")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(klass__in=["notice-only", "minor-fine", "other"]), name="publicity_class_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["", "minor", "general", "serious"]), name="publicity_severity_known"
            ),
        ]


class WithdrawalApproval(models.Model):
    """The approval that follows an emergency withdrawal 先撤后补; without it the withdrawal is open."""

    withdrawal = models.OneToOneField(Withdrawal, models.PROTECT, related_name="approval")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    is_right = models.BooleanField(_("同意撤稿"))
    note = models.CharField(_("意见"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("撤稿补批")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_right=True) | ~Q(note=""), name="withdrawal_objection_has_note"
            ),
        ]
