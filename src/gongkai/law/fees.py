"""The fee for disclosure on request: which regime, and the progressive information processing fee.

Amounts are whole 分 inside and whole yuan in the JSON; all rates of the law are whole yuan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law import registry
from gongkai.law.registry import Confidence, Fact, RuleSet
from gongkai.refusal import Refused

FEN = 100
_MOST = 10_000_000
_MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One tier that was used: ``first`` to ``last``, each at ``rate`` 分 (``None``: mixed), and their sum."""

    first: int
    last: int
    rate: int | None
    amount: int
    what: str


@dataclass(frozen=True, slots=True)
class Fee:
    """What an application costs. ``amount`` is in 分; ``None`` where local standards decide it."""

    amount: int | None
    ruleset: str
    basis: str
    steps: tuple[FeeStep, ...] = ()

    @property
    def yuan(self) -> int | None:
        """The amount in whole yuan."""
        return None if self.amount is None else self.amount // FEN

    def as_json(self) -> dict[str, Any]:
        """The document of ``gongkai fee --json``."""
        steps = [
            {
                "from": step.first,
                "to": step.last,
                "price": None if step.rate is None else step.rate // FEN,
                "amount": step.amount // FEN,
                "what": step.what,
            }
            for step in self.steps
        ]
        return {
            "amount": self.yuan,
            "unit": "元",
            "ruleset": self.ruleset,
            "basis": self.basis,
            "steps": steps,
        }


def fee_for_pieces(pieces: int, on: date, *, already: int = 0) -> Fee:
    """The fee by pieces (按件): all applications of one applicant within a calendar month, cumulated.

    ``already`` pieces of the same month were charged before; the fee is for the ``pieces`` after them.
    """
    return _fee(pieces, on, "pieces", "件", already)


def fee_for_pages(pages: int, on: date) -> Fee:
    """The fee by pages (按量): one application alone, A4 sides."""
    return _fee(pages, on, "pages", "页", 0)


COSTS = ("检索", "复制", "邮寄")
"""What an organ could charge until 2017-03-31: nothing but these costs (2008 art. 27)."""


def fee_for_costs(costs: Mapping[str, int], standard: str, on: date) -> Fee:
    """The costs 检索、复制、邮寄 of an application received on a day, in 分, by the local ``standard``.

    The standard is of the price and finance departments, so that no amount stands in the law. Raises Refused:
    ``unknown-cost``, ``bad-number``, ``no-standard``; a regime that charges no costs gives none.
    """
    rule = registry.select("fee", on)
    law = rule.data["fee"]
    basis = f"{_cite(rule, law)}：{law['text']}"
    if law["method"] != "cost":
        return Fee(0, rule.id, basis)
    for name, fen in costs.items():
        if name not in COSTS:
            raise Refused("unknown-cost", f"“{name}”不能收费", f"只能收取{'、'.join(COSTS)}费用")
        if not 0 <= fen <= _MOST * FEN:
            raise Refused("bad-number", f"{name}费不能是 {fen / FEN} 元", f"请写 0 到 {_MOST} 元")
    total = sum(costs.values())
    if total and not standard.strip():
        raise Refused("no-standard", "没有写收费标准", "请写明当地价格、财政部门制定的收费标准文号")
    steps = tuple(
        FeeStep(1, 1, fen, fen, f"{name}费 {fen // FEN}.{fen % FEN:02} 元")
        for name in COSTS
        if (fen := costs.get(name, 0))
    )
    named = f"；收费标准：{standard.strip()}" if standard.strip() else ""
    return Fee(total, rule.id, basis + named, steps)


def charges_costs(on: date) -> bool:
    """Whether costs may be charged for what was received on a day, and nothing else."""
    return bool(registry.select("fee", on).data["fee"]["method"] == "cost")


