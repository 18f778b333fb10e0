"""The reward for a report 举报奖励: level and amount as the law of the day has them, decided by two, paid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case


class Reward(models.Model):
    """A reward for a report. It counts from its approval by a second person; sent back, it never did.

    Amounts are in 分. ``how`` are the steps by which the amount came out under ``ruleset``, kept as they
    were said when it was proposed. It may be proposed while the case goes on; what must be there before it is
    approved says :mod:`gongkai.desk.complaints.awards`. ``ruling`` names the ruling where a case was moved.

    ``is_refused``: it was decided that there is none 不予奖励, whatever was applied for. ``told_on`` starts
    the days for collecting it, ``more_days`` were added to them; what was given up or not collected has
    ``lapsed_on``. ``objected_on``: the reporter holds the sum for wrong; it was upheld, or another decision
    took the place of this one, which then has ``revoked_on`` as well.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="rewards")
    level = models.PositiveSmallIntegerField(_("奖励级别"))
    fined_fen = models.PositiveBigIntegerField(_("罚没款（分）"))
    amount_fen = models.PositiveBigIntegerField(_("奖励金额（分）"))
    ruleset = models.CharField(_("规则"), max_length=40)
    how = models.JSONField(_("怎样算出"), default=list)
    reason = models.CharField(_("理由"), max_length=400)
    ruling = models.CharField(_("追究刑事责任的文书"), max_length=200, blank=True, default="", db_default="")
    finance = models.CharField(_("商财政部门的凭证"), max_length=200, blank=True)
    proposed_on = models.DateField(_("提出日期"))
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    on = models.DateField(_("决定日期"), null=True, blank=True)
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(_("退回、重新决定日期"), null=True, blank=True)
    applied_on = models.DateField(_("举报人申请日期"), null=True, blank=True)
    is_refused = models.BooleanField(_("不予奖励"), default=False, db_default=False)
    told_on = models.DateField(_("告知日期"), null=True, blank=True)
    told_proof = models.CharField(_("告知凭证"), max_length=200, blank=True, default="", db_default="")
    more_days = models.PositiveSmallIntegerField(_("延长领取的工作日"), default=0, db_default=0)
    more_reason = models.CharField(_("延长领取的理由"), max_length=400, blank=True, default="", db_default="")
    objected_on = models.DateField(_("异议日期"), null=True, blank=True)
    objection = models.CharField(_("异议内容"), max_length=400, blank=True, default="", db_default="")
    upheld_on = models.DateField(_("异议复核维持日期"), null=True, blank=True)
    upheld_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    lapsed_on = models.DateField(_("放弃、逾期未领日期"), null=True, blank=True)
    lapse_reason = models.CharField(
        _("放弃、逾期未领的情况"), max_length=400, blank=True, default="", db_default=""
    )
    paid_on = models.DateField(_("发放日期"), null=True, blank=True)
    paid_proof = models.CharField(_("发放凭证"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("举报奖励")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(revoked_on__isnull=True, on__isnull=True),
                name="reward_waits_once_a_report",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(revoked_on__isnull=True, on__isnull=False),
                name="reward_decided_once_a_report",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="reward_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True) | Q(on__gte=F("proposed_on")), name="reward_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True)
                | (Q(on__isnull=False) & Q(paid_on__gte=F("on")) & ~Q(paid_proof="")),
                name="reward_paid_after_decided_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True)
                | (Q(on__isnull=False) & Q(told_on__gte=F("on")) & ~Q(told_proof="")),
                name="reward_told_after_decided_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_on__isnull=True)
                | (
                    Q(told_on__isnull=False, paid_on__isnull=True)
                    & Q(lapsed_on__gte=F("told_on"))
                    & ~Q(lapse_reason="")
                ),
                name="reward_lapses_told_and_unpaid",
            ),
            models.CheckConstraint(
                condition=Q(is_refused=False) | Q(amount_fen=0, paid_on__isnull=True, lapsed_on__isnull=True),
                name="reward_refused_is_not_paid",
            ),
            models.CheckConstraint(
                condition=Q(more_days=0) | (Q(told_on__isnull=False) & Q(is_refused=False)),
                name="reward_longer_after_told",
            ),
            models.CheckConstraint(
                condition=Q(objected_on__isnull=True)
                | (Q(told_on__isnull=False, is_refused=False) & Q(objected_on__gte=F("told_on"))),
                name="reward_objected_after_told",
            ),
            models.CheckConstraint(
                condition=Q(upheld_on__isnull=True, upheld_by__isnull=True)
                | (
                    Q(objected_on__isnull=False, upheld_by__isnull=False)
                    & Q(upheld_on__gte=F("objected_on"))
                    & ~Q(upheld_by=F("proposed_by"))
                    & ~Q(upheld_by=F("approved_by"))
                ),
                name="reward_upheld_by_another",
            ),
        ]
