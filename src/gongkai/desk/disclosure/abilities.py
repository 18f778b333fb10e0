"""What an officer may do to an item now: it draws the buttons; the verbs judge again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure import chains, content, queries, rules
from gongkai.desk.disclosure.course import Course
from gongkai.desk.disclosure.models import Clearance, Item
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Abilities:
    """The verbs that are open; ``why_not`` says why the waiting stage is not this officer's.

    ``changed``: the item differs from what was handed in (or was never handed in).
    """

    edit: bool = False
    hand_in: bool = False
    changed: bool = False
    clear: str = ""
    why_not: str = ""
    recall: Clearance | None = None
    withdraw: bool = False


def of(officer: Officer, course: Course, day: date) -> Abilities:
    """What the officer may do on a day."""
    item = course.item
    if item.voided_on:
        return Abilities()
    writes = _holds(officer, rules.HAND_IN, item, day) and item.kind == Item.Kind.ITEM
    changed = has_changed(course)
    stage, why_not = _stage(officer, course, day)
    return Abilities(
        edit=writes,
        hand_in=writes and changed and item.means == Item.Means.OPEN,
        changed=changed,
        clear=stage,
        why_not=why_not,
        recall=_own(officer, course),
        withdraw=course.is_public and _holds(officer, rules.WITHDRAW, item, day),
    )


def has_changed(course: Course) -> bool:
    """Whether handing in now would make a new submission."""
    last = course.submission
    if last is None:
        return True
    stored = bytes(last.content)
    try:
        built = content.build(course.item, content.published(stored))
    except Refused:
        return True
    return not content.is_same(stored, built) or (course.withdrawal is not None and not course.is_pending)


def _stage(officer: Officer, course: Course, day: date) -> tuple[str, str]:
    """The waiting stage that the officer may clear, else the reason why not; the verb's own rules."""
    if not course.stages or course.submission is None:
        return "", ""
    item, why = course.item, ""
    chain = chains.chain(course.submission, queries.standing_clearances(course.submission))
    for stage in course.stages:
        who, _capacity = rules.acting(officer, stage, chain, agency=item.agency, unit=item.unit, day=day)
        objection = chain.objection(stage, who)
        if not objection:
            return stage, ""
        why = "eyes" if objection == "four-eyes" else why or "duty"
    return "", why


def _own(officer: Officer, course: Course) -> Clearance | None:
    """The officer's own clearance that may still be taken back."""
    if not course.is_pending:
        return None
    return next((one for one in reversed(course.clearances) if one.officer_id == officer.pk), None)


def _holds(officer: Officer, kinds: tuple[str, ...], item: Item, day: date) -> bool:
    return rules.standing(officer, kinds, agency=item.agency, unit=item.unit, day=day) is not None
