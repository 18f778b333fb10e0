"""A violation that the mediator came upon 调解中发现的涉嫌违法行为, and what the check of it led to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models.handling import Note
from gongkai.desk.enforcement.models import Investigation

DESTROYED = "（已随案卷销毁）"
"""What a row says when its file was destroyed, where it must say something."""


class Violation(models.Model):
    """A suspected violation that was found while a complaint was mediated, until it is decided.

    It belongs to the complaint and is no report 举报: nobody reported it, so nobody is owed a notice or a
    reward, and figures of what was received do not change. Order 20 art. 23 and order 121 art. 27 give it a
    limit of its own from ``found_on``; mediation goes on beside it, and the check beside a closing. One is
    checked at a time: what is found meanwhile goes into the same check, by the earlier date.
    ``gist`` is the note that says what was seen; the decision is a ``Decision`` that names this row.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="violations")
    what = models.CharField(_("涉嫌违法行为"), max_length=200)
    found_on = models.DateField(_("发现日期"))
    recorded_on = models.DateField(_("登记日期"))
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    gist = models.OneToOneField(Note, models.PROTECT, related_name="+")
    settled_on = models.DateField(_("决定日期"), null=True, blank=True)
    investigation = models.ForeignKey(
        Investigation, models.PROTECT, null=True, blank=True, related_name="violations"
    )

    class Meta:
        verbose_name = _("调解中发现的涉嫌违法行为")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_on__isnull=True), name="violation_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(recorded_on__gte=F("found_on"))
                & (Q(settled_on__isnull=True) | Q(settled_on__gte=F("recorded_on"))),
                name="violation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(investigation__isnull=True) | Q(settled_on__isnull=False),
                name="violation_investigated_when_settled",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="violation_says_what"),
        ]
