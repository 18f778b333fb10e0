"""A case as global search and the lists of closed cases find it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.desk.agencies.models import Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.lists.models import Row

FILTERS = (
    (),
    *(("unit",), ("kind",), ("line",), ("channel",)),
    *(("unit", "kind"), ("unit", "line"), ("unit", "channel")),
    *(("kind", "line"), ("kind", "channel"), ("line", "channel")),
)
"""What lists of one register and stage are filtered by: alone and in pairs, each read from its own index.

The index of a pair bears the other two behind the place, so that a third filter is read from it as well.
"""


def _rest(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in ("unit", "kind", "line", "channel") if one not in names) if names[1:] else ()


class CaseRow(Row):
    """Numbers and respondent of a case and the unit that answers for it; nothing of the person who asked."""

    record = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    series = models.CharField(max_length=16)
    stage = models.CharField(max_length=24)
    kind = models.CharField(max_length=8)
    line = models.CharField(max_length=4, blank=True)
    channel = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "series", "place"], name="case_row_s"),
            models.Index(fields=["agency", "series", "unit", "place"], name="case_row_su"),
            *(
                models.Index(
                    fields=["agency", "series", "stage", *names, "place", *_rest(names)],
                    name=f"case_row_ss_{''.join(name[:2] for name in names)}".rstrip("_"),
                )
                for names in FILTERS
            ),
        ]
