"""When something is due, with the reasoning: one function for all kinds, typed ones for the desk.

>>> from datetime import date
>>> compute("foi-reply", date(2017, 9, 25)).due
datetime.date(2017, 10, 20)
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import Asked, Events, flat
from gongkai.law.deadlines.complaints import (
    ComplaintClock,
    complaint_accept,
    complaint_agreed_notice,
    complaint_end_notice,
    complaint_extension,
    complaint_jurisdiction,
    complaint_mediation,
    complaint_violation_check,
    report_notice,
    report_restarts,
    report_verify,
    testing_pauses,
    violation_check_extension,
)
from gongkai.law.deadlines.foi import Consultation, FoiClock, foi_reply
from gongkai.law.deadlines.kinds import KINDS, Kind
from gongkai.law.deadlines.penalties import (
    PenaltyClock,
    PublicityClock,
    penalty_credit,
    penalty_publicity,
    penalty_publicity_end,
    penalty_push,
    penalty_withdrawal,
)
from gongkai.law.deadlines.publication import annual_report, budget_publication, item_publication
from gongkai.refusal import Refused

__all__ = [
    "KINDS",
    "ComplaintClock",
    "Consultation",
    "FoiClock",
    "Kind",
    "PenaltyClock",
    "PublicityClock",
    "annual_report",
    "budget_publication",
    "complaint_accept",
    "complaint_agreed_notice",
    "complaint_end_notice",
    "complaint_extension",
    "complaint_jurisdiction",
    "complaint_mediation",
    "complaint_violation_check",
    "compute",
    "foi_reply",
    "item_publication",
    "kind_named",
    "penalty_credit",
    "penalty_publicity",
    "penalty_publicity_end",
    "penalty_push",
    "penalty_withdrawal",
    "report_notice",
    "report_restarts",
    "report_verify",
    "testing_pauses",
    "violation_check_extension",
]


def kind_named(name: str) -> Kind:
    """The kind with that name. Raises Refused and suggests the nearest name."""
    if name in KINDS:
        return KINDS[name]
    near = difflib.get_close_matches(name, KINDS, n=1)
    hint = f"是不是 {near[0]}" if near else f"可以是 {'、'.join(KINDS)}"
    raise Refused("unknown-kind", f"没有“{name}”这种期限", hint)


def compute(
    kind: str,
    on: date,
    *,
    events: Events | None = None,
    settings: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> Answer:
    """When ``kind`` is due, counted from ``on``.

    ``events`` map a name to its date (``None`` for one without a date, a list for one that happened
    several times) or are pairs of both; ``settings`` map a name to its text, as on the command line.
    Raises Refused for an unknown kind, event or setting and for days out of order.
    """
    known = kind_named(kind)
    happened, given = flat(events), dict(settings or {})
    _check_events(known, happened)
    for name in given:
        if name not in known.all_settings:
            choices = f"可以是 {'、'.join(known.all_settings)}" if known.all_settings else "这种期限没有设置"
            raise Refused("unknown-setting", f"{kind} 没有设置“{name}”", choices)
    return known.answer(Asked(kind, on, happened, given), calendar or Calendar.default())


def _check_events(kind: Kind, happened: tuple[tuple[str, date | None], ...]) -> None:
    seen: set[str] = set()
    for name, day in happened:
        if name not in kind.events:
            choices = f"可以是 {'、'.join(kind.events)}" if kind.events else "这种期限没有事件"
            raise Refused("unknown-event", f"{kind.name} 没有事件“{name}”", choices)
        if day is None and name not in kind.undated:
            raise Refused("event-without-date", f"事件 {name} 缺少日期", f"请写成 {name}=2017-09-25 的样子")
        if name in seen and name not in kind.repeatable:
            raise Refused("event-twice", f"事件 {name} 只能有一次", "请只保留一个")
        seen.add(name)
