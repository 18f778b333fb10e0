"""Remedies against disclosure decisions: 行政复议, 行政诉讼, and grievances about the disclosure work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case, Registration


class Remedy(models.Model):
    """One remedy case; ``application`` is the registration it attacks, where it is known."""

    class Kind(models.TextChoices):
        """类型."""

        REVIEW = "行政复议", _("行政复议")
        DIRECT = "行政诉讼-直接起诉", _("行政诉讼-直接起诉")
        AFTER = "行政诉讼-复议后起诉", _("行政诉讼-复议后起诉")
        GRIEVANCE = "举报投诉", _("举报投诉")

    class Result(models.TextChoices):
        """结果."""

        UPHELD = "维持", _("维持")
        CORRECTED = "纠正", _("纠正")
        OTHER = "其他", _("其他")
        OPEN = "尚未审结", _("尚未审结")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="remedy")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(_("类型"), max_length=12, choices=Kind)
    application = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="remedies"
    )
    application_number = models.CharField(_("关联登记编号"), max_length=64, blank=True)
    received_on = models.DateField(_("收案日期"))
    result = models.CharField(_("结果"), max_length=4, choices=Result)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    organ = models.CharField(_("复议机关、法院"), max_length=120, blank=True, db_default="")
    copy_on = models.DateField(_("收到副本日期"), null=True, blank=True)
    answered_on = models.DateField(_("提交答复日期"), null=True, blank=True)
    hearing_on = models.DateField(_("开庭、听证日期"), null=True, blank=True)
    head_attended = models.BooleanField(_("负责人出庭"), null=True, blank=True)
    ruling_on = models.DateField(_("收到裁判日期"), null=True, blank=True)
    ruling_no = models.CharField(_("裁判文书号"), max_length=80, blank=True, db_default="")
    appealed_on = models.DateField(_("上诉日期"), null=True, blank=True)
    appealed_by_us = models.BooleanField(_("本机关上诉"), null=True, blank=True)
    change = models.CharField(_("因此作出的改变"), max_length=400, blank=True, db_default="")
    change_on = models.DateField(_("改变日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("复议诉讼案件")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["行政复议", "行政诉讼-直接起诉", "行政诉讼-复议后起诉", "举报投诉"]),
                name="remedy_kind_known",
            ),
            models.CheckConstraint(
                condition=(Q(closed_on__isnull=True) & Q(result="尚未审结"))
                | (Q(closed_on__isnull=False) & Q(result__in=["维持", "纠正", "其他"])),
                name="remedy_closed_has_result",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="remedy_days_in_order",
            ),
        ]
