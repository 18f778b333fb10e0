"""A citizen's box: found by the code, read and written with its seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.portal import surroundings
from gongkai.portal.messages import intake, keys, sealing_up, secrets
from gongkai.portal.messages.limits import WaitingRoom
from gongkai.portal.messages.sealing_up import Filled
from gongkai.portal.messages.secrets import Ticket
from gongkai.portal.models import ALIAS, Envelope, Mailbox, OwnCopy
from gongkai.portal.publishing import blobs
from gongkai.refusal import Refused
from gongkai.sealing import hpke, mail, receipt
from gongkai.sealing.attachments import open_blob
from gongkai.sealing.canon import b64u, canon, digest, from_b64u, parse
from gongkai.sealing.envelope import pad, unpad

_COPY = b"gongkai/copy/1\n"
_TRIES = 20
room = WaitingRoom()


@dataclass(frozen=True, slots=True)
class Letter:
    """One entry of the conversation: a mail of the desk, or the citizen's own words (``mine``)."""

    n: int
    mine: bool
    kind: str
    at: str
    text: str
    status: str
    files: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is in a box, oldest first; ``missing`` names the first mail that does not fit."""

    box: Mailbox
    letters: tuple[Letter, ...]
    missing: int | None
    unread: int = field(default=0)


def look_up(code: str) -> Ticket | None:
    """The box of a code; null for a wrong one, which is not told from an unknown, expired or deleted one.

    A code with wrong check symbols costs nothing, any other one slow hash. Raises Refused ``E_BUSY``.
    """
    try:
        symbols = receipt.read_code(code)
    except Refused:
        return None
    with room.inside():
        fast = receipt.fast_lock(symbols, secrets.salt())
        with room.hashing():
            slow = receipt.slow_lock(symbols, secrets.salt())
        box = Mailbox.objects.filter(lid__in=(slow.lid, fast.lid)).first()
        if box is None:
            return None
        box_id = from_b64u(box.uid, 16)
        seed = receipt.open_seed(slow if box.hard else fast, box_id, bytes(box.wrap))
        if not box.hard:
            harden(box_id, seed, slow)
    return Ticket(box_id, seed)


def harden(box_id: bytes, seed: bytes, slow: receipt.Lock) -> None:
    """Replace the fast lock by the slow one."""
    wrap = receipt.wrap_seed(slow, box_id, seed)
    with intake.turn():
        Mailbox.objects.filter(uid=b64u(box_id), hard=False).update(lid=slow.lid, wrap=wrap, hard=True)


def box_of(opened: Ticket) -> Mailbox:
    """The row of an opened box. ``E_GONE`` when it was deleted meanwhile."""
    found = Mailbox.objects.filter(uid=b64u(opened.box_id)).first()
    if found is None:
        raise Refused("E_GONE", "没有找到与此查询码对应的来件", "请核对查询码，共 24 位")
    return found


def read(opened: Ticket) -> Conversation:
    """Everything in the box that is truly the desk's and in order, with the citizen's own copies."""
    box = box_of(opened)
    secret = receipt.box_keys(opened.box_id, opened.seed).opener.secret
    letters, missing, prev = [], None, None
    for expected, row in enumerate(box.mails.order_by("n"), start=1):
        if row.n != expected:
            missing = expected
            break
        try:
            said, prev = _opened(secret, opened.box_id, row.n, prev, bytes(row.sealed))
        except Refused:
            missing = expected
            break
        words = (said["kind"], said["at"], said["text"], said["status"] or "")
        letters.append(Letter(row.n, False, *words, said["attachments"]))
    own = [_own(secret, opened.box_id, row) for row in box.copies.order_by("n")]
    both = sorted([*letters, *own], key=lambda one: (one.at, not one.mine, one.n))
    return Conversation(box, tuple(both), missing, max(0, len(letters) - box.seen))


def write(
    opened: Ticket, sid: bytes, filled: Filled, now: datetime, *, copy: bool = True, tries: int = _TRIES
) -> intake.Outcome:
    """Seal and store the next message of the box; sending the same form again changes nothing.

    The number is taken by comparing the row: who was overtaken seals again under the next number.
    """
    made = receipt.derive(sid)
    before = Envelope.objects.filter(once=made.once).first()
    if before is not None:
        same = bytes(before.same) == made.fingerprint(filled.to_compare())
        return intake.Outcome.AGAIN if same else intake.Outcome.OTHER
    keys_of_box = receipt.box_keys(opened.box_id, opened.seed)
    recipient = keys.newest(now)
    for _ in range(tries):
        box = box_of(opened)
        prepared = sealing_up.later(sid, filled, keys_of_box, box.n + 1, box.digest, recipient, now)
        with intake.turn(), transaction.atomic(using=ALIAS):
            taken = Mailbox.objects.filter(pk=box.pk, n=box.n, digest=box.digest).update(
                n=box.n + 1, digest=digest(prepared.message)
            )
            if taken:
                outcome = intake.commit_here([prepared])[0]
                if outcome is not intake.Outcome.KEPT:
                    transaction.set_rollback(True, using=ALIAS)
                elif copy:
                    keep_copy(box, keys_of_box, prepared.message)
                return outcome
    raise Refused("E_BUSY", "同一查询码正在别处提交", "请过几秒钟再试")


def keep_copy(box: Mailbox, keys_of_box: receipt.BoxKeys, message: Mapping[str, Any]) -> None:
    """Keep the citizen's own words, sealed to the box."""
    sealed = hpke.seal(
        keys_of_box.opener.public, _copy_info(keys_of_box.box_id, message["n"]), pad(_plain_copy(message))
    )
    OwnCopy.objects.bulk_create([OwnCopy(box=box, n=message["n"], sealed=sealed)], ignore_conflicts=True)


