"""An item as lists filter and sort it (:mod:`gongkai.desk.lists`); ``disclosure.rows`` builds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.disclosure.models.items import Item
from gongkai.desk.lists.models import Row


class ItemRow(Row):
    """Where an item stands, who may see it, by what it is found: a cache of its course, renewed by marks.

    ``out``: it was let out at least once, so the whole agency sees it. ``state`` is one of ``course.STATES``
    (``review`` also at the door: then ``stage`` is empty). ``stage`` is where the newest submission waits, or
    what stopped it with ``decision``. ``is_open``: it ought to be public
    and is not.
    """

    record = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    out = models.BooleanField()
    is_pending = models.BooleanField()
    is_open = models.BooleanField()
    is_sending = models.BooleanField()
    stage = models.CharField(max_length=12, blank=True)
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
                fields=["agency", "stage", "decision", "unit", "place"],
                condition=~Q(stage=""),
                name="item_row_waiting",
            ),
            models.Index(
                fields=["agency", "unit", "place"], condition=Q(is_open=True), name="item_row_open_u"
            ),
            models.Index(fields=["agency", "place"], condition=Q(is_open=True), name="item_row_open"),
            models.Index(
                fields=["agency", "unit", "place"], condition=Q(state="draft"), name="item_row_draft"
            ),
        ]
