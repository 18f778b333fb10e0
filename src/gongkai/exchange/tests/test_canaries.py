"""Canaries 测试来件: a question to the portal, no case on the desk, an alarm where one is not as agreed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Case, Event, Registration
from gongkai.desk.mailbox.models import Arrival, Box, Mail
from gongkai.desk.mailbox.receiving import Taken
from gongkai.exchange import receiving, waiting, worker
from gongkai.exchange.canaries import cards, standing
from gongkai.exchange.canaries.standing import Trouble
from gongkai.exchange.models import CanaryHour, CanaryPost
from gongkai.exchange.status import status
from gongkai.portal.messages import boxes, intake, sealing_up, secrets
from gongkai.portal.messages.keys import newest
from gongkai.portal.models import Envelope, Mailbox
from gongkai.refusal import Refused
from gongkai.sealing import canary, envelope, receipt
from gongkai.sealing.keys import KeyStore

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
HOUR, MINUTE = canary.HOUR, timedelta(minutes=1)
DUE = HOUR + 60 * MINUTE
CARD = replace(canary.new_card("省局值班室"), secret=b"\x07" * 32)


@pytest.fixture
def agency(keys: KeyStore, settings, tmp_path: Path) -> Iterator[Agency]:
    """An office that agreed canaries from 2 o'clock on; keys of its own, to be rotated."""
    for name in ("GONGKAI_KEYS", "GONGKAI_PORTAL_KEYS"):
        shutil.copytree(getattr(settings, name), tmp_path / name)
        setattr(settings, name, tmp_path / name)
    settings.GONGKAI_RECEIVERS = {"ask": "gongkai.exchange.tests.test_canaries.room"}
    keyring.forget()
    secrets.forget()
    made = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    worker.pull(AT)
    cards.agree(made, CARD, AT, AT)
    yield made
    keyring.forget()
    secrets.forget()


def typed(hour: datetime = AT, **changed: str) -> sealing_up.Filled:
    """What the portal's form makes of a canary."""
    said = canary.said(CARD, hour)
    fields = {"title": said.title, "text": said.text} | changed
    return sealing_up.Filled("ask", fields, {"name": said.name} if said.name else {})


def send(filled: sealing_up.Filled, at: datetime = AT + 5 * MINUTE, sid: int = 1) -> intake.Outcome:
    return intake.post(sealing_up.first(bytes([sid]) * 16, filled, newest(at), at))


def wrong(agency: Agency, at: datetime) -> list[Trouble]:
    return [one.trouble for one in standing.lately(agency, at) for _ in range(one.times)]


def test_a_canary_is_never_a_case_and_counted_nowhere(agency: Agency) -> None:
    before = Event.objects.count()
    send(typed())
    done = worker.pull(AT + 10 * MINUTE)
    assert (done.taken_in, done.handed.taken, done.handed.kept, done.handed.parked, done.waiting) == (
        1,
        0,
        0,
        0,
        0,
    )
    assert not Case.objects.exists() and not Registration.objects.exists()
    assert Event.objects.count() == before
    inbox = status(AT + 10 * MINUTE)["inbox"]
    assert [inbox[one] for one in ("waiting", "taken", "kept", "parked")] == [0, 0, 0, 0]
    row = CanaryHour.objects.get(hour=AT)
    arrival = Arrival.objects.get()
    assert (arrival.kind, arrival.state, bytes(arrival.sealed)) == ("canary", "taken", b"")
    assert (row.arrival, row.arrived_at, row.kid) == (arrival.uid, AT + 10 * MINUTE, arrival.kid)
    assert row.kid == row.newest and not row.is_altered and not wrong(agency, AT + 10 * MINUTE)


def test_to_the_portal_it_is_a_question_and_gets_the_answer_of_one(agency: Agency) -> None:
    """Size class, header, box, mail and states: nothing outside tells the two apart."""
    send(typed())
    send(sealing_up.Filled("ask", {"title": "停车", "text": "附近哪里可以停车？"}), sid=2)
    first, second = Envelope.objects.order_by("pk")
    assert len(first.sealed) == len(second.sealed) == envelope.CLASSES[0] + 48
    for row in (first, second):
        header = envelope.read_header(bytes(row.header))
        assert set(header) == {"t", "suite", "kid", "id", "blobs"} and header["blobs"] == []
    worker.pull(AT + 10 * MINUTE)
    one, other = Mailbox.objects.order_by("made", "pk")
    assert (one.state, one.mail, one.n) == (other.state, other.mail, other.n)
    letters = [boxes.read(boxes.look_up(receipt.derive(bytes([n]) * 16).code)).letters for n in (1, 2)]
    assert [(one.kind, one.status, one.text) for one in letters[0]] == [
        (one.kind, one.status, one.text) for one in letters[1]
    ]
    worker.tick(AT + timedelta(days=8))
    assert (
        Box.objects.get(kind="canary").state == "closed" and Mail.objects.filter(kind="closed").count() == 1
    )
    assert Mailbox.objects.get(uid=Box.objects.get(kind="canary").uid).state == "closed"


def room(message):
    """A room that takes anything."""
    del message
    return Taken(())


