"""The worker's look at files that citizens sent: one after the other, before anybody opens one.

A round of the worker waits a moment for a look and no longer: one that takes more goes on in a process of
its own (:class:`gongkai.desk.mailbox.checking.Beside`), so that a hostile file never holds up the door.

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
from gongkai.desk.mailbox.checking import Beside, Held, Looked, Looking
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused

A_ROUND = 5
"""Files of cases that are looked at in one go, where somebody waits for them."""
SCREENED, MET = "file-screened", "secrecy-met"
"""Types of the events."""
ROOMS: tuple[Callable[[str], Iterable[Held]], ...] = (enclosures.held, attachments.held)
"""Who may hold a file, by its ciphertext."""
_BESIDE = (Beside(), Beside())
"""The looks that go on: at a file of an opinion, at a file of a case."""


def look_on(at: datetime, seconds: float = checking.A_MOMENT) -> int:
    """Begin to look at the file of each kind that waits longest, or see what its look came to; gives how many
    are settled. The worker's part of a round and of the time between.
    """
    for one in _BESIDE:
        one.seconds = seconds
    return screen_waiting(at, 1, _BESIDE)


def finish(at: datetime) -> int:
    """Wait for what was begun: a worker that does one round only."""
    for one in _BESIDE:
        one.finish()
    return look_on(at)


def screen_waiting(
    at: datetime, most: int = A_ROUND, looks: tuple[Looking, Looking] = (checking.at_once, checking.at_once)
) -> int:
    """Look at what waits, files of opinions first; gives how many.

    A scanner that does not answer leaves the rest waiting: nothing passes unseen. So does a look of ``looks``
    (at files of opinions, of cases) that goes on.
    """
    done = opinion_files.screen_waiting(at, most, looks[0])
    for row in checking.waiting()[:most]:
        try:
            if not _look(row, at, looks[1]):
                return done
        except Refused as refused:
            if refused.code != checking.AWAY:
                raise
            return done
        done += 1
    return done


def _look(row: SentFile, at: datetime, look: Looking) -> bool:
    held = [one for room in ROOMS for one in room(row.blob)]
    looked = _looked(row.blob, held, look)
    if looked is None:
        return False
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
        return True
    with transaction.atomic():
        for one in held:
            if looked.type:
                one.passed(looked.type)
            data = {"sha256": one.sha256, "state": looked.state}
            record(one.case.stream, SCREENED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
        checking.settle(row, looked, at)
    return True


def _looked(blob: str, held: list[Held], look: Looking) -> Looked | None:
    """What the first room that can still read the file sees; a file that is gone is not opened."""
    if not held:
        return Looked(SentFile.State.REFUSED, code="gone", sentence="附件已经不在")
    try:
        return look(blob, held[0].read)
    except Refused as refused:
        if refused.code == checking.AWAY:
            raise
        return Looked(SentFile.State.REFUSED, code=refused.code[:40], sentence=refused.sentence[:300])
