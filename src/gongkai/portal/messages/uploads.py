"""Attachments: encrypted while they arrive. No temporary file, table or log ever holds a plain byte.

Only the ciphertext is written, first to a file beside the portal's files, then into the portal's database.
Its key goes back to the browser inside the form, hidden from everybody who has not this portal's secret, so
that a corrected form still has its files; nothing is kept of it here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest

from gongkai.portal import surroundings
from gongkai.portal.messages import intake, secrets
from gongkai.portal.models import ALIAS, SealedBlob, SealedPiece
from gongkai.portal.publishing.blobs import SAFE_TYPES, ending
from gongkai.refusal import Refused
from gongkai.sealing.attachments import Sealer

LARGEST = 10_000_000
"""Bytes of one file that a citizen may attach on this portal …"""
MOST = 5
"""… and how many files."""
MOST_DRAFTS = 4_000_000_000
"""Bytes of files of forms that were never sent; beyond, new files wait until old drafts are swept."""
_PIECE = 1 << 20
_BEGINNINGS = {
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "pdf": (b"%PDF-",),
}
ACCEPT = ",".join(f".{one}" for one in _BEGINNINGS)
_LONGEST_NAME = 120


class SealingHandler(FileUploadHandler):
    """Encrypts each file of the form as its pieces come; what is refused is read to the end and dropped.

    After the form was read, ``taken`` are the mentions (with ``stored``), ``refused`` the sentences.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest, now: datetime, room: int = MOST) -> None:
        super().__init__(request)
        self.taken: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self._now, self._room = now, room
        self._name = ""
        self._sealer: Sealer | None = None
        self._folder = surroundings.files() / "arriving"
        self._part: Any = None

    def new_file(self, *given: Any, **named: Any) -> None:
        """A file begins."""
        super().new_file(*given, **named)
        self._drop()
        self._name = clean_name(self.file_name or "")
        if ending(self._name) not in _BEGINNINGS:
            self._refuse(f"“{self._name}”不是可以接收的文件，请改用 JPG、PNG 或者 PDF")
        if len(self.taken) >= self._room:
            self._refuse(f"附件最多 {MOST} 个，“{self._name}”没有接收")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt a piece; nothing is passed on to another handler."""
        if start == 0:
            if not raw_data.startswith(_BEGINNINGS[ending(self._name)]):
                self._refuse(f"“{self._name}”的内容和扩展名不符，请重新选择")
            self._folder.mkdir(parents=True, exist_ok=True)
            self._part = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (closed by _drop)
            self._sealer = Sealer(self._part.write)
        if start + len(raw_data) > LARGEST:
            self._refuse(f"“{self._name}”超过 {LARGEST // 1_000_000} MB，请压缩后再选")
        assert self._sealer is not None
        self._sealer.feed(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Keep the ciphertext as a draft. Gives nothing to ``request.FILES``."""
        if self._sealer is None:
            self.refused.append(f"“{self._name}”是空文件，请重新选择")
            return
        if _drafted() > MOST_DRAFTS:
            self.refused.append(f"现在上传的人较多，“{self._name}”没有接收，请稍后再试")
            self._drop()
            return
        blob = self._sealer.finish()
        self._keep(blob.name, blob.stored_size)
        kind = SAFE_TYPES[ending(self._name)]
        self.taken.append(blob.mention(self._name, kind) | {"stored": blob.stored_size})
        self._drop()

    def upload_interrupted(self) -> None:
        """The browser went away."""
        self._drop()

    def _refuse(self, sentence: str) -> None:
        self.refused.append(sentence)
        self._drop()
        raise SkipFile

    def _drop(self) -> None:
        if self._part is not None:
            self._part.close()
        self._part = self._sealer = None

    def _keep(self, name: str, size: int) -> None:
        self._part.seek(0)
        with intake.turn(), transaction.atomic(using=ALIAS):
            row = SealedBlob.objects.create(sha256=name, size=size, made=self._now)
            n = 0
            while piece := self._part.read(_PIECE):
                SealedPiece.objects.create(blob=row, n=n, data=piece)
                n += 1


def _drafted() -> int:
    """Bytes of the drafts there are."""
    return SealedBlob.objects.filter(envelope="").aggregate(all=Sum("size"))["all"] or 0


def clean_name(name: str) -> str:
    """The last part of a file's name, without what could do harm in a list, at most so long."""
    plain = "".join(letter for letter in Path(name.replace("\\", "/")).name if letter.isprintable())
    stem, dot, tail = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(tail) - 1]}{dot}{tail}" if len(plain) > _LONGEST_NAME else plain


def kept(hidden: Sequence[str], removed: Sequence[str], sid: bytes) -> list[dict[str, Any]]:
    """The files that came with the form before, without those that were taken out or swept meanwhile."""
    found = []
    for text in hidden[: MOST * 4]:
        try:
            found.append(secrets.unhide(text, sid))
        except Refused:
            continue
    names = [file["blob"] for file in found if file["blob"] not in removed]
    there = set(SealedBlob.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    return [file for file in found if file["blob"] in there][:MOST]
