"""涉密误入处置: what bears a secrecy mark is not stored; for what was stored in error see :mod:`.purging`.

The event keeps number, time, handler and place, never a word of it. Backups hold what they hold: the purge
says so until somebody confirms that those of before were destroyed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import numbers, secrecy
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Incident, Item
from gongkai.desk.mailbox.models import Arrival
from gongkai.refusal import Refused

SERIES = "incidents"
"""Name of the counter of incidents."""
QUARANTINED = "secrecy-incident"
"""Type of the event of something that was not stored."""
PURGED = "secrecy-purge"
"""Type of the event of something that was stored and is gone."""
PURGE = (Duty.Kind.SECRECY, Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Which duties may purge."""
NOTHING = "（已清除）"


@contextmanager
def watched(agency: Agency, place: str, by: Officer, at: datetime) -> Iterator[None]:
    """Whatever is refused for its secrecy mark inside leaves an incident, and the number with the refusal."""
    try:
        yield
    except Refused as refused:
        if refused.code != secrecy.CODE:
            raise
        incident = quarantine(agency, place, by, at)
        secrecy.settle()
        mend = f"已登记涉密误入处置 {incident.number}。{refused.mend}"
        raise Refused(refused.code, refused.sentence, mend) from None


def quarantine(
    agency: Agency,
    place: str,
    by: Officer | None,
    at: datetime,
    item: Item | None = None,
    *,
    case: Case | None = None,
    arrival: Arrival | None = None,
) -> Incident:
    """Enter an incident: number, time, handler (null: the program). Outside of what is rolled back."""
    day = shanghai_date(at)
    number = f"密误〔{day.year}〕{numbers.allocate(agency, SERIES, day.year)}号"
    with transaction.atomic():
        made = Incident.objects.create(
            agency=agency,
            number=number,
            place=place,
            item=item,
            case=case,
            arrival=arrival,
            officer=by,
            at=at,
        )
        data = {"number": number, "place": place}
        record(made.stream, QUARANTINED, by=by or SYSTEM, occurred=day, at=at, data=data)
    return made


def confirm_backups(incident: Incident, by: Officer, at: datetime) -> None:
    """Say that backups made before the purge were destroyed: a person did it, the program cannot."""
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=incident.agency, unit=None, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")
    with transaction.atomic():
        Incident.objects.filter(pk=incident.pk, backups_on__isnull=True).update(backups_on=day)
        record(incident.stream, "backups-destroyed", by=by, occurred=day, at=at)
