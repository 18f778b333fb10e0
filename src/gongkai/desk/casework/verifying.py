"""``gongkai verify``, the desk's part: events against tree and checkpoints, then the nightly invariants.

A check goes over its records and gives a :class:`Result`: how many it saw, the first that do not fit, and
what is merely listed (gaps that imported registers brought along, DESIGN.md law 8).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework import append_only, filed_guard, filings
from gongkai.desk.casework.anchoring import LOG, anchors_log, leaf_hashes, open_anchor, read_tile
from gongkai.desk.casework.keyring import secrets, store
from gongkai.desk.casework.models import (
    Anchor,
    Answer,
    Assignment,
    Case,
    CaseKey,
    CaseText,
    Closing,
    DestructionEntry,
    Event,
    Filing,
)
from gongkai.desk.casework.stages import ENDED, Stage
from gongkai.refusal import Refused
from gongkai.sealing import verifying
from gongkai.sealing.events import Sealed
from gongkai.sealing.log import open_checkpoint
from gongkai.sealing.merkle import Frontier
from gongkai.sealing.notes import Verifier
from gongkai.sealing.tiles import TiledTree
from gongkai.sealing.verifying import Row, verify_events

VERIFIED = "events-verified"
"""The name under which ``state.json`` keeps the tree up to which all was verified."""
MOST = 20
"""Records that one check names at most; the first is what counts."""
_COLUMNS = ("stream", "n", "body", "hash", "mac", "type", "by", "occurred", "recorded")


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found: ``faults`` fail the run, ``listed`` are gaps that are known and allowed."""

    name: str
    title: str
    count: int
    faults: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every record fits."""
        return not self.faults


Check = Callable[[], Result]


def checks(*, since: bool = False) -> list[Check]:
    """The desk's checks in order; ``since`` verifies events only behind the last verified checkpoint."""
    return [
        lambda: verify_chains(since=since),
        verify_streams,
        verify_triggers,
        verify_assignments,
        verify_closings,
        verify_stages,
        verify_filed,
    ]


def verify_chains(*, since: bool = False) -> Result:
    """Every event: there, unchanged, in its place of the tree, joined to the one before.

    The tree is held against the checkpoints of the database, of ``logs/anchors.log`` and the one that
    ``keys/state.json`` remembers: whoever rewrites the database meets the other two. A run without fault
    is remembered, and ``since`` goes on from there.
    """
    try:
        anchors = _anchors()
        start = _verified_so_far() if since else Frontier()
    except Refused as refused:
        return Result("events", "事件链", 0, [str(refused)])
    counted = _Counting(_rows(start.size))
    fault = verify_events(
        counted,
        leaf_hashes(start.size),
        [one for one in anchors if one.size > start.size],
        secrets("event"),
        since=start,
        head=_head,
    )
    if fault is not None:
        return Result("events", "事件链", counted.count, [str(fault)])
    if anchors and anchors[-1].size >= start.size:
        store().remember_checkpoint(VERIFIED, anchors[-1].size, anchors[-1].root.hex())
    return Result("events", "事件链", counted.count)


def verify_streams() -> Result:
    """Every case has its chain: names the case whose only event was deleted."""
    own = Event.objects.filter(stream=Concat(Value("case/"), OuterRef("uid")))
    bare = Case.objects.filter(~Exists(own))
    return Result("streams", "案件的事件链", Case.objects.count(), _named(bare, "没有任何事件"))


def verify_triggers() -> Result:
    """The triggers that refuse change and deletion of events, and deletion of what is filed, are there."""
    missing = [*append_only.missing(connection), *filed_guard.missing(connection)]
    guards = len(append_only.TABLES) + filed_guard.count()
    return Result("triggers", "只增触发器", guards, [f"缺少触发器 {name}" for name in missing])


def verify_assignments() -> Result:
    """Every open case has its unit (件件有落实); rows of a register that named none are listed.

    What came in and waits to be handed out 待分办 is with the centre, and listed, until its date has passed.
    """
    running = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True)
    without = _open_cases().filter(~Exists(running))
    waiting = without.filter(registration__content_digest=b"", due_on__gte=today())
    lost = without.exclude(pk__in=waiting)
    return Result(
        "assignments",
        "承办单位",
        _open_cases().count(),
        _named(lost.filter(registration__content_digest=b""), "没有承办单位"),
        _named(lost.exclude(registration__content_digest=b""), "台账未载明承办单位")
        + _named(waiting, "待分办，期限未到"),
    )


def verify_closings() -> Result:
    """What the desk itself closed has an answer with its proof (事事有回音)."""
    answered = Answer.objects.filter(case=OuterRef("case"), voided_on__isnull=True)
    own = Closing.objects.filter(imported=False, reopened_on__isnull=True)
    bare = own.filter(~Exists(answered)).order_by("pk").select_related("case__registration")[:MOST]
    faults = [f"{one.case.registration.number}（{one.case.kind}）办结而没有答复" for one in bare]
    return Result("closings", "办结与答复", own.count(), faults)


