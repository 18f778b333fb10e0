"""The centre's statistics agree with the annual report, open on a year with cases, and lead to records."""

import io
from datetime import date
from random import Random

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure.models import Item
from gongkai.desk.reporting.centre import analysis, facts, screen
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default"])
YEAR = Period.of(2017)


@pytest.fixture
def agency():
    return make.AgencyFactory()


@pytest.fixture
def client(agency):
    made = Client()
    made.force_login(make.officer(agency, "office"))
    return made


def some(agency, n=120):
    """Random registrations of two years, of every kind, some late, some reopened, some voided."""
    dice = Random(2017)
    units = [make.UnitFactory(agency=agency) for _ in range(3)]
    for _ in range(n):
        on = date(dice.choice((2016, 2017, 2017)), dice.randint(1, 12), dice.randint(1, 28))
        accepted = on.replace(day=28) if dice.random() < 0.7 else None
        closed = date(on.year + dice.choice((0, 0, 1)), 12, dice.randint(28, 30))
        closed = closed if dice.random() < 0.8 else None
        make.matter(
            agency,
            on,
            kind=dice.choice(("咨询", "投诉", "投诉", "举报", "投诉举报")),
            channel=dice.choice(("12315", "12331", "市长热线")),
            accepted=accepted,
            closed=closed,
            outcome=dice.choice(("调解成功", "答复")),
            reopened=closed if closed and dice.random() < 0.1 else None,
            voided=on if dice.random() < 0.05 else None,
            unit=dice.choice([*units, None]),
            category=dice.choice(("", "食品", "药品")),
            satisfaction=dice.choice(("", "满意", "基本满意", "不满意")),
            recovered_fen=dice.choice((None, 0, 12_300)),
        )


def test_the_page_and_the_annual_report_say_the_same(agency):
    some(agency)
    year, total = compute(agency, 2017), facts.cube(agency, YEAR).total
    same = {
        "complaints.received_tj": total.received,
        "complaints.closed_tj": total.closed,
        "complaints.on_time": total.on_time,
        "complaints.late": total.late,
        "complaints.unsatisfied": total.unsatisfied,
    }
    assert {key: year.now.value(key) for key in same} == same
    assert total.late > 0 and total.closed > total.late
    rated, satisfied = year["complaints.satisfied_rate"].denominator, total.rated
    assert rated == satisfied
    assert year["complaints.closing_rate_tj"].text == str(screen.percent(total.closed, total.received))
    for channel, counts in facts.cube(agency, YEAR).by["channel"].items():
        assert year.now.value(f"complaints.received_tj.by_channel.{channel}") == counts.received
    for month, counts in facts.cube(agency, YEAR).by["month"].items():
        assert year.now.value(f"complaints.received_tj.by_month.{month}") == counts.received


def test_every_dimension_adds_up_to_the_whole_in_every_measure(agency):
    some(agency)
    found = facts.cube(agency, YEAR)
    assert found.total.received > 50
    for name in facts.DIMENSIONS:
        for measure in (*facts.MEASURES, "recovered_fen"):
            assert sum(one.of(measure) for one in found.by[name].values()) == found.total.of(measure), (
                name,
                measure,
            )


def test_behind_each_number_stand_as_many_records(agency):
    some(agency)
    found, missed = facts.cube(agency, YEAR), facts.late_ids(agency, YEAR)
    for name in facts.DIMENSIONS:
        for value, counts in found.by[name].items():
            for measure in facts.MEASURES:
                rows = Matter.objects.filter(pk__in=facts.ids(agency, YEAR, measure, name, value))
                if measure == "late":
                    rows = rows.filter(pk__in=missed)
                if measure == "on_time":
                    rows = rows.exclude(pk__in=missed)
                assert rows.count() == counts.of(measure), (name, value, measure)


def test_a_later_reopening_does_not_change_last_year(agency):
    make.matter(agency, closed=date(2017, 4, 1), reopened=date(2018, 2, 1))
    make.matter(agency, closed=date(2018, 1, 4))
    total = facts.cube(agency, YEAR).total
    assert (total.received, total.closed, total.reopened) == (2, 1, 0)
    assert facts.cube(agency, Period.of(2018)).total.received == 0


def test_the_page_opens_on_the_newest_year_that_has_cases(agency, client):
    make.matter(agency, date(2016, 5, 2))
    make.matter(agency, date(2017, 5, 2))
    assert facts.years(agency) == [2017, 2016]
    page = client.get("/statistics/").content.decode()
    assert "<h1>2017 年" in page
    assert "上年同期 1" in page
    empty = client.get("/statistics/", {"year": "2019"}).content.decode()
    assert "2019 年没有登记" in empty
    assert "?year=2017" in empty


def test_a_bureau_without_any_case_sees_an_empty_page(client):
    assert client.get("/statistics/").status_code == 200


