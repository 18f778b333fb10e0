"""Files that citizens sent stay sealed until the worker has looked at them in the sandbox; how they stand.

A room calls :func:`enter` when it keeps a sealed file of a message, :func:`demand_open` before it opens one.
Which room holds a file, and the incident where it bears a secrecy mark, is the door's affair
(:mod:`gongkai.exchange.sent_files`); what a file holds is judged by :func:`judge`, for every room alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from gongkai.desk.casework import secrecy
from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused
from gongkai.screening import Known, Verdict
from gongkai.screening.files.types import MEDIA
from gongkai.screening.screening import screen

AWAY = "scanner-silent"
"""Code of the refusal when the malware scanner does not answer: the file waits."""
State = SentFile.State


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
    read: Callable[[], tuple[str, bytes]]
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
    """How files stand, by ciphertext; one that is not there was never entered and waits."""
    return {one.blob: one for one in SentFile.objects.filter(blob__in=list(blobs))}


def demand_open(blob: str, at: datetime) -> None:
    """Refuse a file that was not looked at (``not-screened``) or did not pass (``not-opened``)."""
    row, _ = SentFile.objects.get_or_create(blob=blob, defaults={"at": at})
    if row.state == State.WAITING:
        raise Refused("not-screened", "附件还在检查，现在不能打开", "一两分钟后再看")
    if not row.opens:
        raise Refused("not-opened", f"附件没有通过检查：{row.sentence}", "需要时请来件人另行提供")


def judge(name: str, data: bytes) -> Looked:
    """Look at a file in the sandbox, by its bytes and its name. Raises ``scanner-silent``: look later."""
    try:
        report = screen(data, known=Known(), name=name, clamd=str(settings.GONGKAI_VALUES["clamd"]))
    except Refused as refused:
        if refused.code == AWAY:
            raise
        return Looked(State.REFUSED, code=refused.code[:40], sentence=refused.sentence[:300])
    if secrecy.is_marked(report):
        said = "带有密级标志，已清除。本系统为非涉密系统，请报告保密办公室"
        return Looked(State.PURGED, code=secrecy.CODE, sentence=said)
    found = Counter(one.kind for one in report.findings if one.verdict is not Verdict.KEEP)
    return Looked(State.MARKED if found else State.CLEAN, MEDIA.get(report.type, ""), dict(found))


def settle(row: SentFile, looked: Looked, at: datetime) -> None:
    """Keep what a look came to."""
    row.state, row.type, row.found = looked.state, looked.type, looked.found
    row.code, row.sentence, row.screened_at = looked.code, looked.sentence, at
    row.save()