def called(on: date) -> str:
    """What is charged for what was received on a day, as its notice calls it; empty where nothing is."""
    method = registry.select("fee", on).data["fee"]["method"]
    return {"cost": f"{'、'.join(COSTS)}费用", "progressive": "信息处理费"}.get(method, "")


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One tier in words: what it is for, and its price."""

    span: str
    price: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """A progressive tariff as a table to read: by pieces of a month, or by pages of one application."""

    title: str
    unit: str
    text: str
    article: str
    rows: tuple[TariffRow, ...]


_METHODS = (("pieces", "按件计收", "件"), ("pages", "按量计收", "页"))


def tariffs(rule: RuleSet) -> tuple[Tariff, ...]:
    """The tariffs of a fee regime; none where it has no progressive fee."""
    law = rule.data["fee"]
    if law["method"] != "progressive":
        return ()
    return tuple(
        Tariff(title, unit, law[key]["text"], law[key]["article"], tuple(_rows(law[key], unit)))
        for key, title, unit in _METHODS
    )


def _rows(tariff: Mapping[str, Any], unit: str) -> Iterator[TariffRow]:
    low = 0
    for tier in tariff["tiers"]:
        price = f"每{unit} {tier['yuan']} 元" if tier["yuan"] else "不收费"
        yield TariffRow(f"第 {low + 1}—{tier['upto']} {unit}", price)
        low = tier["upto"]
    beyond = tariff["beyond"]
    rate, every, more = beyond["yuan"], beyond["every"], beyond["more"]
    if every:
        yield TariffRow(f"第 {low + 1}—{low + every} {unit}", f"每{unit} {rate} 元")
        then = f"以 {every} {unit}为一档，每档每{unit}再加 {more} 元"
        yield TariffRow(f"第 {low + every + 1} {unit}以上", then)
    else:
        yield TariffRow(f"第 {low + 1} {unit}以上", f"每{unit} {rate} 元")


def _fee(number: int, on: date, method: str, unit: str, already: int) -> Fee:
    for value in (number, already):
        if not 0 <= value <= _MOST:
            raise Refused("bad-number", f"{unit}数不能是 {value}", f"请写 0 到 {_MOST} 的整数")
    rule = registry.select("fee", on)
    law = rule.data["fee"]
    if law["method"] != "progressive":
        basis = f"{_cite(rule, law)}：{law['text']}"
        if rule.confidence is Confidence.OPEN:
            basis += f"（{rule.confidence.label}）"
        return Fee(0 if law["method"] == "none" else None, rule.id, basis)
    tariff = law[method]
    steps = tuple(_steps(tariff, already, already + number, unit))
    basis = f"{_cite(rule, tariff)}：{tariff['text']}；{law['text']}"
    return Fee(sum(step.amount for step in steps), rule.id, basis, steps)


def _cite(rule: RuleSet, part: Mapping[str, Any]) -> str:
    return rule.cite(Fact("fee", "", part.get("article", "")))


def _steps(tariff: Mapping[str, Any], after: int, upto: int, unit: str) -> list[FeeStep]:
    """The tiers that ``after`` + 1 to ``upto`` fall into; very long tails are summed into one step."""
    steps: list[FeeStep] = []
    low = 0
    for tier in tariff["tiers"]:
        steps += _step(max(low, after), min(tier["upto"], upto), tier["yuan"] * FEN, unit)
        low = tier["upto"]
    beyond = tariff["beyond"]
    rate, every = beyond["yuan"] * FEN, beyond["every"]
    while low < upto:
        high = low + every if every else upto
        if len(steps) >= _MOST_STEPS:
            return [*steps, _tail(max(low, after), upto, low, rate, beyond, unit)]
        steps += _step(max(low, after), min(high, upto), rate, unit)
        low, rate = high, rate + beyond["more"] * FEN
    return steps


def _step(after: int, upto: int, rate: int, unit: str) -> list[FeeStep]:
    if upto <= after:
        return []
    number = upto - after
    amount = number * rate
    price = f"每{unit} {rate // FEN} 元" if rate else "不收费"
    what = f"第 {after + 1}—{upto} {unit}，{number} {unit}，{price}，计 {amount // FEN} 元"
    return [FeeStep(after + 1, upto, rate, amount, what)]


def _tail(after: int, upto: int, low: int, rate: int, beyond: Mapping[str, Any], unit: str) -> FeeStep:
    """All further tiers as one step, by the sum of an arithmetic series."""

    every, more = int(beyond["every"]), int(beyond["more"]) * FEN

    def total(number: int) -> int:
        full, rest = divmod(number - low, every)
        return every * (full * rate + more * full * (full - 1) // 2) + rest * (rate + more * full)

    amount = total(upto) - total(after)
    what = f"第 {after + 1}—{upto} {unit}，以 {every} {unit}为一档逐档提高，合计 {amount // FEN} 元"
    return FeeStep(after + 1, upto, None, amount, what)
