"""销毁清册 approved on paper: exactly the files that were printed, by the leader who signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive import destroying
from gongkai.desk.archive.screens import Row
from gongkai.desk.casework.models import DestructionList, Event
from gongkai.desk.casework.verbs import destroying as lists
from gongkai.desk.foi.keeping import ROOM, SIGNED
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.tests.test_destroying import AT, LATER, code, filed, second  # noqa: F401
from gongkai.desk.foi.verbs import reopen
from gongkai.desk.signing import papers, sheet, verbs
from gongkai.desk.signing.models import SignedSheet


@pytest.fixture
def drawn(bureau) -> DestructionList:
    rows = [lists.Titled(one, Row(ROOM, one).title) for one in (filed(bureau)[2], filed(bureau)[2])]
    return lists.draw_up(bureau.agency, rows, "过期，无保存价值", by=bureau.office, at=AT)


def given(bureau, found: DestructionList, by: Officer, **more) -> SignedSheet:
    check = papers.check_number(papers.digest(SIGNED, found))
    scan = ("审批单.pdf", sheet.render(SIGNED, found, bureau.agency))
    values = {"agreed": True, "check": check, "signed_on": LATER, "scan": scan, "by": by, "at": AT} | more
    return verbs.enter(SIGNED, found, bureau.leader, **values)


def test_a_signed_list_is_approved_by_its_leader_and_can_be_carried_out(bureau, drawn, second):  # noqa: F811
    made = given(bureau, drawn, bureau.office, note="同意")
    drawn.refresh_from_db()
    assert drawn.state == "drawn"
    assert code(verbs.confirm, SIGNED, drawn, made, by=bureau.office, at=AT) == "four-eyes"
    verbs.confirm(SIGNED, drawn, made, by=second, at=AT)
    drawn.refresh_from_db()
    assert (drawn.state, drawn.decided_by) == ("approved", bureau.leader)
    assert drawn.opinion == f"纸质签批，签字日期{LATER:%Y-%m-%d}；同意"
    types = Event.objects.filter(stream=f"destruction/{drawn.uid}").order_by("n")
    assert list(types.values_list("type", flat=True)) == [
        "list-drawn", "sheet-entered", "list-approved", "sheet-confirmed",
    ]  # fmt: skip
    destroying.begin(ROOM, drawn, second, by=bureau.office, at=AT)


def test_the_sheet_names_every_file_that_is_to_go(bureau, drawn):
    said = str(sheet.document(SIGNED, drawn, bureau.agency))
    numbers = Application.objects.values_list("case__registration__number", flat=True)
    assert len(numbers) == 2 and all(one in said for one in numbers)
    assert drawn.number in said and "□批准销毁" in said and "不能恢复" in said


def test_a_file_that_is_reopened_after_the_signature_makes_the_sheet_void(bureau, drawn, second):  # noqa: F811
    made = given(bureau, drawn, bureau.office)
    reopen(drawn.entries.first().filing.case, "remedy", by=bureau.office, at=AT)
    assert code(verbs.confirm, SIGNED, drawn, made, by=second, at=AT) == "content-changed"
    drawn.refresh_from_db()
    made.refresh_from_db()
    assert (drawn.state, made.state) == ("drawn", "void")
    assert "不销毁" in str(sheet.document(SIGNED, drawn, bureau.agency))


def test_a_refused_list_gives_its_files_back(bureau, drawn, second):  # noqa: F811
    made = given(bureau, drawn, bureau.office, agreed=False, note="第一卷留下")
    verbs.confirm(SIGNED, drawn, made, by=second, at=AT)
    drawn.refresh_from_db()
    assert drawn.state == "refused" and not drawn.entries.filter(dropped=False).exists()


def test_its_pages_open_to_those_who_keep_the_files(bureau, drawn):
    page = f"/signed/destroy-foi/{drawn.uid}/"
    client = Client()
    client.force_login(bureau.office)
    assert page in client.get(f"/requests/retention/lists/{drawn.uid}/").content.decode()
    assert papers.check_number(papers.digest(SIGNED, drawn)) in client.get(page).content.decode()
    assert client.get(f"{page}sheet.pdf").content.startswith(b"%PDF")
    assert client.get(f"/signed/destroy-complaints/{drawn.uid}/").status_code == 404
    client.force_login(bureau.handler)
    assert client.get(page).status_code == 404


def test_nobody_signs_before_the_list_was_drawn_up(bureau, drawn):
    before = datetime(2055, 1, 5, 2, tzinfo=UTC).date()
    assert code(given, bureau, drawn, bureau.office, signed_on=before) == "bad-day"
