"""A due date in a line: when it is, how many working days are left, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.clocks import Due
from gongkai.desk.complaints.facts import Kind, Standing, Step
from gongkai.desk.complaints.models import Authority
from gongkai.face.spoken import md_weekday, weekday
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar

STRIP = 20
"""A strip of days shows so many; longer limits are told in words."""
_FROM = {
    "complaint-accept": gettext_lazy("收到"),
    "complaint-mediation": gettext_lazy("受理"),
    "complaint-end-notice": gettext_lazy("终止"),
    "complaint-agreed-notice": gettext_lazy("达成调解"),
    "report-verify": gettext_lazy("收到"),
    "report-notice": gettext_lazy("决定"),
    "complaint-jurisdiction": gettext_lazy("发生争议"),
    "complaint-violation-check": gettext_lazy("发现"),
    "body-mediation": gettext_lazy("转去"),
}
_TITLES = {
    "complaint-accept": gettext_lazy("是否受理"),
    "complaint-mediation": gettext_lazy("调解"),
    "complaint-end-notice": gettext_lazy("告知调解终止"),
    "complaint-agreed-notice": gettext_lazy("反馈办理结果"),
    "report-verify": gettext_lazy("核查、决定是否立案"),
    "report-notice": gettext_lazy("告知实名举报人"),
    "complaint-jurisdiction": gettext_lazy("协商管辖"),
    "complaint-violation-check": gettext_lazy("核查调解中发现的涉嫌违法行为"),
    "body-mediation": gettext_lazy("调解组织的结果"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A due date as screens show it: ``state`` is what the chip takes, ``left`` working days from today."""

    on: date | None
    state: str
    words: str
    title: str = ""
    left: int | None = None
    provisional: bool = False
    answer: Answer | None = None

    @property
    def cite(self) -> str:
        """Law and article, without what they say."""
        return self.answer.basis.partition("：")[0] if self.answer else ""


@dataclass(frozen=True, slots=True)
class DayBox:
    """One day of the strip: ``css`` is is-zero, is-off, is-shift, is-due or empty; ``mark`` its word."""

    day: date
    weekday: str
    mark: str
    css: str


def shown(one: Standing, due: Due, today: date, days: Calendar) -> Shown:
    """The due date of a case in words."""
    if one.step == Step.VOIDED:
        return Shown(None, "open", _("已作废，不再计算期限"))
    if one.step == Step.CLOSED:
        closed = one.closing.closed_on if one.closing else None
        outcome = one.closing.outcome if one.closing else ""
        said = _("%(on)s 办结：%(outcome)s") % {"on": closed, "outcome": outcome}
        return Shown(None, "done", said if closed else "")
    if due.paused:
        return Shown(None, "open" if one.end else "paused", due.paused)
    answer = due.answer
    if answer is None or answer.due is None:
        return Shown(None, "open", answer.basis if answer else _("咨询没有法定期限"))
    made = dated(answer, today, days)
    return replace(made, title=_("告知不予受理")) if one.end == Kind.REFUSED else made


def dated(answer: Answer, today: date, days: Calendar) -> Shown:
    """A date that runs."""
    assert answer.due is not None
    return Shown(
        answer.due,
        "open",
        words(answer, today, days),
        str(_TITLES.get(answer.kind, "")),
        left(days, today, answer.due),
        answer.provisional,
        answer,
    )


def words(answer: Answer, today: date, days: Calendar) -> str:
    """How a date was counted: 收到 10-11 +7 个工作日 → 10-20 周五."""
    counted = answer.counted
    if counted is None or answer.due is None:
        return answer.basis
    start = f"{_FROM.get(answer.kind, '')} {day_of(counted.start, today)}"
    if counted.unit == "working":
        n = days.workdays_between(counted.start, counted.end)
        span = _("+%(n)d 个工作日") % {"n": n - _left_out(answer, days)}
    else:
        span = _("+%(n)d 日") % {"n": (counted.end - counted.start).days - _left_out(answer, None)}
    return f"{start} {span}"


def papers_words(made: Authority, today: date) -> str:
    """What is lacking; once its day has passed what may be done then."""
    assert made.asked_until is not None
    said = {"lacking": "、".join(made.lacking)}
    if made.asked_until < today and not made.needed:
        return _("补正期限已过，仍缺%(lacking)s：由各投诉人本人参加调解，或者再次通知") % said
    if made.asked_until < today:
        return _("补正期限已过，仍缺%(lacking)s：按未提供材料不予受理，或者再次通知") % said
    return _("通知补正，缺%(lacking)s") % said


def day_of(day: date, today: date) -> str:
    """A day in a list; the year only where it is another."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def weekday_of(day: date, today: date) -> str:
    """A day in a sentence: 12-08 周二."""
    return f"{day_of(day, today)} {weekday(day)}"


def left(days: Calendar, today: date, due: date) -> int:
    """Working days from today to a date; negative when it has passed."""
    return days.workdays_between(today, due) if due >= today else -days.workdays_between(due, today)


def strip(answer: Answer, days: Calendar) -> list[DayBox]:
    """A deadline as one box a day, from the day that does not count to the due day; empty for long ones."""
    counted = answer.counted
    if counted is None or answer.due is None or (answer.due - counted.start).days > STRIP:
        return []
    boxes, number = [], 0
    day = counted.start
    while day <= answer.due:
        counts = day > counted.start and (counted.unit != "working" or days.is_workday(day))
        counts &= not any(first < day <= last for first, last in counted.left_out)
        number += counts
        boxes.append(_box(day, counted.start, answer.due, number if counts else 0, days))
        day += timedelta(days=1)
    return boxes


def _box(day: date, start: date, due: date, number: int, days: Calendar) -> DayBox:
    weekday = md_weekday(day).split(" ", 1)[1][-1:]
    if day == start:
        return DayBox(day, weekday, _("起"), "is-zero")
    if day == due:
        return DayBox(day, weekday, str(number) if number else _("到期"), "is-due")
    if number == 0:
        return DayBox(day, weekday, _("休"), "is-off")
    if days.is_adjusted_workday(day):
        return DayBox(day, weekday, f"{number} " + _("班"), "is-shift")
    return DayBox(day, weekday, str(number), "")


def _left_out(answer: Answer, days: Calendar | None) -> int:
    assert answer.counted is not None
    spans = answer.counted.left_out
    if days is None:
        return sum((last - first).days for first, last in spans)
    return sum(days.workdays_between(first, last) for first, last in spans)
