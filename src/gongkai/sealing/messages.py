"""Numbered, signed messages between desk and portal, and the receiver's rules as pure functions.

Both transports carry the same ``msg/1``: a sender numbers its messages 1, 2, … and names the digest of the
one before. A message that comes twice does nothing, another one under the same number is a fork, a number too
high a gap; nothing is ever applied out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import notes, objects, shapes
from gongkai.sealing.canon import canon, digest, digest_of, parse, tidy
from gongkai.sealing.hpke import PUBLIC_BYTES
from gongkai.sealing.notes import Signer, Verifier

MESSAGE = "gongkai/msg/1"
DESK, PORTAL = "desk", "portal"
KINDS = {
    DESK: ("release", "tombstone", "log", "mail", "box", "keys", "stats", "ack"),
    PORTAL: ("envelope", "ack", "health"),
}
"""What each side may send."""
WINDOW_MESSAGES = 64
"""Unacknowledged messages after which a sender waits."""
WINDOW_BYTES = 256 * 1024 * 1024
"""Unacknowledged bytes, blobs included, after which a sender waits."""

_SIDE = shapes.one_of(DESK, PORTAL)
BLOB = shapes.record({"sha256": shapes.sha256_hex, "size": shapes.count})
"""Shape of a mention of a file."""


def _public(value: object) -> bool:
    """A public key as long as those of one of the suites."""
    return any(shapes.packed(size)(value) for size in PUBLIC_BYTES.values())


_INTAKE = shapes.record(
    {
        "kid": shapes.word,
        "suite": shapes.word,
        "public": _public,
        "not_after": shapes.or_null(shapes.time),
    }
)
FIELDS: dict[str, shapes.Fits] = {
    "agency": shapes.word,
    "from": _SIDE,
    "to": _SIDE,
    "epoch": shapes.positive,
    "seq": shapes.positive,
    "prev": shapes.or_null(shapes.sha256_hex),
    "kind": shapes.one_of(*{kind for kinds in KINDS.values() for kind in kinds}),
    "at": shapes.time,
    "body": shapes.free,
    "blobs": shapes.list_of(BLOB),
}
BODIES: dict[str, dict[str, shapes.Fits]] = {
    "release": {"release": shapes.free, "content": shapes.free, "log_index": shapes.count},
    "tombstone": {"tombstone": shapes.free, "log_index": shapes.count},
    "log": {"checkpoint": shapes.text, "entries": shapes.free_list},
    "mail": {"box": shapes.packed(16), "n": shapes.positive, "sealed": shapes.text},
    "box": {"box": shapes.packed(16), "state": shapes.word, "delete_on": shapes.or_null(shapes.day_or_time)},
    "keys": {
        "door": shapes.list_of(shapes.word),
        "answer": shapes.list_of(shapes.word),
        "log": shapes.list_of(shapes.word),
        "intake": shapes.list_of(_INTAKE),
    },
    "ack": {"epoch": shapes.positive, "seq": shapes.count, "digest": shapes.or_null(shapes.sha256_hex)},
    "envelope": {
        "header": shapes.free,
        "once": shapes.packed(16),
        "sealed": shapes.text,
        "hour": shapes.time,
    },
}
"""Fields of the bodies that are checked; ``stats`` and ``health`` are any object, ``keys`` holds vkeys."""


@dataclass(frozen=True)
class Place:
    """How far a receiver is: the last message it applied from one sender (``applied`` 0: none yet)."""

    agency: str
    me: str
    epoch: int = 1
    applied: int = 0
    last: str | None = None


@dataclass(frozen=True)
class Received:
    """A message that passed the rules; ``new`` is false when it was applied before: then do nothing."""

    message: dict[str, Any]
    digest: str
    new: bool

    def next_place(self, place: Place) -> Place:
        """Where the receiver stands after applying it."""
        if not self.new:
            return place
        return Place(place.agency, place.me, self.message["epoch"], self.message["seq"], self.digest)


Known = Callable[[int], str | None]
"""Gives the digest of an applied message by its number."""


def build(
    *,
    agency: str,
    sender: str,
    epoch: int,
    seq: int,
    prev: str | None,
    kind: str,
    at: str,
    body: Mapping[str, Any],
    blobs: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The bytes of message ``seq`` from ``sender``; ``blobs`` are the files that go with it."""
    message = {
        "t": MESSAGE,
        "agency": agency,
        "from": sender,
        "to": DESK if sender == PORTAL else PORTAL,
        "epoch": epoch,
        "seq": seq,
        "prev": prev,
        "kind": kind,
        "at": at,
        "body": tidy(dict(body)),
        "blobs": [dict(blob) for blob in blobs],
    }
    demand_form(message)
    check_body(message)
    return canon(message)


def sign(key: Signer, data: bytes) -> str:
    """The sender's note over a message's bytes."""
    return notes.sign(key, MESSAGE, digest_of(data))


