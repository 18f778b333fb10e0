"""``gongkai verify``, the door's part: what was handed in, cleared and released, and the release log.

Everything is hashed and opened again from the stored bytes; columns are only compared with what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gongkai.desk.casework.keyring import store
from gongkai.desk.casework.verifying import MOST, Check, Result
from gongkai.desk.disclosure.models import Clearance, Release, Submission, Withdrawal
from gongkai.exchange.left_over import verify_files
from gongkai.exchange.log import read_tile
from gongkai.exchange.models import LogCheckpoint, LogEntry
from gongkai.exchange.verifying_portal import verify_portal
from gongkai.refusal import Refused
from gongkai.sealing import log, notes, objects
from gongkai.sealing.canon import digest_of
from gongkai.sealing.merkle import Frontier, leaf_hash
from gongkai.sealing.tiles import TiledTree

Look = Callable[[Any], str | None]
"""What is wrong with one row; null when it fits."""


def checks() -> list[Check]:
    """The door's checks in their order, what stands on the portal, and files that nothing refers to."""
    return [verify_submissions, verify_clearances, verify_releases, verify_log, verify_portal, verify_files]


def verify_submissions() -> Result:
    """Content and submission are canonical, of their type, and hash to their columns and to each other."""
    rows = Submission.objects.select_related("item").order_by("pk")
    return _over("submissions", "送审稿", rows, _submission)


def verify_clearances() -> Result:
    """Every clearance hashes to its column, is about its submission and bears a valid note."""
    vkeys = [one.signer.verifier for one in store().all("clear")]

    def look(row: Clearance) -> str | None:
        if row.submission.item.purged_at is not None:
            return None  # 涉密误入处置 took the bytes; digest and events stay
        body = objects.read(bytes(row.body), objects.CLEARANCE)
        if digest_of(bytes(row.body)) != row.digest:
            return "内容与摘要不符"
        notes.demand(row.note, objects.CLEARANCE, row.digest, vkeys)
        if body["submission"] != row.submission.digest:
            return "是对另一送审稿作出的"
        columns = (body["stage"], body["decision"])
        return None if columns == (row.stage, row.decision) else "环节或意见与签名内容不符"

    rows = Clearance.objects.select_related("submission__item").order_by("pk")
    return _over("clearances", "审签", rows, look)


def verify_releases() -> Result:
    """Every release and withdrawal hashes to its column and stands in the release log under its number."""

    def released(row: Release) -> str | None:
        body = objects.read(bytes(row.body), objects.RELEASE)
        if digest_of(bytes(row.body)) != row.digest:
            return "内容与摘要不符"
        if (body["submission"], body["no"]) != (row.submission.digest, row.no):
            return "与送审稿或发布次数不符"
        return _logged(row.log_index, row.digest)

    def withdrawn(row: Withdrawal) -> str | None:
        body = objects.read(bytes(row.body), objects.TOMBSTONE)
        if digest_of(bytes(row.body)) != row.digest or body["release"] != row.release.digest:
            return "停止公开说明与摘要或发布不符"
        return _logged(row.log_index, row.digest)

    first = _over(
        "releases", "发布", Release.objects.select_related("item", "submission").order_by("pk"), released
    )
    rows = Withdrawal.objects.select_related("release__item").order_by("pk")
    second = _over("releases", "发布", rows, withdrawn)
    return Result("releases", "发布与撤稿", first.count + second.count, first.faults + second.faults)


