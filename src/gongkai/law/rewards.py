"""The reward for reporting a grave violation (举报奖励): its amount, and what there must be before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar, weekday
from gongkai.law.deadlines.counting import count, narrate
from gongkai.refusal import Refused

_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward in yuan; ``ask_finance`` when the finance department has to be consulted.

    ``how`` says step by step how the amount came out, for the decision and for who asks.
    """

    amount: Decimal
    ask_finance: bool
    ruleset: str
    basis: str
    how: tuple[str, ...] = ()


def reward(level: int, fined: Decimal, received_on: date) -> Reward:
    """The reward of ``level`` 1 to 3 for a report received on a day; ``fined`` is 罚没款 in yuan, may be 0.

    Raises Refused for an unknown level, a negative amount or a day before the rules (2021-12-01).
    """
    rule = registry.select("reward", received_on)
    stated = rule.data["reward"]
    levels = {one["level"]: one for one in stated["levels"]}
    if level not in levels:
        raise Refused("unknown-level", f"没有 {level} 级举报奖励", f"可以是 {'、'.join(map(str, levels))}")
    if not fined.is_finite() or fined < 0:
        raise Refused("bad-number", f"罚没款不能是 {fined} 元", "请写不小于 0 的金额")
    percent, least, most = levels[level]["percent"], Decimal(levels[level]["least"]), Decimal(stated["most"])
    share = (fined * percent / 100).quantize(_FEN, ROUND_HALF_UP)
    amount = min(max(share, least), most)
    how = [f"罚没款 {fined:,.2f} 元，按该级的 {percent}%，为 {share:,.2f} 元"]
    if share < least:
        how.append(f"不足该级最低金额，按 {least:,.2f} 元")
    if share > most:
        how.append(f"超过每起案件的上限，按 {most:,.2f} 元")
    asks = amount >= stated["finance_from"]
    if asks:
        how.append(f"单笔在 {stated['finance_from']:,} 元以上，须商财政部门")
    return Reward(amount, asks, rule.id, f"{rule.cite()}：{stated['text']}", tuple(how))


def reward_levels(received_on: date) -> tuple[int, ...]:
    """The levels of the rules of a day. Raises Refused before there were any (2021-12-01)."""
    return tuple(int(one["level"]) for one in registry.select("reward", received_on).data["reward"]["levels"])


@dataclass(frozen=True, slots=True)
class Step:
    """What a limit of the reward is counted from and towards; ``key`` names it in the data of the law."""

    key: str
    opening: str
    closing: str


TELL = Step("tell", "查处结案", "应当告知举报人")
COLLECT = Step("collect", "告知举报人奖励决定", "应当领取，没有正当理由逾期的视为放弃")
OBJECT = Step("object", "告知举报人奖励决定", "可以申请复核")


def until(step: Step, on: date, received_on: date, calendar: Calendar, more: int = 0) -> Answer:
    """By when a step of the reward for a report received on a day is due, counted from ``on``.

    ``more``: working days by which it was made longer. The law of the report's day decides. Raises Refused
    before there were any rules.
    """
    rule = registry.select("reward", received_on)
    stated = rule.data["award"]
    counted = count(calendar, on, stated[f"{step.key}_days"] + more, "working")
    return Answer(
        kind=f"reward-{step.key}",
        on=on,
        due=counted.end,
        ruleset=rule.id,
        basis=f"{rule.cite()}：{stated[f'{step.key}_text']}",
        steps=tuple(narrate(calendar, counted, step.opening, step.closing)),
        provisional=calendar.crosses_unknown(on, counted.end),
        counted=counted.shown,
    )


def longest_extension(received_on: date) -> int:
    """By how many working days the collecting of a reward may be made longer at most."""
    return int(registry.select("reward", received_on).data["award"]["extend_days"])


def collecting(received_on: date) -> str:
    """How and by when a reward is collected, as the letter to the reporter says it."""
    return str(registry.select("reward", received_on).data["award"]["collect_letter"])


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One investigation that a report led to, as far as a reward depends on it.

    ``penalty`` is the number of the decision, ``is_gone`` whether it was revoked or voided, ``is_moved``
    that the case was handed over; ``ruling`` names the ruling by which somebody was held to account then.
    """

    number: str
    opened_on: date
    ended_on: date | None = None
    penalty: str = ""
    decided_on: date | None = None
    served_on: date | None = None
    is_gone: bool = False
    is_moved: bool = False
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """What is lacking before a reward may be given: a sentence, until when it should be there and why.

    ``never``: it cannot come any more, so that there is no reward.
    """

    sentence: str
    by: date | None = None
    why: str = ""
    never: bool = False

    def __str__(self) -> str:
        if self.by is None:
            return self.sentence
        return f"{self.sentence}；一般应在 {self.by}（{weekday(self.by)}）以前：{self.why}"


def lacking(received_on: date, found: Sequence[Inquiry]) -> tuple[Lack, ...]:
    """What the rules of the report's day still demand before a reward; empty when nothing is lacking.

    Every investigation has ended, and one of them with a decision in force or with criminal liability.
    Raises Refused before there were any rules.
    """
    stated = registry.select("reward", received_on).data["award"]
    if not found:
        return (Lack("没有立案的案件，查证属实、结案以后才能奖励"),)
    open_ones = [one for one in found if one.ended_on is None]
    if open_ones:
        days = timedelta(days=stated["decide_days"])
        return tuple(
            Lack(f"{one.number}还没有结案", one.opened_on + days, stated["decide_text"]) for one in open_ones
        )
    each = [_lack(one, stated) for one in found]
    if any(lack is None for lack in each):
        return ()
    waiting = tuple(lack for lack in each if lack is not None and not lack.never)
    return waiting or tuple(lack for lack in each if lack is not None)


def _lack(one: Inquiry, stated: dict[str, object]) -> Lack | None:
    """What one investigation that has ended lacks; null when it is enough for a reward."""
    if one.is_moved:
        said = f"{one.number}已经移送，没有填写追究刑事责任的文书"
        return None if one.ruling.strip() else Lack(f"{said}，移送本身不能奖励")
    if not one.penalty:
        return Lack(f"{one.number}没有作出行政处罚，也没有移送司法机关，不予奖励", never=True)
    if one.is_gone:
        return Lack(f"处罚决定 {one.penalty} 已经撤销或者作废，不予奖励", never=True)
    if one.served_on is None:
        by = one.decided_on + timedelta(days=int(str(stated["serve_days"]))) if one.decided_on else None
        return Lack(f"处罚决定 {one.penalty} 没有登记送达，还没有生效", by, str(stated["serve_text"]))
    return None