def receive(data: bytes, note: str, place: Place, vkeys: Iterable[str | Verifier], known: Known) -> Received:
    """Judge one message by the receiver's rules, in their order; the first that fails is the refusal.

    ``E_SIGNATURE`` no pinned key signed it; ``E_AGENCY``, ``E_DIRECTION`` it is not for us; ``E_FORK`` the
    sender gave a number twice; ``E_GAP`` one is missing; ``E_EPOCH`` it is from before a restore; ``E_PREV``
    it follows another history; then its body. Files are checked apart (:func:`demand_blobs`).
    """
    digest_here = digest_of(data)
    notes.demand(note, MESSAGE, digest_here, vkeys)
    message = parse(data)
    demand_form(message)
    demand_address(message, place)
    seq = message["seq"]
    if seq <= place.applied:
        if known(seq) != digest_here:
            raise Refused("E_FORK", f"第 {seq} 号消息与已应用的不同", "对方可能用旧备份恢复过，请人工核对")
        return Received(message, digest_here, new=False)
    if message["epoch"] < place.epoch:
        raise Refused(
            "E_EPOCH", f"消息属于第 {message['epoch']} 纪元，现为第 {place.epoch} 纪元", "请重新导出"
        )
    if seq > place.applied + 1:
        raise gap(place, seq)
    if message["prev"] != place.last:
        raise Refused("E_PREV", f"第 {seq} 号消息所接的前一条不是已应用的那条", "请人工核对两边的记录")
    check_body(message)
    return Received(message, digest_here, new=True)


def demand_address(message: Mapping[str, Any], place: Place) -> None:
    """Refuse what is for another agency (``E_AGENCY``) or runs the other way (``E_DIRECTION``)."""
    if message["agency"] != place.agency:
        raise Refused("E_AGENCY", f"这是“{message['agency']}”的数据，不是本单位的", "请核对文件")
    if message["to"] != place.me or message["from"] == place.me:
        raise Refused("E_DIRECTION", f"这是发给“{message['to']}”的数据", "请在另一侧导入")


def gap(place: Place, seq: int) -> Refused:
    """The refusal of a message that comes too early, naming the missing number."""
    return Refused("E_GAP", f"缺少第 {place.applied + 1} 号消息，不能应用第 {seq} 号", "请先导入前面的数据")


def demand_blobs(message: Mapping[str, Any], size_of: Callable[[str], int | None]) -> None:
    """Refuse (``E_BLOB``) a message whose files are missing; ``size_of`` a SHA-256 gives the stored size."""
    for blob in message["blobs"]:
        if size_of(blob["sha256"]) != blob["size"]:
            raise Refused("E_BLOB", f"附件 {blob['sha256'][:16]}… 缺失或大小不符", "请重新传送附件")


def check_body(message: Mapping[str, Any]) -> None:
    """Refuse a body whose objects do not belong together or to this agency."""
    kind, body = message["kind"], message["body"]
    wrong = shapes.misfit(body, BODIES[kind]) if kind in BODIES else None
    if wrong is not None:
        raise Refused("E_SHAPE", f"“{kind}”消息的字段“{wrong}”缺失、多余或不合格式", "请核对发送方版本")
    if kind == "release":
        _check_release(message, body["release"], body["content"])
    elif kind == "tombstone":
        objects.check(body["tombstone"], objects.TOMBSTONE)
        if body["tombstone"]["agency"] != message["agency"]:
            raise Refused("E_AGENCY", "停止公开说明属于另一单位", "请核对发送方")


def _check_release(message: Mapping[str, Any], release: Any, content: Any) -> None:
    objects.check(release, objects.RELEASE)
    objects.check(content, objects.CONTENT)
    if not message["agency"] == release["agency"] == content["agency"]:
        raise Refused("E_AGENCY", "发布的内容属于另一单位", "请核对发送方")
    if release["index"] != content["index"]:
        raise Refused("E_INDEX", "发布与内容的索引号不同", "请核对发送方")
    if digest(content) != release["content"]:
        raise Refused("E_DIGEST", "内容与发布所载的摘要不符", "内容在签发后被改动，请重新发布")
    sent = {(blob["sha256"], blob["size"]) for blob in message["blobs"]}
    if sent != {(file["sha256"], file["size"]) for file in content["attachments"]}:
        raise Refused("E_BLOB", "随附文件与内容的附件清单不符", "请重新传送附件")


def demand_form(message: Any) -> None:
    """Refuse what is not a well-formed message (``E_SHAPE``) or is none its sender may send."""
    shapes.require(message, MESSAGE, FIELDS)
    if message["from"] == message["to"] or message["kind"] not in KINDS[message["from"]]:
        raise Refused("E_DIRECTION", f"“{message['from']}”不能发送“{message['kind']}”消息", "请核对发送方")
    if (message["seq"] == 1) != (message["prev"] is None):
        raise Refused("E_PREV", "第一条消息没有前一条，其后每条必须有", "请核对发送方")
