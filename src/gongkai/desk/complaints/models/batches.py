"""Acts on several cases at once 批量办理: what was chosen, and what became of every row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework.models import Case


class Batch(models.Model):
    """One press of a button over several cases. ``uid`` comes with the page, so a form sent twice is one."""

    class Verb(models.TextChoices):
        """What is done to each case."""

        ASSIGN = "assign", _("分办")
        ACCEPT = "accept", _("受理")
        URGE = "urge", _("催办")
        SUPERVISE = "supervise", _("督办")

    uid = models.CharField(max_length=22, unique=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    verb = models.CharField(_("办理"), max_length=12, choices=Verb)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("批量办理")


class BatchRow(models.Model):
    """One case of a batch: written with the verb in one transaction, so each is done once or not at all."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "", _("还没有办")
        DONE = "done", _("已办")
        REFUSED = "refused", _("没有办成")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    state = models.CharField(_("结果"), max_length=8, choices=State, blank=True)
    why = models.CharField(_("原因"), max_length=200, blank=True)
    mend = models.CharField(_("怎样办"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("批量办理的一件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "case"], name="batch_row_once")]
