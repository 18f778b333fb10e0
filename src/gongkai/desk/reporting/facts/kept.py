"""Which registers an agency keeps, and with which columns: what no register holds is not known, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from gongkai.desk.agencies.models import Agency
from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Penalty
from gongkai.desk.foi.models import Application
from gongkai.desk.oversight.models import Activity
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.reporting.models import KeptRegister

RECORDS = {
    "items": Item,
    "complaints": Matter,
    "applications": Application,
    "remedies": Remedy,
    "activities": Activity,
    "penalties": Penalty,
}
"""The records of each register that figures count."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The registers of an agency.

    ``kinds`` are kept: a file of that kind was imported, even an empty one, or a record of it is there, of
    whatever year. ``columns``: the headers that the files of a kind had so far; a kind that is kept on the
    desk alone is not among them and has every column.
    """

    kinds: frozenset[str]
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, kind: str, column: str = "") -> bool:
        """Whether the register is kept and, if ``column`` is given, has that column."""
        return kind in self.kinds and (not column or column in self.columns.get(kind, (column,)))


def read(agency: int) -> Kept:
    """What an agency keeps: two queries."""
    columns = {one.kind: frozenset(one.columns.split()) for one in KeptRegister.objects.filter(agency=agency)}
    any_of = {
        kind: Exists(model._default_manager.filter(agency=OuterRef("pk"))) for kind, model in RECORDS.items()
    }
    found = Agency.objects.filter(pk=agency).values_list(*any_of.values()).first() or ()
    recorded = {kind for kind, there in zip(any_of, found, strict=False) if there}
    return Kept(frozenset({*columns, *recorded}), columns)
