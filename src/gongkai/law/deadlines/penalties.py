"""Limits of the publicity of administrative penalties (行政处罚公示).

One decision has two limits: 双公示 (credit site) and 公示系统 (enterprise register). Until 2021-08-31 the
second depends on the line of business; food and drug decisions also count from their service.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Also, Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import Asked, in_order
from gongkai.law.deadlines.counting import add_months, count
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty, unknown_years, warn, warnings
from gongkai.law.registry import Confidence, Limit, RuleSet, Transition
from gongkai.refusal import Refused

FIELD = "penalty.pub"
DEFAULT_LINE = "工商"
CLASSES = ("notice-only", "minor-fine", "other")
SEVERITIES = ("minor", "general", "serious")


@dataclass(frozen=True, slots=True)
class PenaltyClock:
    """The dates of a penalty decision. ``on`` is the decision, revocation or publication asked from.

    ``ruled_on`` chooses the rule set where it is not ``on``; ``line`` is 工商, 质监 or 食药 (until 2021).
    """

    on: date
    line: str | None = None
    served_on: date | None = None
    pushed_on: date | None = None
    warning_only: bool = False
    ruled_on: date | None = None
    policy: Transition = Transition.BY_RECEIPT

    @property
    def day(self) -> date:
        """The day that chooses the rule set."""
        return registry.governing_day(self.on, received=self.ruled_on, policy=self.policy)


def _rule(clock: PenaltyClock, *, line: str | None) -> RuleSet | None:
    """The set of the day; without a line that of 工商 where lines differ."""
    split = any(rule.lines for rule in registry.candidates(FIELD, clock.day))
    return registry.find(FIELD, clock.day, line=line or (DEFAULT_LINE if split else None))


def penalty_credit(clock: PenaltyClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when the decision must stand on the credit site (双公示): working days from the decision."""
    rule = registry.find("penalty.credit", clock.day)
    if rule is None:
        reason = f"{clock.day} 还没有双公示的要求（国办发〔2015〕51号，2015年6月24日）"
        return no_duty("penalty-credit", clock.on, None, reason)
    told = Told("作出行政处罚决定", "双公示期限届满")
    ruled = [Ruled(rule, rule.limit("publicity"))]
    return answer("penalty-credit", clock.on, ruled, calendar or Calendar.default(), told, explain=explain)


