"""Answers go sealed to the box of the case that came by the portal, numbered, readable with its seed only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.mailbox import answering, queries, sealed_files
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.sealing import mail, receipt
from gongkai.sealing.attachments import open_blob
from gongkai.sealing.canon import b64u, from_b64u
from gongkai.sealing.keys import KeyStore

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
KEYS = receipt.box_keys(b"\x07" * 16, b"\x08" * 32)


@pytest.fixture
def case(keys: KeyStore) -> Case:
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    registration = Registration.objects.create(
        agency=agency, number="高市监诉〔2018〕1号", key="1", series="complaints", channel="网站",
        registered_on=date(2018, 3, 1), recorded_at=AT,
    )  # fmt: skip
    return Case.objects.create(
        registration=registration, kind="投诉", stage="received", opened_on=date(2018, 3, 1)
    )


@pytest.fixture
def box(case: Case) -> Box:
    made = Box.objects.create(
        uid=b64u(KEYS.box_id), kind="complaint", opened_at=AT, last_digest="0" * 64,
        seal_public=KEYS.opener.public, sign_public=KEYS.signer.verifier.public,
    )  # fmt: skip
    made.cases.add(case)
    return made


def opened(row: Mail, keys: KeyStore, prev: str | None) -> dict:
    key = keys.load("answer").signer.verifier
    return mail.open_mail(KEYS.opener.secret, key, KEYS.box_id, row.n, prev, bytes(row.sealed))[0]


def test_a_case_that_did_not_come_by_the_portal_is_told_nothing(case: Case) -> None:
    assert answering.tell(case, kind="answer", text="您好", at=AT) is None
    assert not Mail.objects.exists()


def test_mails_are_numbered_and_chained_and_open_with_the_boxs_key_alone(
    case: Case, box: Box, keys: KeyStore
) -> None:
    first = answering.tell(case, kind="registered", text="已登记", status="已登记", at=AT)
    second = answering.tell(case, kind="answer", text="您好。已退款。", at=AT + timedelta(days=1))
    assert first is not None and second is not None
    assert (first.n, second.n) == (1, 2)
    assert opened(first, keys, None)["status"] == "已登记"
    assert opened(second, keys, first.digest)["text"] == "您好。已退款。"
    assert "退款".encode() not in bytes(second.sealed)


def test_an_enclosure_travels_encrypted_beside_the_mail(case: Case, box: Box, keys: KeyStore) -> None:
    paper = answering.Enclosure("调解书.pdf", "application/pdf", b"%PDF-1.7 secret words")
    row = answering.tell(case, kind="letter", text="附件请查收", at=AT, files=[paper])
    assert row is not None
    (named,) = opened(row, keys, None)["attachments"]
    assert row.blobs == [{"sha256": named["blob"], "size": sealed_files.place(named["blob"]).stat().st_size}]
    assert b"secret" not in sealed_files.place(named["blob"]).read_bytes()
    plain = open_blob(
        sealed_files.read(named["blob"]), from_b64u(named["key"], 32), named["size"], named["sha256"]
    )
    assert b"".join(plain) == paper.data


def test_the_portal_keeps_a_box_a_year_after_the_end_and_two_years_in_silence(case: Case, box: Box) -> None:
    answering.tell(case, kind="status", text="已受理", at=AT)
    box.refresh_from_db()
    assert (box.state, box.delete_on, box.news) == ("open", date(2020, 2, 29), True)
    answering.close(case, at=AT)
    answering.tell(case, kind="closed", text="已办结", at=AT + timedelta(days=1))
    box.refresh_from_db()
    assert (box.state, box.delete_on) == ("closed", date(2019, 3, 1))
    answering.reopen(case, at=AT + timedelta(days=2))
    box.refresh_from_db()
    assert box.state == "open"


def test_the_proof_of_delivery_is_the_day_on_which_the_last_mail_was_read(case: Case, box: Box) -> None:
    answering.tell(case, kind="answer", text="您好", at=AT)
    assert queries.seen_on(case) is None
    Box.objects.update(seen_n=1, seen_on=date(2018, 3, 5))
    assert queries.seen_on(case) == date(2018, 3, 5)
    answering.tell(case, kind="letter", text="又一封", at=AT)
    assert queries.seen_on(case) is None
