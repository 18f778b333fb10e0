"""Files that the public sent with an opinion: sealed as they came, opened by nobody before screening.

The portal encrypts a file while it arrives and looks at its first bytes; here the worker opens it in the
sandbox. What bears a secrecy mark is cleared away at once, what cannot be checked stays shut and says why.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive.uploads import bare_name
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure.consulting import opinions
from gongkai.desk.disclosure.models import Incident, Opinion, OpinionFile
from gongkai.desk.disclosure.opinion_keys import sealer_of
from gongkai.desk.disclosure.verbs.quarantining import quarantine
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Looked, Looking
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused
from gongkai.sealing.attachments import open_blob

MOST = 20
"""Files of one opinion, supplements included; what comes behind is not kept and the sender reads so."""
A_ROUND = 10
"""Files that one round of the worker screens."""
SCREENED, OPENED, MET = "opinion-file-screened", "opinion-file-opened", "secrecy-met"
"""Types of the events."""
_TABLE, _FIELD = "opinion_file", "key"
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


def screen_waiting(at: datetime, most: int = A_ROUND, look: Looking = checking.at_once) -> int:
    """Screen what waits, at most ``most`` files; gives how many. The worker's part of a round.

    A scanner that does not answer leaves the rest waiting: nothing passes unseen. So does a ``look`` that
    goes on beside the worker.
    """
    done = 0
    for file in waiting().select_related("opinion__consultation__item")[:most]:
        try:
            looked = look(file.blob, partial(_contents, file))
        except Refused as refused:
            if refused.code == checking.AWAY:
                return done
            looked = Looked(
                OpinionFile.State.REFUSED, code=refused.code[:40], sentence=refused.sentence[:300]
            )
        if looked is None:
            return done
        if looked.state == OpinionFile.State.PURGED:
            _purge(file, looked, at)
        else:
            _settle(file, looked, at)
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


def _contents(file: OpinionFile) -> tuple[str, bytes]:
    secret = sealer_of(file.opinion).open(_TABLE, file.blob, _FIELD, bytes(file.sealed))
    assert isinstance(secret, dict)
    key = base64.b64decode(secret["key"])
    pieces = open_blob(sealed_files.read(file.blob), key, file.size, file.sha256)
    return str(secret["name"]), b"".join(pieces)


def _settle(file: OpinionFile, looked: Looked, at: datetime) -> None:
    with transaction.atomic():
        file.state, file.found, file.screened_at = looked.state, looked.found, at
        file.code, file.sentence = looked.code, looked.sentence
        file.save(update_fields=["state", "found", "screened_at", "code", "sentence", "sealed", "name"])
        opinion = file.opinion
        data = {"no": opinion.no, "sha256": file.sha256, "state": looked.state}
        stream = opinion.consultation.item.stream
        record(stream, SCREENED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)


def _purge(file: OpinionFile, looked: Looked, at: datetime) -> None:
    """Clear a file away with a secrecy mark 涉密误入处置: key, name, ciphertext; enter the incident."""
    blob, item = file.blob, file.opinion.consultation.item
    incident = quarantine(item.agency, Incident.Place.FILE, None, at, item)
    with transaction.atomic():
        file.sealed, file.name = b"", ""
        _settle(file, looked, at)
        data = {"place": "opinion-file", "no": file.opinion.no, "number": incident.number}
        record(item.stream, MET, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
    if not OpinionFile.objects.filter(blob=blob).exclude(state=OpinionFile.State.PURGED).exists():
        sealed_files.place(blob).unlink(missing_ok=True)
