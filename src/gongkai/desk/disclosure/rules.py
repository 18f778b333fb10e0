"""Who may do what to an item on a day: the rule class of :mod:`stages`, asked with what the database knows.

The door (:mod:`gongkai.exchange.checks`) applies the same rules again to what was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Post, Unit
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.agencies.words import official
from gongkai.desk.disclosure.models import Item, Stage
from gongkai.desk.disclosure.stages import (
    PASSES,
    Acting,
    Chain,
    Person,
    Route,
    person,
    repeated,
    route_of,
)
from gongkai.law import scope

__all__ = ["PASSES", "Person", "person", "repeated"]

STAGES: tuple[str, ...] = (Stage.FIRST, Stage.SECRECY, Stage.SIGN)
"""All stages in their order; which of them an item needs says its route."""
DUTIES: dict[str, tuple[str, ...]] = {
    Stage.FIRST: (Duty.Kind.HEAD,),
    Stage.SECRECY: (Duty.Kind.SECRECY,),
    Stage.SIGN: (Duty.Kind.OFFICE, Duty.Kind.LEADER),
}
"""Which duties may clear at a stage of the ordinary route."""
HAND_IN = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)
"""Which duties may hand in."""
WITHDRAW = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Which duties may take down, alone and at once (先撤后补)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """In what capacity somebody acts: their post, and for whom they stand in (AB角), if for anyone."""

    post: str
    deputy_for: Officer | None = None


def written(officer: Officer) -> str:
    """An officer as ``by`` or ``author`` of a signed object: name and uid, for two may bear one name."""
    return f"{officer.name} <{officer.uid}>"


def next_stage(decisions: Sequence[tuple[str, str]]) -> str | None:
    """The stage of the ordinary route that waits, after these standing (stage, decision)."""
    given = dict(decisions)
    for stage in STAGES:
        if stage not in given:
            return stage
        if given[stage] not in PASSES:
            return None
    return None


def route(item: Item) -> Route:
    """The route of an item as it stands."""
    extras = item.extras or {}
    return _route(item.category, item.unit, extras)


def route_of_content(content: Mapping[str, Any], unit: Unit | None) -> Route:
    """The route that a handed in content demands; whatever the item's row says by now."""
    return _route(content["category"], unit, content["meta"])


def _route(category: str, unit: Unit | None, said: Mapping[str, Any]) -> Route:
    known = scope.category(category)
    return route_of(
        known.key if known else "",
        unit.kind if unit else "",
        is_reprint=bool(said.get("source")),
        is_urgent=said.get("urgent") is True,
    )


def acting(
    officer: Officer, stage: str, chain: Chain, *, agency: Agency, unit: Unit | None, day: date
) -> tuple[Acting, Standing | None]:
    """What the rule class has to know of an officer, and the capacity in which they would act."""
    duties = chain.route.duties(stage)
    capacity = standing(officer, duties, agency=agency, unit=unit, day=day) if duties else None
    leads = standing(officer, (Duty.Kind.LEADER,), agency=agency, unit=unit, day=day)
    who = Acting(
        by=written(officer),
        holds=capacity is not None,
        leads=leads is not None,
        staffed=bool(free(stage, chain, agency=agency, unit=unit, day=day)),
    )
    if capacity is None and leads is not None and not who.staffed:
        capacity = leads
    principal = capacity.deputy_for if capacity else None
    return _for(who, written(principal) if principal else ""), capacity


def free(stage: str, chain: Chain, *, agency: Agency, unit: Unit | None, day: date) -> list[Officer]:
    """Who holds the duty of a stage that day and took no part; empty: the leader in charge steps in."""
    found: dict[int, Officer] = {}
    for kind in chain.route.duties(stage):
        for one in eligible(kind, unit, day, agency=agency):
            if not any(person(written(one)).is_same(person(by)) for by in chain.people):
                found[one.pk] = one
    return list(found.values())


def _for(who: Acting, principal: str) -> Acting:
    return Acting(who.by, principal, who.holds, who.leads, who.staffed)


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
