"""The ledger without persons, the daily comparison with a hotline."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from gongkai.desk.complaints import ledgers, reconciling
from gongkai.desk.complaints.tests.centre import NAME
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
MARCH = (date(2018, 3, 1), date(2018, 3, 31))


@pytest.fixture
def client(centre):
    made = Client()
    made.force_login(centre["office"])
    return made


def test_the_ledger_has_every_matter_of_the_month_and_nobody_in_it(centre, client):
    case = centre.closed()
    centre.case(unit="TH")
    rows = ledgers.ledger(centre.agency, *MARCH)
    assert [row["units"] for row in rows] == ["怡园监管所", "田和监管所"]
    assert rows[0]["closings"] == [(date(2018, 3, 1), "调解成功")]
    assert len(ledgers.ledger(centre.agency, *MARCH, unit="TH")) == 1
    page = client.get("/complaints/ledger/", {"month": "2018-03"}).content.decode()
    assert case.registration.number in page
    assert NAME not in page


def test_a_comparison_finds_what_is_only_there_only_here_or_different(centre, client):
    centre.closed(source_number="A1")
    centre.case(source_number="A2")
    centre.case(source_number="A3")
    data = "工单编号,办理状态\nA1,已办结\nA2,已办结\nA9,处理中\n".encode("gb18030")
    found = reconciling.compare(centre.agency, "12315", *MARCH, data)
    assert (found.read, found.same) == (3, 1)
    assert [one.number for one in found.only_there] == ["A9"]
    assert [one.number for one in found.only_here] == ["A3"]
    assert [(one.number, one.there, one.here) for one in found.differ] == [("A2", "已办结", "在办")]
    file = SimpleUploadedFile("a.csv", data)
    page = client.post(
        "/complaints/reconcile/",
        {"channel": "12315", "first": "2018-03-01", "last": "2018-03-31", "file": file},
    )
    assert "只在平台：请补登记" in page.content.decode()


def test_a_workbook_is_compared_like_a_text(centre):
    centre.closed(source_number="00A1")
    book, out = Workbook(), io.BytesIO()
    for line in (["工单编号", "办理状态"], ["00A1", "已办结"], ["A9", "处理中"]):
        book.active.append(line)
    book.save(out)
    found = reconciling.compare(centre.agency, "12315", *MARCH, out.getvalue())
    assert (found.read, found.same, [one.number for one in found.only_there]) == (2, 1, ["A9"])
    with pytest.raises(Refused):
        reconciling.read(out.getvalue()[:400])


def test_overlapping_exports_and_doubled_rows_change_nothing(centre):
    centre.closed(source_number="A1")
    data = "来源单号\t状态\nA1\t处理中\nA1\t已办结\n".encode()
    for days in (MARCH, (date(2018, 2, 1), date(2018, 4, 1))):
        found = reconciling.compare(centre.agency, "12315", *days, data)
        assert (found.read, found.same, found.differ, found.only_here) == (1, 1, [], [])


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe\x00\x81", "not-text"), ("列一,列二\n1,2".encode(), "no-column"), (b"", "no-column")],
)
def test_what_is_no_export_is_refused_with_a_way_out(data, code):
    with pytest.raises(Refused) as refused:
        reconciling.read(data)
    assert refused.value.code == code
    assert refused.value.mend
