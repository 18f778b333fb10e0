"""The worker's look at files that citizens sent: in the sandbox, a few in a round, before anybody opens one.

A secrecy mark clears name, key and ciphertext away and enters 涉密误入处置 with the case; the case goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.complaints import enclosures
from gongkai.desk.disclosure import opinion_files
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import quarantine
from gongkai.desk.foi import attachments
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Held, Looked
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused

A_ROUND = 5
"""Files of cases that one round looks at: a hostile one costs half a minute."""
SCREENED, MET = "file-screened", "secrecy-met"
"""Types of the events."""
ROOMS: tuple[Callable[[str], Iterable[Held]], ...] = (enclosures.held, attachments.held)
"""Who may hold a file, by its ciphertext."""


def screen_waiting(at: datetime, most: int = A_ROUND) -> int:
    """Look at what waits, files of opinions too; gives how many. The worker's part of a round.

    A scanner that does not answer leaves the rest waiting: nothing passes unseen.
    """
    done = opinion_files.screen_waiting(at, most)
    for row in checking.waiting()[:most]:
        try:
            _look(row, at)
        except Refused as refused:
            if refused.code != checking.AWAY:
                raise
            return done
        done += 1
    return done


def _look(row: SentFile, at: datetime) -> None:
    held = [one for room in ROOMS for one in room(row.blob)]
    looked = _looked(held)
    if looked.state == SentFile.State.PURGED:
        (first, *_) = held
        incident = quarantine(first.case.registration.agency, Incident.Place.FILE, None, at, case=first.case)
        with transaction.atomic():
            for one in held:
                one.clear()
                data = {"place": "file", "number": incident.number}
                record(one.case.stream, MET, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
            checking.settle(row, looked, at)
        sealed_files.place(row.blob).unlink(missing_ok=True)
        return
    with transaction.atomic():
        for one in held:
            if looked.type:
                one.passed(looked.type)
            data = {"sha256": one.sha256, "state": looked.state}
            record(one.case.stream, SCREENED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
        checking.settle(row, looked, at)


def _looked(held: list[Held]) -> Looked:
    """What the first room that can still read the file sees; a file that is gone is not opened."""
    if not held:
        return Looked(SentFile.State.REFUSED, code="gone", sentence="附件已经不在")
    try:
        name, data = held[0].read()
    except Refused as refused:
        return Looked(SentFile.State.REFUSED, code=refused.code[:40], sentence=refused.sentence[:300])
    return checking.judge(name, data)
