"""The centre's night: signals of the days so far, supervision of what is far over its limit; once a day."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.complaints.models import NightRun
from gongkai.desk.complaints.signals import nightly as signals
from gongkai.desk.complaints.verbs import supervise_overdue

HOUR = 2
"""From this hour on in Shanghai: the day before is complete."""


def settle(agency: Agency, at: datetime) -> NightRun | None:
    """Do the night's work if it is time and was not done today; null otherwise.

    The worker asks every round. What was killed half way is done again: signals and supervision are
    written once, whoever runs twice.
    """
    day = shanghai_date(at)
    if at.astimezone(SHANGHAI).hour < HOUR or NightRun.objects.filter(agency=agency, on=day).exists():
        return None
    found = signals.run(agency, at=at)
    supervised = supervise_overdue(agency, at=at)
    made, _ = NightRun.objects.get_or_create(
        agency=agency, on=day, defaults={"signals": len(found), "supervised": supervised}
    )
    return made
