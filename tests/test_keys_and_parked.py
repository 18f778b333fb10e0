"""The pages of keys and of parked messages: what is in use, what the portal knows, what mends a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Event, IndexKey
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import mailing, showing, worker
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.times import stamp

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AT = datetime(2018, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


def row(found: dict, use: str) -> dict:
    return next(one for one in found["rows"] if one["use"] == use)


def test_the_page_lists_ids_and_days_and_never_a_secret(bureau: Bureau) -> None:
    worker.pull(timezone.now())
    page = text(enter(bureau, "office").get("/exchange/keys"))
    store = keyring.store()
    for key in store.list():
        assert key.kid in page and key.secret.hex() not in page
    assert "gongkai keys rotate door" in page and "与内网一致" in page
    assert enter(bureau, "clerk").get("/exchange/keys").status_code == 403


@pytest.fixture
def store() -> Iterator[KeyStore]:
    """The keys of the tests, to be rotated; afterwards they are as before."""
    store = keyring.store()
    before = {file: file.read_bytes() for file in store.folder.rglob("*") if file.is_file()}
    yield store
    for file in list(store.folder.rglob("*")):
        if file.is_file() and file not in before:
            file.unlink()
    for file, data in before.items():
        file.write_bytes(data)
    keyring.forget()


def test_a_rotation_shows_its_overlap_and_that_the_portal_was_told(bureau: Bureau, store: KeyStore) -> None:
    now = timezone.now()
    worker.pull(now)
    new = store.rotate("door", stamp(now))
    keyring.forget()
    found = showing.keys(bureau.agency, now)
    door = row(found, "door")
    assert (door["kid"], door["announced"], found["is_told"]) == (new.kid, False, False)
    assert door["overlap"] - door["since"] == mailing.OVERLAP and len(door["old"]) == 1
    worker.pull(now + timedelta(seconds=5))
    found = showing.keys(bureau.agency, now + timedelta(seconds=6))
    assert row(found, "door")["announced"] and found["is_told"] and found["delivered_at"]
    assert row(showing.keys(bureau.agency, now + timedelta(days=31)), "door")["overlap"] is None


def test_the_page_names_the_suite_of_a_post_quantum_key(bureau: Bureau, store: KeyStore) -> None:
    assert "抗量子套件" not in text(enter(bureau, "office").get("/exchange/keys"))
    store.rotate("intake", stamp(timezone.now()), "x2")
    keyring.forget()
    assert "抗量子套件 x2" in text(enter(bureau, "office").get("/exchange/keys"))


def test_the_page_says_how_a_change_of_the_index_went(bureau: Bureau) -> None:
    assert "索引重算" not in text(enter(bureau, "office").get("/exchange/keys"))
    row = IndexKey.objects.create(use="index-handling", began_at=AT, counts={"people": [41, 3]})
    assert "正在重算" in text(enter(bureau, "office").get("/exchange/keys"))
    row.ended_at = AT
    row.save()
    page = text(enter(bureau, "office").get("/exchange/keys"))
    assert "重算 41" in page and "3 个不能重算" in page
    IndexKey.objects.update(kid="0123456789abcdef")
    assert "gongkai keys rotate index-handling" in text(enter(bureau, "office").get("/exchange/keys"))


def test_a_key_that_this_process_may_not_read_is_said_and_no_fault(bureau: Bureau, monkeypatch) -> None:
    real = type(keyring.store()).all

    def closed(self, use, secret=None):
        if use == "log":
            raise PermissionError(use)
        return real(self, use, secret)

    monkeypatch.setattr(type(keyring.store()), "all", closed)
    assert row(showing.keys(bureau.agency, AT), "log")["elsewhere"]
    assert "由另一系统用户保管" in text(enter(bureau, "auditor").get("/exchange/keys"))


def test_of_keys_that_another_user_holds_the_page_reads_the_public_half(bureau: Bureau, monkeypatch) -> None:
    real, kid = type(keyring.store()).all, keyring.public("identity").kid

    def closed(self, use, secret=None):
        if use == "identity":
            raise PermissionError(use)
        return real(self, use, secret)

    monkeypatch.setattr(type(keyring.store()), "all", closed)
    assert row(showing.keys(bureau.agency, AT), "identity")["kid"] == kid


def arrival(code: str = "no-consultation", sentence: str = "“1”没有征求意见") -> Arrival:
    return Arrival.objects.create(
        uid="A" * 22, header=b"h", sealed=b"s", kid="k", hour=AT, pulled_at=AT, state="parked",
        kind="opinion", code=code, sentence=sentence,
    )  # fmt: skip


def test_a_parked_message_stands_with_its_reason_and_what_mends_it(bureau: Bureau) -> None:
    assert "没有待人工处理的来件" in text(enter(bureau, "office").get("/exchange/parked"))
    arrival()
    page = text(enter(bureau, "leader").get("/exchange/parked"))
    assert "没有征求意见" in page and "登记意见征集后再试一次" in page and "再试一次</button>" not in page
    assert 'href="/exchange/parked"' in text(enter(bureau, "leader").get("/exchange/"))


def test_trying_again_gives_it_back_to_the_worker_and_is_noted(bureau: Bureau) -> None:
    row_, client = arrival(), enter(bureau, "office")
    assert enter(bureau, "leader").post("/exchange/parked", {"arrival": row_.uid}).status_code == 403
    assert client.post("/exchange/parked", {"arrival": "nonsense"}).status_code == 404
    assert client.post("/exchange/parked", {"arrival": row_.uid}).status_code == 302
    row_.refresh_from_db()
    assert (row_.state, row_.code) == ("waiting", "")
    assert Event.objects.get(stream=f"arrival/{row_.uid}").type == "arrival-again"
    assert client.post("/exchange/parked", {"arrival": row_.uid}).status_code == 404


def test_the_keeper_tries_again_too(bureau: Bureau) -> None:
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client = Client()
    client.force_login(keeper)
    assert client.post("/exchange/parked", {"arrival": arrival().uid}).status_code == 302
