"""A filled-in form becomes a sealed envelope and, with the first one, a box: all of it before any lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongkai.portal.messages import secrets
from gongkai.portal.messages.keys import Recipient
from gongkai.sealing import envelope, receipt
from gongkai.sealing.canon import b64u, digest
from gongkai.sealing.times import stamp

WITHOUT_COPY = ("report", "both")
"""Kinds of which the portal keeps no copy for the citizen, not even a sealed one (SEALING.md 4.6)."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody wrote, checked: the kind, its fields, the person, the mentions of encrypted files.

    A mention has beside its usual fields ``stored``, the size of the ciphertext.
    """

    kind: str
    fields: Mapping[str, str] = field(repr=False)
    person: Mapping[str, str] = field(repr=False, default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()
    form: str = "portal/1"

    def mentions(self) -> list[dict[str, Any]]:
        """The attachments as they stand in the message: without the size of the ciphertext."""
        return [{name: value for name, value in file.items() if name != "stored"} for file in self.files]

    def to_compare(self) -> dict[str, Any]:
        """What tells a second click from an edited text."""
        blobs = [file["sha256"] for file in self.files]
        return {"kind": self.kind, "fields": dict(self.fields), "person": dict(self.person), "files": blobs}


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A new box, with the fast lock."""

    uid: str
    lid: bytes
    wrap: bytes = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An envelope ready to be stored; ``box`` comes with the first message of one."""

    uid: str
    once: bytes
    same: bytes
    header: bytes
    sealed: bytes = field(repr=False)
    hour: datetime
    blobs: tuple[str, ...]
    box: BoxRow | None
    message: Mapping[str, Any] = field(repr=False)


def first(sid: bytes, filled: Filled, recipient: Recipient, now: datetime) -> Prepared:
    """Seal the first message of a box; everything secret follows from the form's ``sid``."""
    made = receipt.derive(sid)
    keys = receipt.box_keys(made.box_id, made.seed)
    new_box = {
        "id": b64u(made.box_id),
        "seal": b64u(keys.opener.public),
        "sign": b64u(keys.signer.verifier.public),
    }
    message = envelope.message(
        kind=filled.kind,
        envelope_id=made.envelope_id,
        at=stamp(now),
        form=filled.form,
        fields=filled.fields,
        box=new_box,
        identity=filled.person or None,
        attachments=filled.mentions(),
    )
    lock = receipt.fast_lock(receipt.read_code(made.code), secrets.salt())
    wrap = receipt.wrap_seed(lock, made.box_id, made.seed)
    box = BoxRow(new_box["id"], lock.lid, wrap, digest(message))
    return _sealed(made, filled, recipient, now, message, envelope.plain(message), box)


def later(
    sid: bytes,
    filled: Filled,
    keys: receipt.BoxKeys,
    n: int,
    prev: str,
    recipient: Recipient,
    now: datetime,
) -> Prepared:
    """Seal message ``n`` of a box, signed with its key."""
    made = receipt.derive(sid)
    message = envelope.message(
        kind=filled.kind,
        envelope_id=made.envelope_id,
        at=stamp(now),
        form=filled.form,
        fields=filled.fields,
        box={"id": b64u(keys.box_id)},
        n=n,
        prev=prev,
        attachments=filled.mentions(),
    )
    return _sealed(made, filled, recipient, now, message, envelope.plain(message, keys.signer), None)


def _sealed(
    made: receipt.Receipt,
    filled: Filled,
    recipient: Recipient,
    now: datetime,
    message: Mapping[str, Any],
    plain: bytes,
    box: BoxRow | None,
) -> Prepared:
    blobs = [{"sha256": file["blob"], "size": file["stored"]} for file in filled.files]
    header = envelope.header(recipient.kid, made.envelope_id, blobs, recipient.suite)
    return Prepared(
        uid=b64u(made.envelope_id),
        once=made.once,
        same=made.fingerprint(filled.to_compare()),
        header=header,
        sealed=envelope.seal(recipient.public, header, plain, recipient.suite),
        hour=now.replace(minute=0, second=0, microsecond=0),
        blobs=tuple(blob["sha256"] for blob in blobs),
        box=box,
        message=message,
    )
