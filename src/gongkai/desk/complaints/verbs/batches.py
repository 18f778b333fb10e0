"""Acts on several cases at once 批量办理: each row by the same verb and rules as a single one, each once.

A batch is named by the page it was sent from. Sent twice, it is the same batch; killed in the middle, it goes
on with the rows that still wait: a row and its verb are one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models import Batch, BatchRow
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.verbs.deciding import accept
from gongkai.desk.complaints.verbs.pressing import supervise, urge
from gongkai.desk.complaints.verbs.sorting import assign
from gongkai.refusal import Refused

MOST_AT_ONCE = 100
"""Cases of one press."""
_UID = re.compile(r"[A-Za-z0-9_-]{22}")


def begin(
    uid: str, verb: str, uids: Sequence[str], *, unit: Unit | None = None, by: Officer, at: datetime
) -> Batch:
    """Do one thing to the chosen cases that ``by`` may see; the batch tells what became of each.

    Not inside another transaction. Raises Refused: ``none-chosen``, ``too-many``, ``unknown-verb``,
    ``no-unit``, ``bad-batch``.
    """
    there = Batch.objects.filter(uid=uid, by=by).first()
    if there is not None:
        return there
    _demand(uid, verb, uids, unit)
    cases = list(visible_to(by, shanghai_date(at)).filter(uid__in=uids).order_by("pk"))
    if not cases:
        raise Refused("none-chosen", "没有勾选案件", "请勾选案件再办理")
    try:
        with transaction.atomic():
            made = Batch.objects.create(uid=uid, verb=verb, unit=unit, by=by, at=at)
            BatchRow.objects.bulk_create(BatchRow(batch=made, case=case) for case in cases)
    except IntegrityError as twice:
        there = Batch.objects.filter(uid=uid, by=by).first()
        if there is None:
            raise Refused("bad-batch", "这一页已经用过", "请回到列表重新勾选") from twice
        return there
    go_on(made, by=by, at=at)
    return made


def go_on(batch: Batch, *, by: Officer, at: datetime) -> None:
    """Do the rows that still wait. Raises Refused (``not-yours``) for the batch of somebody else."""
    if batch.by_id != by.pk:
        raise Refused("not-yours", "这是他人的批量办理", "请自行勾选")
    for row in batch.rows.filter(state=BatchRow.State.WAITING).select_related("case").order_by("pk"):
        try:
            with transaction.atomic():
                if BatchRow.objects.filter(pk=row.pk, state="").update(state=BatchRow.State.DONE):
                    _do(batch, row.case, by, at)
        except Refused as refused:
            BatchRow.objects.filter(pk=row.pk, state="").update(
                state=BatchRow.State.REFUSED, why=refused.sentence[:200], mend=refused.mend[:200]
            )


def _do(batch: Batch, case: Case, by: Officer, at: datetime) -> None:
    unit = batch.unit
    acts: dict[str, Callable[[], object]] = {
        Batch.Verb.ACCEPT: lambda: accept(case, by=by, at=at),
        Batch.Verb.URGE: lambda: urge(case, by=by, at=at, by_petitioner=False),
        Batch.Verb.SUPERVISE: lambda: supervise(case, by=by, at=at),
    }
    if unit is not None:
        acts[Batch.Verb.ASSIGN] = lambda: assign(case, unit, by=by, at=at)
    acts[batch.verb]()


def _demand(uid: str, verb: str, uids: Sequence[str], unit: Unit | None) -> None:
    if not _UID.fullmatch(uid):
        raise Refused("bad-batch", "这一页的批量标识不对", "请回到列表重新勾选")
    if verb not in Batch.Verb.values:
        raise Refused("unknown-verb", "没有选择怎样办理", "可以是 分办、受理、催办、督办")
    if not uids:
        raise Refused("none-chosen", "没有勾选案件", "请勾选案件再办理")
    if len(uids) > MOST_AT_ONCE:
        raise Refused("too-many", f"一次最多 {MOST_AT_ONCE} 件", "请分几次办理")
    if verb == Batch.Verb.ASSIGN and unit is None:
        raise Refused("no-unit", "没有选择承办单位", "请选择承办单位")
