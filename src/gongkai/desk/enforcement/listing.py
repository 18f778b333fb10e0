"""The lists of enforcement as :mod:`gongkai.desk.lists` wants them: investigations, decisions, batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import due, public, queries
from gongkai.desk.enforcement.models import Investigation, Penalty, Published, Sample
from gongkai.desk.lists import choices
from gongkai.desk.lists.short import Filter, Short, iso

NO_DAY = date(1, 1, 1)
"""The day of a batch without any report: it stands last."""
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


def _decisions(rows: Sequence[Penalty], _officer: Officer, _day: date) -> list[Decision]:
    items = public.of_decisions(rows)
    return [Decision(one, items.get(one.pk)) for one in rows]


def _batches(rows: Sequence[Sample], officer: Officer, day: date) -> list[Batch]:
    """The batches of which each sample stands for one; five queries at most."""
    names = [one.batch for one in rows]
    kept = Sample.objects.filter(agency=officer.agency_id, voided_on__isnull=True, batch__in=names)
    said = {row["batch"]: row for row in queries.batches(kept)}
    items = public.of_batches(officer.agency_id, names) if names else {}
    waits = [name for name in names if name not in items or items[name].published_on is None]
    results = due.of_batches(officer.agency_id, waits, day) if waits else {}
    return [
        Batch(
            name,
            said[name]["count"],
            said[name]["failed"],
            said[name]["last"],
            items.get(name),
            results.get(name),
        )
        for name in names
    ]


def _one_of_each(officer: Officer, day: date, duties: Duties) -> QuerySet[Sample]:
    """Of each batch the sample that was entered last, with the day of the last report of the batch."""
    seen = queries.samples(officer, day, duties).exclude(batch="")
    same = _same_batch()
    newest = same.order_by().values("batch").annotate(newest=Max("reported_on")).values("newest")
    found = seen.filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))
    return found.annotate(last=Coalesce(Subquery(newest), Value(NO_DAY)))


def _same_batch() -> QuerySet[Sample]:
    return Sample.objects.filter(agency=OuterRef("agency"), batch=OuterRef("batch"), voided_on__isnull=True)


def _by_report(officer: Officer, day: date, duties: Duties) -> QuerySet[Sample]:
    """The samples with the day of their report, which some lack."""
    return queries.every_sample(officer, day, duties).annotate(last=Coalesce("reported_on", Value(NO_DAY)))


def _said_by(model: type[Model], *names: str) -> tuple[tuple[str, Callable[[Any], str]], ...]:
    """Columns of an export that say fields as they stand, under their names in the register."""
    return tuple((_header(model, name), partial(_cell, name)) for name in names)


def _header(model: type[Model], name: str) -> str:
    with override("zh-hans"):  # a file is read by others, whatever the language of the screen
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _cell(name: str, row: Any) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)


def _by_course(seen: QuerySet[Investigation], value: str, _day: date) -> QuerySet[Investigation]:
    return seen.filter(ended_on__isnull=True) if value == "open" else seen.filter(ending=value)


def _by_publicity(seen: QuerySet[Penalty], value: str, _day: date) -> QuerySet[Penalty]:
    if value == "voided":
        return seen.filter(voided_on__isnull=False)
    drawn = Published.objects.filter(penalty=OuterRef("pk"), item__voided_on__isnull=True)
    same = Item.objects.filter(
        agency=OuterRef("agency"),
        doc_no=OuterRef("doc_no"),
        category=public.PENALTIES,
        voided_on__isnull=True,
    )
    is_public = Q(Exists(drawn.filter(item__published_on__isnull=False))) | (
        ~Q(Exists(drawn)) & Q(Exists(same.filter(published_on__isnull=False)))
    )
    is_known = Q(Exists(drawn)) | Q(Exists(same))
    wanted = {"public": is_public, "drafted": is_known & ~is_public}.get(value, ~is_known)
    return seen.filter(wanted, voided_on__isnull=True)


def _by_result(seen: QuerySet[Sample], value: str, _day: date) -> QuerySet[Sample]:
    bad = Exists(_same_batch().filter(verdict=Sample.Verdict.FAILED))
    return seen.filter(bad) if value == "failed" else seen.filter(~bad)


def _by_item(seen: QuerySet[Sample], value: str, _day: date) -> QuerySet[Sample]:
    tied = Exists(
        Published.objects.filter(
            batch=OuterRef("batch"), item__agency=OuterRef("agency"), item__voided_on__isnull=True
        )
    )
    return seen.filter(tied) if value == "tied" else seen.filter(~tied)


INVESTIGATIONS = Short(
    name="investigations",
    title=gettext_lazy("案件"),
    address="enforcement:investigations",
    gate=lambda officer, day, duties: queries.investigations(officer, day, duties).select_related(
        "unit", "penalty"
    ),
    opens=queries.works,
    facets=(
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of([("open", gettext_lazy("在办"))], Investigation.Ending.choices),
            _by_course,
        ),
        Filter("unit", gettext_lazy("办案单位"), choices.units),
        Filter("line", gettext_lazy("条线"), choices.lines),
    ),
    period=gettext_lazy("立案年份"),
    dated="opened_on",
    day="opened_on",
    asks=gettext_lazy("立案号、当事人、行为"),
    words=("number", "respondent", "violation"),
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
PENALTIES = Short(
    name="penalties",
    title=gettext_lazy("处罚决定"),
    address="enforcement:penalties",
    gate=queries.penalties,
    opens=queries.works,
    facets=(
        Filter(
            "state",
            gettext_lazy("公示"),
            choices.of(
                [
                    ("public", gettext_lazy("已公示")),
                    ("drafted", gettext_lazy("已起草")),
                    ("none", gettext_lazy("没有起草")),
                    ("voided", gettext_lazy("作废")),
                ]
            ),
            _by_publicity,
        ),
        Filter("party_kind", gettext_lazy("当事人类型"), choices.of(Penalty.PartyKind.choices)),
        Filter("line", gettext_lazy("条线"), choices.lines),
    ),
    period=gettext_lazy("决定年份"),
    dated="decided_on",
    day="decided_on",
    asks=gettext_lazy("文号、当事人、行为"),
    words=("doc_no", "party", "violation"),
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
BATCHES = Short(
    name="batches",
    title=gettext_lazy("抽检批次"),
    address="enforcement:batches",
    gate=_one_of_each,
    opens=queries.works,
    facets=(
        Filter(
            "result",
            gettext_lazy("结果"),
            choices.of([("failed", gettext_lazy("有不合格")), ("passed", gettext_lazy("全部合格"))]),
            _by_result,
        ),
        Filter(
            "item",
            gettext_lazy("信息"),
            choices.of(
                [
                    ("tied", gettext_lazy("已起草或者认定")),
                    ("open", gettext_lazy("没有起草，也没有认定")),
                ]
            ),
            _by_item,
        ),
    ),
    period=gettext_lazy("报告年份"),
    dated="last",
    day="last",
    asks=gettext_lazy("公告批次"),
    words=("batch",),
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


SAMPLES = Short(
    name="samples",
    title=gettext_lazy("抽检样品"),
    address="enforcement:samples",
    gate=_by_report,
    opens=queries.works,
    facets=(
        Filter("verdict", gettext_lazy("结论"), choices.of(Sample.Verdict.choices)),
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of([("open", gettext_lazy("有效")), ("voided", gettext_lazy("已作废"))]),
            lambda seen, value, _day: seen.filter(voided_on__isnull=value == "open"),
        ),
    ),
    period=gettext_lazy("报告年份"),
    dated="reported_on",
    day="last",
    asks=gettext_lazy("抽样编号、批次、食品、企业"),
    words=("number", "batch", "food", "maker", "sampled_unit"),
    columns=(
        *_said_by(Sample, "number", "batch", "food", "spec", "trademark", "produced", "maker"),
        *_said_by(Sample, "maker_address", "sampled_unit", "sampled_address", "failed_item", "found"),
        *_said_by(Sample, "standard", "verdict", "lab", "task", "reported_on", "voided_on"),
    ),
)


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}" if fen else ""
