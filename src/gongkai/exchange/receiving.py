"""Opens citizens' envelopes on the desk and hands each, once, to the room that takes its kind.

The interface of the rooms is :mod:`gongkai.desk.mailbox` (the desk may not know the exchange): a receiver is
named in ``GONGKAI_RECEIVERS`` and gets a :class:`gongkai.desk.mailbox.receiving.Message`. Opening, the
receiver, the box and the mail 已登记 are one transaction of the desk's database: after a crash it begins
again, or it is done. What does not open, does not continue its box, or is refused by the room is parked
for a person, never dropped; what nobody takes yet stays sealed until somebody does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, OperationalError, transaction

from gongkai.desk.agencies.queries import the_agency
from gongkai.desk.casework import keyring, secrecy
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import quarantine
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.models import Arrival, Box
from gongkai.desk.mailbox.receiving import FIRST, File, Message, Receiver, Taken, receiver_of
from gongkai.exchange.canaries import arriving as canaries
from gongkai.refusal import Refused
from gongkai.sealing import canary, envelope
from gongkai.sealing.canon import from_b64u
from gongkai.sealing.envelope import Opened
from gongkai.sealing.times import moment

AHEAD, BEHIND = timedelta(minutes=15), timedelta(days=7)
"""A time of submission further from that of the pull is kept but marked as doubtful."""
_BATCH = 200
_FAULTS = (
    Refused,
    DatabaseError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What parks a message: a refusal, or a mistake in a room, which must not hold up the other messages."""
_REGISTERED = "您的来件已经登记，我们将依法办理。进度和答复都会显示在本页，请保存好查询码。"
_STATUS = "已登记"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What one round did: how many were taken, how many nobody takes yet, how many a person must look at."""

    taken: int
    kept: int
    parked: int


class _NotYet(Exception):
    """The message must wait: an earlier one of its box is missing, or its kind has no receiver."""


def hand_over(at: datetime) -> HandedOver:
    """Open what waits, oldest first; messages that were kept for want of a receiver are tried again."""
    counts = dict.fromkeys(Arrival.State, 0)
    waiting = Arrival.objects.filter(state__in=[Arrival.State.WAITING, Arrival.State.KEPT]).order_by("pk")
    last = 0
    while rows := list(waiting.filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        for key in rows:
            if (became := _one(key, at)) is not None:
                counts[became] += 1
        last = rows[-1]
    state = Arrival.State
    return HandedOver(counts[state.TAKEN], counts[state.KEPT], counts[state.PARKED])


def again(arrival: Arrival) -> None:
    """A person looked at a parked message and wants it tried once more."""
    Arrival.objects.filter(pk=arrival.pk, state=Arrival.State.PARKED).update(
        state=Arrival.State.WAITING, code="", sentence=""
    )


def _one(key: int, at: datetime) -> Arrival.State | None:
    """What became of a message; null for a canary 测试来件, which nothing counts."""
    try:
        with transaction.atomic():
            row = Arrival.objects.select_for_update().get(pk=key)
            _take(row, at)
            row.state, row.taken_at, row.sealed = Arrival.State.TAKEN, at, b""
            row.save()
    except _NotYet:
        return _note(key, Arrival.State.KEPT)
    except OperationalError:
        raise  # the database is away or locked: the message waits
    except Refused as fault:
        if fault.code != secrecy.CODE:
            return _note(key, Arrival.State.PARKED, fault.code, fault.sentence)
        arrival = Arrival.objects.defer("sealed").get(pk=key)
        incident = quarantine(the_agency(), Incident.Place.MAIL, None, at, arrival=arrival)
        said = f"来件带有密级标志，没有登记，保持密封，处置编号 {incident.number}"
        return _note(key, Arrival.State.PARKED, fault.code, said)
    except _FAULTS as fault:
        code = fault.code if isinstance(fault, Refused) else type(fault).__name__
        sentence = fault.sentence if isinstance(fault, Refused) else "承接程序出错，来件保持密封"
        return _note(key, Arrival.State.PARKED, code, sentence)
    return None if row.kind == canary.KIND else Arrival.State.TAKEN


def _note(key: int, state: Arrival.State, code: str = "", sentence: str = "") -> Arrival.State:
    Arrival.objects.filter(pk=key).update(state=state, code=code[:40], sentence=sentence[:300])
    return state


def _take(row: Arrival, at: datetime) -> None:
    """Open one message and let its room act on it."""
    intake = keyring.key("intake", row.kid)
    opened = envelope.open_envelope(intake.secret, bytes(row.header), bytes(row.sealed))
    found = opened.message
    row.kind, row.n, row.digest = found["kind"], found["n"], opened.digest
    submitted = moment(found["at"])
    row.doubtful_time = not row.pulled_at - BEHIND <= submitted <= row.pulled_at + AHEAD
    box = _box(row, opened, submitted)
    row.box = box
    if found["kind"] == "seen":
        _seen(box, found["fields"])
        _advance(box, opened)
        return
    if canaries.take(row, box, found):
        _advance(box, opened)
        if found["n"] == 0:
            answering.tell(box, kind="registered", text=_REGISTERED, status=_STATUS, at=at)
        return
    receiver = receiver_of(box.kind)
    if receiver is None:
        raise _NotYet
    if box.pk is None:
        box.save()
    taken = _ask(receiver, row, box, found, submitted)
    box.cases.add(*taken.cases)
    _advance(box, opened)
    first = found["n"] == 0
    if taken.text or first:
        text, status = taken.text or _REGISTERED, taken.status or (_STATUS if first else "")
        answering.tell(box, kind="registered" if first else "status", text=text, status=status, at=at)


def _box(row: Arrival, opened: Opened, submitted: datetime) -> Box:
    """The box of a message, locked; a first one's is new and not yet saved."""
    found = opened.message
    uid = found["box"]["id"]
    box = Box.objects.select_for_update(no_key=True).filter(uid=uid).first()
    if found["n"] == 0:
        if box is not None:
            raise Refused("E_FORK", "此信箱已有第一封来件", "请人工核对两封来件")
        if found["kind"] not in (*FIRST, canary.KIND):
            raise Refused("E_KIND", f"第一封来件不能是“{found['kind']}”", "请人工处理该来件")
        return Box(
            uid=uid,
            kind=found["kind"],
            seal_public=from_b64u(found["box"]["seal"], 32),
            sign_public=from_b64u(found["box"]["sign"], 32),
            opened_at=submitted,
        )
    if box is None:
        raise _NotYet
    try:
        fresh = envelope.check_follows(opened, bytes(box.sign_public), box.last_n, box.last_digest)
    except Refused as refused:
        if refused.code == "E_GAP":
            raise _NotYet from refused
        raise
    if not fresh:
        raise Refused("E_FORK", "这封来件已经登记过", "请人工核对")
    return box


