"""The rows of ``complaints.csv``, one at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.demo.complaints.arrivals import CONSULTATION, Arrival, arrivals
from gongkai.demo.complaints.clocks import Clock, run, run_on
from gongkai.demo.complaints.goods import CENTRE, Goods, goods, unit_for
from gongkai.demo.complaints.sources import SOURCE_COLUMNS, Sources
from gongkai.demo.complaints.texts import Phrases
from gongkai.demo.days import stamp, workday_after
from gongkai.demo.names import Firm, Person, firm, person
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Evenly, Urn, dice_for, split

COLUMNS = (
    "登记编号",
    "来源渠道",
    "登记时间",
    "诉求类型",
    "诉求人",
    "联系电话",
    "是否匿名",
    "被诉主体",
    "统一社会信用代码",
    "主体地址",
    "商品服务类别",
    "诉求内容",
    "涉及金额",
    "承办单位",
    "受理决定",
    "受理时间",
    "不予受理原因",
    "办结时间",
    "办理结果",
    "答复内容",
    "答复时间",
    "满意度",
    "关联编号",
    *SOURCE_COLUMNS,
    "录音编号",
    "条线",
    "备注",
)

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
_LEANS = {
    ("举报", "smoke"): 5.0,
    ("举报", "card"): 0.25,
    ("举报", "decoration"): 0.2,
    ("举报", "appliance"): 0.4,
}
_LEANS |= {("举报", "health"): 2.0, ("举报", "licence"): 4.0, ("举报", "courier"): 0.3, ("举报", "misc"): 0.6}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Case:
    """What a later call about the same matter refers to."""

    number: str
    channel: str
    category: Goods
    firm: Firm
    caller: Person
    values: dict[str, str]


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
        self._urns = self._category_urns()
        self._recent: deque[_Case] = deque(maxlen=300)
        self._late, self._again = Evenly(0.011, self._dice), Evenly(0.035, self._dice)
        self._parties = list(parties or [])
        self._testing_left = plan.times(plan.table["testing"])
        self._numbers = {"诉": 0, "询": 0}

    def _category_urns(self) -> dict[str, Urn[str]]:
        cells = self.plan.cells()
        totals = dict.fromkeys(self.plan.table["received"], 0)
        for (channel, _, _), count in cells.items():
            totals[channel] += count
        shares = self.plan.table["goods"]
        return {channel: Urn(split(count, shares[channel]), self._dice) for channel, count in totals.items()}

    def rows(self) -> Iterator[Row]:
        """All rows in the order of registration."""
        for arrival in arrivals(self.plan):
            row = self._consultation(arrival) if arrival.kind == CONSULTATION else self._case(arrival)
            yield row

    def _number(self, mark: str) -> str:
        self._numbers[mark] += 1
        width = 4 if self.plan.scale <= 1 else 8
        return f"高市监{mark}〔{self.plan.year}〕{self._numbers[mark]:0{width}d}号"

    def _firm(self, category: Goods) -> Firm:
        spread = int(26 * max(self.plan.scale, 0.2) ** 0.7)
        return firm(self.plan.seed, category.kind, int(spread * self._dice.random() ** 1.8))

    def _person(self) -> Person:
        return person(self.plan.seed, self._dice.randrange(int(9000 * max(self.plan.scale, 1))))

    def _consultation(self, arrival: Arrival) -> Row:
        dice = self._dice
        caller = self._person()
        text, answer, about = self._phrases.consultation(firm(self.plan.seed, "grocery", dice.randrange(200)))
        closed = min(
            arrival.at + timedelta(minutes=dice.randint(3, 40)), arrival.at.replace(hour=23, minute=59)
        )
        row = self._frame(arrival, self._number("询"), caller)
        row |= {
            "商品服务类别": about,
            "诉求内容": text,
            "承办单位": CENTRE,
            "受理决定": "告知",
            "办结时间": stamp(closed),
            "办理结果": "答复",
            "答复内容": answer,
            "答复时间": stamp(closed),
            "满意度": self._rated("replied"),
        }
        return row

    def _frame(self, arrival: Arrival, number: str, caller: Person) -> Row:
        called = arrival.channel not in ("来访", "现场", "来信", "网络")
        tape = f"LY-{arrival.at:%y%m%d}-{self._dice.randrange(10000):04d}" if called else ""
        return {
            "登记编号": number,
            "来源渠道": arrival.channel,
            "登记时间": stamp(arrival.at),
            "诉求类型": arrival.kind,
            "诉求人": caller.name,
            "联系电话": caller.phone,
            "是否匿名": "否",
            "录音编号": tape,
        }

    def _rated(self, outcome: str) -> str:
        return self._dice.choices(("满意", "基本满意", "不满意", "未评价"), weights=_SATISFACTION[outcome])[0]

    def _category(self, arrival: Arrival) -> Goods:
        urn = self._urns[arrival.channel]
        moved = arrival.outcome == "moved"

        def lean(key: str) -> float:
            if key == "price":
                return 900.0 if moved else 1e-6
            if moved and key in ("smoke", "courier"):
                return 60.0 if key == "smoke" else 8.0
            return _LEANS.get((arrival.kind, key), 1.0)

        return goods(urn.draw(lean))

    def _case(self, arrival: Arrival) -> Row:
        earlier = self._earlier(arrival)
        number = self._number("诉")
        if earlier:
            case = _Case(
                number, arrival.channel, earlier.category, earlier.firm, earlier.caller, earlier.values
            )
            self._urns[arrival.channel].take(case.category.key)
        else:
            category = self._category(arrival)
            respondent = self._respondent(arrival, category)
            values = self._phrases.facts(category, respondent, arrival.at.date(), category.amount(self._dice))
            case = _Case(number, arrival.channel, category, respondent, self._person(), values)
            self._recent.append(case)
        row = self._asked(arrival, case, earlier)
        self._handled(row, arrival, case)
        return row

    def _earlier(self, arrival: Arrival) -> _Case | None:
        if not self._again() or not self._recent:
            return None
        case = self._dice.choice(self._recent)
        fits = case.channel == arrival.channel and self._urns[arrival.channel][case.category.key] > 0
        return case if fits and arrival.outcome != "moved" and case.category.key != "price" else None

    def _respondent(self, arrival: Arrival, category: Goods) -> Firm:
        if arrival.outcome == "filed":
            for place, (decided, line, party) in enumerate(self._parties):
                if line == category.line and 20 <= (decided - arrival.at.date()).days <= 150:
                    del self._parties[place]
                    return party
        return self._firm(category)

    def _asked(self, arrival: Arrival, case: _Case, earlier: _Case | None) -> Row:
        dice = self._dice
        row = self._frame(arrival, case.number, case.caller)
        values = case.values
        if earlier:
            text = self._phrases.again(earlier.number, values)
        elif arrival.kind == "投诉":
            text = self._phrases.complaint(case.category, values)
        elif arrival.kind == "举报":
            text = self._phrases.report(values)
        else:
            text = self._phrases.both(case.category, values)
        if arrival.kind == "举报" and not earlier and dice.random() < 0.27:
            row |= {
                "诉求人": "",
                "是否匿名": "是",
                "联系电话": "" if dice.random() < 0.5 else row["联系电话"],
            }
        known = dice.random() < 0.72
        row |= {
            "被诉主体": case.firm.name,
            "统一社会信用代码": case.firm.code if known else "",
            "主体地址": case.firm.address,
            "商品服务类别": case.category.name,
            "诉求内容": text,
            "涉及金额": f"{float(values['amt']):.2f}" if values["amt"] and arrival.kind != "举报" else "",
            "关联编号": earlier.number if earlier else "",
            "条线": case.category.line if self.plan.year < 2020 else "",
        }
        return row

    def _handled(self, row: Row, arrival: Arrival, case: _Case) -> None:
        outcome, clock = self._clock(arrival, case)
        unit = unit_for(case.category, outcome, case.firm.district, self._dice)
        accepted, closed = clock.as_known(self._last)
        decision, result = _RESULT[outcome]
        row |= {"承办单位": unit, "受理时间": stamp(accepted)}
        if accepted:
            row["受理决定"] = "受理"
        if closed:
            answer = self._phrases.answer(outcome, case.category, case.values, unit, closed.date())
            row |= {
                "受理决定": "受理" if accepted else decision,
                "办结时间": stamp(closed),
                "办理结果": result,
                "答复内容": answer,
                "满意度": self._rated(outcome),
                "答复时间": stamp(closed - timedelta(minutes=self._dice.randint(0, 3))),
                "不予受理原因": self._ground(answer) if outcome == "refused" else "",
            }
        else:
            self._tested(row, arrival, case)
        self._sources.fill(row, arrival, clock, closed)

    def _tested(self, row: Row, arrival: Arrival, case: _Case) -> None:
        """Of those open from before November, some wait for a test (检测): the register says since when."""
        if (
            self._testing_left
            and arrival.outcome == "open"
            and arrival.at.month < 11
            and arrival.kind == "投诉"
        ):
            self._testing_left -= 1
            row["备注"] = self._phrases.testing(case.values, workday_after(arrival.at.date(), 12))

    def _ground(self, answer: str) -> str:
        grounds = self._phrases.grounds()
        return next((ground for ground in grounds if ground in answer), grounds[0])

    def _clock(self, arrival: Arrival, case: _Case) -> tuple[str, Clock]:
        food = case.category.line == "食药" and self.plan.year < 2020
        if arrival.outcome != "open":
            clock = run(
                arrival.at,
                arrival.outcome,
                self._dice,
                pace=self.plan.table["pace"],
                last=self.plan.last,
                late=self._late(),
                food=food,
            )
            return arrival.outcome, clock
        likely = {"投诉": ("mediated", "unmediated"), "举报": ("unfiled", "filed")}.get(
            arrival.kind, ("both",)
        )
        outcome = self._dice.choice(likely)
        return outcome, run_on(arrival.at, outcome, self._dice, last=self.plan.last, food=food)
