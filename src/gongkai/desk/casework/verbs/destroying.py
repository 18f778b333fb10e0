"""销毁清册: drawn up by one, approved by another, carried out by two through the worker, file by file.

Destroying a file is destroying the key of its case: persons, texts, letters and attachments are unreadable
for good, their bytes are taken away too; facts, figures, events and the list itself stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework import filings, numbers, personal
from gongkai.desk.casework.models import (
    Attachment,
    Case,
    CaseText,
    DestructionEntry,
    DestructionList,
    Filing,
    Letter,
    Party,
)
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs.filing import KEEPS
from gongkai.refusal import Refused

SERIES = "destruction"
"""The series of numbers of the lists."""
APPROVES = (Duty.Kind.LEADER,)
"""Duties that approve a list."""
MOST = 2000
"""Files on one list."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A file for a list, and its title there: what it is about, never whom."""

    filing: Filing
    title: str


def draw_up(
    agency: Agency, files: Sequence[Titled], appraisal: str, *, by: Officer, at: datetime
) -> DestructionList:
    """Draw up a list of files whose period has ended; nothing of them changes yet.

    Raises Refused: ``not-held``, ``no-files``, ``too-many``, ``no-appraisal``, ``not-due`` for a file that is
    not due, contested, or on another list.
    """
    day = shanghai_date(at)
    number = take_number(agency, len(files), appraisal, by=by, at=at)
    with transaction.atomic():
        wanted = [one.filing.pk for one in files]
        ready = set(
            filings.due(agency, day, tuple({one.filing.case.kind for one in files}))
            .select_for_update(of=("self",))
            .filter(pk__in=wanted)
            .values_list("pk", flat=True)
        )
        for one in files:
            if one.filing.pk not in ready:
                raise not_due(one.filing.case.registration.number)
        made = opened(agency, number, appraisal, len(files), by=by, at=at)
        DestructionEntry.objects.bulk_create(_entry(made, no, one) for no, one in enumerate(files, start=1))
    return made


def take_number(agency: Agency, count: int, appraisal: str, *, by: Officer, at: datetime) -> str:
    """The number of a list of so many files, outside of the transaction that makes it.

    Raises Refused: ``not-held``, ``no-files``, ``too-many``, ``no-appraisal``.
    """
    day = shanghai_date(at)
    _demand(by, KEEPS, agency, at, "编制销毁清册")
    if not count:
        raise Refused("no-files", "没有选择案卷", "请勾选经鉴定可以销毁的案卷")
    if count > MOST:
        raise Refused("too-many", f"一份清册最多 {MOST} 卷", "请分几份编制")
    if not appraisal.strip():
        raise Refused("no-appraisal", "没有写鉴定意见", "请写明谁鉴定、为什么没有继续保存的价值")
    return f"销毁〔{day.year}〕{numbers.allocate(agency, SERIES, day.year)}号"


def not_due(number: str) -> Refused:
    """What is said of a chosen file that is not due, contested, or on another list."""
    return Refused(
        "not-due",
        f"{number} 没有到期，或者已在别的清册上、有未结的复议诉讼",
        "请刷新到期案卷后重新勾选",
    )


def opened(
    agency: Agency, number: str, appraisal: str, count: int, *, by: Officer, at: datetime
) -> DestructionList:
    """A list without its entries yet, in the caller's transaction; ``number`` is from :func:`take_number`."""
    made = DestructionList.objects.create(
        agency=agency, number=number, appraisal=appraisal.strip(), drawn_by=by, drawn_on=shanghai_date(at)
    )
    _told(made, "list-drawn", by, at, {"files": count})
    return made


