"""Lists of enforcement, outlets and oversight: filters, pages by key, saved views, export, one gate."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import paging
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.enforcement.models import Investigation, Penalty, Sample
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting, marks
from gongkai.desk.lists import paging as lists_paging
from gongkai.desk.lists.listing import LISTINGS, Listing
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.registry import OTHERS
from gongkai.desk.lists.short import Found, Short
from gongkai.desk.outlets import ledgers
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Place
from gongkai.desk.oversight.models import Activity, Finding, PlannedTask
from gongkai.ledgers import listed

pytestmark = pytest.mark.django_db(databases=["default"])
DAY, AT = date(2018, 3, 1), datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
_LINK = re.compile(r'<th scope="row"[^>]*><a href="([^"]+)"')


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


def now() -> datetime:
    return datetime.now(UTC)


def investigation(bureau: Bureau, n: int) -> None:
    Investigation.objects.create(
        agency=bureau.agency, number=f"立{n}号", unit=bureau.unit, violation="无照经营",
        opened_on=DAY + timedelta(n // 2), opened_by=bureau.officers["clerk"],
    )  # fmt: skip


def penalty(bureau: Bureau, n: int) -> None:
    Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no=f"罚{n}号", decided_on=DAY + timedelta(n // 2),
        party="某超市", party_kind="企业", violation="销售过期食品",
    )  # fmt: skip


def batch(bureau: Bureau, n: int) -> None:
    for verdict in ("合格", "不合格"):
        Sample.objects.create(
            agency=bureau.agency, number=f"{n}-{verdict}", batch=f"第{n}期", food="面包", verdict=verdict,
            reported_on=DAY + timedelta(n // 2) if n else None,
        )  # fmt: skip


def sample(bureau: Bureau, n: int) -> None:
    Sample.objects.create(
        agency=bureau.agency, number=f"样{n}号", food="面包", verdict="合格",
        reported_on=DAY + timedelta(n // 2) if n else None,
    )  # fmt: skip


def place(bureau: Bureau, n: int) -> None:
    Place.objects.create(
        agency=bureau.agency, name=f"{n}号栏", kind="公开栏", keeper=bureau.officers["clerk"],
        cycle_days=n + 1, since=DAY,
    )  # fmt: skip


def column(bureau: Bureau, n: int) -> None:
    unit = Unit.objects.create(agency=bureau.agency, code=f"9{n:02}", name=f"第{n}科", kind="科室")
    ColumnDuty.objects.create(
        agency=bureau.agency, column="warnings", unit=unit, officer=bureau.officers["clerk"],
        cycle_days=n + 1, since=DAY,
    )  # fmt: skip


def delivery(bureau: Bureau, n: int) -> None:
    Delivery.objects.create(
        agency=bureau.agency, year=2000 + n, quarter=1, to="档案馆", made_at=AT,
        made_by=bureau.officers["office"],
    )  # fmt: skip


def finding(bureau: Bureau, n: int) -> None:
    Finding.objects.create(
        agency=bureau.agency, number=f"查{n}号", inspector="self", found_on=DAY, told_on=DAY, kind="link",
        words=f"第{n}处", unit=bureau.unit, days=5, due_on=DAY, entered_by=bureau.officers["office"],
        entered_at=AT,
    )  # fmt: skip


def task(bureau: Bureau, n: int) -> None:
    PlannedTask.objects.create(
        agency=bureau.agency, year=2018, task=f"第{n}项", unit=bureau.unit, due_on=DAY + timedelta(n // 2)
    )


def activity(bureau: Bureau, n: int) -> None:
    on = DAY + timedelta(n // 2)
    Activity.objects.create(agency=bureau.agency, kind="会议", name=f"第{n}次会", on=on)


MAKERS: dict[str, Callable[[Bureau, int], None]] = {
    "investigations": investigation,
    "penalties": penalty,
    "batches": batch,
    "samples": sample,
    "places": place,
    "columns": column,
    "deliveries": delivery,
    "findings": finding,
    "plan": task,
    "activities": activity,
}
ROWED = {name: LISTINGS[name] for name in ("batches", "investigations", "penalties", "samples")}
"""Those that grow to a million and have a row table."""
SHORT = {name: one for name, one in OTHERS.items() if isinstance(one, Short)}
LISTS: dict[str, Listing | Short] = {**SHORT, **ROWED}
TESTED_IN_THEIR_ROOMS = {"consultations", "remedies", "signals"}
"""Lists that need a room's own records: their tests stand with it."""
EVERY = pytest.mark.parametrize("name", sorted(MAKERS))


def filled(bureau: Bureau, name: str, count: int, first: int = 0) -> str:
    """The address of the list, with so many records in it."""
    for n in range(first, first + count):
        MAKERS[name](bureau, n)
    return reverse(LISTS[name].address)


