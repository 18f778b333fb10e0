"""The items that make decisions and batches of samples public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models.penalties import Penalty


class Published(models.Model):
    """An item of disclosure that was drawn from a decision or from a batch of samples.

    ``tied_by`` said of an item that came by itself that it publishes the batch; null where it was drawn.
    """

    penalty = models.ForeignKey(Penalty, models.PROTECT, null=True, blank=True, related_name="published")
    batch = models.CharField(_("公告批次"), max_length=80, blank=True)
    item = models.OneToOneField(Item, models.PROTECT, related_name="drawn_from")
    tied_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    tied_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("由执法记录生成的信息")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(penalty__isnull=False, batch="") | Q(penalty__isnull=True) & ~Q(batch=""),
                name="published_from_one_source",
            ),
            models.CheckConstraint(
                condition=Q(tied_by__isnull=True, tied_at__isnull=True)
                | Q(tied_by__isnull=False, tied_at__isnull=False, penalty__isnull=True),
                name="published_tied_by_somebody",
            ),
        ]


class EarlyPublication(models.Model):
    """That a batch may be published before its failed conclusions are final 提前公布: by whom, why.

    ``numbers``: the failed samples that were not final then; one that fails later needs its own.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="early_publications")
    numbers = models.JSONField(_("抽样编号"))
    reason = models.CharField(_("提前公布的理由"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("提前公布")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="early_has_reason")]

    def __str__(self) -> str:
        return self.reason
