"""The list of applications by channel of submission and kind of applicant, from indexes at any length."""

import csv
import io
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Case
from gongkai.desk.foi import rows
from gongkai.desk.foi.listed import LISTING
from gongkai.desk.foi.models import Application, ApplicationRow
from gongkai.desk.foi.screens.listing import _TABS
from gongkai.desk.jobs import results
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting, marks
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.own import Reading
from gongkai.desk.lists.places import Place

pytestmark = pytest.mark.django_db(databases=["default"])
RECEIVED = date(2024, 2, 1)


@pytest.fixture
def full(bureau):
    """Four applications: two ways and two kinds of applicant, one of them answered and closed."""
    bureau.register(RECEIVED)
    bureau.register(RECEIVED, applicant_kind="商业企业")
    post = {"channel": "信函", "way": "signed-mail", "arrived_on": RECEIVED, "signed_on": RECEIVED}
    bureau.register(RECEIVED, **post)
    bureau.whole(bureau.register(RECEIVED, applicant_kind="商业企业", **post), "grant.full", date(2024, 2, 5))
    return bureau


def web(person):
    made = Client()
    made.force_login(person)
    return made


def shown(person, **chosen):
    page = web(person).get("/requests/", chosen)
    return [row.case.registration.number[-2:] for row in page.context["rows"]]


def reading(bureau, **chosen):
    chosen = LISTING.reads(bureau.office, RECEIVED, chosen)
    return Reading(bureau.office, RECEIVED, held(bureau.office, RECEIVED), chosen)


def test_channel_and_applicant_narrow_the_list_alone_and_together(full):
    assert shown(full.office, tab="all", channel="信函") == ["4号", "3号"]
    assert shown(full.office, tab="all", applicant_kind="商业企业") == ["4号", "2号"]
    assert shown(full.office, tab="all", channel="信函", applicant_kind="商业企业") == ["4号"]
    assert shown(full.office, tab="open", channel="信函") == ["3号"]
    assert shown(full.office, tab="all", channel="信函", q="名单", year="2024") == ["4号", "3号"]
    assert (
        shown(full.office, tab="open", channel="传真") == shown(full.other, tab="all", channel="信函") == []
    )
    assert len(shown(full.office, tab="all", channel="鸽子", applicant_kind="x")) == 4  # makes no sense


def test_a_corrected_channel_moves_the_application(full):
    Application.objects.filter(channel="信函").update(channel="传真")
    assert shown(full.office, tab="all", channel="信函") == []
    assert shown(full.office, tab="all", channel="传真") == ["4号", "3号"]


def test_views_and_files_keep_both_filters(full):
    given = {"tab": "all", "channel": "信函", "applicant_kind": "商业企业"}
    web(full.office).post("/lists/requests/views", given | {"name": "企业来信"})
    assert SavedView.objects.get().chosen == given
    marks.settle_all(10_000)
    job = exporting.export(LISTING, full.office, given, "csv", timezone.now())
    work(lambda: timezone.now() + timedelta(minutes=10))
    job.refresh_from_db()
    (row,) = csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig")))
    assert (row["提交方式"], row["申请人类型"]) == ("信函", "商业企业")


def test_a_year_narrows_what_is_sorted_by_dues(full):
    full.register(date(2023, 3, 1))
    assert (
        shown(full.office, tab="open", year="2023") == shown(full.office, tab="late", year="2023") == ["1号"]
    )
    assert (
        "〔2023〕" in web(full.office).get("/requests/?tab=open").context["rows"][0].case.registration.number
    )


def test_a_due_of_today_is_not_late_and_one_of_yesterday_is(full):
    case = Case.objects.filter(application__replied_on=None).earliest("pk")
    for days, wanted in ((0, []), (-1, [case.pk])):
        Case.objects.filter(application__replied_on=None).update(due_on=RECEIVED + timedelta(days=9))
        Case.objects.filter(pk=case.pk).update(due_on=RECEIVED + timedelta(days=days))
        marks.settle_all(10_000)
        found = rows.found(reading(full, tab="late"), _TABS["late"], Place(), 30, {}).rows
        assert [one.record_id for one in found] == wanted


def test_rows_of_an_old_home_are_filled_as_the_program_fills_them(full):
    full.register(RECEIVED)
    Case.objects.filter(pk=Case.objects.latest("pk").pk).update(due_on=None)
    marks.settle_all(10_000)
    keys = list(ApplicationRow.objects.values_list("pk", flat=True))
    ApplicationRow.objects.update(channel="", applicant_kind="", due_place=None)
    migration = import_module("gongkai.desk.foi.migrations.0003_rows_by_due_and_channel")
    migration.fill(None, SimpleNamespace(connection=connection))
    assert len(keys) == 5 and marks.differing(rows.LISTING, keys) == []