def test_every_short_list_is_tested_here() -> None:
    assert {*SHORT, *ROWED} == {*MAKERS, *TESTED_IN_THEIR_ROOMS}


@EVERY
def test_pages_follow_each_other_by_key_both_ways(bureau, monkeypatch, name) -> None:
    here, client = filled(bureau, name, 8), enter(bureau, "office")
    whole = _LINK.findall(text(client.get(here, {"all": "1"})))
    assert len(whole) == len(set(whole)) == 8
    monkeypatch.setattr(paging, "SHOWN", 3)
    monkeypatch.setattr(lists_paging.renewed, "__defaults__", (3, MappingProxyType({})))
    pages, query = [], "?all=1"
    while query:
        html = text(client.get(here + query))
        pages.append(_LINK.findall(html))
        query = next(iter(re.findall(r'href="(\?[^"]*after=[^"]*)"', html)), "").replace("&amp;", "&")
    assert [one for page in pages for one in page] == whole and len(pages) == 3
    back = re.search(r'href="(\?[^"]*before=[^"]*)"', html)
    assert back and _LINK.findall(text(client.get(here + back[1].replace("&amp;", "&")))) == pages[1]
    assert client.get(here, {"after": "nonsense", "before": "9" * 40}).status_code == 200


@EVERY
def test_a_page_costs_as_many_queries_for_twelve_as_for_four(bureau, name) -> None:
    here, client = filled(bureau, name, 4), enter(bureau, "office")

    def measured() -> int:
        marks.settle_all()
        client.get(here, {"all": "1"})
        with CaptureQueriesContext(connection) as captured:
            text(client.get(here, {"all": "1"}))
        return len(captured)

    few = measured()
    filled(bureau, name, 8, first=4)
    assert measured() <= few <= (10 if name in ROWED else 22)


@EVERY
def test_every_filter_is_shown_narrows_and_makes_no_error(bureau, name) -> None:
    here, client, listing = filled(bureau, name, 3), enter(bureau, "office"), LISTS[name]
    html = text(client.get(here, {"all": "1"}))
    for one in listing.facets:
        assert f'name="{one.name}"' in html, one.name
        for value, _words in one.choices(bureau.officers["office"], today()):
            found = _LINK.findall(text(client.get(here, {one.name: value})))
            assert len(found) <= 3, (one.name, value)
    if listing.asks:
        assert _LINK.findall(text(client.get(here, {"q": "没有这样的词"}))) == []
    if listing.period:
        assert _LINK.findall(text(client.get(here, {"year": "2009"}))) == []
        assert len(_LINK.findall(text(client.get(here, {"year": "2018"})))) >= 2


@EVERY
def test_a_view_is_kept_under_a_name_and_opens_by_itself(bureau, name) -> None:
    here, client, listing = filled(bureau, name, 2), enter(bureau, "office"), LISTS[name]
    facet = next(one for one in listing.facets if one.choices(bureau.officers["office"], today()))
    value = facet.choices(bureau.officers["office"], today())[0][0]
    given = {"name": "常看的几条", facet.name: value, "is_default": "on", "nonsense": "x"}
    assert client.post(f"/lists/{name}/views", given).status_code == 302
    assert SavedView.objects.get().chosen == {facet.name: value}
    opened = client.get(here)
    assert opened.status_code == 302 and f"{facet.name}=" in opened["Location"]
    assert "常看的几条" in text(client.get(opened["Location"]))
    assert "常看的几条" not in text(enter(bureau, "leader").get(here))


@EVERY
def test_the_export_runs_in_the_background_and_holds_what_the_filters_leave(
    bureau, monkeypatch, name
) -> None:
    monkeypatch.setattr(listed, "CHUNK", 3)
    here, client = filled(bureau, name, 7), enter(bureau, "office")
    shown = _LINK.findall(text(client.get(here, {"all": "1"})))
    answer = client.post(f"/lists/{name}/export", {"ending": "csv"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uid}/" and client.get(answer["Location"]).status_code == 200
    work(now)
    job.refresh_from_db()
    assert job.state == "done" and (job.done, job.total) == (7, 7), job.error
    rows = list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))
    assert len(rows) == len(shown) and list(rows[0]) == [header for header, _ in LISTS[name].columns]
    assert len({tuple(row.values()) for row in rows}) == 7
    assert Event.objects.filter(type=exporting.EXPORTED).count() == 1


