"""An application as the search of its list finds it (:mod:`gongkai.desk.lists`); ``foi.rows`` builds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.desk.agencies.models import Unit
from gongkai.desk.foi.models.application import Application
from gongkai.desk.lists.models import Row


class ApplicationRow(Row):
    """Numbers and masked text of an application, the unit that answers for it, where it stands roughly.

    ``place`` has what was received last first, ``due_place`` the earliest due; what has ended has none.
    """

    class State(models.TextChoices):
        """As the tabs of the list tell stages apart."""

        OPEN = "open", "open"
        CHAIN = "chain", "chain"
        SERVED = "served", "served"
        ENDED = "ended", "ended"

    record = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, default="", db_default="")
    applicant_kind = models.CharField(max_length=8, default="", db_default="")
    due_place = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "place"], name="application_row_s"),
            # What is filtered stands behind the place, so that a walk needs no row: see docs/adr/0031.
            models.Index(
                fields=["agency", "unit", "state", "place", "channel", "applicant_kind"],
                name="application_row_unit",
            ),
            models.Index(
                fields=["agency", "state", "due_place", "channel", "applicant_kind", "unit", "place"],
                name="application_row_dues",
            ),
            models.Index(
                fields=["agency", "unit", "state", "due_place", "channel", "applicant_kind", "place"],
                name="application_row_udues",
            ),
            models.Index(fields=["agency", "state", "channel", "place"], name="application_row_way"),
            models.Index(fields=["agency", "state", "applicant_kind", "place"], name="application_row_who"),
            models.Index(
                fields=["agency", "state", "channel", "applicant_kind", "place"], name="application_row_both"
            ),
        ]
