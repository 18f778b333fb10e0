"""涉密误入处置: what bears a secrecy mark is not stored; what was stored in error is purged everywhere.

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
from gongkai.desk.disclosure import files, rules
from gongkai.desk.disclosure.models import FileCheck, Incident, Item, ItemFile, Withdrawal
from gongkai.desk.disclosure.rows import LISTING
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.lists import marks
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


def purge(item: Item, by: Officer, at: datetime) -> Incident:
    """Take a secret that was stored out of the desk: texts, submissions, attachments; the item is voided.

    What is public has to be withdrawn before. Digests, decisions and events stay, so that every chain still
    verifies. Raises Refused: ``not-held``, ``still-public``, ``purged``.
    """
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=item.agency, unit=item.unit, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")
    _demand_gone(item)
    incident = quarantine(item.agency, Incident.Place.STORED, by, at, item)
    with transaction.atomic():
        item = lock(item)
        _demand_gone(item)
        digests = list(item.files.values_list("sha256", flat=True))
        item.files.all().delete()
        item.resolutions.all().delete()
        item.public_findings.all().delete()
        item.copies.all().delete()
        item.relations.all().delete()
        for submission in item.submissions.all():
            submission.content, submission.body = b"", b""
            submission.save(update_fields=["content", "body"])
            submission.clearances.update(body=b"")
        item.title, item.text, item.body, item.doc_no, item.extras = NOTHING, "", [], "", {}
        item.correction = ""
        item.purged_at, item.voided_on = at, item.voided_on or day
        item.save()
        marks.purge(LISTING, item.pk)
        record(item.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})
    for digest in set(digests):
        if not ItemFile.objects.filter(sha256=digest).exists():
            FileCheck.objects.filter(sha256=digest).delete()
            files.place(digest).unlink(missing_ok=True)
    return incident


def confirm_backups(incident: Incident, by: Officer, at: datetime) -> None:
    """Say that backups made before the purge were destroyed: a person did it, the program cannot."""
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=incident.agency, unit=None, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")
    with transaction.atomic():
        Incident.objects.filter(pk=incident.pk, backups_on__isnull=True).update(backups_on=day)
        record(incident.stream, "backups-destroyed", by=by, occurred=day, at=at)


def _demand_gone(item: Item) -> None:
    if item.purged_at is not None:
        raise Refused("purged", f"“{item.index}”已经清除", "无需再办")
    last = item.releases.order_by("-no").first()
    down = Withdrawal.objects.filter(release=last, log_index__isnull=False).exists() if last else True
    if not down:
        raise Refused("still-public", f"“{item.index}”还在公开或者撤稿还没有送出", "请先撤稿，几秒后再清除")
