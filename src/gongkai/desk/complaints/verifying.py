"""``gongkai verify``, the centre's part: what a person said of a case stands in the chain of events too.

A withdrawal 撤回 and a rating 满意度 are words of the person; a row that somebody wrote into the database
without the verb that proves them has no event under the house's key, and is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from gongkai.desk.casework.models import Case, Event
from gongkai.desk.casework.verifying import Check, Result
from gongkai.desk.complaints.models import Decision, Matter

MOST = 20
"""Records of one kind that are named."""
_WITHDRAWN = ("withdrawn",)
_RATED = ("rated", "called-back")


def checks() -> list[Check]:
    """The checks of this room."""
    return [verify_words]


def verify_words() -> Result:
    """Each withdrawal and rating that the desk did not read in a register has its event."""
    withdrawn = Decision.objects.filter(kind=Decision.Kind.WITHDRAWN, on__isnull=False)
    mute = withdrawn.filter(~_said(OuterRef("case__uid"), _WITHDRAWN))
    rated = Matter.objects.filter(registration__content_digest=b"").exclude(
        Q(satisfaction="") | Q(satisfaction=Matter.Satisfaction.NONE)
    )
    own = Case.objects.filter(_said(OuterRef("uid"), _RATED), registration=OuterRef("registration"))
    unheard = rated.filter(~Exists(own))
    faults = [
        *_named(mute.order_by("pk").values_list("case__registration__number", flat=True), "撤回没有事件"),
        *_named(unheard.order_by("pk").values_list("registration__number", flat=True), "满意度没有事件"),
    ]
    return Result("words", "撤回与满意度", withdrawn.count() + rated.count(), faults)


def _said(uid: OuterRef, types: Sequence[str]) -> Exists:
    return Exists(Event.objects.filter(stream=Concat(Value("case/"), uid), type__in=types))


def _named(numbers: QuerySet[Any, str], what: str) -> list[str]:
    found = list(numbers[: MOST + 1])
    named = [f"{number} {what}" for number in found[:MOST]]
    return [*named, f"另有更多{what}"] if len(found) > MOST else named
