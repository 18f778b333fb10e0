"""The oracle of applications: receipt, reply and the limits on the way, counted day by day over the calendar.

Written from the rules (条例 2008 and 2019, 国办公开办函〔2015〕207号, 信息处理费管理办法, 复议法, 诉讼法)
with plain loops; it knows nothing of the program's own reckoning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from oracle_limits import after_days, after_workdays, official_holiday

NEW_LAW = date(2019, 5, 15)
NEW_REVIEW_LAW = date(2024, 1, 1)
NEW_SUIT_LAW = date(2015, 5, 1)


@dataclass
class Asked:
    """One letter that asked for an opinion."""

    sent: date
    organ: bool
    answered: date | None = None


@dataclass
class Life:
    """The dated facts of one application, as whoever lived through it wrote them down."""

    channel: str
    way: str
    kind: str
    submitted: date
    arrived: date | None = None
    signed: date | None = None
    confirmed: date | None = None
    corrected: date | None = None
    paid: date | None = None
    extended: bool = False
    postponed: date | None = None
    correction_due: date | None = None
    asked: list[Asked] = field(default_factory=list)
    outcome: str = ""
    replied: date | None = None
    fee: int = 0
    waits: bool = False
    """The applicant has to act: no clock of the office runs."""
    case: object = None

    @property
    def received(self) -> date | None:
        """The day of receipt: none before the receipt is certain."""
        if self.way == "visit":
            return self.submitted
        if self.way == "signed-mail":
            return self.signed
        if self.way == "plain-mail" or self.submitted >= NEW_LAW:
            return self.confirmed
        return self.submitted if self.way == "online" else self.arrived

    @property
    def days(self) -> int:
        """Working days for the reply."""
        assert self.received is not None
        return 20 if self.received >= NEW_LAW else 15

    @property
    def due(self) -> date | None:
        """The last day of the reply, by walking over the calendar."""
        if self.received is None or self.waits or self.replied is not None:
            return None
        return self.limit

    @property
    def limit(self) -> date:
        """The last day of the reply, whatever happened since."""
        assert self.received is not None
        start = max(day for day in (self.received, self.corrected, self.paid) if day)
        out: set[date] = set()
        for one in self.asked:
            last = self.last_left_out(one)
            day = one.sent
            while last is not None and day < last:
                day += timedelta(days=1)
                out.add(day)
        found = after_workdays(start, self.days * 2 if self.extended else self.days, out)
        return max(found, self.postponed) if self.postponed else found

    def last_left_out(self, one: Asked) -> date | None:
        """The last day that a consultation takes out of the count; none while it takes out nothing."""
        if self.days == 15:
            return None if one.organ else one.answered
        most = after_workdays(one.sent, 15)
        return min(most, one.answered) if one.answered else most

    @property
    def in_time(self) -> bool:
        """Whether the reply went out by its limit."""
        assert self.replied is not None
        return self.replied <= self.limit


def correction_notice_by(received: date) -> date | None:
    """Until when a correction may be asked for; before 2019 nothing was said."""
    return after_workdays(received, 7) if received >= NEW_LAW else None


def opinion_by(sent: date) -> date:
    """By when somebody who was asked has to answer."""
    return after_workdays(sent, 15)


def pay_by(notified: date) -> date:
    """By when the fee has to be paid."""
    return after_workdays(notified, 20)


def review_answer_by(copy: date) -> date:
    """By when the organ of review wants the answer: ten days, working days since 2024."""
    return after_workdays(copy, 10) if copy >= NEW_REVIEW_LAW else after_days(copy, 10)


def suit_answer_by(copy: date) -> date:
    """By when the court wants answer and evidence."""
    return after_days(copy, 15 if copy >= NEW_SUIT_LAW else 10)


def appeal_by(judged: date) -> date:
    """Until when a judgment can be appealed."""
    return after_days(judged, 15)


__all__ = ["Asked", "Life", "official_holiday"]
