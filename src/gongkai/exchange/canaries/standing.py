"""How the agreed canaries stand: there, awaited, missing, late, sealed to another key, altered, unknown.

Judged from dated rows each time, so that a page tells the truth while the background work rests. What is
wrong alarms for a day; the list keeps it longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange.canaries import cards
from gongkai.exchange.canaries.arriving import AGAIN, UNKNOWN
from gongkai.exchange.models import CanaryHour, CanaryPost
from gongkai.sealing import canary
from gongkai.sealing.canary import HOUR

ALARMS_FOR = timedelta(days=1)
"""So long what was wrong stands on the first page; the next hour tells whether it goes on."""
LISTED_FOR = timedelta(days=30)
SHOWN = 24
"""What was wrong, of that time, on the page."""
EARLY = timedelta(minutes=15)
"""Before its hour a canary comes only from a poster whose clock is wrong."""


class Trouble(StrEnum):
    """What is wrong with an hour."""

    MISSING = "missing"
    LATE = "late"
    EARLY = "early"
    OTHER_KEY = "other-key"
    ALTERED = "altered"


WORDS = {
    Trouble.MISSING: gettext_lazy("没有到达"),
    Trouble.LATE: gettext_lazy("到得太迟"),
    Trouble.EARLY: gettext_lazy("来得太早，发出的机器时钟不对"),
    Trouble.OTHER_KEY: gettext_lazy("不是用最新的来件密钥密封"),
    Trouble.ALTERED: gettext_lazy("到达了，但内容有改动"),
}
"""Each in words."""


@dataclass(slots=True)
class Told:
    """Hours in a row in which the same was wrong: ``hour`` is the last of them, ``since`` the first."""

    hour: datetime
    since: datetime
    who: str
    trouble: Trouble
    arrived_at: datetime | None
    kid: str
    newest: str
    times: int = 1

    @property
    def words(self) -> str:
        """What is wrong, in words."""
        return str(WORDS[self.trouble])


def judge(row: CanaryHour, at: datetime, minutes: int) -> Trouble | None:
    """What is wrong with an hour as of ``at``; null: nothing, or it is still awaited."""
    until = row.hour + HOUR + timedelta(minutes=minutes)
    if row.arrived_at is None:
        return Trouble.MISSING if at > until else None
    if row.kid != row.newest:
        return Trouble.OTHER_KEY
    if row.is_altered:
        return Trouble.ALTERED
    if row.arrived_at > until:
        return Trouble.LATE
    return Trouble.EARLY if row.arrived_at < row.hour - EARLY else None


def standing(agency: Agency, at: datetime) -> dict[str, Any]:
    """What was agreed, what came last, what was wrong lately; ``alarm``: of the last day."""
    posts = list(CanaryPost.objects.filter(agency=agency, ended_at__isnull=True).order_by("pk"))
    told = troubles(agency, at, LISTED_FOR)
    fresh = [one for one in told if one.hour > at - _alarming()]
    strange = unknown(at)
    shown = [_post(one, at) for one in posts]
    return {
        "posts": shown,
        "came": any(one["last"] for one in shown),
        "minutes": int(settings.GONGKAI_VALUES["canary_minutes"]),
        "alarm": sum(one.times for one in fresh) + strange,
        "lately": fresh,
        "unknown": strange,
        "again": _strange(AGAIN, at),
        "troubles": told[:SHOWN],
        "more": max(0, len(told) - SHOWN),
    }


def lately(agency: Agency, at: datetime) -> list[Told]:
    """What was wrong in the last day, the newest first."""
    return troubles(agency, at, _alarming())


def unknown(at: datetime) -> int:
    """How many messages of the last day called themselves canaries and were none that was agreed."""
    return _strange(UNKNOWN, at)


def troubles(agency: Agency, at: datetime, back: timedelta) -> list[Told]:
    """The hours in which something was wrong, the newest first; ended cards' too."""
    there = Q(hour__lte=at) | Q(arrived_at__isnull=False)
    rows = CanaryHour.objects.filter(there, post__agency=agency, hour__gt=at - back)
    names: dict[str, str] = {}
    runs: dict[tuple[str, Trouble, str], Told] = {}
    found = []
    for row in rows.select_related("post").order_by("-hour", "-pk"):
        ended = row.post.ended_at
        trouble = judge(row, at, int(settings.GONGKAI_VALUES["canary_minutes"]))
        if trouble is None or (row.arrived_at is None and ended is not None and ended < row.hour + HOUR):
            continue
        if row.post.card not in names:
            names[row.post.card] = _name(row.post.card)
        key = (row.post.card, trouble, row.kid)
        run = runs.get(key)
        if run is not None and run.since - row.hour == HOUR:
            run.since, run.times = row.hour, run.times + 1
            continue
        who = names[row.post.card]
        runs[key] = Told(row.hour, row.hour, who, trouble, row.arrived_at, row.kid, row.newest)
        found.append(runs[key])
    return found


def _post(post: CanaryPost, at: datetime) -> dict[str, Any]:
    came = post.hours.filter(arrived_at__isnull=False).order_by("-hour").first()
    waits = post.hours.filter(arrived_at__isnull=True, hour__gt=at - HOUR).order_by("hour").first()
    card = cards.read(post.card)
    return {
        "card": post.card,
        "name": _name(post.card),
        "is_lost": card is None,
        "daily": len(card.hours) if card else None,
        "since": post.since,
        "last": {"hour": came.hour, "at": came.arrived_at, "kid": came.kid} if came else None,
        "next": waits.hour if waits else None,
    }


def _name(card: str) -> str:
    """What the card calls its poster; its id where the card is gone, or this process may not read it."""
    found = cards.read(card)
    return found.name if found else card


def _alarming() -> timedelta:
    """How far back an hour lies whose trouble alarms: what is missing is known after the agreed time only."""
    return ALARMS_FOR + HOUR + timedelta(minutes=int(settings.GONGKAI_VALUES["canary_minutes"]))


def _strange(code: str, at: datetime) -> int:
    return Arrival.objects.filter(kind=canary.KIND, code=code, pulled_at__gt=at - ALARMS_FOR).count()
