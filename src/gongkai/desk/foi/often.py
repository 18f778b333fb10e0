"""The same information asked for by several persons 多人申请同一信息: candidates for release to everyone.

Which applications ask for the same is kept by :mod:`gongkai.desk.foi.topics` over all of them; persons are
told apart by their keyed hashes, never by name. Nothing is decided here: a person looks at the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, CaseText, PersonKey
from gongkai.desk.foi.models import Asked
from gongkai.desk.foi.queries import visible_to
from gongkai.law import registry
from gongkai.law.outcomes import outcomes

BACK = timedelta(days=730)
"""How far back the same is looked for."""
GROUPS = 60
"""Groups that are shown, those with most applications."""
EACH = 100
"""Applications of a group that are shown, the newest, beside the one that was answered."""
GIVEN = ("grant", "partial")
"""Groups of outcomes by which something was given out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Applications for the same: ``lead`` is the newest one that was answered with the information.

    ``count`` is how many there are, ``cases`` the newest of them, ``persons`` who asked in those.
    """

    lead: Case
    cases: tuple[Case, ...]
    count: int
    persons: int
    text: str
    released: str


def at_least() -> int:
    """From how many persons on a group is shown: a setting of the office."""
    return max(2, int(settings.GONGKAI_VALUES["release_askers"]))


def groups(officer: Officer, day: date) -> list[Group]:
    """The groups that the officer may see, most asked first. Some seven queries, over any number."""
    found = list(_topics(_seen(officer, day)))
    members = _members(_seen(officer, day), [one["topic"] for one in found])
    for one in found:
        members[one["topic"]].add(one["lead"])
    keys = {key for some in members.values() for key in some}
    cases = Case.objects.select_related("registration", "application").in_bulk(keys)
    persons = _persons(keys)
    texts = _texts([one["lead"] for one in found])
    made = []
    for one in found:
        own = sorted(members[one["topic"]], reverse=True)
        count = _distinct(own, persons)
        if count >= at_least():
            newest, lead = tuple(cases[key] for key in own), one["lead"]
            text = texts.get(lead, "")
            made.append(Group(cases[lead], newest, one["count"], count, text, one["released"]))
    return sorted(made, key=lambda one: (-one.persons, -one.lead.pk))


def _seen(officer: Officer, day: date) -> QuerySet[Asked]:
    """The applications of a topic that count: seen, of the last years, not voided."""
    return Asked.objects.filter(
        topic__isnull=False,
        application__received_on__gte=day - BACK,
        application__case__registration__voided_on__isnull=True,
        application__case__in=visible_to(officer, day).values("pk"),
    )


def _topics(seen: QuerySet[Asked]) -> Iterable[Any]:
    """The topics with enough applications, of which somebody got one."""
    given = Q(application__outcome__in=_codes())
    rows = seen.values("topic").annotate(
        count=Count("application"),
        lead=Max("application", filter=given),
        released=Max("application__released_item"),
    )
    return rows.filter(count__gte=at_least(), lead__isnull=False).order_by("-count", "-topic")[:GROUPS]


def _members(seen: QuerySet[Asked], topics: Sequence[int]) -> dict[int, set[int]]:
    """The newest applications of each topic."""
    place = Window(RowNumber(), partition_by=F("topic"), order_by=F("application").desc())
    rows = seen.filter(topic__in=topics).annotate(place=place).filter(place__lte=EACH)
    found: dict[int, set[int]] = defaultdict(set)
    for topic, application in rows.values_list("topic", "application"):
        found[topic or 0].add(application)
    return found


def _persons(keys: Iterable[int]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = defaultdict(set)
    for case, digest in PersonKey.objects.filter(case__in=list(keys)).values_list("case", "digest"):
        found[case].add(bytes(digest))
    return found


def _texts(keys: Iterable[int]) -> dict[int, str]:
    rows = CaseText.objects.filter(case__in=list(keys), field=CaseText.Field.CONTENT)
    return dict(rows.values_list("case", "masked"))


def _distinct(cases: Sequence[int], persons: dict[int, set[bytes]]) -> int:
    """How many persons asked; a case without a key is a person of its own."""
    seen: list[set[bytes]] = []
    for one in cases:
        mine = persons.get(one) or {b"case" + str(one).encode()}
        same = [other for other in seen if other & mine]
        seen = [other for other in seen if not other & mine]
        seen.append(mine.union(*same))
    return len(seen)


@cache
def _codes() -> tuple[str, ...]:
    """Every outcome, of every vocabulary, by which something was given out."""
    known = (one for rule in registry.of_field("outcome") for one in outcomes(rule.from_))
    return tuple(one.code for one in known if one.group in GIVEN)