def verify_log() -> Result:
    """Entries are dense and well-formed; they give the tiles and every signed checkpoint."""
    count = LogEntry.objects.count()
    try:
        checkpoints = list(_checkpoints())
    except Refused as refused:
        return Result("log", "发布日志", count, [str(refused)])
    tree = Frontier()
    entries = LogEntry.objects.order_by("number").values_list("number", "index", "kind", "body")
    for number, index, kind, body in entries.iterator(chunk_size=2000):
        if number != tree.size:
            return Result("log", "发布日志", count, [f"第 {tree.size} 条缺失"])
        try:
            entry = log.read_entry(bytes(body))
        except Refused as refused:
            return Result("log", "发布日志", count, [f"第 {number} 条：{refused.sentence}"])
        if (entry["index"] or "", entry["kind"]) != (index, kind):
            return Result("log", "发布日志", count, [f"第 {number} 条被改动"])
        tree.append(leaf_hash(bytes(body)))
        while checkpoints and checkpoints[0].size == tree.size:
            if checkpoints.pop(0).root != tree.root():
                return Result("log", "发布日志", count, [f"前 {tree.size} 条与检查点不符"])
    if checkpoints:
        return Result("log", "发布日志", count, [f"检查点记有 {checkpoints[-1].size} 条，只有 {count} 条"])
    return Result("log", "发布日志", count, _tiles())


def _tiles() -> list[str]:
    newest = LogCheckpoint.objects.order_by("-size").first()
    if newest is None:
        return []
    try:
        root = TiledTree.load(newest.size, read_tile).root()
    except Refused as refused:
        return [refused.sentence]
    return [] if root == bytes(newest.root) else ["分片与检查点不符"]


def _checkpoints() -> Iterator[log.Checkpoint]:
    """The signed checkpoints from the smallest, and the one that ``state.json`` remembers."""
    key = store().load("log").signer.verifier
    size = 0
    for row in LogCheckpoint.objects.order_by("size").iterator():
        found = log.open_checkpoint(row.note, key)
        if (found.size, found.root) != (row.size, bytes(row.root)):
            raise Refused("E_CHECKPOINT", f"第 {row.size} 条处的检查点与其签名不符", "检查点被改动")
        size = found.size
        yield found
    remembered = store().state()["checkpoints"].get(key.name)
    if remembered is not None and remembered["size"] >= size:
        yield log.Checkpoint(key.name, remembered["size"], bytes.fromhex(remembered["root"]))


def _logged(number: int | None, digest: str) -> str | None:
    if number is None:
        return None  # withdrawn on the desk, not yet sent out
    body = LogEntry.objects.filter(number=number).values_list("body", flat=True).first()
    if body is None:
        return f"发布日志中没有第 {number} 条"
    return None if log.read_entry(bytes(body))["object"] == digest else f"发布日志第 {number} 条是另一内容"


def _submission(row: Submission) -> str | None:
    if row.item.purged_at is not None:
        return None
    objects.read(bytes(row.content), objects.CONTENT)
    body = objects.read(bytes(row.body), objects.SUBMISSION)
    if digest_of(bytes(row.body)) != row.digest:
        return "内容与摘要不符"
    digest = digest_of(bytes(row.content))
    if digest != row.content_digest or digest != body["content"]:
        return "送审内容与送审稿所载的摘要不符"
    return None if body["no"] == row.no else "送审次数与送审稿不符"


def _over(name: str, title: str, rows: Iterable[Any], look: Look) -> Result:
    """Look at every row; the first that do not fit by index number and what they are."""
    count = 0
    faults: list[str] = []
    iterator = rows.iterator(chunk_size=500) if hasattr(rows, "iterator") else iter(rows)
    for row in iterator:
        count += 1
        try:
            wrong = look(row)
        except Refused as refused:
            wrong = refused.sentence
        if wrong and len(faults) < MOST:
            faults.append(f"{_place(row)}：{wrong}")
    return Result(name, title, count, faults)


def _place(row: Any) -> str:
    if isinstance(row, Submission):
        return f"{row.item.index} 第 {row.no} 次送审"
    if isinstance(row, Clearance):
        return f"{row.submission.item.index} 第 {row.submission.no} 次送审的{row.get_stage_display()}"
    release = row.release if isinstance(row, Withdrawal) else row
    return f"{release.item.index} 第 {release.no} 次发布"
