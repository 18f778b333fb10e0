"""What a person makes of a signal: a warning through the door, a clue, watching on, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Clue, Signal, Unforeseen
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.signals.counting import values_of
from gongkai.desk.complaints.signals.naming import title_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft
from gongkai.desk.enforcement.models import Investigation
from gongkai.refusal import Refused

REASONS = {
    "one-event": "同一事件、同一批人",
    "media": "媒体报道引起",
    "seasonal": "节日或促销的正常增加",
    "sorting": "分类有误",
}
"""Why a signal is none: a closed list."""
WARNINGS = "消费警示信息"
_OPEN = (Signal.State.WAITING, Signal.State.WATCHED)


def watch(signal: Signal, *, by: Officer, at: datetime) -> Signal:
    """Look at it again in some days 继续观察."""
    until = shanghai_date(at) + timedelta(days=house().days("watch_days"))
    return _decide(signal, Signal.State.WATCHED, by, at, watch_until=until)


def dismiss(signal: Signal, reason: str, *, by: Officer, at: datetime) -> Signal:
    """It is no warning 排除, for one of the reasons. Raises Refused: ``E_REASON``."""
    if reason not in REASONS:
        raise Refused("E_REASON", "请说明排除的理由", "可以是：" + "、".join(REASONS.values()))
    return _decide(signal, Signal.State.DISMISSED, by, at, reason=reason)


def make_clue(signal: Signal, investigation: Investigation, *, by: Officer, at: datetime) -> Signal:
    """Its reports become clues of an investigation 转案件线索."""
    if investigation.agency_id != signal.agency_id:
        raise Refused("wrong-agency", "不是本机关的案件", "请核对立案号")
    with transaction.atomic():
        made = _decide(signal, Signal.State.CLUE, by, at, investigation=investigation)
        for inside in signal.cases.select_related("case"):
            Clue.objects.get_or_create(
                case=inside.case, investigation=investigation, defaults={"on": shanghai_date(at)}
            )
    return made


def warn(signal: Signal, unit: Unit | None, *, by: Officer, at: datetime) -> Item:
    """Begin a consumer warning 制作提示: a draft without anything personal; it goes the way of all items.

    Raises Refused: ``judged``, and those of :func:`gongkai.desk.disclosure.verbs.draft`.
    """
    if signal.state not in _OPEN:
        raise Refused("judged", f"预警第 {signal.number} 号已经判断", "请打开该预警核对")
    title = title_of(signal.key)
    fields = Draft(
        title=f"关于{title}的消费提示",
        category=WARNINGS,
        means=Item.Means.OPEN,
        unit=unit,
        text=warning_text(signal),
        formed_on=shanghai_date(at),
    )
    item = draft(signal.agency, fields, by, at)  # takes its index number in a transaction of its own
    _decide(signal, Signal.State.WARNED, by, at, item=item)
    return item


def excuse(
    reason: str,
    *,
    item: Item | None = None,
    investigation: Investigation | None = None,
    by: Officer,
    at: datetime,
) -> Unforeseen:
    """Say why no signal could have told a warning or an investigation: it is no miss. Changing it is allowed.

    Raises Refused: ``E_REASON``, ``not-allowed``.
    """
    if reason not in Unforeseen.Reason.values:
        raise Refused("E_REASON", "请说明不计入漏报的理由", "请选择")
    about = item or investigation
    assert about is not None
    day = shanghai_date(at)
    _demand_judge(by, about.agency, day)
    made, _ = Unforeseen.objects.update_or_create(
        item=item,
        investigation=investigation,
        defaults={"agency": about.agency, "reason": reason, "by": by, "on": day},
    )
    return made


def warning_text(signal: Signal) -> str:
    """The beginning of a warning: what was reported how often. Shops and people are not named."""
    values = values_of(signal.key)
    about = values.get("product") or values.get("class") or "有关商品和服务"
    problem = house().problems.get(values.get("problem", ""))
    said = f"，主要反映{problem[0]}" if problem and problem[1] else ""
    where = f"{values['area']}一带" if values.get("area") else "辖区内"
    window = f"{signal.day - timedelta(days=signal.window - 1):%Y年%m月%d日}至{signal.day:%m月%d日}"
    return (
        f"{window}，{where}有 {signal.people} 名消费者反映{about}方面的问题{said}。\n\n"
        "# 风险点\n\n（请补充）\n\n# 识别方法\n\n（请补充）\n\n# 消费建议\n\n（请补充）\n\n"
        "请索要并保留票据、合同、付款记录。权益受到损害的，可以向市场监督管理部门投诉、举报。\n"
    )


def _decide(signal: Signal, state: str, by: Officer, at: datetime, **values: object) -> Signal:
    day = shanghai_date(at)
    _demand_judge(by, signal.agency, day)
    with transaction.atomic():
        locked = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
        if locked.state not in _OPEN:
            raise Refused("judged", f"预警第 {locked.number} 号已经判断", "请打开该预警核对")
        locked.state, locked.decided_by, locked.decided_on = state, by, day
        names = ["state", "decided_by", "decided_on", *values]
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=names)
        _record(locked, [one.case for one in locked.cases.select_related("case")], by, at)
    return locked


def _demand_judge(by: Officer, agency: Agency, day: date) -> None:
    if not holds(by, (*CENTRE, *LEADS), None, day, agency=agency):
        raise Refused("not-allowed", f"{by.name}当日没有判断预警的职责", "请由投诉举报中心或领导判断")


def _record(signal: Signal, cases: Sequence[Case], by: Officer, at: datetime) -> None:
    data = {"signal": f"{signal.year}-{signal.number}", "kind": signal.state}
    for case in cases:
        record(case.stream, "signal-judged", by=by, occurred=shanghai_date(at), at=at, data=data)