def decide(
    found: DestructionList, approved: bool, opinion: str, *, by: Officer, at: datetime
) -> DestructionList:
    """Approve a list, or refuse it; refused, its files are free again. By another person than drew it up.

    Raises Refused: ``not-held``, ``four-eyes``, ``settled``, ``no-reason`` for a refusal without one.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = DestructionList.objects.select_for_update(of=("self",)).get(pk=found.pk)
        _demand(by, APPROVES, locked.agency, at, "批准销毁清册")
        if locked.state != DestructionList.State.DRAWN:
            raise Refused("settled", f"{locked.number} 已经办过", "请刷新后再看")
        if by.pk == locked.drawn_by_id:
            raise Refused("four-eyes", "编制人不能自己批准清册", "请由另一位负责人批准")
        if not approved and not opinion.strip():
            raise Refused("no-reason", "不予批准须写明理由", "请写明哪些案卷要继续保存")
        state = DestructionList.State.APPROVED if approved else DestructionList.State.REFUSED
        locked.state, locked.decided_by, locked.decided_on = state, by, day
        locked.opinion = opinion.strip()
        locked.save(update_fields=["state", "decided_by", "decided_on", "opinion"])
        if not approved:
            locked.entries.update(dropped=True)
        _told(locked, "list-approved" if approved else "list-refused", by, at, {})
    return locked


def begin(found: DestructionList, witness: Officer, *, by: Officer, at: datetime) -> DestructionList:
    """Say who carries an approved list out and who witnesses it 监销; the worker then does it.

    Raises Refused: ``not-held``, ``not-approved``, ``four-eyes`` when both are one person.
    """
    with transaction.atomic():
        locked = DestructionList.objects.select_for_update(of=("self",)).get(pk=found.pk)
        _demand(by, KEEPS, locked.agency, at, "执行销毁")
        demand_approved(locked)
        if witness.pk == by.pk or witness.agency_id != locked.agency_id or not witness.is_active:
            raise Refused("four-eyes", "监销人须是本机关的另一个人", "请选择执行人以外的监销人")
        if locked.started_by_id is None:
            locked.started_by, locked.witness = by, witness
            locked.save(update_fields=["started_by", "witness"])
            _told(locked, "list-begun", by, at, {"witness": witness.uid})
    return locked


def destroy(entry: DestructionEntry, *, at: datetime) -> None:
    """Destroy one file of an approved list, in the caller's transaction; its ciphertexts are the caller's.

    What was reopened, contested or kept longer since the approval is spared: it leaves the list. Doing it
    again changes nothing. Raises Refused: ``not-approved``, and those of :func:`personal.shred`.
    """
    locked = (
        DestructionEntry.objects.select_for_update(of=("self",))
        .select_related("list__started_by", "filing__case__registration")
        .get(pk=entry.pk)
    )
    demand_approved(locked.list)
    if locked.done_at is not None or locked.dropped:
        return
    case, by = locked.filing.case, locked.list.started_by
    assert by is not None
    day = shanghai_date(at)
    data = {"list": locked.list.number, "no": locked.no}
    if not filings.is_due(locked.filing, day):
        locked.dropped = True
        locked.save(update_fields=["dropped"])
        record(case.stream, "spared", by=by, occurred=day, at=at, data=data)
        return
    personal.shred(case, by=by, at=at)
    Attachment.objects.filter(case=case).delete()
    Letter.objects.filter(case=case).update(sealed=b"")
    CaseText.objects.filter(case=case).update(sealed=b"")
    Party.objects.filter(case=case).update(sealed=None)
    _forget_columns(case)
    Filing.objects.filter(pk=locked.filing_id).update(destroyed_on=day)
    locked.done_at = at
    locked.save(update_fields=["done_at"])
    record(case.stream, "destroyed", by=by, occurred=day, at=at, data=data)


def finish(found: DestructionList, *, at: datetime) -> None:
    """Close a list all of whose files are destroyed or spared, in the caller's transaction."""
    locked = DestructionList.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.state == DestructionList.State.DONE or filings.left(locked).exists():
        return
    locked.state, locked.done_on = DestructionList.State.DONE, shanghai_date(at)
    locked.save(update_fields=["state", "done_on"])
    assert locked.started_by is not None
    _told(locked, "list-done", locked.started_by, at, {})


def _entry(made: DestructionList, no: int, one: Titled) -> DestructionEntry:
    case, until = one.filing.case, one.filing.until_year
    assert until is not None
    return DestructionEntry(
        list=made,
        no=no,
        filing=one.filing,
        number=case.registration.number,
        title=one.title[:80],
        label=one.filing.label,
        until_year=until,
        letters=Letter.objects.filter(case=case, voided_on__isnull=True).count(),
        files=Attachment.objects.filter(case=case).count(),
    )


def _forget_columns(case: Case) -> None:
    """Further columns of a register may name persons; they go with the last case of the registration."""
    others = Case.objects.filter(registration=case.registration_id).exclude(pk=case.pk)
    if not others.filter(keys__isnull=False).exists() and case.registration.extras:
        case.registration.extras = {}
        case.registration.save(update_fields=["extras"])


def _demand(by: Officer, kinds: Sequence[str], agency: Agency, at: datetime, what: str) -> None:
    if not holds(by, kinds, None, shanghai_date(at), agency=agency):
        who = "分管领导" if kinds == APPROVES else "政务公开办公室"
        raise Refused("not-held", f"{by.name}当日没有{what}的职责", f"请由{who}办理")


def demand_approved(found: DestructionList) -> None:
    """Refuse (``not-approved``) a list that nobody approved."""
    if found.state not in filings.APPROVED:
        raise Refused("not-approved", f"{found.number} 没有批准，不能销毁", "请先由编制人以外的负责人批准")


def _told(found: DestructionList, type: str, by: Officer, at: datetime, data: dict[str, object]) -> None:
    stream = f"destruction/{found.uid}"
    day = shanghai_date(at)
    record(stream, type, by=by, occurred=day, at=at, data={"number": found.number} | data)
