"""A case as the queue filters and sorts it (:mod:`gongkai.desk.lists`); ``complaints.rows`` builds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.lists.models import Row


class QueueRow(Row):
    """A case that is open, or was closed and is still owed something: a reply to what was said later, amends,
    the check of a violation that was found while mediating.

    So the table stays as small as the day's work, however many years the register holds. ``place`` has the
    most urgent first. ``is_unsatisfied``: closed, and its person was not satisfied when called back.
    ``feedback_place``: its place by when the platform wants its answer; open cases alone have one.
    ``contest_place``: its place among the disputes with other bureaus, by when these must be agreed.
    ``check_place``: its place among the violations found while mediating, by when they must be checked; of
    closed cases too, as the check goes on. ``papers_place``: its place by when the papers of an agent that
    were asked for should be here; ``is_lacking`` while they are not and nothing was decided.
    """

    record = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="queue_row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    handler = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    kind = models.CharField(max_length=8)
    line = models.CharField(max_length=4, blank=True)
    opened_on = models.DateField()
    is_open = models.BooleanField()
    is_assigned = models.BooleanField()
    is_named = models.BooleanField()
    is_testing = models.BooleanField()
    is_watched = models.BooleanField()
    has_follow_up = models.BooleanField()
    is_unsatisfied = models.BooleanField()
    is_contested = models.BooleanField(default=False)
    is_checking = models.BooleanField(default=False)
    is_lacking = models.BooleanField(default=False)
    feedback_place = models.BigIntegerField(null=True, unique=True)
    contest_place = models.BigIntegerField(null=True, unique=True)
    check_place = models.BigIntegerField(null=True, unique=True)
    papers_place = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "is_open", "place"], name="queue_row"),
            models.Index(fields=["agency", "unit", "is_open", "place"], name="queue_row_u"),
            models.Index(fields=["agency", "handler", "is_open", "place"], name="queue_row_h"),
            models.Index(fields=["agency", "is_open", "opened_on", "place"], name="queue_row_since"),
            models.Index(fields=["agency", "has_follow_up", "place"], name="queue_row_later"),
            models.Index(fields=["agency", "is_unsatisfied", "place"], name="queue_row_bad"),
            models.Index(fields=["agency", "is_open", "is_assigned", "place"], name="queue_row_assign"),
            models.Index(fields=["agency", "is_open", "is_testing", "place"], name="queue_row_test"),
            models.Index(fields=["agency", "is_open", "is_watched", "place"], name="queue_row_watch"),
            models.Index(
                fields=["agency", "is_open", "kind", "line", "place", "channel"], name="queue_row_kili"
            ),
            models.Index(
                fields=["agency", "is_open", "channel", "place", "kind", "line"], name="queue_row_ch"
            ),
            models.Index(fields=["agency", "contest_place"], name="queue_row_contest"),
            models.Index(fields=["agency", "feedback_place"], name="queue_row_feedback"),
            models.Index(fields=["agency", "check_place"], name="queue_row_check"),
            models.Index(fields=["agency", "papers_place"], name="queue_row_papers"),
        ]