def penalty_publicity(
    clock: PenaltyClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when the decision must be public (公示系统); for food and drug also counted from service."""
    calendar = calendar or Calendar.default()
    in_order(("作出决定", clock.on), ("送达", clock.served_on))
    kind = "penalty-publicity"
    rule = _rule(clock, line=clock.line)
    if rule is None:
        return no_duty(kind, clock.on, None, _not_yet(clock))
    if clock.warning_only and (none := rule.find_limit("publicity_warning_only")):
        return no_duty(kind, clock.on, Ruled(rule, none))
    told = Told("作出行政处罚决定", "公示期限届满")
    ruled = Ruled(rule, rule.limit("publicity"))
    given = answer(kind, clock.on, [ruled], calendar, told, explain=explain)
    served = rule.find_limit("publicity_served")
    if served is not None:
        given = _with_service(given, clock, Ruled(rule, served), ruled, calendar)
    if explain and clock.line is None and rule.lines:
        given = warn(
            given,
            f"注意：没有指明条线，按{DEFAULT_LINE}条线计；食药条线还须从送达之日起算（--set line=食药）",
        )
    return given


def _not_yet(clock: PenaltyClock) -> str:
    return (
        f"{clock.day} 没有收录{clock.line or DEFAULT_LINE}条线行政处罚信息公示的专门期限；"
        "属于主动公开范围的，按《中华人民共和国政府信息公开条例》主动公开的期限办理"
    )


def _with_service(
    given: Answer, clock: PenaltyClock, served: Ruled, decided: Ruled, calendar: Calendar
) -> Answer:
    """The answer with the limit from service beside that from the decision; the earlier is due."""
    assert given.due is not None
    basis = f"{served.basis}；{decided.basis}"
    if clock.served_on is None:
        waiting = f"暂定：尚无送达日期；送达后{served.limit.days}个工作日内公开，早于这一天的以其为准"
        return replace(warn(given, waiting), basis=basis, provisional=True)
    told = Told("送达行政处罚决定书", "公开期限届满")
    early = answer(given.kind, clock.served_on, [served], calendar, told)
    assert early.due is not None
    provisional = given.provisional or early.provisional
    if early.due >= given.due:
        step = Step(given.due, f"送达起{served.limit.days}个工作日为 {early.due}，不早于决定起的最长期限")
        return replace(given, basis=basis, steps=(*given.steps, step), provisional=provisional)
    also = (Also(given.due, f"{decided.rule.cite(decided.limit)}：自作出决定之日起的最长期限"),)
    return replace(early, on=clock.on, basis=basis, also=also, provisional=provisional)


def penalty_push(clock: PenaltyClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a decision about a party of another province must be sent there (order 45 art. 10)."""
    calendar = calendar or Calendar.default()
    in_order(("作出决定", clock.on), ("推送", clock.pushed_on))
    rule = _rule(clock, line=None)
    limit = rule.find_limit("push") if rule else None
    if rule is None or limit is None:
        return no_duty("penalty-push", clock.on, None, _not_yet(clock))
    told = Told("作出行政处罚决定", "推送至登记地的期限届满")
    given = answer("penalty-push", clock.on, [Ruled(rule, limit)], calendar, told, explain=explain)
    publish = rule.find_limit("push_publish")
    if given.due is None or publish is None:
        return given
    start = clock.pushed_on or given.due
    last = count(calendar, start, publish.days, publish.unit).end
    why = f"登记地自收到之日（{start}）起{publish.days}个工作日内公示"
    provisional = calendar.crosses_unknown(clock.on, last)
    return replace(given, also=(*given.also, Also(last, why)), provisional=provisional)


def penalty_withdrawal(
    clock: PenaltyClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when a revoked or changed decision must be taken down (处罚法 art. 48, order 45 art. 11)."""
    calendar = calendar or Calendar.default()
    rule, law = _rule(clock, line=None), registry.find("penalty.law", clock.day)
    ruled = [Ruled(one, one.limit("withdrawal")) for one in (rule, law) if one]
    if not ruled:
        return no_duty("penalty-withdrawal", clock.on, None, _not_yet(clock))
    told = Told("处罚决定被变更、撤销、确认违法或者无效", "撤回公示并说明理由的期限届满")
    running = [one for one in ruled if one.limit.unit != "none"] or ruled
    return answer("penalty-withdrawal", clock.on, running, calendar, told, explain=explain)


@dataclass(frozen=True, slots=True)
class PublicityClock:
    """What decides how long a decision stays public: ``on`` is the day of publication.

    ``klass`` is one of notice-only, minor-fine, other; ``banned_until`` the end of a ban on business or
    occupation; ``decided_on`` and ``severity`` give the separate end on the credit site since 2026-04-01.
    """

    on: date
    klass: str = "other"
    banned_until: date | None = None
    decided_on: date | None = None
    severity: str | None = None
    years: int | None = None


def penalty_publicity_end(
    clock: PublicityClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """When the publicity ends (order 45 art. 13), with the credit site's own end beside it."""
    calendar = calendar or Calendar.default()
    kind = "penalty-publicity-end"
    in_order(("作出决定", clock.decided_on), ("公示", clock.on))
    in_order(("作出决定", clock.decided_on), ("限制届满", clock.banned_until))
    plain = PenaltyClock(on=clock.on)
    rule = _rule(plain, line=None)
    if rule is None:
        return no_duty(kind, clock.on, None, _not_yet(plain))
    limit = rule.find_limit(f"publicity_end_{clock.klass}") or rule.limit("publicity_end")
    if clock.years is not None:
        if limit.confidence is not Confidence.OPEN:
            raise Refused("fixed-by-law", f"{rule.cite(limit)}已有明文", "请去掉设置 years")
        limit = replace(limit, days=clock.years)
    end = _period_end(clock.on, limit)
    steps = [
        Step(
            clock.on, f"{calendar.describe(clock.on)}：公示，当日不计；公示 {limit.days} {_UNIT[limit.unit]}"
        ),
        Step(end, f"{calendar.describe(end)}：公示期届满，停止公示"),
    ]
    if clock.banned_until and clock.banned_until > end:
        end = clock.banned_until
        steps.append(Step(end, f"限制开展生产经营活动、限制从业的期限更长，公示至 {end}"))
    also, notes = _credit_site(clock)
    steps += warnings([Ruled(rule, limit)], end) + [Step(end, note) for note in notes]
    steps += unknown_years(calendar, clock.on, end)
    provisional = calendar.crosses_unknown(clock.on, end)
    basis = Ruled(rule, limit).basis
    return Answer(kind, clock.on, end, rule.id, basis, tuple(steps) if explain else (), also, provisional)


_UNIT = {"months": "个月", "years": "年"}


def _period_end(day: date, limit: Limit) -> date:
    return add_months(day, limit.days * (12 if limit.unit == "years" else 1))


def _credit_site(clock: PublicityClock) -> tuple[tuple[Also, ...], list[str]]:
    """The end on 信用中国, counted from the decision since 2026-04-01, or a remark that it differs."""
    rule = registry.find("credit.repair.creditchina", clock.decided_on or clock.on)
    if rule is None or not rule.limits:
        return (), []
    if clock.decided_on is None or clock.severity is None:
        return (), [
            f"注意：“信用中国”的公示期自决定书作出之日另计（{rule.cite()}）；"
            "可加 --event decided=DATE --set severity=minor|general|serious"
        ]
    limit = rule.limit(f"end_{clock.severity}")
    end = _period_end(clock.decided_on, limit)
    return (Also(end, f"“信用中国”（{rule.cite()}）：{limit.text}"),), []


def _asked(asked: Asked) -> PenaltyClock:
    registry.check_line(FIELD, asked.settings.get("line"))
    return PenaltyClock(
        on=asked.on,
        line=asked.settings.get("line"),
        served_on=asked.event("served"),
        pushed_on=asked.event("pushed"),
        warning_only=asked.choice("class", ("warning-only", "other"), "other") == "warning-only",
        ruled_on=asked.received and asked.ruled_on,
        policy=asked.policy,
    )


def credit(asked: Asked, calendar: Calendar) -> Answer:
    """``penalty-credit`` as the command asks it."""
    return penalty_credit(_asked(asked), calendar)


def publicity(asked: Asked, calendar: Calendar) -> Answer:
    """``penalty-publicity`` as the command asks it."""
    return penalty_publicity(_asked(asked), calendar)


def push(asked: Asked, calendar: Calendar) -> Answer:
    """``penalty-push`` as the command asks it."""
    return penalty_push(_asked(asked), calendar)


def withdrawal(asked: Asked, calendar: Calendar) -> Answer:
    """``penalty-withdrawal`` as the command asks it."""
    return penalty_withdrawal(_asked(asked), calendar)


def publicity_end(asked: Asked, calendar: Calendar) -> Answer:
    """``penalty-publicity-end`` as the command asks it."""
    severity = asked.choice("severity", SEVERITIES) if "severity" in asked.settings else None
    clock = PublicityClock(
        on=asked.on,
        klass=asked.choice("class", CLASSES, "other"),
        banned_until=asked.event("banned_until"),
        decided_on=asked.event("decided"),
        severity=severity,
        years=asked.number("years"),
    )
    return penalty_publicity_end(clock, calendar)
