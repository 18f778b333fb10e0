"""The standing directory of enforcement 行政执法公示: what is always public and looked over in time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.disclosure.models.items import Item
from gongkai.sealing.ids import new_uid


class StandingEntry(models.Model):
    """One entry of the directory: an item that goes out through the door like any other.

    ``reviewed_on`` is the day on which the unit last found it right; after ``cycle_days`` calendar days it is
    due again. The cycle is the bureau's own promise.
    """

    class Kind(models.TextChoices):
        """The parts of the directory, in their order."""

        SUBJECT = "subject", _("执法主体")
        STAFF = "staff", _("执法人员")
        DUTIES = "duties", _("职责权限")
        BASIS = "basis", _("执法依据")
        PROCEDURE = "procedure", _("执法程序")
        LIST = "list", _("执法事项清单")
        RANDOM = "random", _("随机抽查事项清单")
        DISCRETION = "discretion", _("裁量基准")
        REMEDY = "remedy", _("救济渠道")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    item = models.OneToOneField(Item, models.PROTECT, related_name="standing")
    kind = models.CharField(_("公示事项"), max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    cycle_days = models.PositiveSmallIntegerField(_("复核周期（天）"), default=180)
    reviewed_on = models.DateField(_("复核日期"))
    reviewed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("执法公示事项")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cycle_days__gt=0), name="standing_has_cycle"),
        ]

    def __str__(self) -> str:
        return str(self.item)
