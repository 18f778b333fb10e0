"""The figures of the complaint centre."""

from __future__ import annotations

from gongkai.desk.reporting.facts import Where, where
from gongkai.desk.reporting.facts.matters import PETITIONS
from gongkai.desk.reporting.figures.model import Figure, Measure, Source

KINDS = ("咨询", *PETITIONS)
TJ = where(kind=PETITIONS)
CLOSED = where(is_closed=True)
_IN = "登记日期在统计时限内、未作废"
_NOT_ASKING = "投诉、举报、投诉举报，不含咨询"
_END = "统计时限末日前全部案件均已办结、且当时未重新办理"


def _figure(key: str, label: str, definition: str, condition: Where, unit: str = "件") -> Figure:
    return Figure(f"complaints.{key}", label, unit, definition, Source.MATTERS, condition)


def _rate(key: str, label: str, definition: str, part: Where, base: Where) -> Figure:
    return Figure(
        f"complaints.{key}", label, "%", definition, Source.MATTERS, base & part, Measure.RATE, base
    )


def _days(key: str, label: str, definition: str, condition: Where, measure: Measure) -> Figure:
    return Figure(
        f"complaints.{key}.{measure}",
        label,
        "工作日",
        definition,
        Source.MATTERS,
        condition,
        measure,
        column=key,
    )


def fixed() -> list[Figure]:
    """The figures that every year has."""
    accepted, closed = TJ & where(is_accepted=True), TJ & CLOSED
    rated = TJ & where(satisfaction=("满意", "基本满意", "不满意"))
    accept_words = f"{_NOT_ASKING}；{_IN}；登记至受理决定的工作日数"
    close_words = f"{_NOT_ASKING}；{_IN}；{_END}；登记至办结的工作日数"
    limit_words = f"{_NOT_ASKING}；{_IN}；{_END}；受理决定和办结均未超过按条线和日期适用的法定期限"
    return [
        _figure("received", "登记诉求", f"咨询、投诉、举报、投诉举报；{_IN}；一次登记计 1 件", Where()),
        _figure("received_tj", "受理投诉举报", f"{_NOT_ASKING}；{_IN}；一次登记计 1 件", TJ),
        _figure("closed", "年内办结", f"登记的诉求中，{_END}", CLOSED),
        _rate("closing_rate", "办结率", "年内办结 ÷ 登记诉求", CLOSED, Where()),
        _figure("closed_tj", "投诉举报年内办结", f"{_NOT_ASKING}；{_IN}；{_END}", closed),
        _rate("closing_rate_tj", "投诉举报处结率", "投诉举报年内办结 ÷ 受理投诉举报（不含咨询）", CLOSED, TJ),
        _figure(
            "open_tj", "投诉举报年末在办", f"{_NOT_ASKING}；{_IN}；统计时限末日尚未办结",
            TJ & where(is_closed=False),
        ),
        _days("days_to_accept", "受理用时，平均", f"{accept_words}的平均数", accepted, Measure.MEAN),
        _days("days_to_accept", "受理用时，中位数", f"{accept_words}的中位数", accepted, Measure.MEDIAN),
        _days("days_to_close", "办结用时，平均", f"{close_words}的平均数", closed, Measure.MEAN),
        _days("days_to_close", "办结用时，中位数", f"{close_words}的中位数", closed, Measure.MEDIAN),
        Figure(
            "complaints.redone", "重办", "件", f"{_NOT_ASKING}；{_IN}；登记为重办；台账没有“重办”列的不计",
            Source.MATTERS, TJ & where(is_redone=True), needs="重办",
        ),
        Figure(
            "complaints.on_time_rate", "按期办结率", "%", f"{limit_words}的件数 ÷ 投诉举报年内办结",
            Source.MATTERS, closed, Measure.RATE, closed, late=False,
        ),
        Figure(
            "complaints.on_time", "按期办结", "件", limit_words, Source.MATTERS, closed, late=False
        ),
        Figure(
            "complaints.late", "超期办结", "件",
            f"{_NOT_ASKING}；{_IN}；{_END}；受理决定或者办结超过法定期限", Source.MATTERS, closed, late=True,
        ),
        Figure(
            "complaints.mediated", "调解成功", "件", f"{_IN}；办理结果为调解成功",
            Source.MATTERS, where(is_mediated=True),
        ),
        Figure(
            "complaints.refunded_amount", "挽回经济损失", "元",
            f"{_IN}；登记的挽回损失金额合计；没有登记的不计",
            Source.MATTERS, where(is_recovered=True), Measure.SUM, column="recovered_fen", scale=100,
        ),
        _rate(
            "satisfied_rate", "满意率", f"{_NOT_ASKING}；（满意＋基本满意）÷ 已评价",
            where(satisfaction=("满意", "基本满意")), rated,
        ),
        Figure(
            "complaints.unsatisfied", "不满意", "件", f"{_NOT_ASKING}；{_IN}；评价为不满意",
            Source.MATTERS, TJ & where(satisfaction="不满意"),
        ),
        Figure(
            "complaints.reopened", "重新办理", "件",
            f"{_IN}；办结后在统计时限末日前重新办理过；台账没有这一项，没有登记过的不计",
            Source.MATTERS, where(is_reopened=True), silent=True,
        ),
    ]  # fmt: skip


def by_channel(channel: str) -> Figure:
    """All matters of a channel."""
    return _figure(
        f"by_channel.{channel}", f"登记诉求：{channel}", f"{_IN}；来源渠道为{channel}", where(channel=channel)
    )


def by_type(kind: str) -> Figure:
    """All matters of a type."""
    return _figure(f"by_type.{kind}", f"登记诉求：{kind}", f"{_IN}；诉求类型为{kind}", where(kind=kind))


def received_tj_by_channel(channel: str) -> Figure:
    """Complaints and reports of a channel."""
    return _figure(
        f"received_tj.by_channel.{channel}",
        f"受理投诉举报：{channel}",
        f"{_NOT_ASKING}；{_IN}；来源渠道为{channel}",
        TJ & where(channel=channel),
    )


def received_tj_by_month(month: str) -> Figure:
    """Complaints and reports of a month, ``01`` to ``12``."""
    return _figure(
        f"received_tj.by_month.{month}",
        f"受理投诉举报：{int(month)} 月",
        f"{_NOT_ASKING}；未作废；登记日期在 {int(month)} 月",
        TJ & where(month=month),
    )


def cell(channel: str, kind: str) -> Figure:
    """The matters of a channel and type."""
    return _figure(
        f"by_channel.{channel}.{kind}",
        f"{channel} × {kind}",
        f"{_IN}；来源渠道为{channel}；诉求类型为{kind}",
        where(channel=channel, kind=kind),
    )


def named(key: str) -> Figure | None:
    """The figure of a key that names a channel, type or month; ``None`` for another key."""
    head, _, rest = key.removeprefix("complaints.").partition(".")
    if head == "by_channel" and rest:
        channel, _, kind = rest.rpartition(".")
        return cell(channel, kind) if channel and kind in KINDS else by_channel(rest)
    if head == "by_type" and rest in KINDS:
        return by_type(rest)
    part, _, name = rest.partition(".")
    if head == "received_tj" and part == "by_channel" and name:
        return received_tj_by_channel(name)
    if head == "received_tj" and part == "by_month" and name in MONTHS:
        return received_tj_by_month(name)
    return None


MONTHS = tuple(f"{month:02}" for month in range(1, 13))
"""The values of the fact column ``month``."""
