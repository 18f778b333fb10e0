"""What the complaint centre registers: one matter 诉求 a registration, from whichever hotline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Registration


class Matter(models.Model):
    """The facts of one registration of the complaint centre, all of them dated or fixed.

    Figures count matters, not cases: a 投诉举报 is one matter with two cases. Closings and answers are rows
    of the cases; ``cases_count`` says how many cases must be closed before the matter is.
    """

    class Kind(models.TextChoices):
        """诉求类型."""

        CONSULTATION = "咨询", _("咨询")
        COMPLAINT = "投诉", _("投诉")
        REPORT = "举报", _("举报")
        BOTH = "投诉举报", _("投诉举报")

    class Acceptance(models.TextChoices):
        """受理决定."""

        ACCEPTED = "受理", _("受理")
        REFUSED = "不予受理", _("不予受理")
        TRANSFERRED = "移送", _("移送")
        TOLD = "告知", _("告知")

    class Satisfaction(models.TextChoices):
        """满意度."""

        GOOD = "满意", _("满意")
        FAIR = "基本满意", _("基本满意")
        BAD = "不满意", _("不满意")
        NONE = "未评价", _("未评价")

    registration = models.OneToOneField(Registration, models.PROTECT, primary_key=True, related_name="matter")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    channel = models.CharField(_("来源渠道"), max_length=16)
    kind = models.CharField(_("诉求类型"), max_length=4, choices=Kind)
    registered_on = models.DateField(_("登记日期"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    cases_count = models.PositiveSmallIntegerField(default=1)
    category = models.CharField(_("商品服务类别"), max_length=60, blank=True)
    respondent = models.CharField(_("被诉主体"), max_length=160, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    respondent_address = models.CharField(_("主体地址"), max_length=200, blank=True)
    amount_fen = models.PositiveBigIntegerField(_("涉及金额（分）"), null=True, blank=True)
    recovered_fen = models.PositiveBigIntegerField(_("挽回损失（分）"), null=True, blank=True)
    acceptance = models.CharField(_("受理决定"), max_length=4, choices=Acceptance, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    refusal_reason = models.CharField(_("不予受理原因"), max_length=200, blank=True)
    satisfaction = models.CharField(_("满意度"), max_length=4, choices=Satisfaction, blank=True)
    related_number = models.CharField(_("关联编号"), max_length=64, blank=True)
    forwarded_by = models.CharField(_("转办单位"), max_length=80, blank=True)
    forwarded_on = models.DateField(_("转办日期"), null=True, blank=True)
    signed_on = models.DateField(_("签收日期"), null=True, blank=True)
    feedback_due = models.DateField(_("要求反馈时限"), null=True, blank=True)
    is_extended = models.BooleanField(_("延期"), default=False)
    is_returned = models.BooleanField(_("退单"), default=False)
    is_redone = models.BooleanField(_("重办"), default=False)
    callback = models.CharField(_("回访结果"), max_length=40, blank=True)
    recording = models.CharField(_("录音编号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("诉求")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["咨询", "投诉", "举报", "投诉举报"]), name="matter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(acceptance__in=["", "受理", "不予受理", "移送", "告知"]),
                name="matter_acceptance_known",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__in=["", "满意", "基本满意", "不满意", "未评价"]),
                name="matter_satisfaction_known",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("registered_on")),
                name="matter_accepted_after_registered",
            ),
            models.CheckConstraint(condition=Q(cases_count__gte=1), name="matter_has_a_case"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "registered_on", "registration"], name="matter_by_day"),
            models.Index(
                fields=["agency", "respondent", "registered_on", "registration"], name="matter_of_respondent"
            ),
            models.Index(
                fields=["agency", "credit_code", "registered_on", "registration"],
                name="matter_of_credit_code",
            ),
            models.Index(
                fields=["agency", "category", "registered_on", "registration"], name="matter_of_category"
            ),
        ]
