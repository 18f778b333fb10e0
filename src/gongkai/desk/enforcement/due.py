"""By when decisions and batches of samples must be public, and what is not: the clocks of this room.

A batch counts from the last report, or from the day on which what failed became final (:mod:`.rechecking`); a
decision from its day and, for food and drug until the merger, from its service 送达 too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import public, rechecking
from gongkai.desk.enforcement.models import Penalty, Published, Sample
from gongkai.desk.enforcement.rechecking import Standing
from gongkai.law.answer import Answer
from gongkai.law.deadlines import PenaltyClock, penalty_credit, penalty_publicity
from gongkai.law.deadlines.sampling import ResultClock, sample_publication
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Result:
    """A batch: by when it must be public, since when its result is formed, what is not final."""

    name: str
    formed_on: date
    answer: Answer
    failed: tuple[Standing, ...]

    @property
    def open(self) -> tuple[Standing, ...]:
        """The failed samples whose conclusion is not final."""
        return tuple(one for one in self.failed if one.final_on is None)


def publicity(one: Penalty) -> Answer | None:
    """By when a decision must be public on the enterprise register; null where the day has no rules."""
    clock = PenaltyClock(
        one.decided_on,
        line=one.line or None,
        served_on=one.served_on,
        warning_only=public.is_warning_only(one),
    )
    try:
        return penalty_publicity(clock, calendar())
    except Refused:
        return None


def credit(one: Penalty) -> Answer | None:
    """By when it must stand on the credit site too 双公示; null where the day has no rules."""
    try:
        return penalty_credit(PenaltyClock(one.decided_on), calendar())
    except Refused:
        return None


def of_decision(one: Penalty) -> Answer | None:
    """The earliest of both limits; null where it is void, not published or no rule has a limit."""
    rules = public.rules_of(one)
    if one.voided_on is not None or (rules is not None and rules.ruleset and not rules.published):
        return None
    found = [given for given in (credit(one), publicity(one)) if given is not None and given.due]
    return min(found, key=lambda given: given.due or date.max, default=None)


def of_batch(name: str, samples: Sequence[Sample], today: date) -> Result | None:
    """The clock of a batch by its samples; null where none has a report. One query."""
    days = [one.reported_on for one in samples if one.reported_on and one.voided_on is None]
    return _result(name, max(days), rechecking.of_samples(samples, today)) if days else None


def of_batches(
    agency: int, names: Sequence[str], today: date, last: Mapping[str, date | None] | None = None
) -> dict[str, Result]:
    """The clocks of several batches; of their samples only what failed is read. Two queries.

    ``last``: the day of the last report of each, where it is known; else a query more.
    """
    every = Sample.objects.filter(agency=agency, batch__in=names, voided_on__isnull=True)
    if last is None:
        days = every.order_by().values("batch").annotate(last=Max("reported_on"))
        last = dict(days.values_list("batch", "last"))
    failed = list(
        every.filter(verdict=Sample.Verdict.FAILED).order_by("pk").defer("extras", "content_digest")
    )
    known = rechecking.rechecks(failed)
    rows: dict[str, list[Sample]] = {}
    for one in failed:
        rows.setdefault(one.batch, []).append(one)
    found = {
        name: _result(name, day, rechecking.of_samples(rows.get(name, ()), today, known))
        for name, day in last.items()
        if day is not None
    }
    return {name: one for name, one in found.items() if one is not None}


def _result(name: str, last: date, failed: Sequence[Standing]) -> Result | None:
    """The clock of a batch by its last report and what failed; null where the day has no rules."""
    is_open = any(one.final_on is None for one in failed)
    finals = [one.final_on for one in failed if one.final_on is not None]
    final = None if is_open else max([last, *finals])
    try:
        answer = sample_publication(ResultClock(last, final, is_open), calendar())
    except Refused:
        return None
    return Result(name, final or last, answer, tuple(failed))


def cautions(item: Item) -> Iterator[Refused]:
    """What whoever writes or reviews an item ought to know of its source (``GONGKAI_CAUTIONS``)."""
    if item.pk is None or item.category not in (public.SAMPLING, public.PENALTIES):
        return
    drawn = Published.objects.select_related("penalty").filter(item=item).first()
    if drawn is None:
        return
    if drawn.batch:
        found = of_batches(item.agency_id, [drawn.batch], today()).get(drawn.batch)
        yield from _of_results(item, found) if found is not None else ()
    elif drawn.penalty is not None:
        yield from _of_service(item, drawn.penalty)


def _of_results(item: Item, found: Result) -> Iterator[Refused]:
    for one in found.open:
        yield Refused(
            "recheck-open",
            f"不合格样品 {one.number}：{one.words}",
            "期限届满、没有人申请或者复检有结论以前不能签发；紧急的由分管领导写明理由提前公布，正文写明复检情况",
        )
    if found.failed and not found.open and item.formed_on not in (None, found.formed_on):
        yield Refused(
            "formed-on",
            f"不合格结论 {found.formed_on} 成为最终结论，成文日期写的是 {item.formed_on}",
            "公开期限按成文日期算；以最终结论为形成是对条例的理解，可以改成文日期",
        )


def _of_service(item: Item, penalty: Penalty) -> Iterator[Refused]:
    said = ((item.extras or {}).get("fields") or {}).get("served") or ""
    if penalty.served_on is not None and said != penalty.served_on.isoformat():
        yield Refused(
            "served-on",
            f"{penalty.doc_no} 于 {penalty.served_on} 送达，这里写的送达日期是“{said or '空'}”",
            "请在草稿里改正，公示期限从送达之日也要算",
        )
