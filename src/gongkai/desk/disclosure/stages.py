"""The one rule class of clearance: which stages an item passes, in which order, by whom. Pure: no database.

Routes are data (``data/routes.toml``). A :class:`Chain` is what one submission has behind it; it says what
waits, and why somebody may not act. The verb asks it, the screen asks it, the door asks it again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

PASSES = ("open",)
"""Decisions with which a stage lets the content pass; ``partly`` asks for a redacted content, anew."""
LEADER = "leader"
"""The duty to which a stage falls that nobody can take: the leader in charge 分管领导."""
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


def person(by: str) -> Person:
    """The person of ``name <uid>``, or of a bare name."""
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


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage of a route: its key, which duties may clear, how it is called there."""

    stage: str
    duties: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way to the door: its stages; with ``any_order`` they are given at the same time."""

    key: str
    title: str
    stages: tuple[StageRule, ...]
    any_order: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the stages in their order."""
        return tuple(one.stage for one in self.stages)

    def stage(self, name: str) -> StageRule | None:
        """The rule of one stage; null where this route has none such."""
        return next((one for one in self.stages if one.stage == name), None)

    def duties(self, name: str) -> tuple[str, ...]:
        """Which duties may clear at a stage."""
        found = self.stage(name)
        return found.duties if found else ()


@dataclass(frozen=True, slots=True)
class Given:
    """One standing clearance: ``by`` and ``deputy_for`` as signed, ``carried`` from an earlier submission."""

    stage: str
    decision: str
    by: str
    deputy_for: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Who wants to clear: as signed, for whom, whether they hold the stage's duty or lead.

    ``staffed``: somebody who has not taken part holds the duty that day; else the leader steps in.
    """

    by: str
    deputy_for: str = ""
    holds: bool = False
    leads: bool = False
    staffed: bool = True


@dataclass(frozen=True, slots=True)
class Chain:
    """What one submission has behind it."""

    route: Route
    author: str
    given: tuple[Given, ...] = ()

    @property
    def stopped_by(self) -> Given | None:
        """The clearance that did not let it pass."""
        return next((one for one in self.given if one.decision not in PASSES), None)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The stages that may be cleared now; none when it is stopped or done."""
        if self.stopped_by is not None:
            return ()
        done = {one.stage for one in self.given}
        missing = tuple(name for name in self.route.names if name not in done)
        return missing if self.route.any_order else missing[:1]

    @property
    def is_complete(self) -> bool:
        """Whether every stage of the route has let it pass."""
        return self.stopped_by is None and not self.waiting

    @property
    def people(self) -> list[str]:
        """Everybody who took part, the author first."""
        return [self.author, *(one.by for one in self.given)]

    def objection(self, stage: str, who: Acting) -> str:
        """Why this person may not clear this stage now: a code, or empty.

        ``stage-order`` when it is not its turn, ``not-held`` without the duty, ``four-eyes`` when they (or
        whom they stand in for) took part already.
        """
        if stage not in self.waiting:
            return "stage-order"
        if not who.holds and not (who.leads and not who.staffed):
            return "not-held"
        acting = [who.by, who.deputy_for] if who.deputy_for else [who.by]
        if any(repeated([*self.people, one]) for one in acting):
            return "four-eyes"
        return ""


def route_of(
    category: str, unit_kind: str = "", *, is_reprint: bool = False, is_urgent: bool = False
) -> Route:
    """The route of an item: by the key of its category, the kind of its unit, reprinted or urgent."""
    for conditions, route in _routes():
        kinds, units, reprint, urgent = conditions
        fits = (not kinds or category in kinds) and (not units or unit_kind in units)
        if fits and (not reprint or is_reprint) and (not urgent or is_urgent):
            return route
    raise LookupError("the last route has no condition")


def by_key(key: str) -> Route:
    """The route of that key; for an unknown one the ordinary route."""
    return next((route for _, route in _routes() if route.key == key), _routes()[-1][1])


def routes() -> tuple[Route, ...]:
    """All routes in their order."""
    return tuple(route for _, route in _routes())


_Conditions = tuple[Sequence[str], Sequence[str], bool, bool]


@cache
def _routes() -> tuple[tuple[_Conditions, Route], ...]:
    file = resources.files("gongkai.desk.disclosure.data").joinpath("routes.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["route"]
    found = []
    for row in rows:
        stages = tuple(StageRule(one["stage"], tuple(one["duties"]), one["title"]) for one in row["stage"])
        conditions = (
            tuple(row.get("categories", ())),
            tuple(row.get("unit_kinds", ())),
            row.get("reprint", False),
            row.get("urgent", False),
        )
        found.append((conditions, Route(row["key"], row["title"], stages, row["any_order"])))
    return tuple(found)
