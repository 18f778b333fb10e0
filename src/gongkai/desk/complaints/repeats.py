"""Possible repeats 可能重复: exact keys first, then character n-grams; three bands, suggested, never merged.

Measured on short Chinese texts: TF-IDF cosine over 2- and 3-grams finds .995 of the repeats among the first
ten at a fifth of the letters changed (STYLE.md 3). Only masked texts are compared, and only what the
officer may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gongkai.desk.casework.likeness import similarities
from gongkai.desk.casework.models import Case, CaseText, PersonKey
from gongkai.desk.complaints import sketches
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Matter, Verdict

BACK = timedelta(days=180)
"""How far back repeats are looked for."""
MOST = 400
"""Candidates that are compared."""
ALIKE = 100
"""Of them at most so many for their rare words."""
SHOWN = 6
_NEAREST = (
    "SELECT registration_id FROM (SELECT registration_id FROM complaints_matter "
    "WHERE agency_id = %s AND {name} = %s AND registered_on BETWEEN %s AND %s "
    "ORDER BY registered_on {order}, registration_id {order} LIMIT %s) AS nearest"
)
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


def for_case(one: Standing, said: str, seen: QuerySet[Case], *, judged: bool = True) -> list[Like]:
    """The cases that may repeat this one, the likest first, among those that the officer sees.

    ``said`` is its masked text. Without ``judged`` nobody has said anything yet about it and another.
    """
    candidates = _candidates(one, said, seen)
    if not candidates:
        return []
    scores = similarities(said, [other.said or "" for other in candidates])
    verdicts = _verdicts(one.case) if judged else {}
    made = []
    for other, score in zip(candidates, scores, strict=True):
        theirs = other.registration.matter
        found = _like(score, one.matter, theirs, other.same_person)
        if found is not None:
            made.append(Like(other, *found, verdicts.get(other.registration_id)))
    made.sort(key=lambda like: (-like.score, -like.case.pk))
    return made[:SHOWN]


def band(score: float) -> str:
    """The word for a likeness; empty below the weakest."""
    if score >= STRONG:
        return _("很像")
    if score >= NEAR:
        return _("相近")
    return _("可能有关") if score >= WEAK else ""


def _candidates(one: Standing, said: str, seen: QuerySet[Case]) -> list[Any]:
    """Cases worth comparing: those with the same rare words, then same person, shop, class, in the months
    around. Each by an index of its own, so that it takes the same time over millions of cases. With each its
    masked text (``said``), its matter, and whether the person is the same (``same_person``).
    """
    matter, case = one.matter, one.case
    found_keys = [*sketches.alike(said, ALIKE), *_of_person(case), *_of_matter(matter)]
    keys = list(dict.fromkeys(found_keys))[: MOST * 2]
    texts = CaseText.objects.filter(case=OuterRef("pk"), field=CaseText.Field.CONTENT)
    mine = PersonKey.objects.filter(case=case).values("digest")
    rows = (
        seen.filter(registration__in=keys)
        .exclude(registration=case.registration_id)
        .select_related("registration__matter")
        .annotate(
            said=Subquery(texts.values("masked")[:1]),
            same_person=Exists(PersonKey.objects.filter(case=OuterRef("pk"), digest__in=mine)),
        )
    )
    place = {key: number for number, key in enumerate(keys)}
    unique: dict[int, Any] = {}
    for other in sorted(rows, key=lambda one: place[one.registration_id]):
        if _is_near(matter, getattr(other.registration, "matter", None)):
            unique.setdefault(other.registration_id, other)
    return list(unique.values())[:MOST]


def _is_near(matter: Matter, other: Matter | None) -> bool:
    """Of the same agency, registered in the months around; asked here, so that no plan starts from it."""
    return (
        other is not None
        and other.agency_id == matter.agency_id
        and abs(other.registered_on - matter.registered_on) <= BACK
    )


def _of_person(case: Case) -> list[int]:
    """The registrations of the same person, newest first."""
    mine = PersonKey.objects.filter(case=case).values("digest")
    rows = PersonKey.objects.filter(digest__in=mine).order_by("-case_id")
    return list(rows.values_list("case__registration", flat=True)[:MOST])


def _of_matter(matter: Matter) -> list[int]:
    """The registrations of the same shop, then of the same class, those nearest in time first: half before
    and half after the day, each by the index of its column, all in one query.
    """
    named = [name for name in ("credit_code", "respondent", "category") if getattr(matter, name)]
    if not named:
        return []
    day, half = matter.registered_on, MOST // 2
    before, after = (day - BACK, day), (day + timedelta(days=1), day + BACK)
    parts: list[str] = []
    given: list[Any] = []
    for name in named:
        for span, order in ((before, "DESC"), (after, "ASC")):
            parts.append(_NEAREST.format(name=name, order=order))
            given += [matter.agency_id, getattr(matter, name), *span, half]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return [key for (key,) in cursor.fetchall()]


def _like(score: float, mine: Matter, theirs: Matter, same_person: bool) -> tuple[float, str, str] | None:
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
