"""Files that citizens sent stay sealed until the worker has looked at them in the sandbox; how they stand.

A room calls :func:`enter` when it keeps a sealed file of a message, :func:`demand_open` before it opens one.
Which room holds a file, and the incident where it bears a secrecy mark, is the door's affair
(:mod:`gongkai.exchange.sent_files`); what a file holds is judged by :func:`judge`, for every room alike.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.desk.casework import secrecy
from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused
from gongkai.screening import Known, Verdict
from gongkai.screening.files.types import MEDIA
from gongkai.screening.looking import Look, Seen
from gongkai.screening.screening import screen

AWAY = "scanner-silent"
"""Code of the refusal when the malware scanner does not answer: the file waits."""
A_MOMENT = 1.0
"""Seconds that a round of the worker waits for a look: most files need no more."""
FOR_ONE = timedelta(seconds=40)
"""So long one file takes at most without OCR: reading, and the worker's way to it."""
LATE = timedelta(minutes=10)
"""Longer a file waits only when the background work does not run, or the scanner does not answer."""
_REST = 10.0
"""Seconds until a scanner that did not answer is asked again."""
State = SentFile.State
Read = Callable[[], tuple[str, bytes]]
"""Gives name and bytes of a file."""
Looking = Callable[[str, Read], "Looked | None"]
"""Looks at a file by the name of its ciphertext; null: the look goes on, ask again."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a file came to; ``type`` is empty for one that could not be read."""

    state: str
    type: str = ""
    found: dict[str, int] = field(default_factory=dict)
    code: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A sealed file as a room holds it. ``read`` gives name and bytes; ``clear`` forgets name and key;
    ``passed`` says that it may be opened, and as what.
    """

    case: Case
    sha256: str
    read: Read
    clear: Callable[[], object]
    passed: Callable[[str], object]


def enter(blobs: Iterable[str], at: datetime) -> None:
    """Let sealed files wait for their check; in the transaction that keeps them."""
    for blob in blobs:
        SentFile.objects.get_or_create(blob=blob, defaults={"at": at})


def enter_checked(blob: str, type: str, at: datetime) -> None:
    """The same for a file that an officer uploaded: it was looked at before it was sealed."""
    done = {"at": at, "screened_at": at, "state": State.CLEAN, "type": type}
    SentFile.objects.get_or_create(blob=blob, defaults=done)


def waiting() -> QuerySet[SentFile]:
    """Files that nobody looked at yet, the oldest first."""
    return SentFile.objects.filter(state=State.WAITING).order_by("pk")


def of(blobs: Iterable[str]) -> dict[str, SentFile]:
    """How files stand, by ciphertext; one that is not there was never entered and waits.

    One that waits tells how many are ``ahead`` of it, ``by`` when it is looked at, whether it ``is_late``.
    """
    rows = {one.blob: one for one in SentFile.objects.filter(blob__in=list(blobs)).order_by("pk")}
    for row in rows.values():
        if row.state == State.WAITING:
            _foresee(row, timezone.now())
    return rows


def _foresee(row: SentFile, now: datetime) -> None:
    row.ahead = waiting().filter(pk__lt=row.pk).count()
    row.by = max(row.at, now) + (row.ahead + 1) * FOR_ONE
    row.is_late = now - row.at > LATE + (row.ahead + 1) * FOR_ONE


def demand_open(blob: str, at: datetime) -> None:
    """Refuse a file that was not looked at (``not-screened``) or did not pass (``not-opened``)."""
    row, _ = SentFile.objects.get_or_create(blob=blob, defaults={"at": at})
    if row.state == State.WAITING:
        raise Refused("not-screened", "附件还在检查，现在不能打开", "一两分钟后再看")
    if not row.opens:
        raise Refused("not-opened", f"附件没有通过检查：{row.sentence}", "需要时请来件人另行提供")


def judge(name: str, data: bytes) -> Looked:
    """Look at a file in the sandbox, by its bytes and its name. Raises ``scanner-silent``: look later."""

    def seen() -> Seen:
        report = screen(data, known=Known(), name=name, clamd=str(settings.GONGKAI_VALUES["clamd"]))
        found = Counter(one.kind for one in report.findings if one.verdict is not Verdict.KEEP)
        return Seen(report.type, dict(found), secrecy.is_marked(report))

    return _judged(seen)


def at_once(_blob: str, read: Read) -> Looked:
    """Look at a file and wait for it, however long it takes."""
    return judge(*read())


class Beside:
    """Looks at one file at a time in a process of its own; a round of the worker waits a moment only.

    Called again for the same file, it gives what the look came to as soon as it ended; until then, and while
    another file is looked at, nothing. What was begun is forgotten when the worker is killed: the file still
    waits, and the next worker looks anew.
    """

    def __init__(self, seconds: float = A_MOMENT) -> None:
        self.seconds = seconds
        self._look: Look | None = None
        self._blob = ""
        self._rests_until = 0.0

    def __call__(self, blob: str, read: Read) -> Looked | None:
        """What the look at a file came to, null while it goes on. Raises what ``read`` and ``judge`` do."""
        if self._look is not None and self._blob != blob and self._look.is_done():
            self._look = None
        if self._look is None and time.monotonic() < self._rests_until:
            return None
        if self._look is None:
            name, data = read()
            self._look = Look(data, name, str(settings.GONGKAI_VALUES["clamd"]))
            self._blob = blob
        if self._look is None or self._blob != blob or not self._look.is_done(self.seconds):
            return None
        look, self._look = self._look, None
        try:
            return _judged(look.result)
        except Refused:
            self._rests_until = time.monotonic() + _REST
            raise

    def finish(self) -> None:
        """Wait for the look that goes on; whoever asks next has its result."""
        while self._look is not None and not self._look.is_done(A_MOMENT):
            pass


def _judged(seen: Callable[[], Seen]) -> Looked:
    try:
        one = seen()
    except Refused as refused:
        if refused.code == AWAY:
            raise
        return Looked(State.REFUSED, code=refused.code[:40], sentence=refused.sentence[:300])
    if one.is_marked:
        said = "带有密级标志，已清除。本系统为非涉密系统，请报告保密办公室"
        return Looked(State.PURGED, code=secrecy.CODE, sentence=said)
    return Looked(State.MARKED if one.found else State.CLEAN, MEDIA.get(one.type, ""), one.found)


def settle(row: SentFile, looked: Looked, at: datetime) -> None:
    """Keep what a look came to."""
    row.state, row.type, row.found = looked.state, looked.type, looked.found
    row.code, row.sentence, row.screened_at = looked.code, looked.sentence, at
    row.save()
