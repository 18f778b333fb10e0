"""Who may do what to an item: the duty of each stage, four eyes 双人复核, order of the stages.

Pure rules over what is handed to them; the few look-ups of duties are at the end. The door
(:mod:`gongkai.exchange.door`) applies the same rules again to what was signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Post, Unit
from gongkai.desk.agencies.words import official
from gongkai.desk.disclosure.models import Stage

STAGES: tuple[str, ...] = (Stage.FIRST, Stage.SECRECY, Stage.SIGN)
"""The stages in their order; a release needs them all."""
DUTIES: dict[str, tuple[str, ...]] = {
    Stage.FIRST: (Duty.Kind.HEAD,),
    Stage.SECRECY: (Duty.Kind.SECRECY,),
    Stage.SIGN: (Duty.Kind.OFFICE, Duty.Kind.LEADER),
}
"""Which duties may clear at a stage."""
HAND_IN = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)
"""Which duties may hand in."""
WITHDRAW = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Which duties may take down, alone and at once (先撤后补)."""
PASSES = ("open",)
"""Decisions with which a stage lets the content pass; ``partly`` asks for a redacted content, anew."""

_SIGNED = re.compile(r"(?P<name>.+) <(?P<uid>[A-Za-z0-9_-]{22})>")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in a signed object: an officer by uid, or a name alone, as a register gives it."""

    name: str
    uid: str = ""

    def is_same(self, other: Person) -> bool:
        """Whether both may be one person: by uid where both have one, else by name."""
        if self.uid and other.uid:
            return self.uid == other.uid
        return self.name == other.name


@dataclass(frozen=True, slots=True)
class Standing:
    """In what capacity somebody acts: their post, and for whom they stand in (AB角), if for anyone."""

    post: str
    deputy_for: Officer | None = None


def written(officer: Officer) -> str:
    """An officer as ``by`` or ``author`` of a signed object: name and uid, for two may bear one name."""
    return f"{officer.name} <{officer.uid}>"


def person(by: str) -> Person:
    """The person that :func:`written` wrote, or a bare name."""
    found = _SIGNED.fullmatch(by)
    return Person(found["name"], found["uid"]) if found else Person(by)


def repeated(people: Iterable[str]) -> str | None:
    """The first of these people that was there before: four eyes are broken. Null when all are distinct."""
    seen: list[Person] = []
    for by in people:
        one = person(by)
        if any(one.is_same(other) for other in seen):
            return one.name
        seen.append(one)
    return None


def next_stage(decisions: Sequence[tuple[str, str]]) -> str | None:
    """The stage that waits, after these standing (stage, decision); null when done or stopped."""
    given = dict(decisions)
    for stage in STAGES:
        if stage not in given:
            return stage
        if given[stage] not in PASSES:
            return None
    return None


def standing(
    officer: Officer, kinds: Iterable[str], *, agency: Agency, unit: Unit | None, day: date
) -> Standing | None:
    """The capacity in which an officer holds one of these duties on a day, for this unit; null when in none.

    A duty for one unit counts there only (and for items of no unit), one without a unit in the whole agency;
    a deputy has the duties of whom they stand in for.
    """
    if not officer.is_active or officer.agency_id != agency.pk:
        return None
    if _holds(officer, kinds, agency, unit, day):
        return Standing(_post(officer, kinds, day))
    for deputy in Deputy.objects.filter(Deputy.on(day), deputy=officer).select_related("officer"):
        if _holds(deputy.officer, kinds, agency, unit, day):
            return Standing(_post(officer, kinds, day), deputy.officer)
    return None


def _holds(officer: Officer, kinds: Iterable[str], agency: Agency, unit: Unit | None, day: date) -> bool:
    if officer.agency_id != agency.pk:
        return False
    where = Q(unit__isnull=True) | Q(unit=unit) if unit else Q()
    return Duty.objects.filter(where, Duty.on(day), officer=officer, kind__in=list(kinds)).exists()


def _post(officer: Officer, kinds: Iterable[str], day: date) -> str:
    post = Post.objects.filter(Post.on(day), officer=officer).order_by("since", "pk").first()
    return post.title if post else official(Duty.Kind(next(iter(kinds))).label)
