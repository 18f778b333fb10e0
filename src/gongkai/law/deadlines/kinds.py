"""The closed list of kinds of limit: what ``--on`` means, which events and settings each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import foi
from gongkai.law.deadlines.asking import Asked

COMMON_SETTINGS = {
    "received": "首次收到的日期，决定适用哪一部规则",
    "transition": "by_receipt（默认，按收到之日）或 by_act（按行为之日）选用规则",
}


@dataclass(frozen=True)
class Kind:
    """One kind of limit. ``events`` and ``settings`` map a name to what it means, in Chinese."""

    name: str
    title: str
    on: str
    answer: Callable[[Asked, Calendar], Answer]
    events: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
    repeatable: frozenset[str] = frozenset()

    @property
    def all_settings(self) -> dict[str, str]:
        """The settings of this kind and those that all kinds take."""
        return {**self.settings, **COMMON_SETTINGS}


_CONSULT = {"consult": "third-party（默认）或 organ：征求的是第三方还是其他机关"}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "foi-reply",
            "依申请公开答复期限",
            "收到申请之日",
            foi.reply,
            events={
                "extended": "已依法延期（可不写日期）",
                "consulted": "发出征求意见书之日",
                "opinion": "收到意见之日",
                "delivered": "对方收到征求意见书之日",
                "corrected": "收到补正之日",
                "paid": "申请人缴清信息处理费之日",
            },
            settings={**_CONSULT, "extension_days": "延长的工作日数，不写按上限"},
            undated=frozenset({"extended"}),
            repeatable=frozenset({"consulted", "opinion", "delivered"}),
        ),
        Kind("foi-correction-notice", "补正告知期限", "收到申请之日", foi.correction_notice),
        Kind(
            "foi-third-party",
            "第三方提出意见的期限",
            "第三方收到征求意见书之日",
            foi.third_party,
            settings=_CONSULT,
        ),
        Kind("foi-fee-payment", "信息处理费缴纳期限", "申请人收到收费通知之日", foi.fee_payment),
    )
}
