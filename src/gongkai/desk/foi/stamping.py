"""电子签章: the slot for the city's service that puts an electronic seal on a letter.

Who seals saves the letter's PDF here, has the service sign it and uploads what came back. A signature in a
PDF is appended to the file it signs, so what came back begins with the letter byte by byte: another letter, a
changed word, a scan are refused. Whether the certificate is good is the service's to say; that there is a
signature at all is looked at. From then on everybody is given the sealed file.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive.uploads import bare_name, demand_size, screened
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Attachment, Case, Letter, SealUse
from gongkai.desk.casework.recording import record
from gongkai.desk.foi import attachments
from gongkai.desk.foi.rules import directs, handles
from gongkai.refusal import Refused

PDF = "application/pdf"
_SIGNED = re.compile(rb"/ByteRange\s*\[")


def stamp(case: Case, name: str, data: bytes, *, by: Officer, at: datetime) -> Attachment:
    """Keep a letter of the case that came back sealed, and give it out from now on.

    Raises Refused: ``not-allowed``, ``no-letter`` (none waits for it), ``not-this-letter``, ``not-signed``,
    and those of an upload.
    """
    day = shanghai_date(at)
    if not (handles(by, case, day) or directs(by, case, day)):
        raise Refused("not-allowed", "只有承办人和负责人上传签章后的文书", "请由承办人办理")
    demand_size(len(data))
    waiting = list(_waiting(case))
    if not waiting:
        raise Refused("no-letter", "没有登记过用印、等待电子签章的文书", "请先登记用印，再上传签章后的文件")
    screened(case, bare_name(name), data, by=by, at=at)
    use, plain = _signed_by(data, waiting, by, at)
    if not _SIGNED.search(data, len(plain)):
        raise Refused("not-signed", f"{use.letter.number} 的文件里没有电子签章", "请上传签章平台返回的文件")
    with transaction.atomic():
        locked = SealUse.objects.select_for_update().get(pk=use.pk)
        kept = f"{use.letter.title} {use.letter.number}.pdf"
        made = attachments.store(case, Attachment.Purpose.STAMPED, kept, PDF, data, by=by, at=at)
        locked.stamped = made
        locked.save(update_fields=["stamped"])
        said = {"letter": use.letter.uid, "sha256": made.sha256}
        record(case.stream, "letter-stamped", by=by, occurred=day, at=at, data=said)
    return made


def paper(letter: Letter, *, by: Officer, at: datetime) -> bytes:
    """The PDF of a letter as it is given out, sealed where it was; the look is an event."""
    use = SealUse.objects.filter(letter=letter, stamped__isnull=False).select_related("stamped__case").first()
    if use is None or use.stamped is None:
        return letters.pdf(letter, by=by, at=at)
    return attachments.read(use.stamped, by=by, at=at)[1]


def _waiting(case: Case) -> list[SealUse]:
    """Seals that were put on standing letters and have no file yet."""
    found = SealUse.objects.filter(letter__case=case, letter__voided_on__isnull=True, stamped__isnull=True)
    return list(found.select_related("letter__case", "letter__agency", "letter__template").order_by("pk"))


def _signed_by(data: bytes, waiting: list[SealUse], by: Officer, at: datetime) -> tuple[SealUse, bytes]:
    """The letter with which the file begins, and its PDF."""
    for use in waiting:
        plain = letters.pdf(use.letter, by=by, at=at)
        if len(data) > len(plain) and data.startswith(plain):
            return use, plain
    numbers = "、".join(use.letter.number for use in waiting)
    raise Refused(
        "not-this-letter",
        f"这份文件不是由 {numbers} 的 PDF 签章而来，或者签章前内容动过",
        "请下载本系统的 PDF，不另存、不打印，在签章平台签章后原样上传",
    )
