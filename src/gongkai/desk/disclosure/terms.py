"""How long an item stays public, by date: its own end, or the publicity period of a penalty by the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item, PublicityTerm
from gongkai.law.answer import Step
from gongkai.law.deadlines.penalties import PublicityClock, penalty_publicity_end
from gongkai.law.early_end import EarlyEnd, early_end
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class End:
    """The last day of publicity with its reasoning; ``reason`` is the code of the withdrawal after it."""

    on: date
    reason: str
    basis: str
    steps: tuple[Step, ...] = ()


def end_of(item: Item) -> End | None:
    """The last day on which the item is public; null where it has none, or the law of its day knows none."""
    found = [one for one in (_own(item), _by_law(item)) if one is not None]
    return min(found, key=lambda one: one.on, default=None)


def early(item: Item) -> EarlyEnd | None:
    """Whether the publicity of a penalty may end early, and from when; null for what is none."""
    term = term_of(item)
    if term is None or item.published_on is None:
        return None
    longer = item.unit is not None and item.unit.line == "食药"
    return early_end(item.published_on, term.decided_on or item.published_on, term.kinds, longer=longer)


def term_of(item: Item) -> PublicityTerm | None:
    """What decides about the publicity of a penalty, as it was entered."""
    return PublicityTerm.objects.filter(item=item).first()


def _own(item: Item) -> End | None:
    return End(item.until_on, "expired", "草稿中写明的公开期限") if item.until_on else None


def _by_law(item: Item) -> End | None:
    term = term_of(item)
    if term is None or item.published_on is None:
        return None
    clock = PublicityClock(
        on=item.published_on,
        klass=term.klass,
        banned_until=term.banned_until if _is_later(term.banned_until, item.published_on) else None,
        decided_on=term.decided_on if not _is_later(term.decided_on, item.published_on) else None,
    )
    try:
        answer = penalty_publicity_end(clock, due.calendar())
    except Refused:
        return None
    if answer.due is None:
        return None
    return End(answer.due, "period-ended", answer.basis, answer.steps)


def _is_later(day: date | None, than: date) -> bool:
    return day is not None and day > than
