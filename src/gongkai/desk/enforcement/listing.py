"""The lists of enforcement as :mod:`gongkai.desk.lists` wants them: investigations, decisions, batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import due, queries, rows
from gongkai.desk.enforcement.models import (
    BatchRow,
    Investigation,
    InvestigationRow,
    Penalty,
    PenaltyRow,
    Sample,
    SampleRow,
)
from gongkai.desk.lists import choices, marks
from gongkai.desk.lists.listing import Facet, Listing, Scope
from gongkai.desk.lists.models import Row
from gongkai.desk.lists.short import iso

_HEAVY = ("facts", "basis", "content", "content_digest", "extras", "party_sealed")
_OF_ITEM = tuple(f"item__{name}" for name in ("text", "body", "content_digest", "extras"))
_HEAVY_SAMPLE = ("record__content_digest", "record__extras")
"""Columns of a decision, an item and a sample that no list shows."""
Duties = Sequence[HeldDuty]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with the item that makes it public, if there is one."""

    one: Penalty
    item: Item | None

    @property
    def due(self) -> date | None:
        """By when it must be public; null where it is, or no rule has a limit."""
        if self.item is not None and self.item.published_on is not None:
            return None
        answer = due.of_decision(self.one)
        return answer.due if answer is not None else None

    @property
    def words(self) -> str:
        """Whether it is public, in a word."""
        if self.one.voided_on:
            return _("作废")
        if self.item is None:
            return ""
        return _("已公示") if self.item.published_on else _("已起草")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of samples, how many failed, and the item that publishes it, if there is one."""

    name: str
    count: int
    failed: int
    last: date | None
    item: Item | None
    result: due.Result | None = None

    @property
    def due(self) -> date | None:
        """By when its result must be public; null where it is, or without a report."""
        if self.item is not None and self.item.published_on is not None:
            return None
        return self.result.answer.due if self.result is not None else None

    @property
    def open(self) -> int:
        """How many failed samples have no final conclusion."""
        return len(self.result.open) if self.result is not None else 0


def _records(rows: Sequence[Row], _officer: Officer, _day: date) -> list[Any]:
    return [row.record for row in rows]


def _decisions(rows: Sequence[PenaltyRow], _officer: Officer, _day: date) -> list[Decision]:
    return [Decision(row.record, row.item) for row in rows]


def _batches(rows: Sequence[BatchRow], officer: Officer, day: date) -> list[Batch]:
    """The batches of these rows; two queries at most."""
    waits = {row.batch: row.last for row in rows if row.item is None or row.item.published_on is None}
    results = due.of_batches(officer.agency_id, [*waits], day, waits) if waits else {}
    return [
        Batch(row.batch, row.count, row.failed, row.last, row.item, results.get(row.batch)) for row in rows
    ]


def _once(_records: Collection[int], built: Sequence[BatchRow]) -> None:
    """A batch has one row: one that was made while its newest sample was being entered goes."""
    newest = {(one.agency_id, one.batch): one.record_id for one in built}
    there = BatchRow.objects.filter(
        agency__in={agency for agency, _name in newest}, batch__in={name for _agency, name in newest}
    )
    known = {one.record_id: newest.get((one.agency_id, one.batch)) for one in there.only("agency", "batch")}
    gone = [record for record, wanted in known.items() if wanted not in (None, record)]
    if gone:
        marks.renew(BATCHES, gone)


def _whole(officer: Officer, day: date, duties: Duties) -> tuple[Scope, ...]:
    """Decisions and samples are public by law: who works with them sees those of the agency."""
    return ({"agency_id": officer.agency_id},) if queries.works(officer, day, duties) else ()


def _investigated(officer: Officer, _day: date, duties: Duties) -> tuple[Scope, ...]:
    """What :func:`queries.investigations` lets through, as parts of the row table."""
    agency = {"agency_id": officer.agency_id}
    units = queries.units_of(duties)
    return (agency,) if units is None else tuple(agency | {"unit_id": one} for one in sorted(units))


def _said_by(model: type[Model], *names: str) -> tuple[tuple[str, Callable[[Any], str]], ...]:
    """Columns of an export that say fields as they stand, under their names in the register."""
    return tuple((_header(model, name), partial(_cell, name)) for name in names)


def _header(model: type[Model], name: str) -> str:
    with override("zh-hans"):  # a file is read by others, whatever the language of the screen
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _cell(name: str, row: Any) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)


INVESTIGATIONS = Listing(
    name="investigations",
    title=gettext_lazy("案件"),
    address="enforcement:investigations",
    row=InvestigationRow,
    build=rows.investigations,
    reach=_investigated,
    gate=queries.investigations,
    scopes=("agency_id", "unit_id"),
    watches=rows.OF_INVESTIGATIONS,
    related=("record__unit", "record__penalty"),
    heavy=tuple(f"record__penalty__{name}" for name in _HEAVY),
    facets=(
        Facet(
            "state",
            gettext_lazy("状态"),
            "state",
            choices.of([("open", gettext_lazy("在办"))], Investigation.Ending.choices),
        ),
        Facet("unit", gettext_lazy("办案单位"), "unit_id", choices.units, int),
        Facet("line", gettext_lazy("条线"), "line", choices.lines),
    ),
    period=gettext_lazy("立案年份"),
    asks=gettext_lazy("立案号、当事人、行为"),
    made=_records,
    columns=(
        ("立案号", lambda one: one.number),
        ("涉嫌违法行为", lambda one: one.violation),
        ("当事人", lambda one: one.respondent),
        ("统一社会信用代码", lambda one: one.credit_code),
        ("办案单位", lambda one: one.unit.name),
        ("条线", lambda one: one.line),
        ("立案日期", lambda one: one.opened_on.isoformat()),
        ("结案日期", lambda one: iso(one.ended_on)),
        ("结案方式", lambda one: one.ending),
        ("处罚决定书文号", lambda one: one.penalty.doc_no if one.penalty else ""),
    ),
)
PENALTIES = Listing(
    name="penalties",
    title=gettext_lazy("处罚决定"),
    address="enforcement:penalties",
    row=PenaltyRow,
    build=rows.penalties,
    reach=_whole,
    gate=queries.penalties,
    watches=rows.OF_PENALTIES,
    related=("record", "item"),
    heavy=(*(f"record__{name}" for name in _HEAVY), *_OF_ITEM),
    facets=(
        Facet(
            "state",
            gettext_lazy("公示"),
            "state",
            choices.of(
                [
                    ("public", gettext_lazy("已公示")),
                    ("drafted", gettext_lazy("已起草")),
                    ("none", gettext_lazy("没有起草")),
                    ("voided", gettext_lazy("作废")),
                ]
            ),
        ),
        Facet("party_kind", gettext_lazy("当事人类型"), "party_kind", choices.of(Penalty.PartyKind.choices)),
        Facet("line", gettext_lazy("条线"), "line", choices.lines),
    ),
    period=gettext_lazy("决定年份"),
    asks=gettext_lazy("文号、当事人、行为"),
    made=_decisions,
    columns=(
        ("决定书文号", lambda row: row.one.doc_no),
        ("当事人", lambda row: row.one.party),
        ("当事人类型", lambda row: row.one.party_kind),
        ("统一社会信用代码", lambda row: row.one.credit_code),
        ("违法行为类型", lambda row: row.one.violation),
        ("处罚种类", lambda row: row.one.sanction),
        ("罚款（元）", lambda row: _yuan(row.one.fine_fen)),
        ("没收（元）", lambda row: _yuan(row.one.confiscated_fen)),
        ("决定日期", lambda row: row.one.decided_on.isoformat()),
        ("送达日期", lambda row: iso(row.one.served_on)),
        ("条线", lambda row: row.one.line),
        ("公示", lambda row: row.words),
        ("索引号", lambda row: row.item.index if row.item else ""),
    ),
)
BATCHES = Listing(
    name="batches",
    title=gettext_lazy("抽检批次"),
    address="enforcement:batches",
    row=BatchRow,
    build=rows.batches,
    reach=_whole,
    gate=queries.samples,
    watches=rows.OF_BATCHES,
    keep=_once,
    filling=rows.NEWEST,
    related=("record", "item"),
    heavy=(*_HEAVY_SAMPLE, *_OF_ITEM),
    facets=(
        Facet(
            "result",
            gettext_lazy("结果"),
            "result",
            choices.of(BatchRow.Result.choices),
        ),
        Facet(
            "item",
            gettext_lazy("信息"),
            "tied",
            choices.of(BatchRow.Tied.choices),
        ),
    ),
    period=gettext_lazy("报告年份"),
    asks=gettext_lazy("公告批次"),
    made=_batches,
    columns=(
        ("公告批次", lambda row: row.name),
        ("样品数", lambda row: str(row.count)),
        ("不合格数", lambda row: str(row.failed)),
        ("最后报告日期", lambda row: iso(row.last)),
        ("索引号", lambda row: row.item.index if row.item else ""),
        ("公开日期", lambda row: iso(row.item.published_on) if row.item else ""),
    ),
)


SAMPLES = Listing(
    name="samples",
    title=gettext_lazy("抽检样品"),
    address="enforcement:samples",
    row=SampleRow,
    build=rows.samples,
    reach=_whole,
    gate=queries.every_sample,
    watches=rows.OF_SAMPLES,
    heavy=_HEAVY_SAMPLE,
    facets=(
        Facet("verdict", gettext_lazy("结论"), "verdict", choices.of(Sample.Verdict.choices)),
        Facet(
            "state",
            gettext_lazy("状态"),
            "state",
            choices.of([("open", gettext_lazy("有效")), ("voided", gettext_lazy("已作废"))]),
        ),
    ),
    period=gettext_lazy("报告年份"),
    asks=gettext_lazy("抽样编号、批次、食品、企业"),
    made=_records,
    columns=(
        *_said_by(Sample, "number", "batch", "food", "spec", "trademark", "produced", "maker"),
        *_said_by(Sample, "maker_address", "sampled_unit", "sampled_address", "failed_item", "found"),
        *_said_by(Sample, "standard", "verdict", "lab", "task", "reported_on", "voided_on"),
    ),
)


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}" if fen else ""
