"""What is complained about: the categories of ``data/words``, their firms and the units that handle them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from gongkai.demo.words import read

CENTRE = "投诉举报中心"
FOOD_TEAM = "食品药品执法大队"
TEAM = "稽查大队"
_QUANTITY = re.compile(r"[一两四五](?:件|双|套|只|条|部|副|块|台|桶|箱|袋|瓶|支|盒|辆|个|斤|批|桌)$")
_SECTION = {
    "drug": "药械化科",
    "cosmetics": "药械化科",
    "device": "药械化科",
    "lift": "特种设备科",
    "measure": "质量标准计量科",
    "quality": "质量标准计量科",
    "licence": "质量标准计量科",
}


@dataclass(frozen=True)
class Goods:
    """A category of goods or services with its fragments of sentences (``data/words``)."""

    key: str
    name: str
    kind: str
    line: str
    words: dict[str, Any]

    def amount(self, dice: Random) -> float | None:
        """What was paid, in yuan: small sums are likelier; None where nothing is bought."""
        if not self.words["amount"]:
            return None
        low, high = self.words["amount"]
        value = low * (high / low) ** (dice.random() ** 1.35)
        if value < 60:
            return float(round(value, 1))
        return float(round(value / 10) * 10 - (2 if dice.random() < 0.35 else 0))

    def bare(self, product: str) -> str:
        """The product without its quantity; the category's own noun where the product is a doing."""
        return str(self.words.get("noun") or _QUANTITY.sub("", product))


@cache
def goods(key: str) -> Goods:
    """The category with this key, for example ``"card"`` (预付卡消费)."""
    for file in ("goods", "services", "watch"):
        table = read(f"words/{file}.toml")
        if key in table:
            words = table[key]
            return Goods(key, words["name"], words["kind"], words["line"], words)
    raise KeyError(key)


@cache
def everything_sold() -> tuple[str, ...]:
    """The products one buys in shops and on line, for consultations."""
    table = read("words/goods.toml")
    return tuple(goods(key).bare(product) for key in table for product in table[key]["products"])


def unit_for(category: Goods, outcome: str, district: str, dice: Random) -> str:
    """The responsible unit: the district's office, a section of the line, a team for investigations."""
    if outcome == "filed":
        return FOOD_TEAM if category.line == "食药" else TEAM
    if outcome in ("moved", "refused") and dice.random() < 0.7:
        return CENTRE
    section = _SECTION.get(category.key)
    if section and dice.random() < 0.8:
        return section
    luck = dice.random()
    if category.key == "web" and luck < 0.3:
        return "市场规范与网络监管科"
    if category.line == "食药" and luck < 0.14:
        return FOOD_TEAM
    if category.line == "工商" and luck < 0.1:
        return "消费者权益保护科"
    if luck > 0.86:
        return CENTRE
    return f"{district}监管所"
