"""Files of an application: screened and typed before they are kept, sealed under the case's key.

What a citizen sent stays sealed until the worker has looked at it (:mod:`gongkai.desk.mailbox.checking`).
Whoever handles the case sees all of them, whoever reviews the answer only what was found and what goes out;
each look is an event. Nothing with a secrecy mark is written anywhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive.uploads import bare_name, demand_size, screened
from gongkai.desk.casework import filings
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Attachment, Case
from gongkai.desk.casework.personal import open_value, person_for_letter, seal_value
from gongkai.desk.casework.recording import record
from gongkai.desk.foi.rules import directs, handles
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Held
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused
from gongkai.screening.files.types import MEDIA
from gongkai.sealing.attachments import open_blob

CLEARED = "（已清除）"
"""The name of a file that was cleared away for its secrecy mark."""
TABLE = "attachment"
"""Name of the table in the place that the key of a file is bound to."""
MOST = 60
"""Files of one case."""
FOR_REVIEW = (
    Attachment.Purpose.RECORD,
    Attachment.Purpose.COPY,
    Attachment.Purpose.SHEET,
    Attachment.Purpose.STAMPED,
)
"""What those see who review an answer without handling the case."""
_BY_PROGRAM = (Attachment.Purpose.SENT, Attachment.Purpose.COPY, Attachment.Purpose.STAMPED)
BY_HAND = tuple(one for one in Attachment.Purpose if one not in _BY_PROGRAM)
"""Purposes that any upload may have; the others come from the portal, screening, :mod:`.stamping`."""


def keep(case: Case, purpose: str, name: str, data: bytes, *, by: Officer, at: datetime) -> Attachment:
    """Keep an upload.

    Raises Refused: ``not-allowed``, ``too-big``, ``too-many``, ``secrecy-mark``, ``malware``, ``destroyed``,
    those of the sandbox for a type that is none of :data:`MEDIA`.
    """
    if purpose not in BY_HAND:
        raise Refused("no-purpose", "没有选择材料的用途", "请从列表中选择")
    _demand_handler(case, by, shanghai_date(at))
    if filings.is_destroyed(case):
        raise Refused("destroyed", "这一卷已经销毁", "新的来件请另行登记")
    bare = bare_name(name)
    demand_size(len(data))
    report = screened(case, bare, data, by=by, at=at)
    return store(case, purpose, bare, MEDIA[report.type], data, by=by, at=at)


def store(
    case: Case, purpose: str, name: str, type: str, data: bytes, *, by: Officer, at: datetime
) -> Attachment:
    """Seal and keep bytes that were looked at; the same file for the same purpose is kept once."""
    blob = sealed_files.seal(data)
    present = Attachment.objects.filter(case=case, purpose=purpose, sha256=blob.sha256).first()
    if present is not None:
        sealed_files.place(blob.name).unlink(missing_ok=True)
        return present
    with transaction.atomic():
        if Attachment.objects.filter(case=case).count() >= MOST:
            raise Refused("too-many", f"一件申请最多 {MOST} 份材料", "请把几页合成一个文件")
        secret = {"name": name, "key": base64.b64encode(blob.key).decode()}
        sealed, commitment = seal_value(case, TABLE, blob.name, secret)
        made = Attachment.objects.create(
            case=case,
            purpose=purpose,
            name=mask(name, *_names(case)),
            type=type,
            size=blob.size,
            sha256=blob.sha256,
            blob=blob.name,
            sealed=sealed,
            by=by,
            at=at,
            checked=True,
        )
        day = shanghai_date(at)
        data_of = {"purpose": purpose, "sha256": blob.sha256}
        commits = {"file": commitment}
        record(case.stream, "file-kept", by=by, occurred=day, at=at, data=data_of, commits=commits)
    return made


def enclose(case: Case, files: Iterable[File], at: datetime) -> None:
    """Keep what came with a citizen's message: the ciphertext stays, its key goes under the case's.

    In the transaction that takes the message; nothing of it is opened or trusted here: the worker looks at
    it first (:func:`held`).
    """
    files = list(files)
    checking.enter((file.blob for file in files), at)
    names = _names(case)
    for file in files:
        secret = {"name": bare_name(file.name or "附件"), "key": base64.b64encode(file.key).decode()}
        sealed, _ = seal_value(case, TABLE, file.blob, secret)
        Attachment.objects.get_or_create(
            case=case,
            purpose=Attachment.Purpose.SENT,
            sha256=file.sha256,
            defaults={
                "name": mask(secret["name"], *names)[:200],
                "type": file.type[:100],
                "size": file.size,
                "blob": file.blob,
                "sealed": sealed,
                "at": at,
            },
        )


def held(blob: str) -> Iterator[Held]:
    """The files of cases with a ciphertext that a citizen sent, for the worker's look."""
    rows = Attachment.objects.filter(blob=blob, purpose=Attachment.Purpose.SENT).exclude(sealed=b"")
    for one in rows.select_related("case__registration__agency").order_by("pk"):
        kept = Attachment.objects.filter(pk=one.pk)
        yield Held(
            one.case,
            one.sha256,
            partial(contents, one),
            partial(kept.update, name=CLEARED, sealed=b""),
            lambda type, kept=kept: kept.update(checked=True, type=type),  # type: ignore[misc]
        )


