"""涉密误入处置 of records that are no case and no item, and of cases of other rooms: no word is left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files, holdings
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.verbs import purge_case, purge_record, purging
from gongkai.desk.enforcement.models import Investigation, Penalty, Sample
from gongkai.desk.foi import verbs as foi
from gongkai.desk.foi.models import Search
from gongkai.desk.foi.tests.bureau import Bureau as Requests
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.conftest import ORGANS
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.oversight.models import Activity, Evidence, PlannedTask
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
SECRET = "内部通报全文某地某厂某型号"
AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
DAY = date(2018, 3, 1)


@pytest.fixture
def bureau(keys):
    return Bureau.found()


def left(word: str = SECRET) -> list[str]:
    """Tables of the desk in which a word is left."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            if any(
                word in str(v) or word.encode() in bytes(v if isinstance(v, bytes | memoryview) else b"")
                for row in rows
                for v in row
            ):
                found.append(table)
    return found


def investigation(bureau):
    return Investigation.objects.create(
        agency=bureau.agency, number="立2018-1", unit=bureau.unit, respondent=SECRET, violation=SECRET,
        opened_on=DAY, opened_by=bureau.officers["office"],
    )  # fmt: skip


def penalty(bureau):
    return Penalty.objects.create(
        agency=bureau.agency, organ="高区局", doc_no="罚1号", party=SECRET, party_kind="企业",
        violation=SECRET,
        facts=SECRET, basis=SECRET, sanction=SECRET, content=SECRET, decided_on=DAY, extras={"备注": SECRET},
    )  # fmt: skip


def sample(bureau):
    texts = dict.fromkeys(("food", "maker", "sampled_unit", "task", "failed_item"), SECRET)
    return Sample.objects.create(agency=bureau.agency, number="抽1", verdict="合格", **texts)


def activity(bureau):
    return Activity.objects.create(agency=bureau.agency, kind="会议", name=SECRET, on=DAY, note=SECRET)


def task(bureau):
    made = PlannedTask.objects.create(
        agency=bureau.agency, year=2018, task=SECRET, source=SECRET, unit=bureau.unit, due_on=DAY
    )
    Evidence.objects.create(task=made, on=DAY, what=SECRET, by="张")
    return made


@pytest.mark.parametrize("make", [investigation, penalty, sample, activity, task])
def test_no_word_of_a_purged_record_is_left_and_its_number_stays(bureau, make):
    one = make(bureau)
    other = make_other(bureau, one)
    incident = purge_record(one._meta.label, one.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() == []
    one.refresh_from_db()
    assert incident.was_stored and incident.backups_on is None and other == []
    last = Event.objects.filter(type="secrecy-purge").get()
    assert incident.number in bytes(last.body).decode() and SECRET not in bytes(last.body).decode()
    found = purging.found(one._meta.label, bureau.agency)
    assert [row.pk for row in found] == [one.pk]


def make_other(bureau, one):
    """What another agency's officer would find of it."""
    agency = type(bureau.agency).objects.create(code="371003SC", name="另一局")
    return purging.found(one._meta.label, agency)


def test_who_has_not_the_duty_and_another_agency_purge_nothing(bureau):
    one = activity(bureau)
    with pytest.raises(Refused, match="没有涉密误入处置职责"):
        purge_record("oversight.Activity", one.pk, bureau.agency, bureau.officers["clerk"], AT)
    with pytest.raises(Refused, match="没有这条记录"):
        purge_record("oversight.Activity", one.pk + 1, bureau.agency, bureau.officers["secrecy"], AT)
    with pytest.raises(Refused, match="没有这类记录"):
        purge_record("agencies.Officer", 1, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() and not Incident.objects.exists()


def test_a_request_loses_its_searches_decisions_and_opinions_too(keys, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS
    bureau, day = Requests(), date(2023, 9, 4)
    case = bureau.register(day, text=f"申请公开 {SECRET}")
    Search.objects.create(
        application=bureau.application(case),
        on=day,
        place=SECRET,
        method=SECRET,
        found=True,
        note=SECRET,
        by=bureau.handler,
    )
    bureau.decide(case, "grant.full", day)
    foi.give_opinion(case, True, note=f"同意 {SECRET}", by=bureau.head, at=at(day))
    assert {"foi_search", "foi_opinion"} <= set(left())
    purge_case(case, bureau.secrecy, at(day))
    assert left() == []


def test_what_background_work_made_for_fetching_goes_with_a_purge(bureau):
    job = Job.objects.create(
        agency=bureau.agency, kind="export", title="导出", created_at=AT, not_before=AT, state="done"
    )
    part = results.part(job)
    part.write_bytes(SECRET.encode())
    digest = results.keep(job, part)
    Job.objects.filter(pk=job.pk).update(result_sha256=digest, result_name="a.csv", result_size=1)
    purge_record("oversight.Activity", activity(bureau).pk, bureau.agency, bureau.officers["secrecy"], AT)
    job.refresh_from_db()
    assert job.result_sha256 == "" and not (results.folder() / job.uid).exists()


def test_a_scan_goes_unless_another_record_shows_it(bureau):
    digest = files.store(b"scan")
    place = apps.get_model("outlets.Place").objects.create(
        agency=bureau.agency,
        name="大厅",
        kind="screen",
        where="一楼",
        unit=bureau.unit,
        keeper=bureau.officers["clerk"],
        since=DAY,
    )
    hanging = apps.get_model("outlets.Hanging")
    first, second = (
        hanging.objects.create(
            place=place, what=SECRET, on=DAY, by=bureau.officers["clerk"], scan=digest, scan_name="照片"
        )
        for _ in range(2)
    )
    for one, there in ((first, True), (second, False)):
        purge_record("outlets.Hanging", one.pk, bureau.agency, bureau.officers["secrecy"], AT)
        assert files.place(digest).exists() is there


def test_every_kind_of_record_can_be_looked_for_by_any_words(bureau):
    for label in holdings.ROOTS:
        for number in ("", "1", "立2018-1", "2018"):
            assert isinstance(purging.found(label, bureau.agency, number), list)


def test_the_page_finds_asks_and_purges(bureau):
    one = investigation(bureau)
    client = enter(bureau, "secrecy")
    page = "/incidents/records/"
    assert "立案调查" in text(client.get(page))
    html = text(client.get(page, {"kind": "enforcement.Investigation", "number": "立2018-1"}))
    assert "立2018-1" in html and SECRET not in html
    sent = {"kind": "enforcement.Investigation", "record": one.pk}
    assert "还没有勾选确认" in text(client.post(page, sent), 422)
    assert client.post(page, sent | {"sure": "on"})["Location"] == "/incidents/"
    assert left() == [] and "此前的备份须人工清除" in text(client.get("/incidents/"))
    assert enter(bureau, "clerk").get(page).status_code == 403
