"""Several units at one case 联合办理, and disputes over whose case it is 管辖争议, inside and outside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models.handling import Note


class CoUnit(models.Model):
    """The part of another unit in a case 协办; the unit of the assignment leads and alone is responsible.

    The opinion is a note of the case. ``released_on`` ends the part without an opinion.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="co_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    part = models.CharField(_("协办事项"), max_length=200)
    asked_on = models.DateField(_("提出日期"))
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opinion = models.OneToOneField(Note, models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField(_("意见日期"), null=True, blank=True)
    given_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    released_on = models.DateField(_("解除日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("联合办理")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(given_on__isnull=True, released_on__isnull=True),
                name="co_unit_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(opinion__isnull=True, given_on__isnull=True, given_by__isnull=True)
                | Q(opinion__isnull=False, given_on__isnull=False, given_by__isnull=False),
                name="co_unit_opinion_has_day_and_hand",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(given_on__gte=F("asked_on")),
                name="co_unit_days_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "case"], name="co_unit_by_unit")]


class Dispute(models.Model):
    """A unit holds that a case is not its own 管辖争议; the centre or a leader rules. The clock goes on.

    ``claims`` is the unit which it holds responsible, ``ruled_for`` the unit that the ruling names.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="disputes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    claims = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=400)
    raised_on = models.DateField(_("提出日期"))
    raised_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ruled_for = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    ruling = models.CharField(_("裁定理由"), max_length=400, blank=True)
    ruled_on = models.DateField(_("裁定日期"), null=True, blank=True)
    ruled_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("管辖争议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ruled_on__isnull=True), name="dispute_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("raised_by")), name="dispute_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(ruled_on__isnull=True) | Q(ruled_on__gte=F("raised_on")),
                name="dispute_days_in_order",
            ),
        ]


class Contest(models.Model):
    """A dispute with another bureau over whose case it is: negotiated, else reported to the common superior.

    ``arose_on`` starts the days for agreeing. Until it is settled the bureau works on and the clocks run.
    ``is_ours``: the case stays here; otherwise it was handed over, which a decision of the case says.
    """

    class How(models.TextChoices):
        """How it ended."""

        AGREED = "agreed", _("协商一致")
        DESIGNATED = "designated", _("上级指定")

    case = models.ForeignKey(Case, models.PROTECT, related_name="contests")
    body = models.CharField(_("对方机关"), max_length=80)
    reason = models.CharField(_("理由"), max_length=400)
    arose_on = models.DateField(_("发生争议日期"))
    raised_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    superior = models.CharField(_("共同的上一级机关"), max_length=80, blank=True)
    reported_on = models.DateField(_("报请日期"), null=True, blank=True)
    report_number = models.CharField(_("请示文号"), max_length=200, blank=True)
    how = models.CharField(_("结果"), max_length=12, choices=How, blank=True)
    is_ours = models.BooleanField(_("由本机关办理"), null=True, blank=True)
    proof = models.CharField(_("凭证"), max_length=200, blank=True)
    settled_on = models.DateField(_("结果日期"), null=True, blank=True)
    settled_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("跨机关管辖争议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_on__isnull=True), name="contest_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True, superior="", report_number="")
                | (Q(reported_on__gte=F("arose_on")) & ~Q(superior="") & ~Q(report_number="")),
                name="contest_reported_with_number",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, how="", proof="", is_ours__isnull=True)
                | (Q(settled_on__gte=F("arose_on"), is_ours__isnull=False) & ~Q(how="") & ~Q(proof="")),
                name="contest_settled_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(how="designated") | Q(reported_on__isnull=False),
                name="contest_designated_when_reported",
            ),
        ]
