"""The files of released items: checked by size and SHA-256 before anything leads to them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gongkai.orphans import touch
from gongkai.portal.models import DoorBlob, PublishedFile
from gongkai.refusal import Refused

_CHUNK = 1 << 20
ADDRESS = "/files/[0-9a-f]{64}/[^/]+"
"""An attachment's, as a pattern. It bears a SHA-256: hardly anybody comes to one that was never there."""
SAFE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
}
"""What a browser may be told a file is, by its ending; anything else is bytes to be saved."""
_SHOWN = ("application/pdf", "image/png", "image/jpeg")


def place(folder: Path, digest: str) -> Path:
    """Where a file lies: in a folder of the first two digits of its SHA-256."""
    return folder / digest[:2] / digest


def demand(blobs: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Refuse (``E_BLOB``) unless every file lies in ``folder`` with the size and SHA-256 that are named.

    A file that came through the database is written there first.
    """
    for blob in blobs:
        digest = blob["sha256"]
        touch(place(folder, digest))
        if not is_whole(blob, folder):
            _take_from_database(digest, place(folder, digest))
        if not is_whole(blob, folder):
            raise Refused("E_BLOB", f"附件 {digest[:16]}… 缺失、大小不符或内容被改动", "请重新传送附件")


def is_whole(blob: Mapping[str, Any], folder: Path) -> bool:
    """Whether a file lies in the folder with the size and SHA-256 that are named."""
    file = place(folder, blob["sha256"])
    return file.is_file() and file.stat().st_size == blob["size"] and _digest(file) == blob["sha256"]


def ask_again(blobs: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Let the desk lay a file into the database once more that came before and is lost or damaged now.

    A withdrawal sweeps the files of an item; a later release of the same attachment needs them again.
    """
    lost = [blob["sha256"] for blob in blobs if not is_whole(blob, folder)]
    DoorBlob.objects.filter(sha256__in=lost, data__isnull=True).delete()


def store(data: bytes, folder: Path) -> str:
    """Write a file under its SHA-256, complete or not at all; gives the digest."""
    digest = sha256(data).hexdigest()
    _write(place(folder, digest), data)
    return digest


def content_type(name: str) -> str:
    """What a browser is told about a file of this name."""
    return SAFE_TYPES.get(ending(name), "application/octet-stream")


def ending(name: str) -> str:
    """The ending of a file's name in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def disposition(name: str) -> str:
    """The Content-Disposition of a file: PDF and pictures are shown, the rest is saved under its name."""
    kind = "inline" if content_type(name) in _SHOWN else "attachment"
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name[:60])
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def sweep(digests: Iterable[str], folder: Path) -> None:
    """Remove files that no public item has any more; called after the commit of a withdrawal.

    The desk may lay them into the database anew, should they become public once more.
    """
    wanted = set(digests)
    gone = wanted - set(PublishedFile.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    for digest in gone:
        place(folder, digest).unlink(missing_ok=True)
    DoorBlob.objects.filter(sha256__in=gone, data__isnull=True).delete()


def _take_from_database(digest: str, file: Path) -> None:
    row = DoorBlob.objects.filter(sha256=digest, data__isnull=False).first()
    if row is None or row.data is None:
        return
    data = bytes(row.data)
    if sha256(data).hexdigest() == digest:
        _write(file, data)
        row.data = None
        row.save(update_fields=["data"])


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _digest(file: Path) -> str:
    hasher = sha256()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()
