"""Where files that are no ciphertext lie inside: ``files/desk/<first two digits>/<SHA-256>``.

Attachments of items, signed sheets, proofs.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from gongkai.orphans import touch
from gongkai.refusal import Refused

_PIECE = 1 << 20


def place(digest: str) -> Path:
    """Where a file lies by its SHA-256 (64 hex digits)."""
    return Path(settings.GONGKAI_DESK_FILES) / digest[:2] / digest


def store(data: bytes) -> str:
    """Write a file under its SHA-256, complete or not at all; gives the digest."""
    digest = sha256(data).hexdigest()
    file = place(digest)
    if not touch(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        passing = file.with_name(f".{digest}.{os.getpid()}.part")
        with passing.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        passing.replace(file)
    return digest


def demand(digest: str, size: int) -> bytes:
    """Refuse (``E_BLOB``) unless the file lies there with this size and SHA-256; gives its first bytes."""
    file = place(digest)
    if not file.is_file() or file.stat().st_size != size:
        raise _broken(digest)
    hashed, head = sha256(), b""
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            head = head or piece[:64]
            hashed.update(piece)
    if hashed.hexdigest() != digest:
        raise _broken(digest)
    return head


def _broken(digest: str) -> Refused:
    return Refused("E_BLOB", f"附件 {digest[:16]}… 缺失、大小不符或内容被改动", "请重新上传附件并重新送审")
