"""The directory 调解组织名录: entries by day, changes that keep what stood before, reading a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework import secrecy
from gongkai.desk.complaints.models import MediationBody
from gongkai.desk.complaints.reconciling import text_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft
from gongkai.law.bodies import own_limit
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

KEEPS = (Duty.Kind.OFFICE,)
"""Who keeps the directory."""
CATEGORY = "业务工作"
"""The class of the item that publishes it."""
COLUMNS = {
    "kind": ("种类", "类型"),
    "name": ("名称", "单位名称"),
    "area": ("区域", "地区"),
    "address": ("地址",),
    "phone": ("电话", "联系电话"),
    "hours": ("服务时间", "时间"),
    "rules": ("调解规则", "依据的规则"),
    "limit": ("调解期限", "期限"),
    "since": ("起", "自", "设立日期"),
}
"""Column of the entry → headers of a CSV."""
_DEMANDED = ("kind", "name", "address", "phone", "hours")
_LENGTHS = {"name": 80, "area": 20, "address": 200, "phone": 40, "hours": 80, "rules": 120, "limit": 16}
LARGEST, MOST = 1_000_000, 2_000
"""Bytes of a CSV, rows of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of a body; ``since`` is the day from which it stands so.

    ``rules``: the title of its own rules; ``limit``: the time that they give, as 30日 or 20个工作日.
    """

    kind: str
    name: str
    area: str
    address: str
    phone: str
    hours: str
    since: date
    rules: str = ""
    limit: str = ""


@dataclass(slots=True)
class Taken:
    """What a CSV brought: ``read`` rows are new, changed, the same, or rejected (line, name, reason)."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)


def standing(agency: Agency, day: date) -> QuerySet[MediationBody]:
    """The entries of a day, associations first."""
    rows = MediationBody.objects.filter(agency=agency, since__lte=day)
    first = Case(When(kind=MediationBody.Kind.ASSOCIATION, then=0), default=1)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day)).order_by(first, "pk")


def on(agency: Agency, day: date, area: str = "") -> list[MediationBody]:
    """The same with those of an area first: what a case is offered."""
    found = list(standing(agency, day))
    return sorted(found, key=lambda one: not (area and one.area == area))


def line(one: MediationBody) -> str:
    """One entry in a line."""
    parts = (one.name, one.area, one.address, one.phone, one.hours, one.limit and f"调解期限 {one.limit}")
    return "，".join(part for part in parts if part)


def enter(agency: Agency, entry: Entry, *, by: Officer, at: datetime) -> MediationBody:
    """Write an entry: a new one, or a change of the one of that name, which ends the day before.

    Raises Refused: ``not-held``, ``no-text``, ``too-long``, ``unknown-kind``, ``wrong-date``,
    ``wrong-limit``, ``same``.
    """
    demand_keeper(agency, by, at)
    _demand(entry)
    with transaction.atomic():
        known = MediationBody.objects.select_for_update(of=("self",)).filter(agency=agency, name=entry.name)
        last = known.filter(until__isnull=True).first()
        if last is not None:
            if _said(last) == _written(entry):
                raise Refused("same", f"“{entry.name}”已在名录里，没有变化", "不用再登记")
            if entry.since == last.since:
                for name, value in _written(entry).items():
                    setattr(last, name, value)
                last.save()
                return last
            _end(last, entry.since - timedelta(days=1))
        return MediationBody.objects.create(
            agency=agency, since=entry.since, entered_by=by, **_written(entry)
        )


def end(one: MediationBody, last_day: date, *, by: Officer, at: datetime) -> None:
    """It is no longer there after a day; cases keep it. Raises Refused: ``not-held``, ``wrong-date``."""
    demand_keeper(one.agency, by, at)
    with transaction.atomic():
        locked = MediationBody.objects.select_for_update(of=("self",)).get(pk=one.pk)
        if locked.until is not None:
            raise Refused("wrong-date", f"已于 {locked.until} 停止", "不用再办")
        _end(locked, last_day)


def read(agency: Agency, data: bytes, *, by: Officer, at: datetime) -> Taken:
    """Read a CSV. Rows that cannot be taken are told with their line and reason; the others count.

    Raises Refused: ``not-held``, ``too-large``, ``not-text``, ``no-column``.
    """
    demand_keeper(agency, by, at)
    if len(data) > LARGEST:
        raise Refused("too-large", "文件超过 1 MB", "请分几次导入")
    text = text_of(data)
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text[:2000] else ",")
    made = Taken()
    try:
        head = [cell.strip().lstrip("\ufeff") for cell in next(rows, [])]
        places = _places(head)
        for number, row in enumerate(rows, start=2):
            if not any(cell.strip() for cell in row):
                continue
            if made.read >= MOST:
                raise Refused("too-large", f"超过 {MOST} 行", "请分几次导入")
            made.read += 1
            _take(agency, {name: row[at_].strip() for name, at_ in places.items() if at_ < len(row)},
                  number, made, by, at)  # fmt: skip
    except csv.Error as broken:
        raise Refused("not-text", "这不是 CSV 文件", "请另存为 CSV") from broken
    return made


