"""The centre's night, once a day: signals of the days so far, supervision of what is far over its limit,
limits of who is heard together.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework.clocks import refresh_due
from gongkai.desk.casework.models import Case, Pause
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.clocks import SOURCE
from gongkai.desk.complaints.models import Joint, NightRun
from gongkai.desk.complaints.signals import nightly as signals
from gongkai.desk.complaints.verbs import supervise_overdue

JOINT = "joint-testing"
"""Why the night moved a limit, in its event."""
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
    _limits_of_the_heard(agency, at)
    found = signals.run(agency, at=at)
    supervised = supervise_overdue(agency, at=at)
    made, _ = NightRun.objects.get_or_create(
        agency=agency, on=day, defaults={"signals": len(found), "supervised": supervised}
    )
    return made


def _limits_of_the_heard(agency: Agency, at: datetime) -> None:
    """Bring the limits of open complaints up to date whose main case was tested.

    Verbs keep them so; this mends what an earlier version of ours, which let them run on, has left behind.
    """
    tested = Pause.objects.filter(case=OuterRef("main"), kind=Pause.Kind.TESTING)
    ties = Joint.objects.filter(Exists(tested), case=OuterRef("pk"))
    cases = Case.objects.filter(Exists(ties), registration__agency=agency, stage=Stage.OPEN)
    refresh_due((SOURCE,), at=at, cases=cases, reason=JOINT)
