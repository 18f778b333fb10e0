"""How past signals fared: precision and recall over a span, as what people made of them says.

- **Precision** 准确率: of the signals judged by a person in the span, those that became a warning or a clue.
- **Recall** 报出率: of what happened in the span, what a signal had told before. What happened is a warning
  that was published, and an investigation with several cases as clues; one that no signal led to counts as
  missed, unless a person says that nothing could have told it (a seasonal warning, a reprint).

Only days since the first night of computing count. Few of them say little: an interval goes with every rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from gongkai.desk.agencies.models import Agency
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Clue, NightRun, Signal, SignalCase, Unforeseen
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Investigation
from gongkai.law import scope

SPAN = timedelta(days=365)
"""The span that a page tells of: the year up to today."""
FEW = 10
"""Fewer than so many say little."""
SHOWN = 30
"""Misses that are listed, the newest first."""
_Z = 1.96
RIGHT = (Signal.State.WARNED, Signal.State.CLUE)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the 95 % interval of Wilson in whole percent."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The share; null of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None

    @property
    def is_small(self) -> bool:
        """Whether there are too few to say much."""
        return self.whole < FEW

    @property
    def interval(self) -> tuple[int, int]:
        """Between which shares the true one lies, nineteen times of twenty."""
        if not self.whole:
            return 0, 100
        n, share = self.whole, self.part / self.whole
        middle = share + _Z**2 / (2 * n)
        spread = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
        low, high = ((middle + sign * spread) / (1 + _Z**2 / n) for sign in (-1, 1))
        return max(0, math.floor(100 * low)), min(100, math.ceil(100 * high))


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that no signal told before: a warning or an investigation; ``why`` it does not count."""

    title: str
    on: date
    item: Item | None = None
    investigation: Investigation | None = None
    why: str = ""

    @property
    def uid(self) -> str:
        """Of the warning or the investigation."""
        return str((self.item or self.investigation).uid)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Scores:
    """The page's figures, from ``first`` to ``last``; null dates where no night was computed yet."""

    first: date | None
    last: date | None
    waiting: int
    precision: Rate
    recall: Rate
    dismissed: Sequence[tuple[str, int]]
    missed: Sequence[Missed]
    excused: int
    cluster: int


def scores(agency: Agency, today: date) -> Scores:
    """Count the year up to ``today``. Eight queries."""
    states, cluster = Signal.State, house().days("cluster")
    waiting = Signal.objects.filter(agency=agency, state__in=(states.WAITING, states.WATCHED)).count()
    began = NightRun.objects.filter(agency=agency).order_by("on").values_list("on", flat=True).first()
    early = Signal.objects.filter(agency=agency).order_by("day").values_list("day", flat=True).first()
    known = [day for day in (began, early) if day is not None]
    if not known:
        return Scores(None, None, waiting, Rate(0, 0), Rate(0, 0), (), (), 0, cluster)
    first = max(min(known), today - SPAN)
    judged = Signal.objects.filter(agency=agency, decided_on__range=(first, today))
    counts = dict(judged.order_by().values_list("state").annotate(n=Count("pk")))
    right = sum(counts.get(state, 0) for state in RIGHT)
    wrong = counts.get(states.DISMISSED, 0)
    why = judged.filter(state=states.DISMISSED).order_by().values_list("reason").annotate(n=Count("pk"))
    told = judged.filter(state__in=RIGHT).aggregate(
        items=Count("item", distinct=True), investigations=Count("investigation", distinct=True)
    )
    foreseen = told["items"] + told["investigations"]
    found = sorted(_missed(agency, first, today), key=lambda one: one.on, reverse=True)
    missed = [one for one in found if not one.why]
    return Scores(
        first,
        today,
        waiting,
        Rate(right, right + wrong),
        Rate(foreseen, foreseen + len(missed)),
        sorted(why, key=lambda one: -one[1]),
        found[:SHOWN],
        len(found) - len(missed),
        cluster,
    )


def _missed(agency: Agency, first: date, last: date) -> list[Missed]:
    words = dict(Unforeseen.Reason.choices)
    excused = Unforeseen.objects.filter(agency=agency)
    of_items = dict(excused.exclude(item=None).values_list("item", "reason"))
    of_cases = dict(excused.exclude(investigation=None).values_list("investigation", "reason"))
    warnings = Item.objects.filter(
        agency=agency,
        category__in=[one.name for one in scope.categories() if one.key == "warnings"],
        published_on__range=(first, last),
        voided_on__isnull=True,
        signals__isnull=True,
    )
    made = [
        Missed(one.title, one.published_on, item=one, why=str(words.get(of_items.get(one.pk, ""), "")))
        for one in warnings.order_by("-published_on", "-pk")[:200]
        if one.published_on is not None
    ]
    told = SignalCase.objects.filter(
        Q(signal__day__lte=OuterRef("investigation__opened_on")), case=OuterRef("case")
    )
    alarmed = Clue.objects.filter(Exists(told), investigation=OuterRef("pk"))
    clusters = (
        Investigation.objects.filter(agency=agency, opened_on__range=(first, last), signals__isnull=True)
        .annotate(n=Count("clues"))
        .filter(~Exists(alarmed), n__gte=house().days("cluster"))
    )
    made += [
        Missed(
            f"{one.number} {one.violation}".strip(),
            one.opened_on,
            investigation=one,
            why=str(words.get(of_cases.get(one.pk, ""), "")),
        )
        for one in clusters.order_by("-opened_on", "-pk")[:200]
    ]
    return made
