"""From one or several limits of the law to an answer: the part that all kinds share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.law.answer import Also, Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.counting import Count, Excluded, Reading, count, narrate, readings
from gongkai.law.registry import Confidence, Limit, RuleSet
from gongkai.refusal import Refused

OPEN_UNIT = "“日”是工作日还是自然日没有核对原文，两种算法都列出，以较早的为准"


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an answer: what happened on the first day and what has to be done by the last."""

    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A limit together with the rule set it stands in, and the days that it leaves out."""

    rule: RuleSet
    limit: Limit
    excluded: tuple[Excluded, ...] = ()

    @property
    def basis(self) -> str:
        """Title, number, article and the rule in words."""
        return f"{self.rule.cite(self.limit)}：{self.limit.text}"


def no_duty(kind: str, on: date, ruled: Ruled | None, reason: str = "") -> Answer:
    """The answer where there is no duty or no recorded limit: no date, and the reason in ``basis``."""
    basis = reason or (ruled.basis if ruled else "")
    return Answer(kind, on, None, ruled.rule.id if ruled else "", basis)


def total_days(
    limit: Limit, *, extended: bool = False, extension_days: int | None = None
) -> list[tuple[int, str]]:
    """How many days the limit has in all, with the words for it; several where an extension is open."""
    if not extended:
        return [(limit.days, "")]
    if limit.extension is None:
        raise Refused("no-extension", f"{limit.text[:20]}…：这一期限不能延长", "请去掉 extended")
    most = limit.extension.most
    if extension_days is not None:
        if extension_days > most:
            raise Refused(
                "extension-too-long", f"延长 {extension_days} 日超过了上限 {most} 日", "请改短延长的天数"
            )
        return [(limit.days + extension_days, f"延长 {extension_days} 日")]
    options = (limit.extension.days, *limit.extension.alternatives)
    return [(limit.days + days, f"延长 {days} 日") for days in options]


def settle(found: Sequence[tuple[Reading, int]]) -> tuple[Reading, int, tuple[Also, ...]]:
    """The reading that is due (the earliest firm one) with its mark, and all other dates."""
    due, mark = min(((one, mark) for one, mark in found if one.firm), key=lambda pair: pair[0].due)
    others: dict[date, str] = {}
    for one, _ in sorted(found, key=lambda pair: pair[0].due):
        if one.due != due.due:
            others.setdefault(one.due, one.why)
    return due, mark, tuple(Also(day, why) for day, why in others.items())


def answer(
    kind: str,
    on: date,
    ruled: Sequence[Ruled],
    calendar: Calendar,
    told: Told,
    *,
    start: date | None = None,
    extended: bool = False,
    extension_days: int | None = None,
    ruleset: str = "",
    explain: bool = True,
) -> Answer:
    """The answer of one or several limits that run from the same day; the earliest is due.

    ``start`` is where the count begins when a restart moved it away from ``on``; ``ruleset`` names the
    set that the answer goes by where it is not that of the earliest limit.
    """
    running = [one for one in ruled if one.limit.unit != "none"]
    if not running:
        return no_duty(kind, on, ruled[0], "；".join(one.basis for one in ruled))
    start = start or on
    counts: list[tuple[Ruled, Count]] = []
    found: list[tuple[Reading, int]] = []
    for one in running:
        units = ("calendar", "working") if one.limit.unit == "open" else (one.limit.unit,)
        for days, words in total_days(one.limit, extended=extended, extension_days=extension_days):
            for unit in units:
                counted = count(calendar, start, days, unit, one.excluded)
                label = "个工作日" if unit == "working" else "日（自然日）"
                why = f"{one.rule.cite(one.limit)}：{words + '，' if words else ''}按 {days} {label}计"
                found += [(reading, len(counts)) for reading in readings(calendar, counted, why)]
                counts.append((one, counted))
    due, mark, also = settle(found)
    winner, counted = counts[mark]
    last = max([due.due, *(one.due for one in also)])
    steps: list[Step] = []
    if explain:
        steps = narrate(calendar, counted, told.opening, told.closing)
        if due.due != counted.end:
            steps.append(
                Step(due.due, f"{calendar.describe(due.due)}：末日逢法定节假日，顺延至节假日后的第一日")
            )
        steps += warnings(running, due.due, on) + unknown_years(calendar, min(on, start), last)
    return Answer(
        kind=kind,
        on=on,
        due=due.due,
        ruleset=ruleset or winner.rule.id,
        basis="；".join(dict.fromkeys(one.basis for one in running)),
        steps=tuple(steps),
        also=also,
        provisional=calendar.crosses_unknown(min(on, start), last),
        counted=counted.shown,
    )


def near_its_ends(rule: RuleSet, day: date) -> bool:
    """Whether a rule set came into force, or went out of it, in the year of a day."""
    return day.year in {end.year for end in (rule.from_, rule.to) if end is not None}


def warnings(ruled: Sequence[Ruled], day: date, on: date | None = None) -> list[Step]:
    """What is uncertain about the limits, one step each on ``day``; ``on`` is the day that chose them."""
    words: list[str] = []
    for one in ruled:
        if one.limit.unit == "open":
            words.append(f"注意：{one.rule.cite(one.limit)}的{OPEN_UNIT}")
        if one.limit.confidence is Confidence.OPEN:
            words.append(f"注意：{one.rule.cite(one.limit)}的期限没有核对原文，请核对")
        elif one.limit.confidence is Confidence.RECALLED:
            words.append(f"注意：{one.rule.cite(one.limit)}{Confidence.RECALLED.label}")
        if one.rule.dates_note and near_its_ends(one.rule, on or day):
            words.append(f"注意：{one.rule.cite()}{one.rule.dates_note}")
        if one.limit.warning:
            words.append(f"注意：{one.limit.warning}")
    return [Step(day, text) for text in dict.fromkeys(words)]


def unknown_years(calendar: Calendar, first: date, last: date) -> list[Step]:
    """A step that says which years have no official calendar yet, when any was crossed."""
    years = calendar.unknown_years(first, last)
    if not years:
        return []
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return [Step(last, f"暂定：{span} 年没有放假安排（日历未收录），只扣除周六、周日；公布后须重新计算")]


def warn(given: Answer, *words: str) -> Answer:
    """The same answer with more warnings among its steps."""
    day = given.due or given.on
    return replace(given, steps=(*given.steps, *(Step(day, word) for word in words)))
