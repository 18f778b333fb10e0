"""The files of a case as papers of its file: PDF and pictures are bound, all others are listed by digest.

A record that was found is never among them: what goes to the court is what the applicant got. Of the files
that a citizen sent those are there that passed the check; the others are listed, not opened.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

from gongkai.desk.agencies.words import official
from gongkai.desk.archive.binding import Part, listed_file
from gongkai.desk.casework.models import Attachment, Case
from gongkai.desk.foi import attachments
from gongkai.desk.foi.models import Copy
from gongkai.desk.mailbox import checking
from gongkai.refusal import Refused

P = Attachment.Purpose
FIRST = (P.REQUEST, P.IDENTITY)
"""Behind the front page."""
GIVEN = (P.COPY,)
"""Behind the letters: what was given out."""
SERVED = (P.STAMPED, P.POST, P.RECEIPT, P.OTHER)
"""Behind the register of seals and service."""
LAST = (P.SHEET,)
"""Behind the approval sheets."""
_PICTURES = ("image/png", "image/jpeg", "image/tiff")
_PDF = "application/pdf"
_INCH = (8.27, 11.69)
"""A4 in inches."""


@dataclass(frozen=True, slots=True)
class Material:
    """One file with its bytes; ``data`` is what is kept, whatever its type, null for what is not opened."""

    file: Attachment
    name: str
    data: bytes | None

    @property
    def is_bound(self) -> bool:
        """Whether it has pages that go into the file."""
        return self.data is not None and self.file.checked and self.file.type in (_PDF, *_PICTURES)


def of(case: Case) -> list[Material]:
    """The files that belong to the file of a case, by purpose and age; copies where they are given out."""
    given = set(
        Copy.objects.filter(application=case.pk, state=Copy.State.CONFIRMED).values_list("made", flat=True)
    )
    rows = Attachment.objects.filter(case=case).exclude(purpose=P.RECORD).select_related("case")
    order = {purpose: n for n, purpose in enumerate((P.SENT, *FIRST, *GIVEN, *SERVED, *LAST))}
    kept = [one for one in rows.order_by("pk") if one.purpose != P.COPY or one.pk in given]
    kept.sort(key=lambda one: (order.get(P(one.purpose), len(order)), one.pk))
    sent = checking.of(one.blob for one in kept if one.purpose == P.SENT)
    return [
        _material(one, one.purpose != P.SENT or (one.blob in sent and sent[one.blob].opens)) for one in kept
    ]


def demand_checked(case: Case) -> None:
    """Refuse (``not-screened``) while a file that a citizen sent waits for its check."""
    blobs = set(Attachment.objects.filter(case=case, purpose=P.SENT).values_list("blob", flat=True))
    settled = {blob for blob, row in checking.of(blobs).items() if row.screened_at}
    if blobs - settled:
        raise Refused("not-screened", "申请人的附件还在检查", "一两分钟后再试")


def _material(file: Attachment, opens: bool) -> Material:
    """A file with its bytes where it may be opened."""
    return Material(file, *attachments.contents(file)) if opens else Material(file, file.name, None)


def parts(found: Iterable[Material], purposes: Collection[str]) -> list[Part]:
    """The papers of some purposes, as pages."""
    return [
        Part(f"{called(one.file)}　{one.name}", pages(one))
        for one in found
        if one.is_bound and one.file.purpose in purposes
    ]


def pages(one: Material) -> bytes:
    """The file as PDF; a picture fills an A4 page at most."""
    assert one.data is not None
    if one.file.type == _PDF:
        return one.data
    with Image.open(io.BytesIO(one.data)) as picture:
        flat = picture.convert("RGB")
    sharp = max(flat.width / _INCH[0], flat.height / _INCH[1], 1.0)
    out = io.BytesIO()
    flat.save(out, "PDF", resolution=sharp)
    return out.getvalue()


def listed(found: Sequence[Material]) -> list[tuple[str, str, str, str]]:
    """What has no pages in the file: purpose, name, size, SHA-256 in groups."""
    return [
        listed_file(called(one.file), one.name, one.file.size, one.file.sha256)
        for one in found
        if not one.is_bound
    ]


def called(file: Attachment) -> str:
    """What a file is in the case, as papers say it in any language of the desk."""
    return official(P(file.purpose).label)
