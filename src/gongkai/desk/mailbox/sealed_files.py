"""Encrypted attachments inside: ``files/desk/sealed/<first two digits>/<SHA-256 of the ciphertext>``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from gongkai.orphans import touch
from gongkai.refusal import Refused
from gongkai.sealing.attachments import Blob, Sealer

_PIECE = 1 << 20


def place(digest: str) -> Path:
    """Where a ciphertext lies by its name."""
    return Path(settings.GONGKAI_DESK_FILES) / "sealed" / digest[:2] / digest


def keep(digest: str, pieces: Iterable[bytes]) -> None:
    """Write a ciphertext under its name, complete or not at all; ``E_BLOB`` when it is another one."""
    file = place(digest)
    if touch(file):
        for _ in pieces:  # a bundle is read to the end, whatever is kept already
            pass
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    passing = file.with_name(f".{digest}.{os.getpid()}.part")
    hashed = sha256()
    try:
        with passing.open("wb") as out:
            for piece in pieces:
                hashed.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if hashed.hexdigest() != digest:
            raise Refused("E_BLOB", f"附件 {digest[:16]}… 与摘要不符", "请重新取回来件")
        passing.replace(file)
    finally:
        passing.unlink(missing_ok=True)


def seal(data: bytes) -> Blob:
    """Encrypt a file for a mail and keep the ciphertext."""
    pieces: list[bytes] = []
    sealer = Sealer(pieces.append)
    sealer.feed(data)
    blob = sealer.finish()
    keep(blob.name, pieces)
    return blob


def read(digest: str) -> Iterator[bytes]:
    """The ciphertext, piece by piece; ``E_BLOB`` when it is not there."""
    file = place(digest)
    if not file.is_file():
        raise Refused("E_BLOB", f"附件 {digest[:16]}… 缺失", "请重新取回来件")
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece
