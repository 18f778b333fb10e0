"""Files of a case: what a citizen sent, scans that officers add; each look an event, run by no browser.

What a citizen sent stays sealed until the worker has looked at it (:mod:`gongkai.desk.mailbox.checking`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive import uploads
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.personal import open_value, seal_value
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.models import Enclosure
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Held
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused
from gongkai.screening.files.types import MEDIA
from gongkai.sealing.attachments import open_blob

_SHORT = {media: kind.upper() for kind, media in MEDIA.items()}
ENCLOSURE = "enclosure"
"""Name of the table in the places that sealed fields are bound to."""
MOST = 20
"""Files of one case."""


def read(enclosure: Enclosure, *, by: Officer, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of a file. Raises Refused: ``not-allowed``, ``not-screened``, ``not-opened``,
    ``E_BLOB``, ``E_SHREDDED``.
    """
    case, day = enclosure.case, shanghai_date(at)
    if not rules.sees_contact(by, case, day):
        raise Refused("not-allowed", "只有承办人和投诉举报中心能看附件", "请由承办人查看")
    checking.demand_open(enclosure.blob, at)
    name, data = _contents(enclosure)
    record(case.stream, "file-opened", by=by, occurred=day, at=at, data={"sha256": enclosure.sha256})
    return name, data


def listed(case: Case) -> list[tuple[Enclosure, str, SentFile]]:
    """The files of a case, each with the short name of its type and what the check said."""
    rows = list(case.enclosures.order_by("pk"))
    sent = checking.of(one.blob for one in rows)
    return [
        (one, _SHORT.get(one.type, one.type), sent.get(one.blob) or SentFile(blob=one.blob)) for one in rows
    ]


def held(blob: str) -> Iterator[Held]:
    """The files of cases with a ciphertext, for the worker's look."""
    rows = Enclosure.objects.filter(blob=blob).exclude(sealed=b"")
    for one in rows.select_related("case__registration__agency").order_by("pk"):
        kept = Enclosure.objects.filter(pk=one.pk)
        yield Held(
            one.case,
            one.sha256,
            partial(_contents, one),
            partial(kept.update, sealed=b""),
            lambda type, kept=kept: kept.update(type=type),  # type: ignore[misc]
        )


def _contents(enclosure: Enclosure) -> tuple[str, bytes]:
    secret = open_value(enclosure.case, ENCLOSURE, enclosure.blob, bytes(enclosure.sealed))
    key = base64.b64decode(secret["key"])
    pieces = open_blob(sealed_files.read(enclosure.blob), key, enclosure.size, enclosure.sha256)
    return str(secret["name"]), b"".join(pieces)


def copy(case: Case, made: Case) -> None:
    """Let a case that was split off have the files too: their keys are sealed anew under its own."""
    for one in case.enclosures.order_by("pk"):
        sealed = b""
        if one.sealed:
            secret = open_value(case, ENCLOSURE, one.blob, bytes(one.sealed))
            sealed, _ = seal_value(made, ENCLOSURE, one.blob, secret)
        said = {"type": one.type, "size": one.size, "sha256": one.sha256, "blob": one.blob}
        Enclosure.objects.create(case=made, sealed=sealed, **said)


def keep(case: Case, name: str, data: bytes, *, by: Officer, at: datetime) -> Enclosure:
    """Keep a scan or photo of a letter, a visit, a receipt: screened first, sealed under the case's key.

    Raises Refused: ``not-allowed``, ``no-file``, ``too-big``, ``too-many``, ``secrecy-mark``, ``malware``,
    ``destroyed``, those of the sandbox for a type that is none of :data:`MEDIA`.
    """
    day = shanghai_date(at)
    if not rules.works(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日没有办理这一件的职责", "请由承办人或投诉举报中心上传")
    if filings.is_destroyed(case):
        raise Refused("destroyed", "这一卷已经销毁", "新的来件请另行登记")
    uploads.demand_size(len(data))
    bare = uploads.bare_name(name)
    report = uploads.screened(case, bare, data, by=by, at=at)
    blob = sealed_files.seal(data)
    secret = {"name": bare, "key": base64.b64encode(blob.key).decode()}
    with transaction.atomic():
        if case.enclosures.count() >= MOST:
            raise Refused("too-many", f"一件最多 {MOST} 份附件", "请把几页合成一个文件")
        sealed, commitment = seal_value(case, ENCLOSURE, blob.name, secret)
        made = Enclosure.objects.create(
            case=case,
            type=MEDIA[report.type],
            size=blob.size,
            sha256=blob.sha256,
            blob=blob.name,
            sealed=sealed,
        )
        checking.enter_checked(blob.name, made.type, at)
        data_of = {"sha256": blob.sha256}
        commits = {"file": commitment}
        record(case.stream, "file-kept", by=by, occurred=day, at=at, data=data_of, commits=commits)
    return made
