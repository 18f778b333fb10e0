"""Proofs of a placement: a photo or a scan, told by its bytes, kept by its digest."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.desk.casework import secrecy
from gongkai.desk.disclosure import files
from gongkai.refusal import Refused

LARGEST = 20 * 1024 * 1024
_MAGIC = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A stored proof."""

    digest: str
    name: str


def keep(data: bytes, name: str) -> Proof:
    """Store a proof, a PDF, PNG or JPEG of at most 20 MB.

    Raises Refused: ``bad-proof``, ``secrecy-mark``, those of the sandbox.
    """
    if len(data) > LARGEST:
        raise Refused("bad-proof", "证明文件超过 20 MB", "请缩小照片后再上传")
    if content_type(data) == "application/octet-stream":
        raise Refused("bad-proof", "证明文件不是 PDF、PNG 或 JPEG", "请上传照片或扫描件")
    secrecy.demand_unmarked_file(name, data)
    return Proof(files.store(data), name.replace("\\", "/").rpartition("/")[2][:200] or "证明")


def content_type(head: bytes) -> str:
    """What a proof is, by its first bytes."""
    return next(
        (kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "application/octet-stream"
    )
