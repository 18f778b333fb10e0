"""The queue is kept as views and taken out as a file: what its page shows, no person, each row once."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case, Event
from gongkai.desk.complaints.listed import LISTING
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.tests.centre import NAME, PHONE, SINCE
from gongkai.desk.complaints.tests.test_queue_rows import full, shown
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.jobs.verbs import cancel
from gongkai.desk.lists import exporting, marks
from gongkai.desk.lists.models import SavedView

pytestmark = pytest.mark.django_db(databases=["default"])
__all__ = ["full"]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr("gongkai.ledgers.listed.CHUNK", 2)


def start(officer, ending="csv", **chosen):
    marks.settle_all(10_000)
    return exporting.export(LISTING, officer, chosen, ending, timezone.now())


def said(job):
    work(lambda: timezone.now() + timedelta(minutes=10))
    job.refresh_from_db()
    assert job.state == "done", job.error
    return list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))


def web(officer):
    client = Client()
    client.force_login(officer)
    return client


def test_the_file_has_what_each_view_shows_its_reader_in_its_order(full):
    numbers = dict(Case.objects.values_list("pk", "registration__number"))
    for name in ("operator", "handler", "other", "auditor"):
        reader = Reader.of(full[name], today())
        for view in views(reader.officer, reader.day):
            chosen = {"view": view} if view else {}
            wanted = [numbers[key] for key in shown(reader, view)]
            assert [row["登记编号"] for row in said(start(full[name], **chosen))] == wanted, (name, view)
    rows = said(start(full["operator"], kind="举报", q="康颐堂"))
    assert rows and {row["类型"] for row in rows} == {"举报"}
    assert not said(start(full["operator"], q="没有的词"))


def test_no_person_is_in_the_file_and_no_cell_is_a_formula(centre):
    centre.case(timezone.now(), text=f"=1+1 我是{NAME}，{PHONE}，要退款", respondent="+某店")
    (row,) = said(start(centre["handler"]))
    assert NAME not in str(row) and "4417" not in str(row)
    assert row["诉求"].startswith("'=1+1") and row["被投诉（举报）人"] == "'+某店"
    assert row["责任单位"] == "怡园监管所" and row["环节"] == "待受理" and row["到期"]


def test_rows_that_move_meanwhile_are_neither_missed_nor_doubled(centre):
    cases = [centre.case(timezone.now()) for _ in range(6)]
    job = start(centre["operator"])
    ticks = iter(timezone.now() + timedelta(seconds=second) for second in range(100))
    work(lambda: next(ticks), timezone.now() + timedelta(seconds=8))
    job.refresh_from_db()
    assert job.state == "running" and 0 < job.done < 6 and results.keys(job).exists()
    for days, case in zip((90, 80, 1, 0, 3, 2), cases, strict=True):  # first ones last, last ones first
        Case.objects.filter(pk=case.pk).update(due_on=today() + timedelta(days=days))
    marks.settle_all(10_000)
    rows = said(job)
    assert len(rows) == 6 and {row["登记编号"] for row in rows} == {one.registration.number for one in cases}
    assert not results.keys(job).exists() and not results.part(job).exists()


def test_what_the_gate_closes_meanwhile_is_left_out_and_a_lost_duty_ends_it(centre):
    cases = [centre.case(timezone.now()) for _ in range(3)]
    job = start(centre["handler"])
    ticks = iter(timezone.now() + timedelta(seconds=second) for second in range(100))
    work(lambda: next(ticks), timezone.now() + timedelta(seconds=4))
    cases[2].assignments.update(unit=centre.units["TH"])
    assert cases[2].registration.number not in {row["登记编号"] for row in said(job)}
    lost = start(centre["handler"])
    Duty.objects.filter(officer=centre["handler"]).update(until=SINCE)
    work(timezone.now)
    lost.refresh_from_db()
    assert lost.state == "failed" and "没有这个列表的职责" in lost.error
    assert "没有这个列表的职责" in web(centre["handler"]).get(f"/jobs/{lost.uid}/").content.decode()
    assert not list(results.folder().glob(f"{lost.uid}*"))


def test_a_cancelled_export_says_so_and_leaves_nothing(centre, monkeypatch):
    for _ in range(3):
        centre.case(timezone.now())
    job = start(centre["operator"])
    rows = LISTING.rows

    def interrupted(*given):
        cancel(job, timezone.now())
        return rows(*given)

    monkeypatch.setattr("gongkai.desk.lists.own.Own.rows", property(lambda _self: interrupted), raising=False)
    work(timezone.now)
    job.refresh_from_db()
    assert job.state == "cancelled" and not list(results.folder().glob(f"{job.uid}*"))
    assert "已取消" in web(centre["operator"]).get(f"/jobs/{job.uid}/").content.decode()


def test_each_export_is_an_event_that_holds_no_words(centre):
    said(start(centre["operator"], q="康颐堂"))
    event = Event.objects.get(type=exporting.EXPORTED)
    data = json.loads(bytes(event.body))["data"]
    assert data["list"] == "complaints" and data["filters"] == ["q"] and event.by == centre["operator"].uid
    assert "康颐堂" not in bytes(event.body).decode()


def test_the_page_offers_both_and_hands_its_filters_over(centre):
    centre.case(timezone.now())
    client = web(centre["operator"])
    page = client.get("/complaints/?view=soon&kind=投诉").content.decode()
    assert '<input type="hidden" name="view" value="soon">' in page and "/lists/complaints/export" in page
    given = {"view": "soon", "kind": "投诉", "line": "nonsense"}
    assert "/jobs/" in client.post("/lists/complaints/export", given | {"ending": "xlsx"})["Location"]
    assert Job.objects.get().arguments["chosen"] == {"view": "soon", "kind": "投诉"}
    client.post("/lists/complaints/views", given | {"name": "快到期的投诉", "is_default": "on"})
    kept = SavedView.objects.get()
    assert kept.chosen == {"view": "soon", "kind": "投诉"} and kept.owner == centre["operator"]
    opened = client.get("/complaints/")
    assert opened.status_code == 302 and "view=soon" in opened["Location"]
    page = client.get(opened["Location"]).content.decode()
    tabs = page[page.index('class="d-views"') :].partition("</nav>")[0]
    assert tabs.count("aria-current") == 1 and "快到期的投诉" in tabs and 'href="?kind=' in tabs
    assert client.get("/complaints/?all=1").status_code == 200
    assert "快到期的投诉" not in web(centre["handler"]).get("/complaints/").content.decode()
    client.post(f"/lists/complaints/views/{kept.pk}", {"do": "delete"})
    assert not SavedView.objects.exists()


def test_rows_that_only_search_reads_are_no_list_of_that_name(centre):
    client = web(centre["operator"])
    for name in ("queue", "cases", "applications"):
        assert client.post(f"/lists/{name}/export", {"ending": "csv"}).status_code == 404
