"""Columns before they go stale, nil months, places, the quarter's delivery: who keeps them is warned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Deputy, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.outlets import overdue, verbs

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = LATER.date()


def parts(bureau, who: str | Officer, day: date = TODAY) -> dict[str, overdue.Part]:
    officer = bureau.officers[who] if isinstance(who, str) else who
    return {one.key: one for one in overdue.waiting(officer, day, held(officer, day))}


def test_a_column_warns_its_keeper_the_deputy_and_the_office_before_it_goes_stale(bureau, duty) -> None:
    bureau.item(1, published_on=TODAY - timedelta(days=26))
    for who, mine in (("clerk", True), ("head", True), ("office", False)):
        part = parts(bureau, who)["columns"]
        (job,) = part.jobs
        assert part.mine is mine and job.on == TODAY + timedelta(days=4) and job.stands == "快到期"
        assert f"/outlets/columns/{duty.uid}/" in job.href
    assert parts(bureau, "secrecy")["columns"].count == 0
    bureau.item(2, published_on=TODAY)
    assert parts(bureau, "clerk")["columns"].count == 0


def test_a_stale_column_says_when_it_was_last_changed_however_long_ago(bureau, duty) -> None:
    bureau.item(1, published_on=date(2017, 2, 1))
    (job,) = parts(bureau, "clerk")["columns"].jobs
    assert job.stands == "超期" and "2017-02-01" in job.words and job.left < 0


def test_who_stands_in_for_the_keeper_is_warned_and_may_act(bureau, duty, place) -> None:
    other = Officer.objects.create_user("other", name="某B", agency=bureau.agency)
    Deputy.objects.create(officer=bureau.officers["clerk"], deputy=other, since=TODAY, until=TODAY)
    found = parts(bureau, other)
    assert found["columns"].count == 1 and found["places"].count == 1
    verbs.hang(place, "抽检公告", TODAY, other, LATER)
    assert verbs.report_nil(duty, date(2018, 2, 1), "", other, LATER).by == other
    assert parts(bureau, other)["places"].count == 0


def test_a_month_without_anything_waits_until_it_is_said_or_something_came(bureau, duty) -> None:
    (job,) = parts(bureau, "clerk")["nil-returns"].jobs
    assert "2018-02" in job.words
    verbs.report_nil(duty, date(2018, 2, 1), "", bureau.officers["clerk"], LATER)
    assert parts(bureau, "clerk")["nil-returns"].count == 0
    bureau.item(1, published_on=date(2018, 3, 1))
    assert parts(bureau, "clerk", date(2018, 4, 2))["nil-returns"].count == 0
    assert parts(bureau, "clerk", date(2018, 5, 2))["nil-returns"].count == 1


def test_a_place_waits_for_its_keeper_and_the_office_until_it_is_changed(bureau, place) -> None:
    assert [parts(bureau, who)["places"].count for who in ("clerk", "office", "head")] == [1, 1, 0]
    verbs.hang(place, "抽检公告", TODAY, bureau.officers["clerk"], LATER)
    assert parts(bureau, "clerk")["places"].count == 0


def test_the_delivery_of_a_quarter_waits_for_the_office_until_both_were_handed_over(bureau) -> None:
    office = bureau.officers["office"]
    assert parts(bureau, "office")["deliveries"].count == 0 and "deliveries" not in parts(bureau, "clerk")
    bureau.item(1, published_on=date(2017, 11, 1))
    jobs = parts(bureau, "office")["deliveries"].jobs
    assert len(jobs) == 2 and "2017 年第 4 季度" in jobs[0].title
    for to in ("档案馆", "图书馆"):
        made = verbs.make_list(bureau.agency, 2017, 4, to, office, LATER)
        assert "等签收" in str([one.words for one in parts(bureau, "office")["deliveries"].jobs])
        verbs.hand_over(made, TODAY, "王签收", office, LATER)
    assert parts(bureau, "office")["deliveries"].count == 0


def test_they_stand_on_the_first_page(bureau, duty, place) -> None:
    page = text(enter(bureau, "clerk").get("/"))
    for key in ("columns", "nil-returns", "places"):
        assert f'id="wait-{key}"' in page