def _ask(receiver: Receiver, row: Arrival, box: Box, found: dict[str, Any], submitted: datetime) -> Taken:
    files = tuple(
        File(
            file["name"], file["type"], file["size"], file["sha256"], file["blob"], from_b64u(file["key"], 32)
        )
        for file in found["attachments"]
    )
    fields = _texts(found["fields"])
    person = _texts(found["identity"] or {})
    secrecy.demand_unmarked((*fields.values(), *person.values(), *(file.name for file in files)))
    return receiver(
        Message(
            receipt=box.uid,
            id=found["id"],
            kind=found["kind"],
            form=found["form"],
            fields=fields,
            person=person,
            files=files,
            submitted_at=submitted,
            arrived_at=row.pulled_at,
            doubtful_time=row.doubtful_time,
            n=found["n"],
            cases=tuple(box.cases.order_by("pk")),
        )
    )


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Refused("E_SHAPE", "来件的字段不是文字", "请人工处理该来件")
    return {name: text for name, text in value.items() if text}


def _advance(box: Box, opened: Opened) -> None:
    box.last_n, box.last_digest = opened.message["n"], opened.digest
    box.save(update_fields=["last_n", "last_digest", "seen_n", "seen_on"])


def _seen(box: Box, fields: dict[str, Any]) -> None:
    """The citizen read the mail up to a number; never more than was sent."""
    n, day = int(fields["n"]), date.fromisoformat(fields["on"])
    if n > box.seen_n:
        box.seen_n, box.seen_on = min(n, box.mail_n), day
