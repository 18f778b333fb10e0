"""The list of applications is filtered, kept as views and taken out as a file, without who applied."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.casework.models import Case
from gongkai.desk.foi.listed import LISTING
from gongkai.desk.foi.screens.listing import TABS
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting, marks
from gongkai.desk.lists.models import SavedView

pytestmark = pytest.mark.django_db(databases=["default"])
RECEIVED = date(2024, 2, 1)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr("gongkai.ledgers.listed.CHUNK", 2)


@pytest.fixture
def full(bureau):
    """Applications of two units and two years, in every tab."""
    bureau.register(RECEIVED)
    bureau.register(date(2023, 3, 1), text="申请公开电梯维保合同")
    other = bureau.register(RECEIVED, text="申请公开电梯检验名单", unit=bureau.units["XF"])
    bureau.bgs.duties.create(kind="head", unit=bureau.units["XF"], since=date(2009, 1, 1))
    bureau.decide(other, "grant.full", date(2024, 2, 5), by=bureau.other)
    bureau.answer(bureau.register(RECEIVED, text="申请公开电梯台账"), "grant.full", date(2024, 2, 5))
    bureau.whole(bureau.register(RECEIVED), "grant.full", date(2024, 2, 5))
    return bureau


def web(person):
    made = Client()
    made.force_login(person)
    return made


def start(person, **chosen):
    marks.settle_all(10_000)
    chosen = LISTING.reads(person, RECEIVED, chosen)
    return exporting.export(LISTING, person, chosen, "csv", timezone.now())


def said(job):
    work(lambda: timezone.now() + timedelta(minutes=10))
    job.refresh_from_db()
    assert job.state == "done", job.error
    return list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))


def on_pages(person, query):
    """The numbers on all pages of the list."""
    found, address = [], f"/requests/?{query}"
    while address:
        page = web(person).get(address)
        found += [row.case.registration.number for row in page.context["rows"]]
        following = page.context["pager"]["next"]
        address = f"/requests/{following}" if following else ""
    return found


@pytest.mark.parametrize("name", ["office", "handler", "secrecy", "auditor"])
def test_the_file_has_what_each_tab_shows_its_reader_in_its_order(full, monkeypatch, name):
    monkeypatch.setattr("gongkai.desk.foi.screens.listing.SHOWN", 2)
    person = getattr(full, name)
    for tab in TABS:
        for query in ({"tab": tab}, {"tab": tab, "q": "电梯"}):
            wanted = on_pages(person, "&".join(f"{key}={value}" for key, value in query.items()))
            assert [row["编号"] for row in said(start(person, **query))] == wanted, query


@pytest.mark.parametrize("words", ["", "&q=申请公开"])
def test_unit_and_year_narrow_page_and_file_with_words_and_without(full, words):
    unit = full.units["XF"].pk
    assert on_pages(full.office, f"tab=all&unit={unit}{words}") == ["依申请〔2024〕2号"]
    assert on_pages(full.office, f"tab=all&year=2023{words}") == ["依申请〔2023〕1号"]
    assert on_pages(full.handler, f"tab=all&unit={unit}{words}") == []
    asked = {"tab": "all", "year": "2023"} | ({"q": "申请公开"} if words else {})
    assert [row["编号"] for row in said(start(full.office, **asked))] == ["依申请〔2023〕1号"]
    assert len(on_pages(full.office, f"tab=all&unit=99999&year=1066{words}")) == 5  # makes no sense


def test_the_file_holds_no_applicant_and_no_formula(bureau):
    bureau.register(RECEIVED, text="=申请公开张三丰的合同")
    (row,) = said(start(bureau.office))
    assert row["申请内容"].startswith("'=申请公开") and "13800000000" not in str(row)
    assert row["申请人类型"] == "自然人" and row["收到日期"] == "2024-02-01" and row["到期"]


def test_applications_that_move_meanwhile_are_neither_missed_nor_doubled(bureau):
    cases = [bureau.register(RECEIVED) for _ in range(6)]
    job = start(bureau.office)
    ticks = iter(timezone.now() + timedelta(seconds=second) for second in range(100))
    work(lambda: next(ticks), timezone.now() + timedelta(seconds=8))
    job.refresh_from_db()
    assert job.state == "running" and 0 < job.done < 6
    for days, case in zip((90, 80, 1, 0, 3, 2), cases, strict=True):
        Case.objects.filter(pk=case.pk).update(due_on=RECEIVED + timedelta(days=days))
    rows = said(job)
    assert len(rows) == 6 == len({row["编号"] for row in rows})


def test_a_view_keeps_tab_and_filters_and_opens_by_itself(full):
    client = web(full.office)
    given = {"tab": "late", "unit": str(full.units["SP"].pk), "year": "2023", "kind": "nonsense"}
    assert "/jobs/" in client.post("/lists/requests/export", given | {"ending": "csv"})["Location"]
    client.post("/lists/requests/views", given | {"name": "本科逾期", "is_default": "on"})
    given.pop("kind")
    assert SavedView.objects.get().chosen == given == Job.objects.get().arguments["chosen"]
    opened = client.get("/requests/")
    assert opened.status_code == 302 and "tab=late" in opened["Location"]
    page = client.get(opened["Location"]).content.decode()
    tabs = page[page.index('class="d-views"') :].partition("</nav>")[0]
    assert tabs.count("aria-current") == 1 and "本科逾期" in tabs
    assert client.get("/requests/?tab=open").status_code == 200
