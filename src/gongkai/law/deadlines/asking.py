"""What is asked: a kind of limit, a day, events and settings; every wrong use is refused here in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.registry import Transition, governing_day
from gongkai.refusal import Refused

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

EventValue = date | None | Sequence[date | None]
Events = Mapping[str, EventValue] | Sequence[tuple[str, date | None]]


def parse_date(text: str, what: str) -> date:
    """An ISO date. Raises Refused for another form or a day that does not exist."""
    text = text.strip()
    if not _ISO.fullmatch(text):
        raise Refused("bad-date", f"{what}“{text}”不是日期", "请写成 2017-09-25 的样子")
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refused("impossible-date", f"{what}“{text}”这一天不存在", "请核对年月日") from problem


def parse_span(text: str, what: str) -> tuple[date, date]:
    """``D..D``, both days included. Raises Refused when reversed."""
    first, dots, last = text.partition("..")
    if not dots:
        raise Refused(
            "bad-span", f"{what}“{text}”不是起止日期", "请写成 2024-07-01..2024-07-15，起止两日均不计入"
        )
    span = parse_date(first, what), parse_date(last, what)
    if span[1] < span[0]:
        raise Refused("bad-span", f"{what}的止日 {span[1]} 早于起日 {span[0]}", "请核对起止日期")
    return span


def flat(events: Events | None) -> tuple[tuple[str, date | None], ...]:
    """Events of either form as pairs of name and date, in the order given."""
    if events is None:
        return ()
    pairs: Iterable[tuple[str, EventValue]] = events.items() if isinstance(events, Mapping) else events
    found: list[tuple[str, date | None]] = []
    for name, value in pairs:
        if value is None or isinstance(value, date):
            found.append((name, value))
        else:
            found.extend((name, one) for one in value)
    return tuple(found)


@dataclass(frozen=True)
class Asked:
    """One question: which kind, from which day, what happened since, and the settings given."""

    kind: str
    on: date
    events: tuple[tuple[str, date | None], ...]
    settings: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether the event happened."""
        return any(event == name for event, _ in self.events)

    def event(self, name: str) -> date | None:
        """The date of an event that happens once, or ``None``."""
        return next((day for event, day in self.events if event == name), None)

    def every(self, name: str) -> list[date]:
        """The dates of an event that may happen several times, in order."""
        return sorted(day for event, day in self.events if event == name and day is not None)

    def choice(self, name: str, among: Sequence[str], default: str | None = None) -> str:
        """The value of a setting from a closed list. Raises Refused for another, or none without default."""
        value = self.settings.get(name, default)
        if value is None:
            raise Refused("setting-needed", f"缺少设置 {name}", f"请加 --set {name}={'|'.join(among)}")
        if value not in among:
            raise Refused("bad-setting", f"设置 {name} 不能是“{value}”", f"可以是 {'、'.join(among)}")
        return value

    def number(self, name: str) -> int | None:
        """The value of a setting that is a whole number of 1 or more, or ``None``."""
        text = self.settings.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 3660):
            raise Refused("bad-setting", f"设置 {name} 不能是“{text}”", "请写 1 到 3660 的整数")
        return int(text)

    @property
    def received(self) -> date | None:
        """``received=DATE``: when application, complaint or report was first received."""
        text = self.settings.get("received")
        return None if text is None else parse_date(text, "设置 received ")

    @property
    def policy(self) -> Transition:
        """``transition=by_receipt|by_act``: which day chooses the rule set."""
        return Transition(
            self.choice("transition", [one.value for one in Transition], Transition.BY_RECEIPT.value)
        )

    @property
    def ruled_on(self) -> date:
        """The day that chooses the rule set: ``received``, else the day asked from."""
        if self.received is not None and self.received > self.on:
            raise Refused(
                "events-out-of-order",
                f"收到日期 {self.received} 晚于 {self.on}",
                "设置 received 应不晚于 --on",
            )
        return governing_day(self.on, received=self.received, policy=self.policy)


def in_order(*days: tuple[str, date | None]) -> None:
    """Refuse days that do not follow each other; ``None`` has not happened and is passed over."""
    before: tuple[str, date] | None = None
    for name, day in days:
        if day is None:
            continue
        if before is not None and day < before[1]:
            raise Refused(
                "events-out-of-order", f"{name} {day} 早于{before[0]} {before[1]}", "请核对各个日期的先后"
            )
        before = (name, day)
