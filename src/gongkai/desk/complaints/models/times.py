"""More time for a limit, where the rules of the day let the head of the bureau give it 延长期限."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models.violations import Violation


class MoreTime(models.Model):
    """The handler asks for days beyond the limit before it ends; somebody else agrees or does not.

    ``round`` is that of the case: who takes it up again may ask anew. Once given, it is given once.
    ``violation``: the limit is that of the check of what was found while mediating.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="more_times")
    round = models.PositiveSmallIntegerField(default=0)
    violation = models.ForeignKey(Violation, models.PROTECT, null=True, blank=True, related_name="more_times")
    days = models.PositiveSmallIntegerField(_("延长天数"))
    reason = models.CharField(_("理由"), max_length=400)
    asked_on = models.DateField(_("申请日期"))
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    granted = models.BooleanField(_("同意"), null=True, blank=True)
    decided_on = models.DateField(_("审批日期"), null=True, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("延长期限")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on__isnull=True), name="more_time_one_waits"
            ),
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=Q(granted=True, violation__isnull=True),
                name="more_time_given_once",
            ),
            models.UniqueConstraint(
                fields=["violation"], condition=Q(granted=True), name="more_time_for_check_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decided_by__isnull=True, granted__isnull=True)
                | Q(decided_on__gte=F("asked_on"), decided_by__isnull=False, granted__isnull=False),
                name="more_time_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="more_time_two_persons",
            ),
            models.CheckConstraint(condition=Q(days__gte=1) & ~Q(reason=""), name="more_time_says_why"),
        ]