def publish(agency: Agency, unit: Unit | None, *, by: Officer, at: datetime) -> Item:
    """Draft an item with the directory of the day; it goes the way of all items. Raises ``nothing`` …"""
    demand_keeper(agency, by, at)
    day = shanghai_date(at)
    found = list(standing(agency, day))
    if not found:
        raise Refused("nothing", "名录是空的", "请先登记")
    lines = [
        "| 名称 | 种类 | 区域 | 地址 | 电话 | 服务时间 | 调解期限 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        "| "
        + " | ".join(
            _cell(part)
            for part in (one.name, one.kind, one.area, one.address, one.phone, one.hours, one.limit)
        )
        + " |"
        for one in found
    ]
    fields = Draft(
        title="消费者协会、消费维权服务站名录",
        category=CATEGORY,
        means=Item.Means.OPEN,
        unit=unit,
        text=f"截至 {day:%Y年%m月%d日}，共 {len(found)} 处。\n\n" + "\n".join(lines) + "\n",
        formed_on=day,
    )
    return draft(agency, fields, by, at)


def demand_keeper(agency: Agency, by: Officer, at: datetime) -> None:
    """Refuse (``not-held``) who does not keep the directory."""
    if not holds(by, KEEPS, None, shanghai_date(at), agency=agency):
        raise Refused("not-held", f"{by.name}当日没有管理名录的职责", "请由政务公开办公室办理")


def _take(agency: Agency, said: dict[str, str], number: int, made: Taken, by: Officer, at: datetime) -> None:
    known = MediationBody.objects.filter(agency=agency, name=said.get("name", ""), until__isnull=True)
    is_new = not known.exists()
    try:
        since = _day(said.get("since", ""), shanghai_date(at))
        enter(agency, Entry(since=since, **{name: said.get(name, "") for name in COLUMNS if name != "since"}),
              by=by, at=at)  # fmt: skip
    except Refused as refused:
        if refused.code == "same":
            made.same += 1
        else:
            made.rejected.append((number, said.get("name", ""), refused.sentence))
    else:
        made.new += is_new
        made.changed += not is_new


def _places(head: Sequence[str]) -> dict[str, int]:
    found = {}
    for name, headers in COLUMNS.items():
        place = next((head.index(one) for one in headers if one in head), None)
        if place is not None:
            found[name] = place
        elif name in _DEMANDED:
            raise Refused(
                "no-column",
                f"没有“{headers[0]}”一列",
                "列名是 种类、名称、区域、地址、电话、服务时间、调解规则、调解期限、起",
            )
    return found


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError as wrong:
        raise Refused("wrong-date", f"“{text}”不是日期", "请写成 2018-03-01") from wrong


def _demand(entry: Entry) -> None:
    for name in _DEMANDED:
        if not getattr(entry, name).strip():
            raise Refused("no-text", f"没有写{COLUMNS[name][0]}", "请填写")
    if entry.kind.strip() not in MediationBody.Kind.values:
        raise Refused(
            "unknown-kind", f"没有“{entry.kind}”这种组织", "可以是 " + "、".join(MediationBody.Kind.values)
        )
    for name, most in _LENGTHS.items():
        if len(getattr(entry, name).strip()) > most:
            raise Refused("too-long", f"{COLUMNS[name][0]}超过 {most} 字", "请精简")
    own_limit(entry.limit)
    if any(has_mark(value) for value in _written(entry).values()):
        raise secrecy.refusal("内容中有密级标志，没有保存", "本系统为非涉密系统，请报告保密办公室")


def _written(entry: Entry) -> dict[str, str]:
    return {name: getattr(entry, name).strip() for name in COLUMNS if name != "since"}


def _said(one: MediationBody) -> dict[str, str]:
    return {name: getattr(one, name) for name in COLUMNS if name != "since"}


def _end(one: MediationBody, last_day: date) -> None:
    if last_day < one.since:
        raise Refused("wrong-date", f"“{one.name}”自 {one.since} 起登记", "日期须在其后")
    one.until = last_day
    one.save(update_fields=["until"])


def _cell(text: str) -> str:
    return text.replace("|", "／").replace("\n", " ") or "—"