def verify_stages() -> Result:
    """The stage of a case agrees with its closings, its registration's voiding with its stage."""
    closed = Closing.objects.filter(case=OuterRef("pk"), reopened_on__isnull=True)
    wrong = [
        *_named(Case.objects.filter(stage=Stage.CLOSED).filter(~Exists(closed)), "标为办结而没有办结记录"),
        *_named(Case.objects.filter(Exists(closed), stage=Stage.OPEN), "有办结记录而标为在办"),
        *_named(
            Case.objects.filter(registration__voided_on__isnull=False).exclude(stage=Stage.VOIDED),
            "登记已作废而案件未作废",
        ),
    ]
    return Result("stages", "案件阶段", Case.objects.count(), wrong)


def verify_filed() -> Result:
    """A filed case has its key; what was destroyed stands on a list that somebody approved."""
    listed = DestructionEntry.objects.filter(
        filing=OuterRef("pk"), dropped=False, done_at__isnull=False, list__state__in=filings.APPROVED
    )
    unlisted = Filing.objects.filter(destroyed_on__isnull=False).filter(~Exists(listed))
    texts = CaseText.objects.filter(case=OuterRef("case"))
    shut = Filing.objects.filter(Exists(texts), destroyed_on__isnull=True).exclude(
        Exists(CaseKey.objects.filter(case=OuterRef("case")))
    )
    faults = [
        *_named(Case.objects.filter(pk__in=unlisted.values("case")), "已销毁而不在批准的销毁清册上"),
        *_named(Case.objects.filter(pk__in=shut.values("case")), "已归档、没有销毁，而密钥不在了"),
    ]
    return Result("filed", "归档与销毁", Filing.objects.count(), faults)


def _open_cases() -> QuerySet[Case]:
    return Case.objects.exclude(stage__in=ENDED)


def _named(cases: QuerySet[Case], what: str) -> list[str]:
    rows = cases.order_by("pk").values_list("registration__number", "kind")
    named = [f"{number}（{kind}）{what}" for number, kind in rows[:MOST]]
    more = rows.count() - len(named) if len(named) == MOST else 0
    return [*named, f"另有 {more} 件{what}"] if more else named


class _Counting:
    """An iterator that knows how many rows it gave."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.count += 1
        return row


def _rows(start: int) -> Iterator[Row]:
    """The events by leaf number from ``start``, then those without a leaf by stream and n."""
    anchored = Event.objects.filter(leaf__number__gte=start).order_by("leaf__number")
    fresh = Event.objects.filter(leaf__isnull=True).order_by("stream", "n")
    return chain(
        map(_row, anchored.values_list("leaf__number", *_COLUMNS).iterator(chunk_size=5000)),
        map(_row, fresh.values_list("leaf__number", *_COLUMNS).iterator(chunk_size=5000)),
    )


def _row(values: tuple[int | None, str, int, bytes, bytes, bytes, str, str, str, str]) -> Row:
    leaf, stream, n, body, hashed, mac, type_, by, occurred, recorded = values
    columns = {"type": type_, "by": by, "occurred": occurred, "recorded": recorded}
    return Row(leaf, stream, n, Sealed(bytes(body), bytes(hashed), bytes(mac)), columns)


def _head(stream: str, n: int) -> bytes | None:
    row = Event.objects.filter(stream=stream, n=n).values_list("hash", flat=True).first()
    return bytes(row) if row is not None else None


def _anchors() -> list[verifying.Anchor]:
    """All checkpoints that are known inside and outside the database, from the smallest, each signed.

    Raises Refused where a signature does not hold or two of one size differ.
    """
    found: dict[int, bytes] = {}
    for made in Anchor.objects.order_by("size").iterator():
        _add(found, open_anchor(made).size, bytes(made.root))
    for size, root in _logged():
        _add(found, size, root)
    remembered = store().state()["checkpoints"].get(LOG)
    if remembered is not None:
        _add(found, remembered["size"], bytes.fromhex(remembered["root"]))
    return [verifying.Anchor(size, root) for size, root in sorted(found.items())]


def _add(found: dict[int, bytes], size: int, root: bytes) -> None:
    if found.setdefault(size, root) != root:
        raise Refused("E_TREE", f"第 {size} 条处有两个不同的检查点", "数据库或 logs/anchors.log 被改动")


def _logged() -> Iterator[tuple[int, bytes]]:
    """The checkpoints in ``logs/anchors.log``; a last line that a crash cut off is passed over."""
    if not anchors_log().exists():
        return
    known = [one.signer.verifier for one in store().all("anchor")]
    with anchors_log().open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.endswith("\n"):
                return
            try:
                note = json.loads(line)["note"]
                found = next(iter(_opened(note, known)), None)
            except (ValueError, KeyError, TypeError):
                found = None
            if found is None:
                raise Refused(
                    "E_SIGNATURE", f"logs/anchors.log 第 {number} 行不是有效的检查点", "请与异地副本核对"
                )
            yield found


def _opened(note: str, known: Iterable[Verifier]) -> Iterator[tuple[int, bytes]]:
    for verifier in known:
        try:
            found = open_checkpoint(note, verifier)
        except Refused:
            continue
        yield found.size, found.root


def _verified_so_far() -> Frontier:
    """The frontier of the tree that was verified last; empty when none was."""
    remembered = store().state()["checkpoints"].get(VERIFIED)
    if remembered is None:
        return Frontier()
    frontier = TiledTree.load(remembered["size"], read_tile).frontier()
    if frontier.root().hex() != remembered["root"]:
        raise Refused(
            "E_TREE", f"锚定树前 {frontier.size} 条与上次核验的不同", "请运行不带 --since 的 gongkai verify"
        )
    return frontier
