"""Possible repeats 可能重复: exact keys first, then character n-grams; three bands, suggested, never merged.

Measured on short Chinese texts: TF-IDF cosine over 2- and 3-grams finds .995 of the repeats among the first
ten at a fifth of the letters changed (STYLE.md 3). Only masked texts are compared, and only what the
officer may see.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, CaseText, PersonKey
from gongkai.desk.complaints import sketches
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Matter, Verdict
from gongkai.desk.complaints.queries import visible_to

BACK = timedelta(days=180)
"""How far back repeats are looked for."""
MOST = 400
"""Candidates that are compared."""
ALIKE = 100
"""Of them at most so many for their rare words."""
SHOWN = 6
STRONG, NEAR, WEAK = 0.60, 0.35, 0.18
"""The bands: 很像, 相近, 可能有关."""


@dataclass(frozen=True, slots=True)
class Like:
    """A case that may be about the same: how much alike from 0 to 1, and why."""

    case: Case
    score: float
    band: str
    why: str
    verdict: Verdict | None = None


def for_case(one: Standing, officer: Officer, today: date) -> list[Like]:
    """The cases that may repeat this one, the likest first."""
    case, matter = one.case, one.matter
    said = _texts([case.pk]).get(case.pk, "")
    candidates = _candidates(one, said, officer, today)
    if not candidates:
        return []
    keys = [other.pk for other in candidates]
    texts = _texts(keys)
    scores = similarities(said, [texts.get(key, "") for key in keys])
    same_person = _same_person(case, keys)
    matters = Matter.objects.in_bulk([other.registration_id for other in candidates])
    verdicts = _verdicts(case)
    made = []
    for other, score in zip(candidates, scores, strict=True):
        found = _like(other, score, matter, matters.get(other.registration_id), other.pk in same_person)
        if found is not None:
            verdict = verdicts.get(other.registration_id)
            made.append(Like(other, found[0], found[1], found[2], verdict))
    made.sort(key=lambda like: (-like.score, -like.case.pk))
    return made[:SHOWN]


def similarities(text: str, others: Sequence[str]) -> list[float]:
    """Cosine of TF-IDF over character 2- and 3-grams, between one text and each of the others."""
    bags = [shingles(one) for one in (text, *others)]
    spread = Counter(gram for bag in bags for gram in bag)
    n = len(bags)
    weights = {gram: math.log((1 + n) / (1 + count)) + 1 for gram, count in spread.items()}
    lengths = [_length(bag, weights) for bag in bags]
    made = []
    for bag, length in zip(bags[1:], lengths[1:], strict=True):
        common = bags[0].keys() & bag.keys()
        dot = sum(bags[0][gram] * bag[gram] * weights[gram] ** 2 for gram in common)
        made.append(dot / (lengths[0] * length) if dot else 0.0)
    return made


def shingles(text: str) -> Counter[str]:
    """The 2- and 3-grams of a text in normal form."""
    normal = grams.normal(text).replace(" ", "")
    return Counter(normal[at : at + size] for size in (2, 3) for at in range(len(normal) - size + 1))


def band(score: float) -> str:
    """The word for a likeness; empty below the weakest."""
    if score >= STRONG:
        return _("很像")
    if score >= NEAR:
        return _("相近")
    return _("可能有关") if score >= WEAK else ""


def _candidates(one: Standing, said: str, officer: Officer, today: date) -> list[Case]:
    """Cases worth comparing: those with the same rare words, then same person, shop, class, in the months
    around. Each by an index of its own, so that it takes the same time over millions of cases.
    """
    matter, case = one.matter, one.case
    found_keys = [*_of_words(said), *_of_person(case), *_of_matter(matter)]
    keys = list(dict.fromkeys(found_keys))[: MOST * 2]
    seen: QuerySet[Case] = visible_to(officer, today)
    first, last = matter.registered_on - BACK, matter.registered_on + BACK
    rows = seen.filter(
        registration__in=keys,
        registration__matter__registered_on__range=(first, last),
        registration__matter__agency=matter.agency_id,
    ).exclude(registration=case.registration_id)
    place = {key: number for number, key in enumerate(keys)}
    found = sorted(rows.select_related("registration"), key=lambda other: place[other.registration_id])
    unique: dict[int, Case] = {}
    for other in found:
        unique.setdefault(other.registration_id, other)
    return list(unique.values())[:MOST]


def _of_words(said: str) -> list[int]:
    """The registrations that share rare words, the likest first."""
    cases = sketches.alike(said, ALIKE)
    registrations = dict(Case.objects.filter(pk__in=cases).values_list("pk", "registration"))
    return [registrations[one] for one in cases]


def _of_person(case: Case) -> list[int]:
    """The registrations of the same person, newest first."""
    same = Q(pk__in=[])
    for kind, digest in PersonKey.objects.filter(case=case).values_list("kind", "digest"):
        same |= Q(kind=kind, digest=bytes(digest))
    rows = PersonKey.objects.filter(same).order_by("-case_id").values_list("case__registration", flat=True)
    return list(rows[:MOST])


def _of_matter(matter: Matter) -> list[int]:
    """The registrations of the same shop, then of the same class, those nearest in time first."""
    made: list[int] = []
    for name in ("credit_code", "respondent", "category"):
        value = getattr(matter, name)
        if value:
            made += _nearest(matter, **{name: value})
    return made


def _nearest(matter: Matter, **same: str) -> list[int]:
    """Half before and half after the day, by the index of the column."""
    rows = Matter.objects.filter(agency=matter.agency_id, **same)
    day = matter.registered_on
    before = rows.filter(registered_on__range=(day - BACK, day)).order_by("-registered_on", "-registration")
    after = rows.filter(registered_on__range=(day + timedelta(days=1), day + BACK))
    after = after.order_by("registered_on", "registration")
    half = MOST // 2
    return [*before.values_list("pk", flat=True)[:half], *after.values_list("pk", flat=True)[:half]]


def _texts(keys: Sequence[int]) -> dict[int, str]:
    rows = CaseText.objects.filter(case__in=keys, field=CaseText.Field.CONTENT)
    return dict(rows.values_list("case", "masked"))


def _same_person(case: Case, keys: Sequence[int]) -> set[int]:
    mine = {
        (kind, bytes(digest))
        for kind, digest in PersonKey.objects.filter(case=case).values_list("kind", "digest")
    }
    if not mine:
        return set()
    rows = PersonKey.objects.filter(case__in=keys).values_list("case", "kind", "digest")
    return {key for key, kind, digest in rows if (kind, bytes(digest)) in mine}


def _like(
    other: Case, score: float, mine: Matter, theirs: Matter | None, same_person: bool
) -> tuple[float, str, str] | None:
    if theirs is None:
        return None
    same_shop = bool(mine.credit_code) and mine.credit_code == theirs.credit_code
    same_shop |= bool(mine.respondent) and mine.respondent == theirs.respondent
    reasons = []
    if same_person:
        reasons.append(_("同一人"))
    if same_shop:
        reasons.append(_("同主体"))
    if mine.category and mine.category == theirs.category:
        reasons.append(_("同类别"))
    total = min(1.0, score + 0.25 * same_person + 0.10 * same_shop)
    word = band(total)
    return (total, word, "、".join(reasons)) if word else None


def _verdicts(case: Case) -> Mapping[int, Verdict]:
    key = case.registration_id
    rows = Verdict.objects.filter(Q(first=key) | Q(second=key), undone_on__isnull=True)
    return {row.second_id if row.first_id == key else row.first_id: row for row in rows}


def _length(bag: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return math.sqrt(sum((count * weights[gram]) ** 2 for gram, count in bag.items()))
