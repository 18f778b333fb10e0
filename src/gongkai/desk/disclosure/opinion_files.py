"""Files that the public sent with an opinion: sealed as they came, opened by nobody before screening.

The portal encrypts a file while it arrives and looks at its first bytes; here the worker opens it in the
sandbox. What bears a secrecy mark is cleared away at once, what cannot be checked stays shut and says why.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive.uploads import bare_name
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure.consulting import opinions
from gongkai.desk.disclosure.models import Opinion, OpinionFile
from gongkai.desk.disclosure.opinion_keys import sealer_of
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused
from gongkai.screening import Known, Verdict
from gongkai.screening.screening import screen
from gongkai.sealing.attachments import open_blob

MOST = 20
"""Files of one opinion, supplements included; what comes behind is not kept and the sender reads so."""
A_ROUND = 10
"""Files that one round of the worker screens."""
SCREENED, OPENED, MET = "opinion-file-screened", "opinion-file-opened", "secrecy-met"
"""Types of the events."""
_TABLE, _FIELD = "opinion_file", "key"
_AWAY = "scanner-silent"
_OPEN = (OpinionFile.State.CLEAN, OpinionFile.State.MARKED)


def keep(opinion: Opinion, files: Iterable[File], names: Iterable[str], at: datetime) -> int:
    """Keep what came with a message, in its transaction, unopened; gives how many were too many."""
    sealer, left_out = sealer_of(opinion), 0
    for file in files:
        if opinion.files.filter(sha256=file.sha256).exists():
            continue
        if opinion.files.count() >= MOST:
            left_out += 1
            continue
        name = bare_name(file.name or "附件")
        secret = {"name": name, "key": base64.b64encode(file.key).decode()}
        sealed, _commitment = sealer.seal_and_commit(_TABLE, file.blob, _FIELD, secret)
        OpinionFile.objects.create(
            opinion=opinion,
            name=mask(name, *names)[:200],
            type=file.type[:100],
            size=file.size,
            sha256=file.sha256,
            blob=file.blob,
            sealed=sealed,
            at=at,
        )
    return left_out


def waiting() -> QuerySet[OpinionFile]:
    """Files that nobody screened yet, the oldest first."""
    return OpinionFile.objects.filter(state=OpinionFile.State.WAITING).order_by("pk")


def screen_waiting(at: datetime, most: int = A_ROUND) -> int:
    """Screen what waits, at most ``most`` files; gives how many. The worker's part of a round.

    A scanner that does not answer leaves the rest waiting: nothing passes unseen.
    """
    done = 0
    for file in waiting().select_related("opinion__consultation__item")[:most]:
        try:
            found, secret = _looked_at(file)
        except Refused as refused:
            if refused.code == _AWAY:
                return done
            _settle(file, OpinionFile.State.REFUSED, at, code=refused.code, sentence=refused.sentence)
        else:
            if secret:
                _purge(file, at)
            else:
                _settle(file, OpinionFile.State.MARKED if found else OpinionFile.State.CLEAN, at, found=found)
        done += 1
    return done


def read(file: OpinionFile, *, by: Officer, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of a screened file; the look is an event.

    Raises Refused: ``not-found`` for what the officer may not read, ``not-screened``, ``not-opened`` for what
    did not pass, ``E_BLOB`` when the ciphertext is damaged.
    """
    day, opinion = shanghai_date(at), file.opinion
    if not opinions(by, day).filter(pk=opinion.pk).exists():
        raise Refused("not-found", "没有这个附件", "请核对编号")
    if file.state == OpinionFile.State.WAITING:
        raise Refused("not-screened", "附件还在检查，现在不能打开", "一两分钟后再看")
    if file.state not in _OPEN:
        raise Refused("not-opened", f"附件没有通过检查：{file.sentence}", "需要时请提出人另行提供")
    name, data = _contents(file)
    stream = opinion.consultation.item.stream
    record(stream, OPENED, by=by, occurred=day, at=at, data={"no": opinion.no, "sha256": file.sha256})
    return name, data


def _looked_at(file: OpinionFile) -> tuple[dict[str, int], bool]:
    """How much was found by verdict, and whether a secrecy mark is among it. Refuses as :func:`screen`."""
    name, data = _contents(file)
    report = screen(data, known=Known(), name=name, clamd=str(settings.GONGKAI_VALUES["clamd"]))
    found = [one for one in report.findings if one.verdict is not Verdict.KEEP]
    secret = any(one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in found)
    return dict(Counter(str(one.verdict) for one in found)), secret


def _contents(file: OpinionFile) -> tuple[str, bytes]:
    secret = sealer_of(file.opinion).open(_TABLE, file.blob, _FIELD, bytes(file.sealed))
    assert isinstance(secret, dict)
    key = base64.b64decode(secret["key"])
    pieces = open_blob(sealed_files.read(file.blob), key, file.size, file.sha256)
    return str(secret["name"]), b"".join(pieces)


def _settle(
    file: OpinionFile,
    state: str,
    at: datetime,
    *,
    found: dict[str, int] | None = None,
    code: str = "",
    sentence: str = "",
) -> None:
    with transaction.atomic():
        file.state, file.found, file.screened_at = state, found or {}, at
        file.code, file.sentence = code[:40], sentence[:300]
        file.save(update_fields=["state", "found", "screened_at", "code", "sentence", "sealed", "name"])
        opinion = file.opinion
        data = {"no": opinion.no, "sha256": file.sha256, "state": state}
        stream = opinion.consultation.item.stream
        record(stream, SCREENED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)


def _purge(file: OpinionFile, at: datetime) -> None:
    """Clear a file away that bears a secrecy mark 涉密误入处置: key, name and ciphertext."""
    blob = file.blob
    with transaction.atomic():
        file.sealed, file.name = b"", ""
        _settle(
            file,
            OpinionFile.State.PURGED,
            at,
            code="secrecy-mark",
            sentence="带有密级标志，已清除。本系统为非涉密系统，请报告保密办公室",
        )
        stream = file.opinion.consultation.item.stream
        data = {"place": "opinion-file", "no": file.opinion.no}
        record(stream, MET, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
    if not OpinionFile.objects.filter(blob=blob).exclude(state=OpinionFile.State.PURGED).exists():
        sealed_files.place(blob).unlink(missing_ok=True)
