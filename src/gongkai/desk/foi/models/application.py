"""Applications for disclosure on request 依申请公开."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case


class Application(models.Model):
    """The dated facts of one application; the applicant is a sealed party of the case, the text a case text.

    ``outcome`` is a code of :mod:`gongkai.law.outcomes`. New in the year of ``received_on``, done in the year
    of ``replied_on``, nothing else (FORMATS.md 3). ``channel`` and ``applicant_kind`` are empty only where a
    register left the cell empty.

    ``received_on`` is derived by :mod:`gongkai.law.receipt` from the days kept apart beside it; ``way`` is
    the law's channel, empty for what a register brought along, whose day is taken as it stands.
    """

    class Form(models.TextChoices):
        """In which form the applicant wants the information."""

        PAPER = "纸质", _("纸质")
        FILE = "电子文档", _("电子文档")
        LOOK = "查阅", _("当面查阅、抄录")

    class LateCause(models.TextChoices):
        """Why a reply came after its limit, as the unit says; a closed list, so that it can be counted."""

        SEARCH = "search", _("检索、调取资料费时")
        OPINION = "opinion", _("等待意见")
        CHAIN = "chain", _("内部审批费时")
        HANDOVER = "handover", _("改派、承办人更替")
        OUTSIDE = "outside", _("系统、邮路等外部原因")
        NEGLECT = "neglect", _("承办疏忽")
        OTHER = "other", _("其他")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="application")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    received_on = models.DateField(_("收到日期"))
    channel = models.CharField(_("提交方式"), max_length=8, blank=True)
    applicant_kind = models.CharField(_("申请人类型"), max_length=8, blank=True)
    correction_sent_on = models.DateField(_("补正通知日期"), null=True, blank=True)
    correction_received_on = models.DateField(_("补正收到日期"), null=True, blank=True)
    consulted_on = models.DateField(_("征求第三方日期"), null=True, blank=True)
    opinion_on = models.DateField(_("第三方意见日期"), null=True, blank=True)
    is_extended = models.BooleanField(_("是否延期"), default=False)
    outcome = models.CharField(_("答复结果"), max_length=40, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    delivery = models.CharField(_("送达方式"), max_length=20, blank=True)
    fee_fen = models.PositiveBigIntegerField(_("收费金额（分）"), default=0)
    is_waived = models.BooleanField(_("减免"), default=False)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    way = models.CharField(_("收到方式（法定）"), max_length=12, blank=True, db_default="")
    arrived_on = models.DateField(_("到达日期"), null=True, blank=True)
    signed_on = models.DateField(_("签收日期"), null=True, blank=True)
    confirmed_on = models.DateField(_("双方确认日期"), null=True, blank=True)
    is_oral = models.BooleanField(_("口头申请，代为填写"), default=False, db_default=False)
    has_identity_proof = models.BooleanField(_("附身份证明"), default=False, db_default=False)
    form_wanted = models.CharField(
        _("要求的信息形式"), max_length=12, blank=True, db_default="", choices=Form
    )
    delivery_wanted = models.CharField(_("要求的获取方式"), max_length=8, blank=True, db_default="")
    correction_due_on = models.DateField(_("补正期限"), null=True, blank=True)
    extended_on = models.DateField(_("延期决定日期"), null=True, blank=True)
    extension_days = models.PositiveSmallIntegerField(_("延长工作日数"), null=True, blank=True)
    reasons_asked_on = models.DateField(_("要求说明理由日期"), null=True, blank=True)
    postponed_to = models.DateField(_("延迟答复至"), null=True, blank=True)
    fee_notified_on = models.DateField(_("收费通知送达日期"), null=True, blank=True)
    paid_on = models.DateField(_("缴费日期"), null=True, blank=True)
    late_cause = models.CharField(_("逾期原因"), max_length=12, blank=True, db_default="", choices=LateCause)
    late_note = models.CharField(_("逾期说明"), max_length=200, blank=True, db_default="")
    released_item = models.CharField(_("转主动公开的索引号"), max_length=80, blank=True, db_default="")

    class Meta:
        verbose_name = _("公开申请")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=["当面", "信函", "传真", "网络", "电子邮件"]) | Q(channel="", way=""),
                name="application_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    applicant_kind__in=[
                        "自然人",
                        "商业企业",
                        "科研机构",
                        "社会公益组织",
                        "法律服务机构",
                        "其他",
                    ]
                )
                | Q(applicant_kind="", way=""),
                name="application_applicant_known",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(replied_on__gte=F("received_on")),
                name="application_replied_after_received",
            ),
            models.CheckConstraint(
                condition=(Q(replied_on__isnull=True) & Q(outcome=""))
                | (Q(replied_on__isnull=False) & ~Q(outcome="")),
                name="application_reply_has_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "received_on"], name="application_by_receipt"),
            models.Index(fields=["agency", "replied_on"], name="application_by_reply"),
        ]
