"""Limits of disclosure on request (依申请公开): reply, correction notice, third party, payment of the fee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Also, Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import Asked, in_order
from gongkai.law.deadlines.counting import Excluded, count, narrate
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty, total_days, unknown_years, warnings
from gongkai.law.registry import RuleSet, Transition
from gongkai.refusal import Refused

BEFORE = "《中华人民共和国政府信息公开条例》自2008年5月1日起施行，此前没有依申请公开的法定期限"


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter that asks a third party or another organ for its opinion (征求意见).

    The days after ``sent_on``, up to and including ``answered_on``, do not count. Under the 2019 rules
    no more is left out than the working days that the one asked has from the receipt of the letter
    (``delivered_on``, else from ``sent_on``).
    """

    sent_on: date
    answered_on: date | None = None
    delivered_on: date | None = None
    organ: bool = False


@dataclass(frozen=True, slots=True)
class FoiClock:
    """The dated events that decide when the reply to an application is due.

    ``received_on`` is the date of receipt (:mod:`gongkai.law.receipt`); ``extended_on`` may stay unknown
    although ``extended`` is true; ``ruled_on`` is the first receipt where it is not ``received_on``;
    ``postponed_to`` the reasonable later day that was told to whoever asks for too much (2019 art. 35).
    """

    received_on: date
    extended: bool = False
    extended_on: date | None = None
    extension_days: int | None = None
    consultations: tuple[Consultation, ...] = ()
    corrected_on: date | None = None
    paid_on: date | None = None
    ruled_on: date | None = None
    policy: Transition = Transition.BY_RECEIPT
    postponed_to: date | None = None


