"""By when an item has to be public, and why: the law's answer, with what a list shows of it.

The answer is a pure function of the day 成文日期, the class, the line and the calendar; it is cached by those
and the state of the home's calendar file. A penalty has limits of its own beside that of all information: the
credit site 双公示 and the enterprise register 公示系统, from the day of the decision, for food and drug until
the merger from its service 送达 too; a budget 预决算 that of its approval 批复; results of random checks
双随机 that of the end of the task. The earliest is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework import clocks
from gongkai.desk.disclosure.models import Item
from gongkai.face.spoken import md_weekday
from gongkai.law import scope
from gongkai.law.answer import Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.penalties import PenaltyClock, penalty_credit, penalty_publicity
from gongkai.law.deadlines.publication import budget_publication, item_publication
from gongkai.law.deadlines.sampling import double_random_publication
from gongkai.refusal import Refused

_NAMES: dict[str, str | Promise] = {
    "penalty-credit": gettext_lazy("双公示"),
    "penalty-publicity": gettext_lazy("公示系统"),
    "double-random": gettext_lazy("双随机"),
}
"""What a limit is called beside its date."""
_BUDGET = "budget-publication"
_FROM: dict[str, str | Promise] = {
    "penalty-publicity": gettext_lazy("送达"),
    "double-random": gettext_lazy("抽查完成"),
}
"""What a limit is counted from where that is not the day of the information."""
DAY_FIELDS: Mapping[str, str] = {
    "finance": "approved",
    "penalties": "served",
    "work": "finished",
    "other": "finished",
}
"""The field of a class, by the key of the class, that tells a day from which a further limit runs."""
State = tuple[tuple[str, int], ...]
"""Which calendar files there are, and when they were last written."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as screens show it.

    ``left`` counts working days from today (negative: over); ``words`` is the reasoning in a line, or why
    there is no date; ``state`` is open or done, as the chip wants it; ``late_by`` counts working days
    between the due date and the later day on which it became public.
    """

    on: date | None
    words: str
    state: str = "open"
    left: int | None = None
    provisional: bool = False
    basis: str = ""
    steps: tuple[Step, ...] = ()
    late_by: int = 0


def publication(item: Item, today: date, public_on: date | None = None) -> Due:
    """When an item is due to be public; with ``public_on`` whether it was in time."""
    if item.means != Item.Means.OPEN:
        return Due(None, _("不主动公开，没有公开期限"))
    if item.formed_on is None:
        return Due(None, _("没有成文日期，还算不出期限"))
    days = calendar()
    is_penalty = scope.is_penalty(item.category)
    line = item.unit.line if is_penalty and item.unit else ""
    answer = _answer(item.formed_on, is_penalty, line, _further(item), _state())
    if answer is None or answer.due is None:
        return Due(None, answer.basis if answer else _("这一天超出可计算的范围"))
    words = _words(answer, answer.due, item.formed_on, days, today)
    late_by = days.workdays_between(answer.due, public_on) if public_on else 0
    return Due(
        on=answer.due,
        words=words,
        state="done" if public_on else "open",
        left=_left(days, today, answer.due),
        provisional=answer.provisional,
        basis=answer.basis,
        steps=answer.steps,
        late_by=late_by,
    )


def _words(answer: Answer, limit: date, formed: date, days: Calendar, today: date) -> str:
    """How a date was counted, in a line."""
    if answer.kind == _BUDGET:
        return _("批复 %(from)s +%(n)d 日 → %(due)s（预算法）") % {
            "from": _day(answer.on, today),
            "n": (limit - answer.on).days,
            "due": _day(limit, today),
        }
    start = answer.counted.start if answer.counted else formed
    what = _FROM.get(answer.kind, "") if start != formed else ""
    words = _("%(what)s %(from)s +%(n)d 个工作日 → %(due)s") % {
        "what": what or _("成文"),
        "from": _day(start, today),
        "n": days.workdays_between(start, limit),
        "due": _day(limit, today),
    }
    return words + (_("（%(name)s）") % {"name": _NAMES[answer.kind]} if answer.kind in _NAMES else "")


def day_field(category: str) -> str:
    """The field of a class that tells a day from which a further limit runs; empty where there is none."""
    known = scope.category(category)
    return DAY_FIELDS.get(known.key, "") if known is not None else ""


def further_day(category: str, said: object) -> date | None:
    """That day, of what the field says: the approval 批复, the service 送达, the end of a task; else null."""
    if not day_field(category):
        return None
    try:
        return date.fromisoformat(str(said or ""))
    except ValueError:
        return None


def further_limit(
    category: str, formed: date, further: date | None, line: str, days: Calendar, *, explain: bool = True
) -> Answer | None:
    """The limit that runs from that day; null without one. Raises Refused past the last date there is."""
    field = day_field(category)
    if further is None or not field:
        return None
    if field == "approved":
        return budget_publication(further, days, explain=explain)
    if field == "finished":
        return double_random_publication(further, days, explain=explain)
    if further < formed:
        return None
    clock = PenaltyClock(formed, line=line or None, served_on=further)
    return penalty_publicity(clock, days, explain=explain)


def _further(item: Item) -> tuple[str, date | None]:
    """The category with that day; of items of other classes the extras are not read."""
    field = day_field(item.category)
    said = ((item.extras or {}).get("fields") or {}).get(field) if field else None
    return item.category, further_day(item.category, said)


def calendar() -> Calendar:
    """The calendar of this home, read again when its file changes."""
    return _calendar(_state())


def to_be_signed(done: date) -> date:
    """The day by which a leader signs what was done ahead of a signature: the next working day.

    What PRACTICE asks of an authorisation by telephone; no rule names a day for the approval of an emergency
    withdrawal 先撤后补, so the bureau holds it to the same one.
    """
    return calendar().add_workdays(done, 1)


def _left(days: Calendar, today: date, due: date) -> int:
    return days.workdays_between(today, due) if due >= today else -days.workdays_between(due, today)


def _day(day: date, today: date) -> str:
    return md_weekday(day) if day.year == today.year else f"{day:%Y-}{md_weekday(day)}"


@lru_cache(maxsize=8192)
def _answer(
    day: date, is_penalty: bool, line: str, further: tuple[str, date | None], state: State
) -> Answer | None:
    """The earliest of the limits, with the others as steps and grounds; null for a day out of reach."""
    days, category = _calendar(state), further[0]
    try:
        found = [item_publication(day, days)]
        more = further_limit(category, day, further[1], line, days)
        if is_penalty:
            clock = PenaltyClock(day, line=line or None)
            found += [penalty_credit(clock, days), more or penalty_publicity(clock, days)]
        elif more is not None:
            found.append(more)
    except Refused:
        return None
    known = [(one.due, place) for place, one in enumerate(found) if one.due is not None]
    if not known:
        return found[0]
    first = found[min(known)[1]]
    others = [one for one in found if one is not first and one.due is not None]
    steps = tuple(Step(one.due, one.basis) for one in others if one.due is not None)
    basis = "；".join(one.basis for one in (first, *others))
    return replace(first, steps=(*first.steps, *steps), basis=basis)


@lru_cache(maxsize=2)
def _calendar(state: State) -> Calendar:
    return clocks.calendar()


def _state() -> State:
    found = []
    for name in ("calendar.toml", "calendar.csv"):
        file = Path(settings.GONGKAI_HOME) / name
        if file.is_file():
            found.append((name, file.stat().st_mtime_ns))
    return tuple(found)
