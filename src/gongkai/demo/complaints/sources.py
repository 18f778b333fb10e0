"""What a registration carries from the platform that sent it: numbers, clocks, returns, call-backs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from gongkai.demo.complaints import columns as at
from gongkai.demo.complaints.arrivals import Arrival
from gongkai.demo.complaints.columns import Cells
from gongkai.demo.days import stamp, workday_after
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Evenly

_HOTLINE = {
    "市长热线": ("威海市市长公开电话受理中心", "SZRX"),
    "12345": ("威海市12345政务服务便民热线", "WH12345"),
}
_CALLED_BACK = {"不满意": "不满意", "未评价": "未接通"}


class Sources:
    """Fills the columns of 来源单号 and its neighbours, in the order of registration."""

    def __init__(self, plan: Plan, dice: Random) -> None:
        self._dice = dice
        self._table = plan.table.get("platform", {})
        self._online = Evenly(self._share(plan), dice)
        self._opened = self._table.get("from")
        self._name = "全国12315互联网平台" if plan.year < 2020 else "全国12315平台"
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

    def _number(self, head: str, moment: datetime) -> str:
        day = moment.isoformat()[:10].replace("-", "")
        if day != self._day:
            self._day, self._running = day, 1 + int(self._dice.random() * 9)
        self._running += 1 + int(self._dice.random() * 6)
        return f"{head}-{day}-{self._running:04d}"

    def fill(self, row: Cells, arrival: Arrival, closed: datetime | None) -> None:
        """Add the platform's columns to a complaint or report; ``closed`` is None while it is open."""
        if arrival.channel in _HOTLINE:
            self._hotline(row, arrival, closed)
        elif arrival.channel == "12315":
            self._line(row, arrival)
        else:
            row[at.WAY] = {"来访": "来访", "来信": "来信", "网络": "网站"}.get(arrival.channel, "电话")

    def _line(self, row: Cells, arrival: Arrival) -> None:
        if self._opened and arrival.at.date() >= self._opened and self._online():
            row[at.SOURCE] = self._number("371000", arrival.at)
            row[at.SENDER], row[at.SENT] = self._name, row[at.AT]
            row[at.WAY], row[at.TAPE] = "互联网平台", ""
        else:
            row[at.WAY] = "来访" if self._dice.random() < 0.06 else "电话"

    def _hotline(self, row: Cells, arrival: Arrival, closed: datetime | None) -> None:
        dice = self._dice
        office, head = _HOTLINE[arrival.channel]
        sent = arrival.at - timedelta(minutes=4 + int(dice.random() * 47))
        limit = datetime.combine(workday_after(sent.date(), 5), time(17))
        row[at.SOURCE], row[at.SENDER] = self._number(head, arrival.at), office
        row[at.SENT], row[at.SIGNED], row[at.LIMIT] = stamp(sent), row[at.AT], stamp(limit)
        row[at.WAY], row[at.TAPE] = "热线转办", ""
        row[at.LONGER] = "是" if closed and closed > limit and dice.random() < 0.7 else "否"
        row[at.RETURNED] = "是" if row[at.RESULT] == "移送" and dice.random() < 0.5 else "否"
        row[at.REDONE] = "是" if row[at.ABOUT] and dice.random() < 0.6 else "否"
        if closed:
            row[at.CALLED_BACK] = _CALLED_BACK.get(row[at.RATING], "满意")