def foi_reply(clock: FoiClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """When the reply is due (条例 2019 art. 33, 2008 art. 24). Raises Refused for days out of order.

    With ``explain=False`` the steps stay empty: for the recomputation of many clocks.
    """
    calendar = calendar or Calendar.default()
    _check_order(clock)
    act = max(day for day in (clock.received_on, clock.corrected_on, clock.paid_on) if day)
    first = clock.ruled_on or clock.received_on
    day = registry.governing_day(act, received=first, policy=clock.policy)
    rule = registry.find("foi", day)
    if rule is None:
        return no_duty("foi-reply", clock.received_on, None, BEFORE)
    limit = rule.limit("reply")
    start, restarts, notes = _restart(clock, rule, day)
    firm, longest, pause_notes = _pauses(clock, rule, calendar)
    (days, _), *_ = total_days(limit, extended=clock.extended, extension_days=clock.extension_days)
    if clock.extended_on:
        _check_extension(clock.extended_on, count(calendar, start, limit.days, limit.unit, firm).end)
    counted = count(calendar, start, days, limit.unit, firm)
    also: tuple[Also, ...] = ()
    if longest != firm:
        late = count(calendar, start, days, limit.unit, longest).end
        why = "意见在规定的征求意见期限之后才收到，若全部征求时间都不计入，最迟可主张至这一天"
        also = (Also(late, why),) if late != counted.end else ()
    last = max([counted.end, *(one.due for one in also)])
    steps: list[Step] = []
    if explain:
        opening = restarts[-1].what if restarts else "收到申请"
        more = f"（其中延长 {days - limit.days} 个工作日）" if clock.extended else ""
        closing = f"答复期限届满{more}"
        steps = _opening_steps(clock, restarts, calendar) + narrate(calendar, counted, opening, closing)
        steps += [Step(counted.end, note) for note in notes + pause_notes]
        steps += warnings([Ruled(rule, limit)], counted.end, day)
        steps += unknown_years(calendar, clock.received_on, last)
    basis = Ruled(rule, limit).basis
    if restarts and (practice := _practice(rule)):
        basis += f"；{practice}"
    due, more = _postponed(clock, rule, counted.end, calendar)
    basis += more
    if explain and more:
        steps.append(Step(due, f"{calendar.describe(due)}：延迟答复的期限届满"))
    return Answer(
        kind="foi-reply",
        on=clock.received_on,
        due=due,
        ruleset=rule.id,
        basis=basis,
        steps=tuple(steps),
        also=also,
        provisional=_awaited(clock, counted.end) or calendar.crosses_unknown(clock.received_on, last),
        counted=counted.shown,
    )


def _postponed(clock: FoiClock, rule: RuleSet, due: date, calendar: Calendar) -> tuple[date, str]:
    """The later day that the bureau set for an application of unreasonable size, and what allows it."""
    if clock.postponed_to is None or clock.postponed_to <= due:
        return due, ""
    fact = next((one for one in rule.facts if one.key == "bulk"), None)
    if fact is None:
        raise Refused("no-postponing", f"{rule.cite()}没有延迟答复的规定", "请在答复期限内答复或者办理延期")
    return clock.postponed_to, f"；{rule.cite(fact)}：{fact.text}"


def _check_order(clock: FoiClock) -> None:
    in_order(
        ("首次收到日期", clock.ruled_on), ("收到申请", clock.received_on), ("收到补正", clock.corrected_on)
    )
    in_order(("收到申请", clock.received_on), ("收到补正", clock.corrected_on), ("缴费", clock.paid_on))
    in_order(("收到申请", clock.received_on), ("延期", clock.extended_on))
    for one in clock.consultations:
        in_order(
            ("收到申请", clock.received_on), ("发出征求意见书", one.sent_on), ("意见收到", one.answered_on)
        )
        in_order(("发出征求意见书", one.sent_on), ("征求意见书送达", one.delivered_on))


def _check_extension(extended_on: date, due: date) -> None:
    if extended_on > due:
        raise Refused(
            "extended-too-late",
            f"延期 {extended_on} 晚于原答复期限 {due}",
            "期限届满后不能再延期，请尽快答复",
        )


def _restart(clock: FoiClock, rule: RuleSet, day: date) -> tuple[date, list[Step], list[str]]:
    """Where the count starts, the events that moved it there, and remarks on those that did not."""
    limit = rule.limit("reply")
    start, steps, notes = clock.received_on, list[Step](), list[str]()
    if clock.corrected_on and "corrected" in limit.restarts:
        start = clock.corrected_on
        steps.append(Step(start, "收到补正，答复期限重新计算"))
    if clock.paid_on:
        fee = registry.find("fee", day)
        if "paid" in limit.restarts and fee is not None and fee.data["fee"]["restarts_reply"]:
            start = clock.paid_on
            steps.append(Step(start, "申请人缴清信息处理费，处理期限自次日起重新计算"))
        else:
            notes.append(f"注意：收到申请时没有信息处理费的规定，缴费 {clock.paid_on} 不使期限重新计算")
    return start, steps, notes


def _pauses(
    clock: FoiClock, rule: RuleSet, calendar: Calendar
) -> tuple[list[Excluded], list[Excluded], list[str]]:
    """Excluded days (capped; as the letters went), and remarks."""
    firm: list[Excluded] = []
    longest: list[Excluded] = []
    notes: list[str] = []
    for one in clock.consultations:
        whom, key = ("其他机关", "co_organ") if one.organ else ("第三方", "third_party")
        if ("consult_organ" if one.organ else "consult_third_party") not in rule.limit("reply").pauses:
            notes.append(f"注意：{rule.cite()}没有规定扣除征求{whom}意见的时间")
            continue
        cap_limit = rule.limit(key)
        cap = (
            calendar.add_workdays(one.delivered_on or one.sent_on, cap_limit.days) if cap_limit.days else None
        )
        ends = [day for day in (one.answered_on, cap) if day]
        if one.answered_on is None:
            notes.append(
                f"暂定：{whom}意见尚未收到，最多扣除 {cap_limit.days} 个工作日（至 {cap}）"
                if cap
                else f"暂定：{whom}意见尚未收到，期限暂停，收到后重新计算；这里的日期未作扣除"
            )
        if ends:
            firm.append(Excluded(one.sent_on, min(ends), f"征求{whom}意见"))
            longest.append(Excluded(one.sent_on, one.answered_on or min(ends), f"征求{whom}意见"))
    return firm, longest, notes


def _awaited(clock: FoiClock, due: date) -> bool:
    """Whether an opinion asked for before the limit is still to come, so that the date can move."""
    return any(one.answered_on is None and one.sent_on < due for one in clock.consultations)


def _opening_steps(clock: FoiClock, restarts: list[Step], calendar: Calendar) -> list[Step]:
    """The events before the count that is shown: the first receipt and earlier restarts."""
    if not restarts:
        return []
    first = Step(clock.received_on, f"{calendar.describe(clock.received_on)}：收到申请")
    return [first, *(Step(one.date, f"{calendar.describe(one.date)}：{one.what}") for one in restarts[:-1])]


def _practice(rule: RuleSet) -> str:
    """What stands behind a restart that the text itself does not order (2008)."""
    return next((fact.text for fact in rule.facts if fact.key == "practice.restart"), "")


def reply(asked: Asked, calendar: Calendar) -> Answer:
    """``foi-reply`` as the command asks it."""
    organ = asked.choice("consult", ("third-party", "organ"), "third-party") == "organ"
    sent, answered, delivered = (asked.every(name) for name in ("consulted", "opinion", "delivered"))
    if len(answered) > len(sent) or len(delivered) > len(sent):
        raise Refused(
            "opinion-without-letter",
            "有意见或者送达日期，却没有相应的征求意见日期",
            "请补上 --event consulted=DATE",
        )
    pairs = tuple(
        Consultation(
            day,
            answered[index] if index < len(answered) else None,
            delivered[index] if index < len(delivered) else None,
            organ,
        )
        for index, day in enumerate(sent)
    )
    clock = FoiClock(
        received_on=asked.on,
        extended=asked.has("extended"),
        extended_on=asked.event("extended"),
        extension_days=asked.number("extension_days"),
        consultations=pairs,
        corrected_on=asked.event("corrected"),
        paid_on=asked.event("paid"),
        ruled_on=asked.received,
        policy=asked.policy,
    )
    return foi_reply(clock, calendar)


def _limit_of(asked: Asked, key: str, calendar: Calendar, told: Told) -> Answer:
    rule = registry.find("foi", asked.ruled_on)
    if rule is None:
        return no_duty(asked.kind, asked.on, None, BEFORE)
    return answer(asked.kind, asked.on, [Ruled(rule, rule.limit(key))], calendar, told)


def correction_notice(asked: Asked, calendar: Calendar) -> Answer:
    """``foi-correction-notice``: by when the applicant must be asked to correct an unclear application."""
    return _limit_of(asked, "correction_notice", calendar, Told("收到申请", "一次性告知补正的期限届满"))


def third_party(asked: Asked, calendar: Calendar) -> Answer:
    """``foi-third-party``: by when the one consulted must answer."""
    maker = asked.choice("consult", ("third-party", "organ"), "third-party") == "organ"
    if maker:
        return _limit_of(
            asked, "co_organ", calendar, Told("共同制作机关收到征求意见书", "逾期未提出意见视为同意公开")
        )
    return _limit_of(asked, "third_party", calendar, Told("第三方收到征求意见书", "第三方提出意见的期限届满"))


def fee_payment(asked: Asked, calendar: Calendar) -> Answer:
    """``foi-fee-payment``: by when the applicant must pay the information processing fee."""
    rule = registry.find("fee", asked.ruled_on)
    if rule is None:
        return no_duty(asked.kind, asked.on, None, BEFORE)
    told = Told("申请人收到收费通知", "缴费期限届满，逾期视为放弃申请")
    return answer(asked.kind, asked.on, [Ruled(rule, rule.limit("payment"))], calendar, told)
