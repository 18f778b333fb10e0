"""An application as the search of its list finds it (:mod:`gongkai.desk.lists`); ``foi.rows`` builds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.desk.agencies.models import Unit
from gongkai.desk.foi.models.application import Application
from gongkai.desk.lists.models import Row


class ApplicationRow(Row):
    """Numbers and masked text of an application, the unit that answers for it, where it stands roughly."""

    class State(models.TextChoices):
        """As the tabs of the list tell stages apart."""

        OPEN = "open", "open"
        CHAIN = "chain", "chain"
        SERVED = "served", "served"
        ENDED = "ended", "ended"

    record = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "place"], name="application_row_s"),
            models.Index(fields=["agency", "unit", "state", "place"], name="application_row_su"),
        ]
