"""Decisions given on paper 纸质签批, entered by one person and confirmed by another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models.items import Clearance, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.models.terms import WithdrawalApproval


class PaperApproval(models.Model):
    """A leader's decision about a submission on the printed sheet; the scan lies by its SHA-256.

    It counts once a second person has compared sheet and entry: then ``clearance`` is that leader's decision.
    A decision given on the phone 电话授权 (``by_phone``, urgent warnings only) counts once a second person
    called back; it is open until the signed sheet is handed in, by ``sign_by``: ``supplied_at``.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ENTERED = "entered", _("待另一人核对")
        CONFIRMED = "confirmed", _("已核对")
        REFUSED = "refused", _("核对不符")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="papers")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage)
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    decision = models.CharField(_("意见"), max_length=12)
    note = models.CharField(_("批示"), max_length=300, blank=True)
    signed_on = models.DateField(_("签字日期"))
    scan = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(_("扫描件"), max_length=200, blank=True)
    scan_size = models.PositiveBigIntegerField(_("大小"), default=0)
    by_phone = models.BooleanField(_("电话授权"), default=False, db_default=False)
    sign_by = models.DateField(_("补签期限"), null=True, blank=True)
    supplied_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    supplied_at = models.DateTimeField(_("补签时间"), null=True, blank=True)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.ENTERED)
    checked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    clearance = models.OneToOneField(Clearance, models.PROTECT, null=True, blank=True, related_name="paper")

    @property
    def is_open(self) -> bool:
        """Whether a decision given on the phone still lacks its signed sheet."""
        return self.by_phone and self.state == self.State.CONFIRMED and self.supplied_at is None

    @property
    def decision_said(self) -> str:
        """The decision in words."""
        words = {
            "open": _("公开"), "on_request": _("依申请公开"), "closed": _("不予公开"),
            "partly": _("部分公开"), "return": _("退回"),
        }  # fmt: skip
        return str(words.get(self.decision, self.decision))

    class Meta:
        verbose_name = _("纸质签批")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="paper_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", clearance__isnull=False)
                | Q(state__in=["entered", "refused"], clearance__isnull=True),
                name="paper_counts_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(by_phone=False) & ~Q(scan="") | Q(by_phone=True, sign_by__isnull=False),
                name="paper_has_scan_or_was_called",
            ),
            models.UniqueConstraint(
                fields=["submission", "stage"], condition=Q(state="entered"), name="paper_waits_once"
            ),
        ]


class WithdrawalPaper(models.Model):
    """A leader's approval of an emergency withdrawal 先撤后补 on the printed sheet, or their objection.

    It counts once a second person has compared sheet and entry: then ``approval`` is that leader's.
    """

    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="papers")
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    is_right = models.BooleanField(_("同意撤稿"))
    note = models.CharField(_("批示"), max_length=260, blank=True)
    signed_on = models.DateField(_("签字日期"))
    scan = models.CharField(max_length=64)
    scan_name = models.CharField(_("扫描件"), max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))
    state = models.CharField(
        _("状态"), max_length=12, choices=PaperApproval.State, default=PaperApproval.State.ENTERED
    )
    checked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    approval = models.OneToOneField(
        WithdrawalApproval, models.PROTECT, null=True, blank=True, related_name="paper"
    )

    class Meta:
        verbose_name = _("撤稿纸质补批")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="withdrawal_paper_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", approval__isnull=False)
                | Q(state__in=["entered", "refused"], approval__isnull=True),
                name="withdrawal_paper_counts_when_confirmed",
            ),
            models.UniqueConstraint(
                fields=["withdrawal"], condition=Q(state="entered"), name="withdrawal_paper_waits_once"
            ),
        ]