def test_an_awaited_one_that_does_not_come_alarms_after_the_agreed_time(agency: Agency) -> None:
    assert wrong(agency, AT + DUE) == []
    assert wrong(agency, AT + DUE + MINUTE) == [Trouble.MISSING]
    assert wrong(agency, AT + DUE + HOUR + MINUTE) == [Trouble.MISSING] * 2
    assert wrong(agency, AT + timedelta(hours=40, minutes=1)) == [Trouble.MISSING] * 24
    assert status(AT + DUE + MINUTE)["alarms"] == ["测试来件 省局值班室 2018-03-01 10:00：没有到达（1 件）"]


def test_the_agreed_time_is_a_setting_of_the_office(agency: Agency, settings) -> None:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"canary_minutes": 1440}
    assert wrong(agency, AT + timedelta(hours=25)) == []
    assert wrong(agency, AT + timedelta(hours=25, minutes=1)) == [Trouble.MISSING]


def test_one_that_comes_late_is_an_alarm_too(agency: Agency) -> None:
    send(typed())
    worker.pull(AT + DUE + MINUTE)
    assert wrong(agency, AT + DUE + MINUTE) == [Trouble.LATE]


def test_one_before_its_hour_says_that_the_posters_clock_is_wrong(agency: Agency) -> None:
    send(typed(AT + 3 * HOUR))
    worker.pull(AT + 10 * MINUTE)
    assert wrong(agency, AT + 10 * MINUTE) == [Trouble.EARLY]


def test_one_sealed_to_an_older_key_than_the_newest_alarms(agency: Agency) -> None:
    old = newest(AT)
    KeyStore(Path(settings.GONGKAI_KEYS)).rotate("intake", "2018-03-01T03:00:00Z")
    keyring.forget()
    worker.pull(AT + HOUR)
    later = AT + 4 * HOUR
    intake.post(sealing_up.first(b"\x01" * 16, typed(later), old, later))
    worker.pull(later + MINUTE)
    assert wrong(agency, later + MINUTE)[0] is Trouble.OTHER_KEY
    send(typed(later + HOUR), later + HOUR, sid=2)
    worker.pull(later + HOUR + MINUTE)
    row = CanaryHour.objects.get(hour=later + HOUR)
    assert row.kid == row.newest != old.kid


def test_a_rotation_within_the_hour_is_no_alarm(agency: Agency) -> None:
    """The portal need not know a key yet that was made a moment ago."""
    old = newest(AT)
    KeyStore(Path(settings.GONGKAI_KEYS)).rotate("intake", "2018-03-01T02:01:00Z")
    keyring.forget()
    intake.post(sealing_up.first(b"\x01" * 16, typed(), old, AT + 2 * MINUTE))
    worker.pull(AT + 3 * MINUTE)
    assert CanaryHour.objects.get(hour=AT).kid == old.kid and wrong(agency, AT + 3 * MINUTE) == []


def test_a_portal_that_seals_to_a_key_of_its_own_makes_it_missing(agency: Agency) -> None:
    stranger = replace(newest(AT), public=envelope.hpke.Opener(b"\x09" * 32).public)
    intake.post(sealing_up.first(b"\x01" * 16, typed(), stranger, AT))
    assert worker.pull(AT + MINUTE).handed.parked == 1
    assert wrong(agency, AT + DUE + MINUTE) == [Trouble.MISSING]


@pytest.mark.parametrize("changed", [{"title": "别的"}, {"more": "x"}])
def test_one_with_anything_else_than_was_typed_is_altered(agency: Agency, changed: dict[str, str]) -> None:
    send(typed(**changed))
    worker.pull(AT + MINUTE)
    assert wrong(agency, AT + MINUTE) == [Trouble.ALTERED] and not Case.objects.exists()


def test_an_altered_text_is_a_question_to_us_and_the_canary_is_missing(agency: Agency) -> None:
    send(typed(text=canary.said(CARD, AT).text + "。"))
    assert worker.pull(AT + MINUTE).handed.taken == 1
    assert wrong(agency, AT + DUE + MINUTE) == [Trouble.MISSING]


def test_a_text_that_came_before_counts_once_and_is_no_case(agency: Agency) -> None:
    """A portal that repeats one canary does not make up for the next."""
    send(typed())
    send(typed(), sid=2)
    assert worker.pull(AT + MINUTE).handed.taken == 0
    assert set(Arrival.objects.values_list("code", flat=True)) == {"", "canary-again"}
    assert CanaryHour.objects.filter(arrived_at__isnull=False).count() == 1
    assert wrong(agency, AT + DUE + HOUR + MINUTE) == [Trouble.MISSING]


def test_what_calls_itself_a_canary_and_was_not_agreed_is_no_case_and_alarms(agency: Agency) -> None:
    send(sealing_up.Filled("canary", {"text": "啾啾"}))
    assert worker.pull(AT + MINUTE).handed.taken == 0
    assert standing.unknown(AT + MINUTE) == 1 and not Case.objects.exists()
    assert status(AT + MINUTE)["alarms"] == ["测试来件 1 件来历不明"]
    assert standing.unknown(AT + timedelta(days=2)) == 0


