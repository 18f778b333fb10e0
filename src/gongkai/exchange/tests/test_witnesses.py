"""Witnesses of the release log: what they sign reaches readers, what they object to or leave out alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import keyring
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.exchange import log, waiting, witnessing, worker
from gongkai.exchange.models import Cosignature, LogCheckpoint, OutMessage
from gongkai.exchange.status import status
from gongkai.exchange.tests.browsers import OUTSIDE
from gongkai.portal.models import Checkpoint
from gongkai.portal.publishing import log as portal_log
from gongkai.refusal import Refused
from gongkai.sealing import log as logs
from gongkai.sealing import notes, witness
from gongkai.sealing.merkle import EMPTY_ROOT
from gongkai.sealing.notes import COSIGNATURE, Signer

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
KEY = Signer("sjj.example.gov.cn/witness", b"\x06" * 32, COSIGNATURE)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ADDRESS = "https://sjj.example.gov.cn/witness"


class Witness:
    """The superior office: answers ``add-checkpoint`` as ``gongkai witness serve`` does."""

    def __init__(self, vkey: str) -> None:
        self.logs = {notes.verifier(vkey).name: witness.Seen(vkey)}
        self.asked: list[witness.Request] = []
        self.now = LATER
        self.away = False

    def __call__(self, address: str, body: bytes) -> tuple[int, str]:
        assert address == f"{ADDRESS}/add-checkpoint"
        if self.away:
            raise Refused("E_FETCH", "连不上见证方", "稍后再试")
        self.asked.append(witness.read_request(body))
        try:
            line, self.logs = witness.sign(KEY, self.asked[-1], self.logs, int(self.now.timestamp()))
        except witness.Stale as stale:
            return 409, f"{stale.size}\n"
        except Refused as refused:
            return {"E_FORK": 422, "E_SIGNATURE": 403}.get(refused.code, 400), refused.code
        return 200, line


@pytest.fixture
def bureau(settings: Any, keys: object) -> Iterator[Bureau]:
    """A bureau that trusts a witness, with a release in its log."""
    witnessing.forget()
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"witness_vkeys": KEY.verifier.vkey}
    made = Bureau.found()
    made.cleared()
    worker.push(LATER)
    yield made
    witnessing.forget()


@pytest.fixture
def office(bureau: Bureau, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Witness:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"witness_addresses": ADDRESS}
    made = Witness(keyring.key("log").signer.verifier.vkey)
    monkeypatch.setattr(witnessing, "_send", made)
    return made


def newest() -> LogCheckpoint:
    found = log.newest_checkpoint()
    assert found is not None
    return found


def line(at: datetime = LATER, note: str = "", key: Signer = KEY) -> str:
    return logs.cosign(key, note or newest().note, int(at.timestamp()))


def code(call: Any, *given_: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*given_)
    return refused.value.code


def test_a_line_of_the_witness_stands_under_the_public_checkpoint(bureau: Bureau) -> None:
    assert witnessing.take(bureau.agency, newest().note + line(), LATER) == [KEY.name]
    worker.push(LATER + MINUTE)
    with OUTSIDE:
        public = Client().get("/log/checkpoint").content.decode()
        page = Client().get("/log/").content.decode()
    seconds = int(LATER.timestamp())
    assert logs.cosignatures(public, [KEY.verifier.vkey]) == {KEY.name: seconds}
    assert logs.open_checkpoint(public, keyring.key("log").signer.verifier).size == newest().size
    assert KEY.name in page and "签名属实" in page and newest().root.hex() in page


def test_a_log_without_a_witness_says_so_to_readers(bureau: Bureau) -> None:
    with OUTSIDE:
        page = Client().get("/log/").content.decode()
    assert "还没有外面的见证方签名" in page


def test_the_same_line_again_changes_nothing_and_sends_nothing(bureau: Bureau) -> None:
    note = newest().note + line()
    witnessing.take(bureau.agency, note, LATER)
    before = OutMessage.objects.count()
    assert witnessing.take(bureau.agency, note, LATER + HOUR) == []
    assert witnessing.take(bureau.agency, newest().note + line(LATER - MINUTE), LATER) == []
    assert OutMessage.objects.count() == before
    assert witnessing.take(bureau.agency, newest().note + line(LATER + HOUR), LATER + HOUR) == [KEY.name]
    assert Cosignature.objects.get().at == LATER + HOUR


def test_a_line_signed_by_a_wrong_clock_is_refused(bureau: Bureau) -> None:
    for wrong in (LATER + HOUR, LATER - HOUR, datetime(1970, 1, 1, tzinfo=UTC)):
        assert code(witnessing.take, bureau.agency, newest().note + line(wrong), LATER) == "E_TIME"
    far = notes.signature_line(KEY.verifier, b"\xff" * 8 + bytes(64))
    assert code(witnessing.take, bureau.agency, newest().note + far, LATER) == "E_SIGNATURE"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_signed_checkpoint_with_any_letter_changed_is_refused(bureau: Bureau, data: st.DataObject) -> None:
    note = newest().note + line()
    at = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.sampled_from("AB+/ 0\n—"))
    changed = note[:at] + other + note[at + 1 :]
    if changed == note:
        return
    before = Cosignature.objects.count()
    try:
        witnessing.take(bureau.agency, changed, LATER)
    except Refused:
        assert Cosignature.objects.count() == before
    else:
        assert notes.split(changed)[0] == notes.split(note)[0]  # the line of a stranger, or our own, was cut
        assert logs.cosignatures(changed, [KEY.verifier])


def test_lines_of_strangers_and_of_other_logs_are_refused(bureau: Bureau) -> None:
    stranger = replace(KEY, name="b.example/witness")
    assert code(witnessing.take, bureau.agency, newest().note + line(key=stranger), LATER) == "E_WITNESS"
    other = logs.sign_checkpoint(Signer("other/log", b"\x09" * 32), 9_999, EMPTY_ROOT)
    assert code(witnessing.take, bureau.agency, other + line(note=other), LATER) == "E_CHECKPOINT"


def test_our_own_signature_over_another_tree_is_named_as_a_fork(bureau: Bureau) -> None:
    """Somebody holds the key of the log: a witness saw what this desk never signed."""
    split = logs.sign_checkpoint(keyring.key("log").signer, newest().size, EMPTY_ROOT)
    assert code(witnessing.take, bureau.agency, split + line(note=split), LATER) == "E_FORK"


def test_the_worker_asks_the_witness_and_proves_that_the_log_grew(bureau: Bureau, office: Witness) -> None:
    assert witnessing.ask(bureau.agency, LATER) == [KEY.name]
    first = newest().size
    assert office.asked[-1].old == 0
    bureau.cleared(2)
    worker.push(LATER + HOUR)
    office.now = LATER + HOUR
    assert newest().size > first
    assert witnessing.ask(bureau.agency, LATER + HOUR) == [KEY.name]
    assert (office.asked[-1].old, len(office.asked)) == (first, 2)
    worker.push(LATER + HOUR)
    row = Checkpoint.objects.get(size=newest().size)
    assert logs.cosignatures(row.note, [KEY.verifier])


def test_a_witness_that_knows_more_says_where_to_begin(bureau: Bureau, office: Witness) -> None:
    witnessing.ask(bureau.agency, LATER)
    Cosignature.objects.all().delete()
    witnessing.forget()
    office.now = LATER + MINUTE
    assert witnessing.ask(bureau.agency, LATER + MINUTE) == [KEY.name]
    assert [one.old for one in office.asked] == [0, 0, newest().size]


def test_a_log_at_rest_is_shown_every_hour_and_no_sooner(bureau: Bureau, office: Witness) -> None:
    for minutes, asked in ((0, 1), (1, 1), (59, 1), (60, 2), (61, 2)):
        office.now = LATER + minutes * MINUTE
        witnessing.ask(bureau.agency, office.now)
        assert len(office.asked) == asked, minutes


def test_a_witness_that_objects_or_is_away_is_told_and_stops_nothing_else(
    bureau: Bureau, office: Witness
) -> None:
    origin = keyring.key("log").signer.name
    office.logs[origin] = replace(office.logs[origin], size=newest().size, root=bytes(32))
    refusals = worker.tick(LATER + MINUTE)
    assert any(one.startswith("E_WITNESS") for one in refusals)
    office.away = True
    assert worker.tick(LATER + 2 * MINUTE) == []  # it rests for ten minutes
    assert worker.tick(LATER + 12 * MINUTE)[0].startswith("E_FETCH")


def test_a_witness_is_followed_nowhere_and_what_it_says_is_bounded(bureau: Bureau, settings: Any) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302 if "moved" in self.path else 409)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"9" * 100_000)

        do_GET = do_POST

        def log_message(self, *given_: Any) -> None:
            del given_

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        home = f"http://127.0.0.1:{server.server_port}"
        try:
            status_, said = witnessing._send(f"{home}/moved", b"x")
            assert (status_, len(said)) == (302, witnessing._LARGEST)
            settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"witness_addresses": home}
            assert code(witnessing.ask, bureau.agency, LATER) == "E_WITNESS"
        finally:
            server.shutdown()
            thread.join()
    assert asked == ["/moved", "/add-checkpoint"]


def test_a_witness_that_is_silent_for_longer_than_agreed_alarms(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [row["is_silent"] for row in witnessing.standing(LATER)["rows"]] == [True]
    witnessing.take(bureau.agency, newest().note + line(), LATER)
    assert witnessing.standing(LATER + 48 * HOUR)["alarm"] == 0 and status(LATER + HOUR)["alarms"] == []
    late = LATER + 48 * HOUR + MINUTE
    assert witnessing.standing(late)["alarm"] == 1
    assert "超过 48 小时没有签名" in status(late)["alarms"][0]
    monkeypatch.setattr(timezone, "now", lambda: late)
    for kind, told in (("office", True), ("leader", True), ("clerk", False)):
        officer = bureau.officers[kind]
        parts = waiting.waiting(officer, late.date(), list(held(officer, late.date())))
        assert ("witnesses" in {one.key for one in parts}) is told, kind


def test_a_witness_that_signs_an_old_state_again_and_again_alarms(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = newest()
    bureau.cleared(2)
    worker.push(LATER + MINUTE)
    assert newest().size > first.size
    late = newest().at + 48 * HOUR
    witnessing.take(bureau.agency, first.note + line(late, first.note), late)
    assert witnessing.standing(late)["alarm"] == 0, "it may take as long as it may be silent"
    late += MINUTE
    found = witnessing.standing(late)
    assert (found["alarm"], found["silent"], found["rows"][0]["is_old"]) == (1, [], True)
    assert f"没有看到第 {first.size} 条以后的日志" in status(late)["alarms"][0]
    monkeypatch.setattr(timezone, "now", lambda: late)
    office = bureau.officers["office"]
    (part,) = (
        one
        for one in waiting.waiting(office, late.date(), list(held(office, late.date())))
        if one.key == "witnesses"
    )
    assert "停在旧处" in str(part.jobs[0].stands)
    witnessing.take(bureau.agency, newest().note + line(late), late)
    assert witnessing.standing(late)["alarm"] == 0


def test_without_a_witness_nothing_alarms_and_nobody_is_asked(bureau: Bureau, settings: Any) -> None:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"witness_vkeys": ""}
    found = witnessing.standing(LATER)
    assert (found["rows"], found["alarm"], witnessing.ask(bureau.agency, LATER)) == ([], 0, [])
    assert worker.tick(LATER + MINUTE) == [] and status(LATER)["alarms"] == []


def test_a_setting_that_is_no_key_of_a_witness_is_told(bureau: Bureau, settings: Any) -> None:
    wrong = keyring.key("log").signer.verifier.vkey
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"witness_vkeys": wrong}
    assert witnessing.standing(LATER)["alarm"] == 1 and "不是见证方的公钥" in status(LATER)["alarms"][0]


def test_the_portal_takes_lines_for_states_that_it_published_only(bureau: Bureau) -> None:
    key = keyring.key("log").signer
    size = newest().size
    for wrong, expected in (
        (logs.sign_checkpoint(key, size + 1, EMPTY_ROOT), "E_GAP"),
        (logs.sign_checkpoint(key, size, EMPTY_ROOT), "E_FORK"),
    ):
        body = {"checkpoint": wrong, "entries": []}

        def apply(given_: dict[str, Any] = body) -> None:
            portal_log.apply(given_, [key.verifier], now=LATER)

        assert code(apply) == expected
    assert Checkpoint.objects.get(size=size).note == newest().note


def test_a_state_that_was_overtaken_keeps_its_line_and_the_newest_is_served(bureau: Bureau) -> None:
    old = newest()
    bureau.cleared(2)
    worker.push(LATER + MINUTE)
    witnessing.take(bureau.agency, old.note + line(LATER + MINUTE, old.note), LATER + MINUTE)
    worker.push(LATER + 2 * MINUTE)
    served = portal_log.newest()
    assert served is not None and served.size == newest().size > old.size
    (found,) = portal_log.witnessed([KEY.verifier])
    assert (found.size, found.name) == (old.size, KEY.name)


def test_files_are_enough_where_networks_are_apart(bureau: Bureau) -> None:
    """What the desk writes a witness can sign, and what it signs the desk takes."""
    vkey = keyring.key("log").signer.verifier.vkey
    request = witness.read_request(witnessing.request(0))
    signed, after = witness.sign(
        KEY, request, {notes.verifier(vkey).name: witness.Seen(vkey)}, int(LATER.timestamp())
    )
    assert witnessing.take(bureau.agency, request.note + signed, LATER) == [KEY.name]
    bureau.cleared(2)
    worker.push(LATER + MINUTE)
    grown = witness.read_request(witnessing.request(after[notes.verifier(vkey).name].size))
    assert witness.check(grown, after).size == newest().size
    assert code(witnessing.request, 9_999) == "E_ROLLBACK"
