"""Limits of complaints and reports (投诉、举报): acceptance, mediation, notices, verification.

Before 2020 the rule set depends on the line of business (12315 工商, 12331 食药, 12365 质监), not on the
date alone. For complaints accepted since 2024-07-01 under order 20 the 60 days of the implementing
regulation stand beside its 45 working days; the earlier date is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.calendar import ONE_DAY, Calendar
from gongkai.law.deadlines.asking import Asked, in_order, parse_span
from gongkai.law.deadlines.counting import Excluded
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty, warn
from gongkai.law.registry import Extension, RuleSet, Transition
from gongkai.refusal import Refused

ANY_LINE = "any"
"""The line of a case that belongs to none (mayor's hotline): all sets of the day, the earliest date."""


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """The dates that decide a limit of a complaint or report.

    ``on`` is the day the limit runs from (receipt, acceptance or decision), ``received_on`` the first
    receipt, which chooses the rule set. ``testing`` are stretches of inspection or appraisal, both
    days included, that do not count. ``merged_on`` is the last report with new facts (order 121).
    """

    on: date
    line: str | None = None
    received_on: date | None = None
    testing: tuple[tuple[date, date], ...] = ()
    extended: bool = False
    extension_days: int | None = None
    merged_on: date | None = None
    real_name: bool = True
    policy: Transition = Transition.BY_RECEIPT


_TOLD = {
    "accept": Told("收到投诉", "受理或者不予受理并告知的期限届满"),
    "mediation": Told("受理投诉", "调解期限届满，未达成协议的应当终止调解"),
    "end_notice": Told("作出终止调解决定", "告知双方的期限届满"),
    "agreed_notice": Told("达成调解协议", "反馈办理结果的期限届满"),
    "report_verify": Told("收到举报", "核查并决定是否立案的期限届满"),
    "report_notice": Told("作出是否立案的决定", "告知实名举报人的期限届满"),
    "jurisdiction": Told("发生管辖争议", "协商的期限届满，协商不成的报请共同的上一级指定管辖"),
    "violation_check": Told("调解中发现涉嫌违法行为", "核查并决定是否立案的期限届满"),
}
_KIND = {
    "accept": "complaint-accept",
    "mediation": "complaint-mediation",
    "end_notice": "complaint-end-notice",
    "agreed_notice": "complaint-agreed-notice",
    "report_verify": "report-verify",
    "report_notice": "report-notice",
    "jurisdiction": "complaint-jurisdiction",
    "violation_check": "complaint-violation-check",
}


def complaint_accept(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when a complaint must be accepted or refused, from its receipt (order 121 art. 15)."""
    return _limit(clock, "accept", calendar, explain)


def complaint_mediation(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when mediation must end, from acceptance (order 20 art. 21; order 121 art. 23)."""
    return _limit(clock, "mediation", calendar, explain)


def complaint_end_notice(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when both sides must be told that mediation ended, from that decision."""
    return _limit(clock, "end_notice", calendar, explain)


def complaint_agreed_notice(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when the result must be told after both sides agreed; the notice of orders 20 and 121 is of an end
    without agreement alone (order 20 art. 21; order 121 art. 23).
    """
    return _limit(clock, "agreed_notice", calendar, explain)


def report_verify(clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a report must be verified and the opening of a case decided, from its receipt."""
    return _limit(clock, "report_verify", calendar, explain)


def report_notice(clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a real-name reporter must be told about the opening of a case (order 20 art. 31 only)."""
    return _limit(clock, "report_notice", calendar, explain)


def complaint_jurisdiction(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when two bureaus must agree whose matter it is, from the day on which the dispute arose; then the
    common superior designates (order 20 art. 30; order 121 art. 33). Earlier sets know no such limit.
    """
    if any(rule.find_limit("jurisdiction") is None for rule in _rules(clock)):
        reason = "当时的规定没有写明管辖争议的协商期限；协商不成的，仍报请共同的上一级指定管辖"
        return no_duty(_KIND["jurisdiction"], clock.on, None, reason)
    return _limit(clock, "jurisdiction", calendar, explain)


def complaint_violation_check(
    clock: ComplaintClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when a suspected violation that was found while mediating must be checked, from the day on which it
    was found (order 20 art. 23; order 121 art. 27). Earlier sets know no such limit; testing stops nothing.
    """
    if any(rule.find_limit("violation_check") is None for rule in _rules(clock)):
        reason = "当时的规定没有写明调解中发现涉嫌违法行为的核查期限；仍应当及时核查、依法处理"
        return no_duty(_KIND["violation_check"], clock.on, None, reason)
    return _limit(clock, "violation_check", calendar, explain)


def complaint_extension(clock: ComplaintClock, *, report: bool) -> Extension | None:
    """By how much the verification of a report, or else mediation, may be extended and by whose consent.

    Null where the rules of the day know no extension; of several sets the shortest.
    """
    return _extension(clock, "report_verify" if report else "mediation")


def violation_check_extension(clock: ComplaintClock) -> Extension | None:
    """The same of the check of a violation that was found while mediating."""
    return _extension(clock, "violation_check")


def _extension(clock: ComplaintClock, key: str) -> Extension | None:
    limits = [rule.find_limit(key) for rule in _rules(clock)]
    found = [limit.extension if limit is not None else None for limit in limits]
    if not all(found):
        return None
    return min((one for one in found if one is not None), key=lambda one: one.days)


def testing_pauses(clock: ComplaintClock, *, report: bool) -> bool:
    """Whether the limit stands still while something is tested; of several sets of a day, if one says so."""
    key = "report_verify" if report else "mediation"
    return any("testing" in rule.limit(key).pauses for rule in _rules(clock))


def report_restarts(clock: ComplaintClock) -> bool:
    """Whether new facts of the same reporter start the verification anew (order 121 art. 35)."""
    return all("merged" in rule.limit("report_verify").restarts for rule in _rules(clock))


def _limit(clock: ComplaintClock, key: str, calendar: Calendar | None, explain: bool) -> Answer:
    calendar = calendar or Calendar.default()
    kind, told = _KIND[key], _TOLD[key]
    in_order(("收到日期", clock.received_on), ("起算日期", clock.on), ("最后一次举报", clock.merged_on))
    rules = _rules(clock)
    testing = _testing(clock)
    ruled = [_ruled(rule, key, testing, clock.on) for rule in rules] + _superior(clock, rules, key, testing)
    if key == "report_notice" and not clock.real_name:
        return no_duty(kind, clock.on, ruled[0], "匿名举报没有告知是否立案的期限，只有实名举报人须予告知")
    start = clock.on
    if clock.merged_on is not None:
        if not all("merged" in rule.limit(key).restarts for rule in rules):
            title = "、".join(rule.cite() for rule in rules)
            raise Refused("no-restart", f"{title}没有规定因新的举报重新起算", "请去掉事件 merged")
        start, told = (
            clock.merged_on,
            Told("收到同一举报人反映新事实的最后一次举报，期限重新计算", told.closing),
        )
    given = answer(
        kind,
        clock.on,
        ruled,
        calendar,
        told,
        start=start,
        extended=clock.extended,
        extension_days=clock.extension_days,
        ruleset=rules[0].id if len(rules) == 1 else "",
        explain=explain,
    )
    if testing and given.due and not all(one.excluded for one in ruled):
        given = warn(
            given,
            *(f"注意：{one.rule.cite()}没有规定扣除检测、鉴定的时间" for one in ruled if not one.excluded),
        )
    return given


def _ruled(rule: RuleSet, key: str, testing: tuple[Excluded, ...], on: date) -> Ruled:
    """The limit as it is cited on a day, without the time of testing where its text leaves that out."""
    limit = rule.limit(key).as_cited_on(on)
    return Ruled(rule, limit, testing if "testing" in limit.pauses else ())


def _rules(clock: ComplaintClock) -> Sequence[RuleSet]:
    """The rule set of the day and line; all of the day for a case of no line."""
    day = registry.governing_day(clock.on, received=clock.received_on, policy=clock.policy)
    if clock.line == ANY_LINE and (found := registry.candidates("complaint", day)):
        return found
    return [registry.select("complaint", day, line=None if clock.line == ANY_LINE else clock.line)]


def _superior(
    clock: ComplaintClock, rules: Sequence[RuleSet], key: str, testing: tuple[Excluded, ...]
) -> list[Ruled]:
    """The limit of the implementing regulation (国务院令第778号) beside one in working days."""
    if key != "mediation" or any(rule.limit(key).unit != "working" for rule in rules):
        return []
    law = registry.find("complaint.superior", clock.on)
    return [_ruled(law, key, testing, clock.on)] if law else []


def _testing(clock: ComplaintClock) -> tuple[Excluded, ...]:
    spans = []
    for first, last in clock.testing:
        if first < clock.on:
            raise Refused(
                "events-out-of-order",
                f"检测起日 {first} 早于起算日 {clock.on}",
                "检测时间应在受理之后，请核对",
            )
        in_order(("检测起日", first), ("检测止日", last))
        spans.append(Excluded(first - ONE_DAY, last, "检测、鉴定"))
    return tuple(spans)


def _asked(asked: Asked) -> ComplaintClock:
    spans = asked.settings.get("testing")
    return ComplaintClock(
        on=asked.on,
        line=asked.settings.get("line"),
        received_on=asked.received,
        testing=tuple(parse_span(span, "检测时间") for span in spans.split(",")) if spans else (),
        extended=asked.has("extended"),
        extension_days=asked.number("extension_days"),
        merged_on=asked.event("merged"),
        real_name=asked.choice("real_name", ("yes", "no"), "yes") == "yes",
        policy=asked.policy,
    )


def accept(asked: Asked, calendar: Calendar) -> Answer:
    """``complaint-accept`` as the command asks it."""
    return complaint_accept(_asked(asked), calendar)


def mediation(asked: Asked, calendar: Calendar) -> Answer:
    """``complaint-mediation`` as the command asks it."""
    return complaint_mediation(_asked(asked), calendar)


def end_notice(asked: Asked, calendar: Calendar) -> Answer:
    """``complaint-end-notice`` as the command asks it."""
    return complaint_end_notice(_asked(asked), calendar)


def verify(asked: Asked, calendar: Calendar) -> Answer:
    """``report-verify`` as the command asks it."""
    return report_verify(_asked(asked), calendar)


def notice(asked: Asked, calendar: Calendar) -> Answer:
    """``report-notice`` as the command asks it."""
    return report_notice(_asked(asked), calendar)
