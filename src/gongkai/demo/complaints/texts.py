"""Sentences of the complaints register, composed from the fragments in ``data/words``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from gongkai.demo.complaints.fitting import bought, fair, fitting, product_and_complaint
from gongkai.demo.complaints.goods import Goods, everything_sold, goods
from gongkai.demo.names import Firm
from gongkai.demo.words import read

MONTH, DAY, CLOSED_ON = "\ue000", "\ue001", "\ue002"
"""Stand for the month and day of the purchase and the day of the answer until a row is written."""
_SUBJECT = re.compile(r"^该(?:店|公司|处|作坊|厂|药店|网店|营业部|点|单位)")
_FRAMES = (
    "{opening}{named}，{end}",
    "{opening}{seen}{named}，{end}",
    "{opening}{place}的{named}，{end}",
    "{opening}{place}有一家{firm}，{report}，{end}",
    "{opening}{firm}存在问题：{report}，{end}",
    "{opening}{seen}到{firm}，发现{report}，{end}",
)


def money(value: float) -> str:
    """An amount for a sentence: ``86``, ``12.5``."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Phrases:
    """Draws fragments and fills them in; everything comes from ``dice``."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._calls: dict[str, Any] = read("words/calls.toml")

    def pick(self, name: str) -> str:
        """One fragment of a list of ``calls.toml``."""
        return str(self._dice.choice(self._calls[name]))

    def grounds(self) -> list[str]:
        """The grounds of refusal that answers name."""
        return list(self._calls["refusal"]["grounds"])

    def facts(self, category: Goods, firm: Firm) -> dict[str, str]:
        """The values that fragments refer to, drawn once so that question and answer agree."""
        dice = self._dice
        product, complaint = product_and_complaint(category.words, firm.name, dice)
        amount = category.amount(dice)
        if amount:
            amount = fair(amount, product, dice)
        road = re.sub(r"^威海火炬高技术产业开发区(\D+).*$", r"\1", firm.address)
        back = (
            amount
            if amount and dice.random() < 0.5
            else (amount or 200) * dice.choice((0.3, 0.4, 0.5, 0.6, 0.8))
        )
        values = {
            "p": product,
            "bare": category.bare(product),
            "firm": firm.name,
            "district": firm.district,
            "road": road,
            "n": str(dice.randint(2, 9)),
            "m": MONTH,
            "day": DAY,
            "amt": money(amount) if amount else "",
            "back": money(max(back, 5.0)),
            "estate": self.pick("estates"),
        }
        values["complaint"] = complaint.format_map(values)
        named = {**values, "p": values["bare"]}
        for part in ("claim", "settle"):
            chosen = fitting(category.words[part], complaint, dice)
            values[part] = chosen.format_map(named if part == "claim" else values)
        report = dice.choice(category.words["report"])
        values["report"] = report.format_map(named)
        for part in ("found", "breach"):
            values[part] = dice.choice(category.words[part]).format_map(named)
        return values

    def complaint(self, category: Goods, values: Mapping[str, str]) -> str:
        """What a complaint says: when and where, what for, what went wrong, what is wanted."""
        bought_at = bought(category.words["buy"], values["p"], self._dice).format_map(values)
        head = self.pick("opening")
        if not values["amt"]:
            return self._end(f"{head}{bought_at}，{values['complaint']}。", values["claim"])
        paid = self.pick("paid").format_map(values)
        when = self.pick("dates").format_map(values)
        return self._end(f"{head}{when}{bought_at}，{paid}，{values['complaint']}。", values["claim"])

    def _end(self, start: str, claim: str) -> str:
        follow = self.pick("follow").format(n=self._dice.randint(2, 4))
        tell = self.pick("tell")
        text = f"{start}{follow}，{claim}" if follow else f"{start}现{claim}"
        return f"{text}，{tell}。" if tell else f"{text}。"

    def report(self, values: Mapping[str, str]) -> str:
        """What a report says: who does what unlawful thing where."""
        report = values["report"]
        named = _SUBJECT.sub(lambda _: values["firm"], report)
        frame = self._dice.choice(_FRAMES)
        text = frame.format(
            opening=self.pick("opening_report"),
            named=named,
            report=report,
            firm=values["firm"],
            seen=self.pick("dates").format_map(values),
            place=self.pick("place").format_map(values),
            end=self.pick("follow_report"),
        )
        return text.rstrip("，") + "。"

    def both(self, category: Goods, values: Mapping[str, str]) -> str:
        """One call that asks for mediation and for investigation."""
        link = self._dice.choice(("同时举报：", "另举报：", "并要求查处："))
        return f"{self.complaint(category, values)}{link}{values['report']}。"

    def again(self, number: str, values: Mapping[str, str]) -> str:
        """A second call about the same matter."""
        dice = self._dice
        state = dice.choice(
            ("至今没有接到处理结果", "对处理结果不满意", "商家承诺后没有履行", "又出现同样问题")
        )
        asks = dice.choice((f"请尽快办理，{values['claim']}", values["claim"], "要求重新处理", "催办"))
        matter = f"{values['firm']}{values['bare']}一事（{number}）"
        return f"{self.pick('opening')}此前反映的{matter}，{state}，{asks}。"

    def answer(self, outcome: str, category: Goods, values: Mapping[str, str], unit: str) -> str:
        """What was answered, by outcome."""
        told = {**values, "unit": unit, "date": CLOSED_ON, "p": values["bare"]}
        told["ground"] = self._dice.choice(self._calls["refusal"]["grounds"])
        told["reason"], told["organ"] = self._elsewhere(category)
        if outcome == "both":
            for part in ("mediated", "unmediated", "unfiled", "filed"):
                told[part] = self._dice.choice(self._calls["answer"][part]).format_map(told)
        return str(self._dice.choice(self._calls["answer"][outcome]).format_map(told))

    def testing(self, values: Mapping[str, str], sent: date) -> str:
        """Why the clock stands: the goods are being tested."""
        when = f"{sent.month}月{sent.day}日"
        return str(self._calls["answer"]["testing"].format(p=values["bare"], date=when))

    def _elsewhere(self, category: Goods) -> tuple[str, str]:
        organs = self._calls["moved"]["organs"].get(category.key)
        if organs:
            return f"所反映的{category.name}事项由其他部门主管", self._dice.choice(organs)
        return "被反映单位实际经营地不在本辖区", self._dice.choice(self._calls["moved"]["elsewhere"])

    def consultation(self, firm: Firm) -> tuple[str, str, str]:
        """A question, its answer and what it is about (the category's name)."""
        dice = self._dice
        asked = self._calls["asked"]
        topic = dice.choices(("licence", "rights", "food", "gear"), weights=(40, 38, 14, 8))[0]
        values = {
            "trade": dice.choice(asked["trades"]),
            "p": self._product(topic),
            "n": str(dice.randint(2, 14)),
            "road": re.sub(r"^威海火炬高技术产业开发区(\D+).*$", r"\1", firm.address),
            "district": firm.district,
        }
        question = dice.choice(asked[topic]).format_map(values)
        tail = dice.choice(asked["tail"]).format_map(values)
        about = {"licence": "登记注册", "rights": "消费维权", "food": "食品", "gear": "质量计量"}[topic]
        return f"{dice.choice(asked['ask'])}{question}{tail}。", dice.choice(asked[f"told_{topic}"]), about

    def _product(self, topic: str) -> str:
        if topic == "food":
            return goods("retail").bare(self._dice.choice(goods("retail").words["products"]))
        return self._dice.choice(everything_sold())
