"""What registrations are about. A story is composed once and told again: more rows need no more stories.

A year at scale 1 has a story of its own for every case. Larger years keep a fixed stock by channel, type and
outcome; callers, days and numbers are always new. Dates in the sentences are marks until a row is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.demo.complaints import columns as at
from gongkai.demo.complaints.arrivals import CONSULTATION, Arrival
from gongkai.demo.complaints.columns import COLUMNS, Cells
from gongkai.demo.complaints.goods import CENTRE, Goods, goods, unit_for
from gongkai.demo.complaints.texts import Phrases
from gongkai.demo.names import Firm, firm
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Urn, split

_LEANS = {
    ("举报", "smoke"): 5.0,
    ("举报", "card"): 0.25,
    ("举报", "decoration"): 0.2,
    ("举报", "appliance"): 0.4,
    ("举报", "health"): 2.0,
    ("举报", "licence"): 4.0,
    ("举报", "courier"): 0.3,
    ("举报", "misc"): 0.6,
}


@dataclass(slots=True)
class Story:
    """Cells that do not depend on caller and day, and what the others are made from."""

    cells: Cells
    outcome: str
    answer: str
    food: bool = False
    category: Goods | None = None
    firm: Firm | None = None
    values: dict[str, str] | None = None


class Stories:
    """Gives the story of an arrival; ``parties`` are firms with a decision, each used for one report."""

    def __init__(
        self, plan: Plan, phrases: Phrases, parties: list[tuple[date, str, Firm]], dice: Random
    ) -> None:
        self._plan, self._phrases, self._dice = plan, phrases, dice
        self._parties = list(parties)
        self._stock: dict[tuple[str, str, str], list[Story]] = {}
        self._enough = 3000 if plan.scale <= 1 else 400
        self._spread = int(26 * max(plan.scale, 0.2) ** 0.7)
        self._urns = self._category_urns()

    def _category_urns(self) -> dict[str, Urn[str]]:
        totals = dict.fromkeys(self._plan.table["received"], 0)
        for (channel, _, _), count in self._plan.cells().items():
            totals[channel] += count
        shares = self._plan.table["goods"]
        return {channel: Urn(split(count, shares[channel]), self._dice) for channel, count in totals.items()}

    def of(self, arrival: Arrival) -> Story:
        """A new story as long as the stock is small, then one of the stock."""
        key = (arrival.channel, arrival.kind, arrival.outcome)
        stock = self._stock.setdefault(key, [])
        if len(stock) >= self._enough:
            return stock[int(self._dice.random() * len(stock))]
        story = self._asked(arrival) if arrival.kind == CONSULTATION else self._new(arrival)
        stock.append(story)
        return story

    def repeats(self, arrival: Arrival, earlier: Story) -> bool:
        """Whether this arrival may be a second call about ``earlier``; if so its category leaves the urn."""
        category = earlier.category
        if not category or arrival.outcome == "moved" or category.key == "price":
            return False
        urn = self._urns[arrival.channel]
        if not urn[category.key]:
            return False
        if self._enough > 400:
            urn.take(category.key)
        return True

    def again(self, arrival: Arrival, earlier: Story, number: str) -> Story:
        """The story of a second call about the same matter."""
        assert earlier.category and earlier.firm and earlier.values is not None
        text = self._phrases.again(number, earlier.values)
        return self._told(arrival, earlier.category, earlier.firm, earlier.values, text)

    def _asked(self, arrival: Arrival) -> Story:
        text, answer, about = self._phrases.consultation(
            firm(self._plan.seed, "grocery", self._dice.randrange(200))
        )
        cells = [""] * len(COLUMNS)
        cells[at.CHANNEL], cells[at.KIND], cells[at.NAMELESS] = arrival.channel, arrival.kind, "否"
        cells[at.GOODS], cells[at.TEXT], cells[at.UNIT], cells[at.DECISION] = about, text, CENTRE, "告知"
        cells[at.RESULT], cells[at.ANSWER] = "答复", answer
        return Story(cells, "replied", answer)

    def _new(self, arrival: Arrival) -> Story:
        category = self._category(arrival)
        respondent = self._respondent(arrival, category)
        values = self._phrases.facts(category, respondent)
        if arrival.kind == "投诉":
            text = self._phrases.complaint(category, values)
        elif arrival.kind == "举报":
            text = self._phrases.report(values)
        else:
            text = self._phrases.both(category, values)
        story = self._told(arrival, category, respondent, values, text)
        if arrival.kind == "举报" and self._dice.random() < 0.27:
            story.cells[at.NAMELESS] = "是"
        return story

    def _told(
        self, arrival: Arrival, category: Goods, respondent: Firm, values: dict[str, str], text: str
    ) -> Story:
        outcome = arrival.outcome
        if outcome == "open":
            likely = {"投诉": ("mediated", "unmediated"), "举报": ("unfiled", "filed")}
            outcome = self._dice.choice(likely.get(arrival.kind, ("both",)))
        unit = unit_for(category, outcome, respondent.district, self._dice)
        answer = self._phrases.answer(outcome, category, values, unit)
        cells = [""] * len(COLUMNS)
        cells[at.CHANNEL], cells[at.KIND], cells[at.NAMELESS] = arrival.channel, arrival.kind, "否"
        cells[at.FIRM], cells[at.ADDRESS] = respondent.name, respondent.address
        cells[at.CODE] = respondent.code if self._dice.random() < 0.72 else ""
        cells[at.GOODS], cells[at.TEXT], cells[at.UNIT] = category.name, text, unit
        if values["amt"] and arrival.kind != "举报":
            cells[at.AMOUNT] = f"{float(values['amt']):.2f}"
        if self._plan.year < 2020:
            cells[at.LINE] = category.line
        food = category.line == "食药" and self._plan.year < 2020
        return Story(cells, outcome, answer, food, category, respondent, values)

    def _category(self, arrival: Arrival) -> Goods:
        moved = arrival.outcome == "moved"

        def lean(key: str) -> float:
            if key == "price":
                return 900.0 if moved else 1e-6
            if moved and key in ("smoke", "courier"):
                return 60.0 if key == "smoke" else 8.0
            return _LEANS.get((arrival.kind, key), 1.0)

        return goods(self._urns[arrival.channel].draw(lean))

    def _respondent(self, arrival: Arrival, category: Goods) -> Firm:
        if arrival.outcome == "filed":
            for place, (decided, line, party) in enumerate(self._parties[:60]):
                if line == category.line and 20 <= (decided - arrival.at.date()).days <= 150:
                    del self._parties[place]
                    return party
        return firm(self._plan.seed, category.kind, int(self._spread * self._dice.random() ** 1.8))