def test_what_follows_in_the_box_of_a_canary_is_no_case_either(agency: Agency) -> None:
    send(typed())
    worker.pull(AT + MINUTE)
    ticket = boxes.look_up(receipt.derive(b"\x01" * 16).code)
    boxes.write(ticket, b"\x02" * 16, sealing_up.Filled("withdraw", {"text": "不用了"}), AT + 2 * MINUTE)
    done = worker.pull(AT + 3 * MINUTE)
    assert (done.handed.taken, done.handed.kept, done.handed.parked, done.waiting) == (0, 0, 0, 0)
    assert Box.objects.get().last_n == 1 and not Case.objects.exists()


def test_without_an_agreement_nothing_is_awaited_and_nothing_alarms(keys: KeyStore) -> None:
    made = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    found = standing.standing(made, AT)
    assert (found["posts"], found["alarm"], found["troubles"]) == ([], 0, [])
    assert status(AT)["alarms"] == []


def test_hours_are_judged_while_the_background_work_rests(agency: Agency) -> None:
    assert wrong(agency, AT + timedelta(hours=47))[0] is Trouble.MISSING
    assert CanaryHour.objects.latest("hour").hour == AT + cards.AHEAD
    cards.foresee(AT + timedelta(days=3))
    cards.foresee(AT + timedelta(days=3))
    assert CanaryHour.objects.latest("hour").hour == AT + timedelta(days=5)
    assert CanaryHour.objects.count() == 24 * 5 + 1


def test_an_ended_agreement_awaits_nothing_more_and_forgets_the_secret(agency: Agency) -> None:
    place = Path(settings.GONGKAI_KEYS) / "canary" / f"{CARD.id}.card"
    assert place.stat().st_mode & 0o777 == 0o600
    cards.end(agency, CARD.id, AT + 30 * MINUTE)
    assert not place.exists() and wrong(agency, AT + timedelta(hours=20)) == []
    with pytest.raises(Refused) as twice:
        cards.end(agency, CARD.id, AT + HOUR)
    assert twice.value.code == "not-found"
    assert list(Event.objects.filter(stream="keys/canary").order_by("n").values_list("type", flat=True)) == [
        "canary-agreed",
        "canary-ended",
    ]


def test_a_card_that_is_gone_is_told_and_stops_nothing_else(agency: Agency) -> None:
    (Path(settings.GONGKAI_KEYS) / "canary" / f"{CARD.id}.card").unlink()
    assert any(line.startswith("E_CANARY") for line in worker.tick(AT + HOUR))
    assert standing.standing(agency, AT + HOUR)["posts"][0]["is_lost"]
    send(typed())
    assert worker.pull(AT + 2 * HOUR).handed.taken == 0  # the texts of two days are known by their digests


def test_the_database_tells_neither_texts_nor_names(agency: Agency) -> None:
    said = canary.said(CARD, AT)
    rows = [*CanaryHour.objects.values_list(), *CanaryPost.objects.values_list()]
    assert said.text not in str(rows) and CARD.name not in str(rows)


def test_a_parked_one_that_is_tried_again_is_still_no_case(agency: Agency) -> None:
    send(typed())
    worker.pull(AT + MINUTE)
    receiving.again(Arrival.objects.get())
    assert receiving.hand_over(AT + HOUR).taken == 0 and not Case.objects.exists()


def test_who_answers_for_the_door_is_told_on_the_first_page_and_on_that_of_the_exchange(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    officers = {}
    for kind in ("office", "leader", "keeper", "clerk"):
        officers[kind] = Officer.objects.create_user(kind, name=kind, agency=agency)
        Duty.objects.create(officer=officers[kind], kind=kind, since=AT.date())
    now = AT + DUE + MINUTE
    monkeypatch.setattr(timezone, "now", lambda: now)
    for kind, officer in officers.items():
        duties = list(held(officer, now.date()))
        parts = {one.key: one.jobs for one in waiting.waiting(officer, now.date(), duties)}
        assert [job.stands for job in parts.get("canaries", ())] == ["没有到达"] * (kind != "clerk")
    client = Client()
    client.force_login(officers["keeper"])
    html = client.get("/exchange/").content.decode()
    assert "省局值班室" in html and "没有到达" in html and "停用网上提交" in html
    monkeypatch.setattr(timezone, "now", lambda: AT)
    html = client.get("/exchange/").content.decode()
    assert "等候第一件" in html and "下一件 2018-03-01 10:00 起" in html and "按时到达" not in html


def test_the_page_says_that_none_are_agreed_and_what_that_means(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    officer = Officer.objects.create_user("office", name="办公室", agency=made)
    Duty.objects.create(officer=officer, kind="office", since=AT.date())
    monkeypatch.setattr(timezone, "now", lambda: AT)
    client = Client()
    client.force_login(officer)
    html = client.get("/exchange/").content.decode()
    assert "没有约定" in html and "内网不会知道" in html
    parts = waiting.waiting(officer, AT.date(), list(held(officer, AT.date())))
    assert "canaries" not in {one.key for one in parts}