def may_open(file: Attachment, officer: Officer, day: date) -> bool:
    """Whether somebody who sees the case may open a file of it."""
    if file.purpose in FOR_REVIEW:
        return True
    return handles(officer, file.case, day) or directs(officer, file.case, day)


def read(file: Attachment, *, by: Officer, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of a file; the look is an event. Raises Refused: ``not-allowed``, ``not-screened``,
    ``not-opened``, ``E_BLOB``, ``E_SHREDDED``.
    """
    day = shanghai_date(at)
    if not may_open(file, by, day):
        raise Refused("not-allowed", "审查人不看申请人的材料", "请由承办人查看")
    if file.purpose == Attachment.Purpose.SENT:
        checking.demand_open(file.blob, at)
    name, data = contents(file)
    record(file.case.stream, "file-opened", by=by, occurred=day, at=at, data={"sha256": file.sha256})
    return name, data


def contents(file: Attachment) -> tuple[str, bytes]:
    """The same for what leaves a trace of its own: a file for the court, a copy of a record."""
    secret = open_value(file.case, TABLE, file.blob, bytes(file.sealed))
    key = base64.b64decode(secret["key"])
    pieces = open_blob(sealed_files.read(file.blob), key, file.size, file.sha256)
    return str(secret["name"]), b"".join(pieces)


def remove(file: Attachment, *, by: Officer, at: datetime) -> None:
    """Take away a file that was uploaded by mistake, as long as nothing rests on it.

    Raises Refused: ``not-allowed``, ``in-use`` for what came in, what a copy was made of, what was signed.
    """
    case, day = file.case, shanghai_date(at)
    _demand_handler(case, by, day)
    kept = file.by_id is None or file.copies.exists() or file.made_as.exists()
    if kept or file.purpose == Attachment.Purpose.SHEET or case.filings.exists():
        raise Refused("in-use", "这份材料已经入卷，不能去掉", "传错的请补传正确的一份，两份都留在卷里")
    with transaction.atomic():
        record(case.stream, "file-removed", by=by, occurred=day, at=at, data={"sha256": file.sha256})
        blob = file.blob
        file.delete()
    sealed_files.place(blob).unlink(missing_ok=True)


def discard(file: Attachment) -> None:
    """Take a file that was just kept out again, when it turns out not to be what was asked for."""
    blob = file.blob
    file.delete()
    sealed_files.place(blob).unlink(missing_ok=True)


def _names(case: Case) -> list[str]:
    """Whose name must not stand in the name of a file."""
    name = str(person_for_letter(case).get("name", ""))
    return [name] if name else []


def _demand_handler(case: Case, by: Officer, day: date) -> None:
    if not (handles(by, case, day) or directs(by, case, day)):
        raise Refused("not-allowed", f"{by.name}当日没有办理这一件的职责", "请由承办人上传")
