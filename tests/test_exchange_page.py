"""The door as a page of the desk: what waits on either side, what was refused, for whom it is a matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.exchange import worker
from gongkai.exchange.transports import database

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AT = datetime(2018, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


def test_the_page_counts_what_waits_and_what_arrived(bureau: Bureau) -> None:
    bureau.cleared()
    page = text(enter(bureau, "office").get("/exchange/"))
    assert "等放行的送审稿" in page and "<dd>1</dd>" in page
    worker.push(AT)
    page = text(enter(bureau, "office").get("/exchange/"))
    assert "全部到达" in page and "没有被拒的" in page


def test_a_refusal_at_the_door_stands_there_with_its_code(bureau: Bureau) -> None:
    item = bureau.item()
    record(item.stream, "refused-at-door", by=SYSTEM, occurred=AT, at=AT, data={"code": "E_BLOB"})
    page = text(enter(bureau, "leader").get("/exchange/"))
    assert "E_BLOB" in page and item.title in page


def test_a_portal_that_cannot_be_reached_is_said_and_no_fault(bureau: Bureau, monkeypatch) -> None:
    def away(code: str) -> None:
        raise OSError(code)

    monkeypatch.setattr(database, "place", away)
    assert "这里看不到门户" in text(enter(bureau, "auditor").get("/exchange/"))


def test_the_door_is_a_matter_of_office_leaders_auditors_and_the_keeper(bureau: Bureau) -> None:
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client = Client()
    client.force_login(keeper)
    assert client.get("/exchange/").status_code == 200
    for kind in ("clerk", "head", "secrecy"):
        assert enter(bureau, kind).get("/exchange/").status_code == 403
