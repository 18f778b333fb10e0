"""From the portal's form to the room on the desk and back: once, in order, readable by nobody between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.models import Arrival, Box, Mail
from gongkai.desk.mailbox.receiving import Message, Taken
from gongkai.exchange import incoming, portal_worker, receiving, worker
from gongkai.exchange.models import InMessage, LogEntry, OutMessage
from gongkai.exchange.transports import arriving, bundle, taking
from gongkai.exchange.transports import leaving as outgoing
from gongkai.portal.messages import boxes, intake, leaving, sealing_up, secrets, sweeping
from gongkai.portal.messages.keys import newest
from gongkai.portal.models import (
    DeskAck,
    DoorOut,
    Envelope,
    IntakeKey,
    Mailbox,
    SealedBlob,
    SealedPiece,
)
from gongkai.refusal import Refused
from gongkai.sealing import envelope, messages, notes, receipt
from gongkai.sealing.attachments import Sealer
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SID = bytes(range(16))
FILLED = sealing_up.Filled(
    "complaint",
    {"respondent": "怡园喜盈门食品店", "text": "月饼有哈喇味"},
    {"name": "王小明", "phone": "13800000000"},
)
seen: list[Message] = []


def room(message: Message) -> Taken:
    """A room of the desk: registers what comes first, notes what follows."""
    seen.append(message)
    if message.fields.get("text") == "refuse me":
        raise Refused("not-ours", "不属于本单位", "请人工处理")
    assert message.fields.get("text") != "fail", "a mistake in a room"
    if message.cases:
        return Taken(message.cases, status="已补充")
    agency = Agency.objects.get()
    registration = Registration.objects.create(
        agency=agency, number=f"{len(seen)}号", key=message.id, series="complaints", channel="网站",
        registered_on=message.submitted_at.date(), recorded_at=message.arrived_at,
    )  # fmt: skip
    case = Case.objects.create(
        registration=registration, kind="投诉", stage="received", opened_on=message.submitted_at.date()
    )
    return Taken((case,), text=f"登记编号 {registration.number}")


@pytest.fixture
def agency(settings) -> Iterator[Agency]:
    secrets.forget()
    seen.clear()
    settings.GONGKAI_RECEIVERS = dict.fromkeys(
        ("complaint", "report", "ask"), "gongkai.exchange.tests.test_correspondence.room"
    )
    made = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    worker.pull(AT)
    yield made
    secrets.forget()


def send(filled: sealing_up.Filled = FILLED, sid: bytes = SID, at: datetime = AT) -> intake.Outcome:
    return intake.post(sealing_up.first(sid, filled, newest(at), at))


def opened(sid: bytes = SID) -> secrets.Ticket:
    found = boxes.look_up(receipt.derive(sid).code)
    assert found is not None
    return found


def test_the_desks_intake_keys_are_announced_to_the_portal(agency: Agency) -> None:
    assert [key.kid for key in IntakeKey.objects.all()] == [newest(AT).kid]
    assert worker.pull(AT + HOUR).taken_in == 0


def test_a_message_reaches_its_room_once_and_the_citizen_is_told(agency: Agency) -> None:
    assert send() is intake.Outcome.KEPT
    done = worker.pull(AT + HOUR)
    assert (done.taken_in, done.handed.taken, done.waiting) == (1, 1, 0)
    assert worker.pull(AT + 2 * HOUR).taken_in == 0
    (message,) = seen
    assert (message.kind, message.n, message.submitted_at, message.doubtful_time) == (
        "complaint",
        0,
        AT,
        False,
    )
    assert message.fields["respondent"] == "怡园喜盈门食品店" and message.person["phone"] == "13800000000"
    (letter,) = boxes.read(opened()).letters
    assert (letter.kind, letter.text, letter.status) == ("registered", "登记编号 1号", "已登记")
    assert bytes(Arrival.objects.get().sealed) == b""


def test_both_sides_talk_until_the_matter_is_withdrawn_and_rated(agency: Agency) -> None:
    send()
    worker.pull(AT)
    case = Case.objects.get()
    answering.tell(case, kind="question", text="请提供小票", status="待补充", at=AT + HOUR)
    worker.pull(AT + HOUR)
    ticket = opened()
    boxes.write(ticket, b"\x01" * 16, sealing_up.Filled("reply", {"text": "小票见附件"}), AT + 2 * HOUR)
    boxes.write(ticket, b"\x02" * 16, sealing_up.Filled("withdraw", {"text": "已经解决"}), AT + 3 * HOUR)
    boxes.write(ticket, b"\x03" * 16, sealing_up.Filled("rate", {"rating": "good"}), AT + 4 * HOUR)
    assert worker.pull(AT + 5 * HOUR).handed.taken == 3
    assert [(one.kind, one.n, one.cases) for one in seen[1:]] == [
        ("reply", 1, (case,)), ("withdraw", 2, (case,)), ("rate", 3, (case,))
    ]  # fmt: skip
    letters = boxes.read(ticket).letters
    assert [one.text for one in letters if one.mine] == ["小票见附件", "已经解决", ""]
    assert [one.n for one in letters if not one.mine] == [1, 2]


def test_the_day_of_reading_is_the_proof_of_delivery(agency: Agency) -> None:
    send()
    worker.pull(AT)
    ticket = opened()
    conversation = boxes.read(ticket)
    boxes.mark_seen(ticket, conversation, AT + HOUR, (AT + HOUR).date())
    boxes.mark_seen(ticket, boxes.read(ticket), AT + 2 * HOUR, (AT + 2 * HOUR).date())
    assert worker.pull(AT + 3 * HOUR).handed.taken == 1
    box = Box.objects.get()
    assert (box.seen_n, box.seen_on, len(seen)) == (1, AT.date(), 1)


def test_a_kind_that_no_room_takes_stays_sealed_until_one_does(agency: Agency, settings) -> None:
    taken = settings.GONGKAI_RECEIVERS
    settings.GONGKAI_RECEIVERS = {}
    send()
    done = worker.pull(AT)
    assert (done.handed.kept, done.waiting, Box.objects.count()) == (1, 1, 0)
    row = Arrival.objects.get()
    assert row.state == "kept" and bytes(row.sealed)
    settings.GONGKAI_RECEIVERS = taken
    assert worker.pull(AT + HOUR).handed.taken == 1
    assert Case.objects.count() == 1


def test_what_a_room_refuses_is_parked_with_the_reason_and_nothing_of_it_stays(agency: Agency) -> None:
    send(sealing_up.Filled("complaint", {"text": "refuse me"}))
    assert worker.pull(AT).handed.parked == 1
    row = Arrival.objects.get()
    assert (row.state, row.code, row.sentence) == ("parked", "not-ours", "不属于本单位")
    assert bytes(row.sealed) and Box.objects.count() == Mail.objects.count() == 0
    receiving.again(row)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_mistake_in_a_room_holds_up_that_message_only(agency: Agency) -> None:
    send(sealing_up.Filled("complaint", {"text": "fail"}))
    send(sid=b"\x08" * 16)
    done = worker.pull(AT)
    assert (done.handed.parked, done.handed.taken) == (1, 1)
    assert Arrival.objects.get(state="parked").code == "AssertionError"


def test_a_portal_that_forges_a_later_message_is_found(agency: Agency) -> None:
    """Attack 10: a withdrawal that the box did not sign does not count."""
    send()
    worker.pull(AT)
    box = Mailbox.objects.get()
    stranger = receipt.box_keys(receipt.derive(SID).box_id, b"\x09" * 32)
    forged = sealing_up.later(
        b"\x05" * 16, sealing_up.Filled("withdraw", {"text": ""}), stranger, 1, box.digest, newest(AT), AT
    )
    intake.commit([forged])
    assert worker.pull(AT).handed.parked == 1
    assert Arrival.objects.get(state="parked").code == "E_SIGNATURE"
    assert len(seen) == 1


def test_a_header_of_one_envelope_on_anothers_ciphertext_does_not_open(agency: Agency) -> None:
    """Attack 7."""
    send()
    send(sid=b"\x08" * 16)
    first, second = Envelope.objects.order_by("pk")
    Envelope.objects.filter(pk=first.pk).update(sealed=bytes(second.sealed))
    done = worker.pull(AT)
    assert (done.handed.taken, done.handed.parked) == (1, 1)
    assert Arrival.objects.get(state="parked").code == "E_OPEN"


def test_a_wrong_clock_is_marked_and_loses_nothing(agency: Agency) -> None:
    send(at=AT + timedelta(days=2))
    worker.pull(AT)
    assert seen[0].doubtful_time and seen[0].submitted_at == AT + timedelta(days=2)


def test_messages_that_are_altered_skipped_or_anothers_are_refused_by_name(agency: Agency) -> None:
    send()
    send(sid=b"\x08" * 16)
    leaving.number(agency.code, AT)
    first, second = DoorOut.objects.order_by("seq")
    keys = [PortalKeys(settings.GONGKAI_PORTAL_KEYS).load().signer.verifier.vkey]

    def refused(row: DoorOut, data: bytes | None = None, note: str | None = None) -> str:
        with pytest.raises(Refused) as caught:
            incoming.take(agency, data or bytes(row.body), note or row.note, keys, AT)
        return caught.value.code

    assert refused(second) == "E_GAP"
    assert refused(first, bytes(first.body).replace(b'"seq":1', b'"seq":2')) == "E_SIGNATURE"
    signer = PortalKeys(settings.GONGKAI_PORTAL_KEYS).load().signer
    foreign = canon(parse(bytes(first.body)) | {"agency": "another"})
    assert refused(first, foreign, messages.sign(signer, foreign)) == "E_AGENCY"
    incoming.take(agency, bytes(first.body), first.note, keys, AT)
    other = canon(parse(bytes(first.body)) | {"at": "2018-03-01T03:00:00Z"})
    assert refused(first, other, messages.sign(signer, other)) == "E_FORK"
    assert not incoming.take(agency, bytes(first.body), first.note, keys, AT)
    assert Arrival.objects.count() == InMessage.objects.count() == 1


def test_the_portal_waits_when_the_desk_does_not_acknowledge(agency: Agency, monkeypatch) -> None:
    monkeypatch.setattr(leaving, "WINDOW_MESSAGES", 3)
    for n in range(5):
        send(sid=bytes([n]) * 16)
    assert leaving.number(agency.code, AT) == 3
    assert leaving.number(agency.code, AT) == 0
    assert worker.pull(AT).taken_in == 5
    assert DeskAck.objects.get().seq == 5


def test_the_portal_keeps_what_was_acknowledged_for_thirty_days(agency: Agency) -> None:
    send()
    worker.pull(AT)
    sweeping.sweep(AT + timedelta(days=30))
    assert Envelope.objects.count() == DoorOut.objects.count() == 1
    sweeping.sweep(AT + timedelta(days=31))
    assert Envelope.objects.count() == DoorOut.objects.count() == 0
    assert boxes.read(opened()).letters


def test_a_box_ends_with_its_day_and_its_code_says_then_what_a_wrong_one_says(agency: Agency) -> None:
    send()
    worker.pull(AT)
    answering.close(Case.objects.get(), at=AT)
    worker.pull(AT + HOUR)
    assert Mailbox.objects.get().state == "closed"
    sweeping.sweep(AT + timedelta(days=367))
    assert Mailbox.objects.count() == 0
    assert boxes.look_up(receipt.derive(SID).code) is None


def test_a_portal_restored_from_yesterday_numbers_behind_what_the_desk_has(agency: Agency) -> None:
    send()
    worker.pull(AT)
    kept = list(Envelope.objects.values()), list(DoorOut.objects.values()), list(DeskAck.objects.values())
    send(sid=b"\x08" * 16)
    worker.pull(AT)
    ack = {"epoch": 1, "seq": 2, "digest": DoorOut.objects.get(seq=2).digest}
    for model, rows in zip((Envelope, DoorOut, DeskAck), kept, strict=True):
        model.objects.all().delete()
        model.objects.bulk_create(model(**row) for row in rows)
    send(sid=b"\x09" * 16)
    leaving.number(agency.code, AT)
    assert DoorOut.objects.get(seq=2).digest != ack["digest"]
    leaving.acknowledged(agency.code, ack["epoch"], ack["seq"], ack["digest"], AT)
    assert worker.pull(AT + HOUR).handed.taken == 1
    assert (InMessage.objects.get(seq=3).epoch, len(seen)) == (2, 3)


def test_the_portals_own_worker_applies_numbers_and_survives_a_refusal(agency: Agency, monkeypatch) -> None:
    send()
    assert portal_worker.tick(AT) == []
    assert DoorOut.objects.get().seq == 1 and Envelope.objects.get().seq == 1

    def refuse(**given: object) -> None:
        raise Refused("E_GAP", "缺少消息", "请补齐")

    monkeypatch.setattr(portal_worker.publishing, "drain", refuse)
    assert portal_worker.tick(AT)[0].startswith("E_GAP")


def test_a_desk_restored_from_yesterday_gets_the_rest_again(agency: Agency) -> None:
    send()
    worker.pull(AT)
    Box.objects.get().cases.clear()
    for model in (Mail, Arrival, Box, InMessage):
        model.objects.all().delete()
    Case.objects.all().delete()
    Registration.objects.all().delete()
    done = worker.pull(AT + HOUR)
    assert (done.taken_in, done.handed.taken, Case.objects.count()) == (1, 1, 1)


@pytest.fixture
def own_keys(settings, tmp_path, keys: KeyStore) -> Iterator[KeyStore]:
    """Copies of both key folders, to be rotated."""
    for name in ("GONGKAI_KEYS", "GONGKAI_PORTAL_KEYS"):
        shutil.copytree(getattr(settings, name), tmp_path / name)
        setattr(settings, name, tmp_path / name)
    keyring.forget()
    secrets.forget()
    yield KeyStore(tmp_path / "GONGKAI_KEYS")
    keyring.forget()


def test_rotated_keys_are_announced_under_the_key_before_and_believed(
    own_keys: KeyStore, agency: Agency
) -> None:
    send()
    worker.pull(AT)
    old = {use: own_keys.load(use).signer.verifier.vkey for use in ("door", "answer")}
    intake_before = newest(AT).kid
    for use in ("door", "answer", "intake"):
        own_keys.rotate(use, "2018-03-01T03:00:00Z")
    keyring.forget()
    worker.pull(AT + HOUR)
    trust = secrets.trust()
    new = {use: own_keys.load(use).signer.verifier.vkey for use in ("door", "answer")}
    assert [key.vkey for key in trust.door] == [new["door"], old["door"]]
    assert [key.vkey for key in trust.answer] == [new["answer"], old["answer"]]
    assert newest(AT + HOUR).kid == own_keys.load("intake").kid != intake_before
    assert LogEntry.objects.filter(kind="key").count() == 2
    announcement = OutMessage.objects.filter(kind="keys").latest("seq")
    notes.demand(announcement.note, messages.MESSAGE, announcement.digest, [old["door"]])
    answering.tell(Case.objects.get(), kind="answer", text="新钥匙签的", at=AT + 2 * HOUR)
    send(sid=b"\x08" * 16, at=AT + 2 * HOUR)
    assert worker.pull(AT + 2 * HOUR).handed.taken == 1
    last = OutMessage.objects.latest("seq")
    notes.demand(last.note, messages.MESSAGE, last.digest, [new["door"]])
    assert [one.text for one in boxes.read(opened()).letters] == ["登记编号 1号", "新钥匙签的"]
    worker.pull(AT + timedelta(days=31))
    assert [key.vkey for key in secrets.trust().door] == [new["door"]]


def test_messages_can_be_sealed_with_either_suite_side_by_side(own_keys: KeyStore, agency: Agency) -> None:
    send()
    own_keys.rotate("intake", "2018-03-01T03:00:00Z", "x2")
    keyring.forget()
    worker.pull(AT + HOUR)
    assert (newest(AT + HOUR).suite, len(newest(AT + HOUR).public)) == ("x2", 1216)
    send(sid=b"\x08" * 16, at=AT + 2 * HOUR)
    assert envelope.read_header(bytes(Envelope.objects.latest("pk").header))["suite"] == "x2"
    assert (worker.pull(AT + 2 * HOUR).handed.taken, Case.objects.count()) == (1, 2)


def test_apart_networks_exchange_everything_by_bundles(agency: Agency, tmp_path) -> None:
    """A person carries files both ways; each can be carried twice, none can be skipped or altered."""
    send(sealing_up.Filled("complaint", FILLED.fields, FILLED.person, [draft()]))
    carried = outgoing.write(tmp_path, AT)
    assert carried is not None and carried.name.startswith("371002SC-portal-desk-1-1-")
    assert taking.read(carried, AT)[0] == 2
    assert taking.read(carried, AT)[0] == 0
    worker.settle_in(AT)
    (message,) = seen
    assert message.files[0].read() == b"%PDF-1.7 a receipt"
    back = bundle.write(tmp_path, AT)
    assert back is not None
    assert arriving.read(back, AT)[0] == parse_name(back)
    assert [one.kind for one in boxes.read(opened()).letters] == ["registered"]
    assert not DoorOut.objects.filter(acked__isnull=True, kind="envelope").exists()
    damaged = tmp_path / "damaged.gkb"
    damaged.write_bytes(carried.read_bytes().replace(b'"kind":"envelope"', b'"kind":"envelopf"'))
    with pytest.raises(Refused) as altered:
        taking.read(damaged, AT)
    assert altered.value.code in ("E_DIGEST", "E_BUNDLE", "E_SHAPE")
    with pytest.raises(Refused) as other_way:
        taking.read(back, AT)
    assert other_way.value.code in ("E_SIGNATURE", "E_DIRECTION")


def draft() -> dict:
    """An encrypted attachment as the upload handler leaves it."""
    pieces: list[bytes] = []
    sealer = Sealer(pieces.append)
    sealer.feed(b"%PDF-1.7 a receipt")
    blob = sealer.finish()
    row = SealedBlob.objects.create(sha256=blob.name, size=blob.stored_size, made=AT)
    SealedPiece.objects.create(blob=row, n=0, data=b"".join(pieces))
    return blob.mention("小票.pdf", "application/pdf") | {"stored": blob.stored_size}


def parse_name(file: Path) -> int:
    first, last = file.stem.split("-")[-2:]
    return int(last) - int(first) + 1
