"""Answers to a citizen, sealed to the box that only the receipt code opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import hpke, notes, shapes
from gongkai.sealing.canon import b64u, canon, digest, parse, tidy
from gongkai.sealing.envelope import FILES, ID_BYTES, pad, unpad
from gongkai.sealing.notes import Signer, Verifier

MAIL = "gongkai/mail/1"
KINDS = ("registered", "status", "answer", "question", "letter", "closed")
"""What a mail can be; ``registered`` 已登记 tells the citizen that the message arrived at the desk."""

_FIELDS: dict[str, shapes.Fits] = {
    "box": shapes.packed(ID_BYTES),
    "n": shapes.positive,
    "prev": shapes.or_null(shapes.sha256_hex),
    "kind": shapes.one_of(*KINDS),
    "at": shapes.time,
    "text": shapes.text,
    "status": shapes.or_null(shapes.word),
    "attachments": FILES,
}


def build(
    *,
    box_id: bytes,
    n: int,
    prev: str | None,
    kind: str,
    at: str,
    text: str,
    status: str | None = None,
    attachments: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Mail ``n`` (from 1) to a box; ``prev`` is the digest of the mail before, null for the first."""
    value = {
        "t": MAIL,
        "box": b64u(box_id),
        "n": n,
        "prev": prev,
        "kind": kind,
        "at": at,
        "text": tidy(text),
        "status": status,
        "attachments": tidy([dict(file) for file in attachments]),
    }
    _check(value)
    return value


def seal(answer: Signer, seal_public: bytes, box_id: bytes, mail: Mapping[str, Any]) -> bytes:
    """The mail with a note by ``answer.key``, padded like an envelope, sealed to the box for its number."""
    _check(mail)
    plain = canon({"m": mail, "s": notes.sign(answer, MAIL, digest(mail))})
    return hpke.seal(seal_public, info(box_id, mail["n"]), pad(plain))


def open_mail(
    seal_secret: bytes,
    answer: Verifier | str,
    box_id: bytes,
    n: int,
    prev: str | None,
    sealed: bytes,
) -> tuple[dict[str, Any], str]:
    """Mail ``n`` of a box and its digest; shown only when note, number and ``prev`` fit.

    ``E_OPEN`` it was sealed for another box or number, ``E_SIGNATURE`` the desk did not write it, ``E_PREV``
    it follows another mail.
    """
    value = parse(unpad(hpke.open_sealed(seal_secret, info(box_id, n), sealed)))
    if not isinstance(value, dict) or set(value) != {"m", "s"} or not isinstance(value["s"], str):
        raise Refused("E_SHAPE", "回信的结构不对", "请联系受理单位")
    mail = value["m"]
    _check(mail)
    hashed = digest(mail)
    notes.demand(value["s"], MAIL, hashed, [answer])
    if (mail["box"], mail["n"]) != (b64u(box_id), n):
        raise Refused("E_OPEN", "回信的信箱或序号不符", "请联系受理单位")
    if mail["prev"] != prev:
        raise Refused("E_PREV", f"第 {n} 封回信所接的不是前一封", "请联系受理单位")
    return mail, hashed


def info(box_id: bytes, n: int) -> bytes:
    """The place a mail is sealed for: one box, one number."""
    return b"gongkai/mail/1\n" + box_id + n.to_bytes(8, "big")


def _check(value: Any) -> None:
    shapes.require(value, MAIL, _FIELDS)
    if (value["n"] == 1) != (value["prev"] is None):
        raise Refused("E_PREV", "第一封回信没有前一封，其后每封必须有", "请核对回信序号")
