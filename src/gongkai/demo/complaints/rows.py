"""The rows of ``complaints.csv``, one at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from gongkai.demo.complaints import columns as at
from gongkai.demo.complaints.arrivals import CONSULTATION, Arrival, arrivals
from gongkai.demo.complaints.clocks import Clocks
from gongkai.demo.complaints.columns import COLUMNS, Cells
from gongkai.demo.complaints.sources import Sources
from gongkai.demo.complaints.stories import Stories, Story
from gongkai.demo.complaints.texts import CLOSED_ON, DAY, MONTH, Phrases
from gongkai.demo.days import stamp, workday_after
from gongkai.demo.names import Firm, person
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Evenly, dice_for

__all__ = ["COLUMNS", "Register"]

_RESULT = {
    "mediated": ("受理", "调解成功"),
    "unmediated": ("受理", "调解不成"),
    "withdrawn": ("受理", "撤回"),
    "refused": ("不予受理", "其他"),
    "moved": ("移送", "移送"),
    "filed": ("受理", "立案"),
    "unfiled": ("受理", "不予立案"),
    "replied": ("告知", "答复"),
    "both": ("受理", "其他"),
}
_RATINGS = ("满意", "基本满意", "不满意", "未评价")
_SATISFACTION = {
    "mediated": (76, 12, 1, 11),
    "unmediated": (22, 21, 19, 38),
    "withdrawn": (58, 12, 1, 29),
    "refused": (16, 16, 22, 46),
    "moved": (38, 22, 6, 34),
    "filed": (66, 12, 1, 21),
    "unfiled": (40, 22, 12, 26),
    "replied": (52, 20, 6, 22),
    "both": (54, 20, 6, 20),
}
"""Outcome → how many in a hundred are rated so."""
_RATED = {
    outcome: [rating for rating, n in zip(_RATINGS, shares, strict=True) for _ in range(n)]
    for outcome, shares in _SATISFACTION.items()
}
_PEOPLE = 9000


class Register:
    """Draws the year's registrations; ``last`` is the day up to which the register knows what happened.

    ``parties`` are firms with a penalty decision: each is used once for a report that was investigated.
    """

    def __init__(
        self, plan: Plan, *, last: date, parties: list[tuple[date, str, Firm]] | None = None
    ) -> None:
        self.plan = plan
        self._last = datetime.combine(last, time(23, 59))
        self._dice = dice_for(plan.seed, "complaints", plan.year)
        self._phrases = Phrases(self._dice)
        self._sources = Sources(plan, self._dice)
        self._stories = Stories(plan, self._phrases, parties or [], self._dice)
        self._clocks = Clocks(plan, self._dice)
        self._recent: deque[tuple[str, Story, str, str]] = deque(maxlen=300)
        self._late, self._again = Evenly(0.011, self._dice), Evenly(0.035, self._dice)
        self._testing_left = plan.times(plan.table["testing"])
        self._numbers = {"诉": 0, "询": 0}
        self._people = int(_PEOPLE * max(plan.scale, 1))
        self._folk: list[tuple[str, str, int] | None] = [None] * _PEOPLE
        self._width = 4 if plan.scale <= 1 else 8

    def rows(self) -> Iterator[Cells]:
        """All rows in the order of registration."""
        for arrival in arrivals(self.plan):
            yield self._consultation(arrival) if arrival.kind == CONSULTATION else self._case(arrival)

    def _number(self, mark: str) -> str:
        self._numbers[mark] += 1
        return f"高市监{mark}〔{self.plan.year}〕{self._numbers[mark]:0{self._width}d}号"

    def _caller(self) -> tuple[str, str]:
        """Name and telephone; beyond the zone's people, names come again with other telephones."""
        turn, number = divmod(int(self._dice.random() * self._people), _PEOPLE)
        known = self._folk[number]
        if not known:
            someone = person(self.plan.seed, number)
            known = self._folk[number] = (someone.name, someone.phone[:-4], int(someone.phone[-4:]))
        name, head, tail = known
        return name, f"{head}{(tail + turn) % 10000:04d}"

    def _row(self, arrival: Arrival, story: Story, number: str, caller: tuple[str, str]) -> Cells:
        row = story.cells.copy()
        row[at.NUMBER], row[at.AT] = number, stamp(arrival.at)
        row[at.CALLER], row[at.PHONE] = caller
        if arrival.channel not in ("来访", "现场", "来信", "网络"):
            day = row[at.AT]
            row[at.TAPE] = f"LY-{day[2:4]}{day[5:7]}{day[8:10]}-{int(self._dice.random() * 10000):04d}"
        return row

    def _consultation(self, arrival: Arrival) -> Cells:
        row = self._row(arrival, self._stories.of(arrival), self._number("询"), self._caller())
        closed = arrival.at + timedelta(minutes=3 + int(self._dice.random() * 38))
        if closed.day != arrival.at.day:
            closed = arrival.at
        row[at.CLOSED] = row[at.ANSWERED] = stamp(closed)
        row[at.RATING] = self._rated("replied")
        return row

    def _rated(self, outcome: str) -> str:
        return _RATED[outcome][int(self._dice.random() * 100)]

    def _case(self, arrival: Arrival) -> Cells:
        number = self._number("诉")
        earlier = self._earlier(arrival)
        if earlier:
            about, first, *caller = earlier
            story = self._stories.again(arrival, first, about)
            row = self._row(arrival, story, number, (caller[0], caller[1]))
            row[at.ABOUT] = about
        else:
            story = self._stories.of(arrival)
            name, phone = self._caller()
            self._recent.append((number, story, name, phone))
            row = self._row(arrival, story, number, (name, phone))
        if row[at.NAMELESS] == "是":
            row[at.CALLER] = ""
            row[at.PHONE] = "" if self._dice.random() < 0.5 else row[at.PHONE]
        bought = arrival.at - timedelta(days=int(self._dice.expovariate(1 / 12)))
        row[at.TEXT] = row[at.TEXT].replace(MONTH, str(bought.month)).replace(DAY, str(bought.day))
        self._handled(row, arrival, story)
        return row

    def _earlier(self, arrival: Arrival) -> tuple[str, Story, str, str] | None:
        """The registration that this one asks about again, in a few cases in a hundred."""
        if not self._again() or not self._recent:
            return None
        chosen = self._recent[int(self._dice.random() * len(self._recent))]
        story = chosen[1]
        fits = story.cells[at.CHANNEL] == arrival.channel and story.cells[at.NAMELESS] == "否"
        return chosen if fits and self._stories.repeats(arrival, story) else None

    def _handled(self, row: Cells, arrival: Arrival, story: Story) -> None:
        outcome = story.outcome
        if arrival.outcome == "open":
            accepted, closed = self._clocks.run_on(arrival.at, outcome, food=story.food)
        else:
            accepted, closed = self._clocks.run(arrival.at, outcome, late=self._late(), food=story.food)
        if accepted and accepted <= self._last:
            row[at.DECISION], row[at.ACCEPTED] = "受理", stamp(accepted)
        if closed <= self._last:
            self._closed(row, outcome, closed, story)
        elif self._testing_left and arrival.outcome == "open" and arrival.at.month < 11:
            self._tested(row, arrival, story)
        self._sources.fill(row, arrival, closed if closed <= self._last else None)

    def _closed(self, row: Cells, outcome: str, closed: datetime, story: Story) -> None:
        decision, result = _RESULT[outcome]
        row[at.DECISION] = row[at.DECISION] or decision
        row[at.CLOSED], row[at.RESULT] = stamp(closed), result
        row[at.ANSWER] = story.answer.replace(CLOSED_ON, f"{closed.month}月{closed.day}日")
        row[at.RATING] = self._rated(outcome)
        row[at.ANSWERED] = row[at.CLOSED]
        if outcome == "refused":
            grounds = self._phrases.grounds()
            row[at.GROUND] = next((ground for ground in grounds if ground in story.answer), grounds[0])

    def _tested(self, row: Cells, arrival: Arrival, story: Story) -> None:
        """Of those open from before November, some wait for a test (检测): the register says since when."""
        if arrival.kind == "投诉" and story.values is not None:
            self._testing_left -= 1
            row[at.NOTE] = self._phrases.testing(story.values, workday_after(arrival.at.date(), 12))
