"""What a registration carries from the platform that sent it: numbers, clocks, returns, call-backs."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from gongkai.demo.complaints.arrivals import CONSULTATION, Arrival
from gongkai.demo.complaints.clocks import Clock
from gongkai.demo.days import stamp, workday_after
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Evenly

SOURCE_COLUMNS = (
    "来源单号",
    "转办单位",
    "转办时间",
    "签收时间",
    "要求反馈时限",
    "延期",
    "退单",
    "重办",
    "回访结果",
    "受理途径",
)
_HOTLINE = {
    "市长热线": ("威海市市长公开电话受理中心", "SZRX"),
    "12345": ("威海市12345政务服务便民热线", "WH12345"),
}
_PLATFORM = "全国12315互联网平台"


class Sources:
    """Fills the columns of 来源单号 and its neighbours, in the order of registration."""

    def __init__(self, plan: Plan, dice: Random) -> None:
        self._dice = dice
        self._table = plan.table.get("platform", {})
        self._online = Evenly(self._share(plan), dice)
        self._day = ""
        self._running = 0

    def _share(self, plan: Plan) -> float:
        """The platform's share of the year, over the days since it opened."""
        if not self._table:
            return 0.0
        opened = self._table["from"]
        months = plan.table["months"]
        since = sum(months[opened.month :]) + months[opened.month - 1] * (31 - opened.day) / 31
        if opened.month == 3:
            since = sum(months[3:]) + months[2] * 0.62
        return (
            float(self._table["share"] * sum(months) / since)
            if opened.year == plan.year
            else float(self._table["share"])
        )

    def _number(self, head: str, at: datetime) -> str:
        day = f"{at:%Y%m%d}"
        if day != self._day:
            self._day, self._running = day, self._dice.randint(1, 9)
        self._running += self._dice.randint(1, 6)
        return f"{head}-{day}-{self._running:04d}"

    def fill(self, row: dict[str, str], arrival: Arrival, clock: Clock, closed: datetime | None) -> None:
        """Add the platform's columns to a complaint or report."""
        if arrival.channel in _HOTLINE:
            self._hotline(row, arrival, closed)
        elif arrival.channel == "12315":
            self._line(row, arrival)
        elif arrival.kind != CONSULTATION:
            row["受理途径"] = {"来访": "来访", "来信": "来信", "网络": "网站"}.get(arrival.channel, "电话")

    def _line(self, row: dict[str, str], arrival: Arrival) -> None:
        opened = self._table.get("from")
        if opened and arrival.at.date() >= opened and self._online():
            row |= {
                "来源单号": self._number("371000", arrival.at),
                "转办单位": _PLATFORM,
                "转办时间": stamp(arrival.at),
                "受理途径": "互联网平台",
                "录音编号": "",
            }
        else:
            row["受理途径"] = "来访" if self._dice.random() < 0.06 else "电话"

    def _hotline(self, row: dict[str, str], arrival: Arrival, closed: datetime | None) -> None:
        dice = self._dice
        office, head = _HOTLINE[arrival.channel]
        sent = arrival.at - timedelta(minutes=dice.randint(4, 50))
        limit = datetime.combine(workday_after(sent.date(), 5), datetime.min.time()).replace(hour=17)
        row |= {
            "来源单号": self._number(head, arrival.at),
            "转办单位": office,
            "转办时间": stamp(sent),
            "签收时间": stamp(arrival.at),
            "要求反馈时限": stamp(limit),
            "受理途径": "热线转办",
            "录音编号": "",
            "延期": "是" if closed and closed > limit and dice.random() < 0.7 else "否",
            "退单": "是" if row.get("办理结果") == "移送" and dice.random() < 0.5 else "否",
            "重办": "是" if row.get("关联编号") and dice.random() < 0.6 else "否",
        }
        if closed:
            row["回访结果"] = {"不满意": "不满意", "未评价": "未接通"}.get(row.get("满意度", ""), "满意")
