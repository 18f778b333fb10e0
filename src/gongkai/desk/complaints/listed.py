"""The queue as :mod:`gongkai.desk.lists` takes it for saved views and exports; its page reads it itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.intake_forms import QueueForm
from gongkai.desk.complaints.listing import Reader, View, views
from gongkai.desk.complaints.screens import queue as screen
from gongkai.desk.lists import paging
from gongkai.desk.lists.own import Own, Reading, seen


def form_of(units: Sequence[Unit], officer: Officer, day: date, given: Mapping[str, Any]) -> QueueForm:
    """The form of the filters, which knows what of an address is set and makes sense."""
    offered = views(officer, day)
    return QueueForm(given, units=units, views=[(key, one.label) for key, one in offered.items()])


def _reads(officer: Officer, day: date, given: Mapping[str, Any]) -> dict[str, str]:
    return form_of(list(officer.agency.units.order_by("code")), officer, day, given).chosen()


def _opens(_officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    return queries.reads(duties)


def _reader(reading: Reading) -> Reader:
    asked = queries.asked_of(reading.officer, reading.duties)
    return Reader(reading.officer, reading.day, reading.duties, asked)


def _view(reading: Reading) -> View:
    return views(reading.officer, reading.day)[reading.chosen.get("view", "")]


def _keys(reading: Reading, most: int) -> Iterable[int]:
    """The cases of a view, the most urgent first."""
    reader = _reader(reading)
    return paging.keys(reader.asked(_view(reading), reading.chosen), most, reader.gate())


def _rows(reading: Reading, keys: Sequence[int]) -> Sequence[screen.Row]:
    """The lines of those of these cases that may be seen: the masked text, never the person behind it."""
    cases = Case.objects.select_related("registration")
    return screen.rows(seen(cases, _reader(reading).gate(), keys), reading.day, _view(reading).order)


def _respondent(row: screen.Row) -> str:
    return row.standing.matter.respondent


LISTING = Own(
    name="complaints",
    title=gettext_lazy("投诉举报"),
    address="complaints:queue",
    opens=_opens,
    reads=_reads,
    keys=_keys,
    rows=_rows,
    columns=(
        ("登记编号", lambda row: row.case.registration.number),
        ("类型", lambda row: row.case.kind),
        ("收到日期", lambda row: row.case.opened_on.isoformat()),
        ("到期", lambda row: row.due.on.isoformat() if row.due.on else ""),
        ("日期的来历", lambda row: str(row.due.words)),
        ("诉求", lambda row: row.text),
        ("被投诉（举报）人", _respondent),
        ("渠道", lambda row: row.case.registration.channel),
        ("责任单位", lambda row: row.standing.unit.name if row.standing.unit else ""),
        ("承办人", lambda row: row.standing.handler.name if row.standing.handler else ""),
        ("环节", lambda row: str(row.standing.step.label)),
        ("提示", lambda row: "；".join(one.words for one in row.tags)),
    ),
)
"""What saved views and exports know of the queue."""