@pytest.mark.parametrize("name", sorted(ROWED))
def test_an_export_begun_by_an_earlier_version_begins_anew(bureau, name) -> None:
    here, client = filled(bureau, name, 3), enter(bureau, "office")
    client.get(here, {"all": "1"})
    client.post(f"/lists/{name}/export", {"ending": "csv"})
    stood = {"after": "2018-03-01~2", "bytes": 77, "rows": 2, "extras": []}
    Job.objects.update(cursor=stood, done=2, total=3)
    work(now)
    job = Job.objects.get()
    assert job.state == "done", job.error
    rows = list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))
    assert len(rows) == len({tuple(row.values()) for row in rows}) == 3


@pytest.mark.parametrize("name", ["places", "columns"])
def test_a_portion_of_a_list_in_an_order_of_its_own_reads_its_own_records_only(bureau, name) -> None:
    filled(bureau, name, 7)
    officer, read = bureau.officers["office"], []

    def made(rows, of, day):
        read.append(len(rows))
        return SHORT[name].made(rows, of, day)

    found = Found(replace(SHORT[name], made=made), officer, today(), held(officer, today()), {})
    keys = found.keys(100)
    portions = [found.of(keys[begin : begin + 3]) for begin in (0, 3, 6)]
    assert [found.listing.key(row) for rows in portions for row in rows] == keys
    assert read == [3, 3, 1]


@pytest.mark.parametrize("name", ["places", "columns"])
def test_a_page_of_what_is_overdue_first_is_cut_by_the_database(bureau, monkeypatch, name) -> None:
    monkeypatch.setattr(paging, "SHOWN", 3)
    here, read = filled(bureau, name, 9), []
    made = {"places": "place_rows", "columns": "column_rows"}[name]
    real = getattr(ledgers, made)
    monkeypatch.setattr(ledgers, made, lambda rows, day: read.append(len(rows)) or real(rows, day))
    client = enter(bureau, "office")
    assert len(_LINK.findall(text(client.get(here, {"all": "1"})))) == 3 and read == [3]
    whole = _LINK.findall(text(client.get(here, {"all": "1", "paper": "1"})))
    assert len(whole) == 9 and read == [3, 3, 9]


@EVERY
def test_a_list_is_closed_to_whoever_only_keeps_accounts(bureau, name) -> None:
    here = filled(bureau, name, 1)
    bureau.officers["keeper"] = keeper = Officer.objects.create_user(
        "keeper", name="管理员", agency=bureau.agency
    )
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client, listing = enter(bureau, "keeper"), LISTS[name]
    assert client.get(here).status_code == 403
    assert client.post(f"/lists/{name}/views", {"name": "x"}).status_code == 403
    assert client.post(f"/lists/{name}/export", {"ending": "csv"}).status_code == 403
    duties = held(keeper, today())
    assert not listing.opens(keeper, today(), duties)


@EVERY
def test_nothing_of_another_agency_is_in_a_list_nor_of_nobodys_duty(bureau, name) -> None:
    filled(bureau, name, 2)
    stranger = Officer.objects.create_user(
        "stranger", name="外局", agency=type(bureau.agency).objects.create(code="371099SC", name="外地局")
    )
    Duty.objects.create(officer=stranger, kind="office", since=SINCE)
    duties = held(stranger, today())
    assert not LISTS[name].gate(stranger, today(), duties).exists()
    assert not LISTS[name].gate(bureau.officers["office"], today(), []).exists()


@pytest.mark.parametrize(("name", "field"), [("investigations", "立案号"), ("findings", "编号")])
def test_a_unit_exports_what_its_gate_lets_it_see(bureau, name, field) -> None:
    filled(bureau, name, 2)
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    model = (
        LISTS[name].gate(bureau.officers["office"], today(), held(bureau.officers["office"], today())).model
    )
    model.objects.filter(number__contains="0").update(unit=other)
    exporting.export(LISTS[name], bureau.officers["clerk"], {}, "csv", now())
    work(now)
    said = list(csv.DictReader(io.StringIO(results.place(Job.objects.get()).read_text("utf-8-sig"))))
    assert len(said) == 1 and "1" in said[0][field]


def test_whoever_lost_the_duty_meanwhile_gets_nothing(bureau) -> None:
    filled(bureau, "findings", 2)
    exporting.export(SHORT["findings"], bureau.officers["clerk"], {}, "csv", now())
    Duty.objects.filter(officer=bureau.officers["clerk"]).update(until=SINCE)
    work(now)
    job = Job.objects.get()
    assert job.state == "failed" and "没有这个列表的职责" in job.error


def test_a_default_view_does_not_swallow_what_was_wrong_in_a_form(bureau) -> None:
    client = enter(bureau, "office")
    given = {"name": "在办", "state": "open", "is_default": "on"}
    client.post("/lists/investigations/views", given)
    assert "请填写" in text(client.post("/enforcement/", {"number": ""}), 422)
