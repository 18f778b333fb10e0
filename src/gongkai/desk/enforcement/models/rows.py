"""The rows by which lists of enforcement are filtered and sorted (desk.lists)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Unit
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models.investigations import Investigation
from gongkai.desk.enforcement.models.penalties import Penalty
from gongkai.desk.enforcement.models.samples import Sample
from gongkai.desk.lists.models import Row


class InvestigationRow(Row):
    """Where an investigation stands: ``open``, or how it ended."""

    record = models.OneToOneField(Investigation, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8)
    line = models.CharField(max_length=4, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "place"], name="inv_row"),
            models.Index(fields=["agency", "state", "place"], name="inv_row_s"),
            models.Index(fields=["agency", "line", "place"], name="inv_row_l"),
            models.Index(fields=["agency", "unit", "place"], name="inv_row_u"),
            models.Index(fields=["agency", "state", "line", "place"], name="inv_row_sl"),
            models.Index(fields=["agency", "unit", "state", "place"], name="inv_row_us"),
            models.Index(fields=["agency", "unit", "line", "place"], name="inv_row_ul"),
            models.Index(fields=["agency", "unit", "state", "line", "place"], name="inv_row_usl"),
        ]


class PenaltyRow(Row):
    """Whether a decision is public: ``public``, ``drafted``, ``none`` or ``voided``; ``item`` by which."""

    record = models.OneToOneField(Penalty, models.CASCADE, primary_key=True, related_name="row")
    state = models.CharField(max_length=8)
    party_kind = models.CharField(max_length=8, choices=Penalty.PartyKind, blank=True)
    line = models.CharField(max_length=4, blank=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "place"], name="penalty_row"),
            models.Index(fields=["agency", "state", "place"], name="penalty_row_s"),
            models.Index(fields=["agency", "party_kind", "place"], name="penalty_row_p"),
            models.Index(fields=["agency", "line", "place"], name="penalty_row_l"),
            models.Index(fields=["agency", "state", "party_kind", "place"], name="penalty_row_sp"),
            models.Index(fields=["agency", "state", "line", "place"], name="penalty_row_sl"),
            models.Index(fields=["agency", "party_kind", "line", "place"], name="penalty_row_pl"),
            models.Index(fields=["agency", "state", "party_kind", "line", "place"], name="penalty_row_spl"),
        ]


class SampleRow(Row):
    """What a sample's register concluded, whether it is ``open`` or ``voided``."""

    record = models.OneToOneField(Sample, models.CASCADE, primary_key=True, related_name="row")
    verdict = models.CharField(max_length=4, choices=Sample.Verdict, blank=True)
    state = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "place"], name="sample_row"),
            models.Index(fields=["agency", "verdict", "place"], name="sample_row_v"),
            models.Index(fields=["agency", "state", "place"], name="sample_row_s"),
            models.Index(fields=["agency", "verdict", "state", "place"], name="sample_row_vs"),
        ]


class BatchRow(Row):
    """A batch of samples by the one that was entered last: how many there are, how many failed.

    ``result``: ``failed`` or ``passed``; ``tied``: ``tied`` where ``item`` was drawn from it or said to
    publish it, else ``open``, and ``item`` is one by itself whose title begins with its name.
    """

    class Result(models.TextChoices):
        """Whether one of its samples failed."""

        FAILED = "failed", _("有不合格")
        PASSED = "passed", _("全部合格")

    class Tied(models.TextChoices):
        """Whether an item was drawn from it or said to publish it."""

        TIED = "tied", _("已起草或者认定")
        OPEN = "open", _("没有起草，也没有认定")

    record = models.OneToOneField(Sample, models.CASCADE, primary_key=True, related_name="batch_row")
    batch = models.CharField(max_length=80)
    result = models.CharField(max_length=8, choices=Result)
    tied = models.CharField(max_length=8, choices=Tied)
    count = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    last = models.DateField(null=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "place"], name="batch_row"),
            models.Index(fields=["agency", "result", "place"], name="batch_row_r"),
            models.Index(fields=["agency", "tied", "place"], name="batch_row_t"),
            models.Index(fields=["agency", "result", "tied", "place"], name="batch_row_rt"),
            models.Index(fields=["agency", "batch"], name="batch_row_named"),
        ]