def mark_seen(opened: Ticket, conversation: Conversation, now: datetime, today: date) -> None:
    """Tell the desk, once, up to which mail the citizen has read; only the day is said."""
    upto = sum(1 for letter in conversation.letters if not letter.mine)
    if upto <= conversation.box.seen:
        return
    with transaction.atomic(using=ALIAS):
        fresh = Mailbox.objects.filter(pk=conversation.box.pk, seen__lt=upto).update(seen=upto)
    if fresh:
        filled = Filled("seen", {"n": str(upto), "on": today.isoformat()})
        write(opened, secrets.new_sid(), filled, now, copy=False)


def attachment(opened: Ticket, n: int, place: int) -> tuple[Mapping[str, Any], Iterator[bytes]]:
    """A file of mail ``n``: its mention and its plain bytes, decrypted on the way out. ``E_GONE`` if none."""
    for letter in read(opened).letters:
        if not letter.mine and letter.n == n and place < len(letter.files):
            file = letter.files[place]
            source = blobs.place(surroundings.files(), file["blob"])
            if source.is_file():
                key = from_b64u(file["key"], 32)
                return file, open_blob(_pieces(source.open), key, file["size"], file["sha256"])
    raise Refused("E_GONE", "没有这个附件", "请回到进度页面，重新打开")


def _opened(
    secret: bytes, box_id: bytes, n: int, prev: str | None, sealed: bytes
) -> tuple[dict[str, Any], str]:
    """A mail under any of the answer keys that the portal trusts."""
    refusal: Refused | None = None
    for key in secrets.trust().answer:
        try:
            return mail.open_mail(secret, key, box_id, n, prev, sealed)
        except Refused as refused:
            refusal = refused
    raise refusal or Refused("E_SIGNATURE", "本站没有受理单位的公钥", "请联系受理单位")


def _own(secret: bytes, box_id: bytes, row: OwnCopy) -> Letter:
    said = parse(unpad(hpke.open_sealed(secret, _copy_info(box_id, row.n), bytes(row.sealed))))
    status = said["fields"].get("rating", "")
    return Letter(row.n, True, said["kind"], said["at"], said["text"], status, said["files"])


def _plain_copy(message: Mapping[str, Any]) -> bytes:
    files = [{"name": file["name"], "size": file["size"]} for file in message["attachments"]]
    fields = message["fields"]
    text = "\n".join(part for part in (fields.get("title", ""), fields.get("text", "")) if part)
    said = {"kind": message["kind"], "at": message["at"], "text": text, "files": files}
    said["fields"] = {name: value for name, value in fields.items() if name not in ("title", "text")}
    return canon(said)


def _copy_info(box_id: bytes, n: int) -> bytes:
    return _COPY + box_id + n.to_bytes(8, "big")


def _pieces(opener: Callable[[str], Any]) -> Iterator[bytes]:
    with opener("rb") as source:
        while piece := source.read(1 << 20):
            yield piece
