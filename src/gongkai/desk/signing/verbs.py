"""A signed sheet is entered with its scan by one person and compared by another; then it is the decision.

The leader need not log in; whoever enters cannot compare, nor whoever drafted or signed. What was signed is
what is acted on: the sheet bears the number of its content, and a content that changed makes it void.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.desk.agencies.models import Deputy, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import files, secrecy
from gongkai.desk.casework.recording import record
from gongkai.desk.signing.models import SignedSheet
from gongkai.desk.signing.papers import Matter, Paper, check_number, digest
from gongkai.refusal import Refused
from gongkai.screening.files.types import type_of

ENTERED, CONFIRMED, REFUSED, VOIDED = (
    f"sheet-{word}" for word in ("entered", "confirmed", "refused", "void")
)
"""Types of the events, in the chain of the matter."""
SCANS = ("pdf", "png", "jpeg", "tiff")
LARGEST = 20_000_000
State = SignedSheet.State
_PRINT_AGAIN = "请重新打印，请领导在新的签批单上签字"


def enter(
    paper: Paper,
    matter: Matter,
    leader: Officer,
    agreed: bool,
    check: str,
    signed_on: date,
    scan: tuple[str, bytes],
    *,
    by: Officer,
    at: datetime,
    note: str = "",
) -> SignedSheet:
    """Enter what ``leader`` signed; ``check`` is the number 核对号 on the sheet, ``scan`` name and bytes.

    Raises Refused: ``not-held``, ``not-open``, ``four-eyes``, ``bad-day``, ``no-reason`` for a refusal
    without its words, ``other-content`` when the sheet bears another number, ``not-a-scan``,
    ``secrecy-mark``, ``waits-already``.
    """
    day = shanghai_date(at)
    _demand_enters(paper, matter, by, day)
    if leader.pk in paper.drafters(matter):
        raise Refused("four-eyes", f"{leader.name}是提出的人，不能签批", "请由另一位有权批准的人签")
    if by.pk == leader.pk:
        raise Refused("four-eyes", "不能录入自己的签批", "请直接在系统里办理，或者由别人录入")
    if leader.pk not in {one.pk for one in paper.leaders(matter, signed_on)}:
        raise Refused("not-held", f"{leader.name}在签字那天不能批准这一事项", "请核对是谁签的字、哪一天签的")
    if not paper.since(matter) <= signed_on <= day:
        raise Refused("bad-day", "签字日期不在提出之后、今天之前", "请核对签批单上的日期")
    if not agreed and not note.strip():
        raise Refused("no-reason", "不同意须照抄纸上的意见", "请填写批示原文")
    secrecy.demand_unmarked([note])
    kept = _kept(*scan)
    with transaction.atomic():
        locked = paper.locked(matter)
        _demand_waits(paper, locked)
        now = digest(paper, locked)
        if _plain(check) != _plain(check_number(now)):
            raise Refused(
                "other-content", "纸上的核对号与现在的内容不一致：内容在打印以后变动过", _PRINT_AGAIN
            )
        _void_others(paper, locked, now, by, at)
        made = _made(
            SignedSheet(
                agency=by.agency, kind=paper.kind, subject=paper.subject(locked), digest=now, leader=leader,
                agreed=agreed, note=note.strip(), signed_on=signed_on, scan=kept, scan_name=_name(scan[0]),
                entered_by=by, entered_at=at,
            )
        )  # fmt: skip
        data = {"scan": kept, "digest": now, "leader": leader.uid, "agreed": agreed}
        record(paper.stream(locked), ENTERED, by=by, occurred=day, at=at, data=data)
    return made


def confirm(paper: Paper, matter: Matter, sheet: SignedSheet, *, by: Officer, at: datetime) -> SignedSheet:
    """Confirm that sheet and entry agree: the matter is decided, by the leader who signed.

    Raises Refused: ``settled``, ``four-eyes``, ``not-held``, ``not-open`` where it was decided otherwise
    meanwhile and ``content-changed``, both of which make the sheet void, and those of the room's verb.
    """
    day = shanghai_date(at)
    _demand_compares(paper, matter, sheet, by, day)
    void = None
    with transaction.atomic():
        locked = paper.locked(matter)
        found = _entered(sheet)
        if not paper.waits(locked):
            void = Refused("not-open", "这一事项已经另行办理", "这张签批单不再作数，无需再办")
        elif digest(paper, locked) != found.digest:
            void = Refused("content-changed", "签字以后内容变动过，这张签批单失效", _PRINT_AGAIN)
        if void is not None:
            _settle(paper, locked, found, State.VOID, None, by, at)
        else:
            said = f"纸质签批，签字日期{found.signed_on:%Y-%m-%d}"
            words = "；".join(part for part in (said, found.note) if part)
            paper.decide(locked, found.agreed, words, by=found.leader, at=at)
            _settle(paper, locked, found, State.CONFIRMED, by, by, at)
    if void is not None:
        raise void
    return found


def refuse(paper: Paper, matter: Matter, sheet: SignedSheet, *, by: Officer, at: datetime) -> None:
    """Say that sheet and entry do not agree; it never counted, another may be entered.

    Raises Refused: ``settled``, ``four-eyes``, ``not-held``.
    """
    _demand_compares(paper, matter, sheet, by, shanghai_date(at))
    with transaction.atomic():
        locked = paper.locked(matter)
        _settle(paper, locked, _entered(sheet), State.REFUSED, by, by, at)


def may_compare(paper: Paper, matter: Matter, sheet: SignedSheet, officer: Officer, day: date) -> bool:
    """Whether the officer may compare this sheet: neither who entered, signed nor asked."""
    own = {sheet.entered_by_id, sheet.leader_id, *paper.drafters(matter)}
    return officer.pk not in own and paper.compares(officer, matter, day)


def comparers(
    paper: Paper, matter: Matter, entered_by: Officer, leader: Officer | None, day: date
) -> list[Officer]:
    """Who may compare a sheet that one person enters and another signed, deputies (AB角) of the day included.

    Empty where the bureau has nobody left: then a deputy by date, another leader or a decision on the screen
    are the ways, and the page says so.
    """
    wide = Q(unit__isnull=True) | Q(kind=Duty.Kind.HEAD)
    owners = Duty.objects.filter(wide, Duty.on(day), officer__agency=entered_by.agency_id).values("officer")
    deputies = Deputy.objects.filter(Deputy.on(day), officer__in=owners).values("deputy")
    own = {entered_by.pk, *paper.drafters(matter)} | ({leader.pk} if leader is not None else set())
    able = Officer.objects.filter(Q(pk__in=owners) | Q(pk__in=deputies), agency=entered_by.agency_id)
    found = able.filter(is_active=True).exclude(pk__in=own).order_by("pk")
    return [one for one in found if paper.compares(one, matter, day)]


def _made(sheet: SignedSheet) -> SignedSheet:
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError as twice:
        raise Refused("waits-already", "已录入一份签批单，等另一人核对", "请先核对那一份") from twice
    return sheet


def _void_others(paper: Paper, matter: Matter, now: str, by: Officer, at: datetime) -> None:
    """Sheets of an older content give way to one of what the matter says now."""
    waiting = SignedSheet.objects.select_for_update(of=("self",))
    for one in waiting.filter(kind=paper.kind, subject=paper.subject(matter), state=State.ENTERED):
        if one.digest != now:
            _settle(paper, matter, one, State.VOID, None, by, at)


def _settle(
    paper: Paper,
    matter: Matter,
    sheet: SignedSheet,
    state: str,
    checker: Officer | None,
    by: Officer,
    at: datetime,
) -> None:
    sheet.state, sheet.checked_by, sheet.checked_at = state, checker, at
    sheet.save(update_fields=["state", "checked_by", "checked_at"])
    what = {State.CONFIRMED: CONFIRMED, State.REFUSED: REFUSED, State.VOID: VOIDED}[State(state)]
    data = {"scan": sheet.scan, "digest": sheet.digest}
    record(paper.stream(matter), what, by=by, occurred=shanghai_date(at), at=at, data=data)


def _entered(sheet: SignedSheet) -> SignedSheet:
    rows = SignedSheet.objects.select_for_update(of=("self",)).select_related("leader")
    found = rows.get(pk=sheet.pk)
    if found.state != State.ENTERED:
        raise Refused("settled", "这张签批单已经核对过", "请刷新后再看")
    return found


def _demand_enters(paper: Paper, matter: Matter, by: Officer, day: date) -> None:
    if not paper.enters(by, matter, day):
        raise Refused(
            "not-held", f"{by.name}当日没有录入纸质签批的职责", "请由政务公开办公室或者提出的单位录入"
        )
    _demand_waits(paper, matter)


def _demand_waits(paper: Paper, matter: Matter) -> None:
    if not paper.waits(matter):
        raise Refused("not-open", "这一事项不在等待批准", "请刷新后再看")


def _demand_compares(paper: Paper, matter: Matter, sheet: SignedSheet, by: Officer, day: date) -> None:
    if sheet.state != State.ENTERED:
        raise Refused("settled", "这张签批单已经核对过", "请刷新后再看")
    if by.pk in {sheet.entered_by_id, sheet.leader_id, *paper.drafters(matter)}:
        raise Refused("four-eyes", "录入人、签批人和提出的人不能核对", "请由另一人核对签批单")
    if not paper.compares(by, matter, day):
        raise Refused(
            "not-held", f"{by.name}当日没有核对纸质签批的职责", "请由政务公开办公室或者分管领导核对"
        )


def _kept(name: str, data: bytes) -> str:
    """Keep a scan that was looked at; its SHA-256."""
    kind = type_of(data, name) if data else ""
    if kind not in SCANS or len(data) > LARGEST:
        raise Refused("not-a-scan", "扫描件须是 PDF 或者图片，不超过 20 MB", "请重新扫描")
    secrecy.demand_unmarked_file(name, data)
    return files.store(data)


def _name(given: str) -> str:
    return given.replace("\\", "/").rpartition("/")[2][:200] or "签批单"


def _plain(check: str) -> str:
    return "".join(sign for sign in check.upper() if sign.isalnum())
