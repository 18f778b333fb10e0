"""The reward for reporting a grave violation (举报奖励), by level and amount of fine and confiscation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gongkai.law import registry
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
    how = [f"罚没款 {fined:,.2f} 元，{level} 级按 {percent}%，为 {share:,.2f} 元"]
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
