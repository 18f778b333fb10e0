"""An item as lists filter and sort it (:mod:`gongkai.desk.lists`); ``disclosure.rows`` builds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.disclosure.models.items import Item
from gongkai.desk.lists.models import Row


class ItemRow(Row):
    """Where an item stands, who may see it, by what it is found: a cache of its course, renewed by marks.

    ``out``: it was let out at least once, so the whole agency sees it. ``state`` is one of ``course.STATES``
    (``review`` also at the door: then ``stages`` is empty). ``stages``: where the newest submission waits, by
    commas, or what stopped it with ``decision``. ``is_open``: it ought to be public
    and is not.
    """

    waiting: list[ItemWaiting]
    """What waits, of a row that was just built."""

    record = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    out = models.BooleanField()
    is_pending = models.BooleanField()
    is_open = models.BooleanField()
    is_sending = models.BooleanField()
    stages = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    public_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "out", "place"], name="item_row"),
            models.Index(fields=["agency", "out", "state", "place"], name="item_row_s"),
            models.Index(fields=["agency", "out", "category", "place"], name="item_row_c"),
            models.Index(fields=["agency", "out", "unit", "place"], name="item_row_u"),
            models.Index(fields=["agency", "out", "state", "category", "place"], name="item_row_sc"),
            models.Index(fields=["agency", "out", "state", "unit", "place"], name="item_row_su"),
            models.Index(fields=["agency", "out", "category", "unit", "place"], name="item_row_cu"),
            models.Index(fields=["agency", "out", "state", "category", "unit", "place"], name="item_row_scu"),
            models.Index(
                fields=["agency", "unit", "place"], condition=~Q(decision=""), name="item_row_stopped_u"
            ),
            models.Index(
                fields=["agency", "author", "place"], condition=~Q(decision=""), name="item_row_stopped_a"
            ),
            models.Index(
                fields=["agency", "unit", "place"], condition=Q(is_open=True), name="item_row_open_u"
            ),
            models.Index(fields=["agency", "place"], condition=Q(is_open=True), name="item_row_open"),
        ]


class ItemWaiting(models.Model):
    """A duty for which an item waits at a stage: what the queue of each duty is read from, beside the row."""

    record = models.ForeignKey(Item, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    stage = models.CharField(max_length=12)
    duty = models.CharField(max_length=12)
    place = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "duty", "place"], name="item_waiting"),
            models.Index(fields=["agency", "duty", "unit", "place"], name="item_waiting_u"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.duty}"
