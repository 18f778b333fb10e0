"""A case as global search finds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.desk.agencies.models import Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.lists.models import Row


class CaseRow(Row):
    """Numbers and respondent of a case and the unit that answers for it; nothing of the person who asked."""

    record = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    series = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "series", "place"], name="case_row_s"),
            models.Index(fields=["agency", "series", "unit", "place"], name="case_row_su"),
        ]
