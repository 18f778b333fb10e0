"""The list as a file: all that the list shows, for its owner, with an event; a restart changes nothing."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty, Unit
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting, marks
from gongkai.desk.lists.listing import LISTINGS
from gongkai.ledgers import listed
from gongkai.ledgers.reading import open_table

pytestmark = pytest.mark.django_db(databases=["default"])


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    found = Bureau.found()
    other = Unit.objects.create(agency=found.agency, code="02", name="办公室", kind="科室")
    for number in range(1, 8):
        found.item(number, formed_on=date(2017, 5, number), unit=other if number > 5 else found.unit)
    found.item(8, formed_on=date(2016, 1, 1), extras={"备注": "=1+1"})
    return found


def start(bureau: Bureau, kind: str = "office", ending: str = "csv", **chosen: str) -> Job:
    marks.settle_all()
    return exporting.export(LISTINGS["items"], bureau.officers[kind], chosen, ending, now())


def said(job: Job) -> list[dict[str, str]]:
    job.refresh_from_db()
    assert job.state == "done", job.error
    return list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch) -> None:
    monkeypatch.setattr(listed, "CHUNK", 3)


def test_the_file_holds_what_the_list_shows_in_its_order(bureau):
    job = start(bureau, year="2017")
    work(now)
    assert [row["索引号"] for row in said(job)] == [f"37100017/2017-{n:05d}" for n in range(7, 0, -1)]
    assert (job.done, job.total, job.result_name[:4]) == (7, 7, "信息目录")
    own = start(bureau, "clerk", year="2017")
    work(now)
    assert len(said(own)) == 5


def test_extra_columns_come_along_and_no_cell_is_a_formula(bureau):
    job = start(bureau)
    work(now)
    assert said(job)[-1]["备注"] == "'=1+1"


def test_xlsx_is_read_back_by_the_register(bureau):
    job = start(bureau, ending="xlsx")
    work(now)
    job.refresh_from_db()
    path = results.place(job).with_suffix(".xlsx")
    path.write_bytes(results.place(job).read_bytes())
    assert path.stat().st_size == job.result_size
    assert len(list(open_table(path).rows())) == 8


def test_a_restart_in_the_middle_doubles_nothing(bureau):
    job = start(bureau)
    clock = iter(now() + timedelta(seconds=second) for second in range(100))
    assert work(lambda: next(clock), now() + timedelta(seconds=6)) >= 1
    job.refresh_from_db()
    assert job.state == "running"
    with results.part(job).open("ab") as torn:
        torn.write(b'{"half')
    work(lambda: now() + timedelta(minutes=10))
    assert len({row["索引号"] for row in said(job)}) == len(said(job)) == 8


def test_an_export_leaves_an_event_without_words(bureau):
    work(now) if start(bureau, q="警示") else None
    event = Event.objects.get(type=exporting.EXPORTED)
    data = json.loads(bytes(event.body))["data"]
    assert data["rows"] == 8 and data["filters"] == ["q"] and event.by == bureau.officers["office"].uid
    assert "警示" not in bytes(event.body).decode()


def test_whoever_lost_the_duty_meanwhile_gets_nothing(bureau):
    job = start(bureau, "clerk")
    Duty.objects.filter(officer=bureau.officers["clerk"]).update(until=SINCE)
    work(now)
    job.refresh_from_db()
    assert job.state == "failed" and "没有这个列表的职责" in job.error and not results.part(job).exists()


def test_the_button_leads_to_the_progress_page(bureau):
    client = Client()
    client.force_login(bureau.officers["office"])
    response = client.post("/lists/items/export", {"ending": "csv", "year": "2017", "state": "nonsense"})
    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.uid}/" and job.arguments["chosen"] == {"year": "2017"}
    assert "不能导出" in client.post("/lists/items/export", {"ending": "pdf"}, follow=True).content.decode()
    work(now)
    assert Item.objects.count() == 8 and client.get(f"/jobs/{job.uid}/result").status_code == 200
