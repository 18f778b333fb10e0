"""The daily comparison with a hotline's export: only there, only here, states that differ.

Double entry is checked, never repaired by itself: the page says what to look at, and a person does. The
export is read and forgotten; only numbers and states of it are shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case, Registration, Series
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.models import Receipt
from gongkai.refusal import Refused

NUMBERS = ("来源单号", "工单编号", "工单号", "登记编号", "投诉编号", "举报编号", "编号")
STATES = ("状态", "办理状态", "工单状态", "处理状态")
DONE = ("办结", "已办结", "已完成", "结案", "归档", "已归档", "完成")
"""Words of an export that mean closed."""
LARGEST = 20_000_000
MOST_ROWS = 200_000
_ZIPPED = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Difference:
    """One number with what is said there and here; ``uid`` leads to the case."""

    number: str
    there: str
    here: str
    uid: str = ""


@dataclass(slots=True)
class Compared:
    """What a comparison found; ``read`` rows, ``same`` of them agree."""

    read: int = 0
    same: int = 0
    only_there: list[Difference] = field(default_factory=list)
    only_here: list[Difference] = field(default_factory=list)
    differ: list[Difference] = field(default_factory=list)


def compare(agency: Agency, channel: str, first: date, last: date, data: bytes) -> Compared:
    """Compare an export with the register of these days. Raises Refused: ``not-text``, ``no-column`` …"""
    there = read(data)
    here = _here(agency, channel, first, last, list(there))
    made = Compared(read=len(there))
    for number, state in there.items():
        known = here.get(number)
        if known is None:
            made.only_there.append(Difference(number, state, ""))
            continue
        uid, is_closed, _inside = known
        if bool(state) and is_closed != (state in DONE):
            made.differ.append(Difference(number, state, "已办结" if is_closed else "在办", uid))
        else:
            made.same += 1
    for number, (uid, is_closed, inside) in here.items():
        if inside and number not in there:
            made.only_here.append(Difference(number, "", "已办结" if is_closed else "在办", uid))
    return made


def read(data: bytes) -> dict[str, str]:
    """Numbers with their states, from an XLSX or a CSV (UTF-8, GB 18030); of a doubled number the last."""
    if len(data) > LARGEST:
        raise Refused("too-large", "文件超过 20 MB", "请按天或按月导出")
    rows = _rows(data)
    try:
        head = [cell.strip().lstrip("\ufeff") for cell in next(rows, [])]
        number, state = _column(head, NUMBERS), _column(head, STATES)
        if number is None:
            raise Refused("no-column", "没有单号一列", f"列名可以是 {'、'.join(NUMBERS[:4])}")
        found: dict[str, str] = {}
        for count, row in enumerate(rows):
            if count >= MOST_ROWS:
                raise Refused("too-large", f"超过 {MOST_ROWS} 行", "请按天或按月导出")
            if len(row) > number and row[number].strip():
                said = row[state].strip() if state is not None and len(row) > state else ""
                found[row[number].strip().lstrip("'")] = said
    except csv.Error as broken:
        raise Refused("not-text", "这不是 CSV 文件", "请在平台上导出为 CSV") from broken
    return found


def _rows(data: bytes) -> Iterator[Sequence[str]]:
    """The lines of an export. What reads a workbook is named by a setting: the inside knows no registers."""
    if data.startswith(_ZIPPED):
        read_workbook: Callable[[bytes], Iterator[Sequence[str]]] = import_string(settings.GONGKAI_WORKBOOK)
        return read_workbook(data)
    text = text_of(data)
    return csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text[:2000] else ",")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or GB 18030. Raises Refused: ``not-text``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not-text", "文件的编码看不懂", "请另存为 XLSX 或者 UTF-8 的 CSV")


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _here(
    agency: Agency, channel: str, first: date, last: date, numbers: Sequence[str]
) -> dict[str, tuple[str, bool, bool]]:
    """Source number → a case, whether all cases are closed, whether it was registered in these days.

    Other receipts of a registration count too: a worksheet may have come twice, or was merged into another.
    """
    ours = Registration.objects.filter(
        agency=agency, series=Series.COMPLAINTS, channel=channel, voided_on__isnull=True
    )
    found: dict[int, dict[str, bool]] = {}
    inside = ours.filter(registered_on__range=(first, last))
    for one in inside.values_list("pk", "source_number", "number"):
        found[one[0]] = {one[1] or one[2]: True}
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        for column in ("source_number", "number"):
            rows = ours.filter(**{f"{column}__in": part}).values_list("pk", column)
            for key, number in rows:
                found.setdefault(key, {number: False})
        receipts = Receipt.objects.filter(
            registration__agency=agency,
            registration__voided_on__isnull=True,
            channel=channel,
            source_number__in=part,
        )
        for key, number in receipts.values_list("registration", "source_number"):
            found.setdefault(key, {}).setdefault(number, False)
    made: dict[str, tuple[str, bool, bool]] = {}
    keys = list(found)
    for start in range(0, len(keys), 500):
        cases = Case.objects.filter(registration__in=keys[start : start + 500]).order_by("pk")
        for key, uid, stage in cases.values_list("registration", "uid", "stage"):
            for number, is_inside in found[key].items():
                before = made.get(number)
                closed = stage != Stage.OPEN and (before is None or before[1])
                made[number] = (before[0] if before else uid, closed, is_inside)
    return made