@pytest.mark.parametrize(
    "query", [{"month": "2017-03"}, {"month": "x"}, {"year": "1"}, {"by": "unit"}, {"by": "nonsense"}]
)
def test_any_address_gets_a_page(agency, client, query):
    some(agency, 20)
    assert client.get("/statistics/", query).status_code == 200


def test_numbers_lead_to_the_records_one_may_see(agency, client):
    unit = make.UnitFactory(agency=agency)
    mine = make.matter(agency, unit=unit, closed=date(2017, 3, 20))
    other = make.matter(agency, closed=date(2017, 3, 20))
    asked = {"year": "2017", "measure": "on_time", "by": "channel", "value": "12315"}
    page = client.get("/statistics/records", asked).content.decode()
    assert mine.registration.number in page and other.registration.number in page
    small = Client()
    small.force_login(make.officer(agency, "handler", unit=unit))
    page = small.get("/statistics/records", asked).content.decode()
    assert mine.registration.number in page
    assert other.registration.number not in page
    assert client.get("/statistics/records", asked | {"measure": "x"}).status_code == 404
    assert client.get("/statistics/records", asked | {"by": "x"}).status_code == 404


def test_records_come_page_by_page(agency, client):
    for _ in range(33):
        make.matter(agency)
    first = client.get("/statistics/records", {"year": "2017", "measure": "received"})
    assert len(first.context["rows"]) == 30
    second = client.get(f"/statistics/records?{first.context['more']}")
    assert len(second.context["rows"]) == 3
    assert second.context["more"] == ""


def test_the_download_has_every_count_and_no_formula(agency, client):
    make.matter(agency, category="=1+1")
    make.matter(agency, date(2016, 3, 15))
    said = client.get("/statistics/export", {"year": "2017", "format": "csv"}).content.decode("utf-8-sig")
    lines = said.splitlines()
    assert lines[0].startswith("口径,取值,收到,受理")
    assert lines[1].startswith("合计,合计,1,")
    assert lines[1].endswith(",1")
    assert any(line.startswith("商品服务类别,'=1+1,1") for line in lines)
    data = client.get("/statistics/export", {"year": "2017", "format": "xlsx"}).content
    sheet = load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[2]][:3] == ["合计", "合计", 1]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_page_asks_the_same_number_of_queries_however_many_rows(
    agency, client, django_assert_max_num_queries
):
    some(agency, 60)
    with django_assert_max_num_queries(24):
        client.get("/statistics/", {"year": "2017", "by": "unit"})


def test_the_analysis_is_an_item_for_clearance(agency, client, keys):
    make.matter(agency, date(2017, 3, 2), closed=date(2017, 3, 20), category="食品")
    make.matter(agency, date(2017, 3, 3), kind="咨询")
    make.matter(agency, date(2016, 3, 3))
    assert client.post("/statistics/analysis", {"month": "2017-03"}).status_code == 302
    item = Item.objects.get()
    assert item.title == "2017年3月投诉举报分析"
    assert "共受理投诉举报 1 件，环比无可比数据，同比增长 0.0%（1 件）" in item.text
    assert "另接受咨询 1 件" in item.text
    assert "| 食品 | 1 |" in item.text
    assert client.post("/statistics/analysis", {"year": "2017"}).status_code == 422


def test_the_analysis_of_a_quarter_is_compared_with_the_quarter_before(agency, client, keys):
    for day in (date(2017, 4, 1), date(2017, 6, 30), date(2017, 5, 9), date(2017, 3, 31), date(2016, 4, 2)):
        make.matter(agency, day, category="食品")
    make.matter(agency, date(2017, 7, 1), category="食品")
    assert client.post("/statistics/analysis", {"quarter": "2017-Q2"}).status_code == 302
    item = Item.objects.get()
    assert item.title == "2017年第二季度投诉举报分析"
    assert (
        "2017年第二季度，共受理投诉举报 3 件，环比增长 200.0%（1 件），同比增长 200.0%（1 件）" in item.text
    )
    assert "至季末已办结" in item.text
    assert client.post("/statistics/analysis", {"quarter": "2017-Q5"}).status_code == 422
    html = client.get("/statistics/", {"year": "2017"}).content.decode()
    assert [f'value="2017-Q{number}"' in html for number in (1, 2, 3, 4)] == [True] * 4
    assert "-Q1" not in client.get("/statistics/", {"year": "2100"}).content.decode(), "not begun yet"


@pytest.mark.parametrize(
    ("quarter", "first", "last"), [(1, (1, 1), (3, 31)), (2, (4, 1), (6, 30)), (4, (10, 1), (12, 31))]
)
def test_a_quarter_has_three_months_and_a_name(quarter, first, last):
    span = screen.quarter_span(2016, quarter)
    assert (span.first, span.last) == (date(2016, *first), date(2016, *last))
    assert analysis.called(span) == f"2016年第{'一二三四'[quarter - 1]}季度"
