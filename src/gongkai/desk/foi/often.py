"""The same information asked for by several persons 多人申请同一信息: candidates for release to everyone.

Compared are masked texts only, by TF-IDF cosine over character 2- and 3-grams; persons are told apart by
their keyed hashes, never by name. Nothing is decided here: a person looks at the group.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, CaseText, PersonKey
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.queries import visible_to
from gongkai.law.outcomes import outcome

BACK = timedelta(days=730)
"""How far back the same is looked for."""
MOST = 600
"""Applications that are compared, the newest."""
ALIKE = 0.6
"""From this likeness on two texts ask for the same."""
GIVEN = ("grant", "partial")
"""Groups of outcomes by which something was given out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Applications for the same: ``lead`` is the newest one that was answered with the information."""

    lead: Case
    cases: tuple[Case, ...]
    persons: int
    text: str
    released: str


def at_least() -> int:
    """From how many persons on a group is shown: a setting of the office."""
    return max(2, int(settings.GONGKAI_VALUES["release_askers"]))


def groups(officer: Officer, day: date) -> list[Group]:
    """The groups that the officer may see, most asked first. Some six queries."""
    rows = (
        visible_to(officer, day)
        .filter(application__received_on__gte=day - BACK, registration__voided_on__isnull=True)
        .select_related("registration", "application")
        .order_by("-pk")[:MOST]
    )
    cases = list(rows)
    texts = dict(
        CaseText.objects.filter(case__in=[one.pk for one in cases], field=CaseText.Field.CONTENT).values_list(
            "case", "masked"
        )
    )
    cases = [one for one in cases if texts.get(one.pk, "").strip()]
    sets = together([texts[one.pk] for one in cases])
    persons = _persons([one.pk for one in cases])
    found = []
    for members in sets:
        group = _group([cases[at] for at in members], texts, persons)
        if group is not None and group.persons >= at_least():
            found.append(group)
    return sorted(found, key=lambda one: (-one.persons, -one.lead.pk))


def together(texts: Sequence[str]) -> list[list[int]]:
    """Places of texts that are alike, in groups of two and more."""
    bags = [_shingles(one) for one in texts]
    spread = Counter(gram for bag in bags for gram in bag)
    n = len(bags)
    weight = {gram: math.log((1 + n) / (1 + count)) + 1 for gram, count in spread.items()}
    length = [math.sqrt(sum((count * weight[gram]) ** 2 for gram, count in bag.items())) for bag in bags]
    postings: dict[str, list[int]] = defaultdict(list)
    parent = list(range(n))
    for at, bag in enumerate(bags):
        dots: Counter[int] = Counter()
        for gram, count in bag.items():
            for other in postings[gram]:
                dots[other] += count * bags[other][gram] * weight[gram] ** 2  # type: ignore[assignment]
            postings[gram].append(at)
        for other, dot in dots.items():
            if dot >= ALIKE * length[at] * length[other]:
                parent[_root(parent, at)] = _root(parent, other)
    gathered: dict[int, list[int]] = defaultdict(list)
    for at in range(n):
        gathered[_root(parent, at)].append(at)
    return [members for members in gathered.values() if len(members) > 1]


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _shingles(text: str) -> Counter[str]:
    normal = grams.normal(text).replace(" ", "")
    return Counter(normal[at : at + size] for size in (2, 3) for at in range(len(normal) - size + 1))


def _persons(keys: Iterable[int]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = defaultdict(set)
    for case, digest in PersonKey.objects.filter(case__in=list(keys)).values_list("case", "digest"):
        found[case].add(bytes(digest))
    return found


def _group(cases: Sequence[Case], texts: dict[int, str], persons: dict[int, set[bytes]]) -> Group | None:
    """One group; none where nothing was given to anybody yet."""
    given = [one for one in cases if _is_given(one.application)]
    if not given:
        return None
    seen: list[set[bytes]] = []
    for one in cases:
        mine = persons.get(one.pk) or {b"case" + str(one.pk).encode()}
        same = [other for other in seen if other & mine]
        seen = [other for other in seen if not other & mine]
        seen.append(mine.union(*same))
    released = next((one.application.released_item for one in cases if one.application.released_item), "")
    lead = max(given, key=lambda one: one.pk)
    return Group(lead, tuple(cases), len(seen), texts[lead.pk], released)


def _is_given(application: Application) -> bool:
    return bool(application.outcome) and outcome(application.outcome).group in GIVEN
