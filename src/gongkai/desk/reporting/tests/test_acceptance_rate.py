"""受理率 = 受理 ÷（收到－重复）, by the end of the period; the contract of figures.json has no key for it."""

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.complaints.models import Decision, Verdict
from gongkai.desk.reporting.centre import facts, screen
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default"])
YEAR = Period.of(2017)
END = date(2017, 12, 31)


@pytest.fixture
def agency():
    return make.AgencyFactory()


def repeated(matter, first, officer, on=END, **more):
    case = Case.objects.get(registration=matter.registration, kind="举报")
    other = Case.objects.get(registration=first.registration, kind="举报")
    said = {"proposed_on": on, "proposed_by": officer, "on": on, "first": other} | more
    return Decision.objects.create(case=case, kind="重复举报", **said)


def same_letter(first, second, officer, on=END, **more):
    pair = sorted((first.registration, second.registration), key=lambda one: one.pk)
    return Verdict.objects.create(first=pair[0], second=pair[1], kind="同一信件", on=on, by=officer, **more)


def year_of(agency):
    """Two accepted, one refused, one accepted only next year, one consultation."""
    made = [make.matter(agency, accepted=date(2017, 3, day), kind="举报") for day in (20, 21)]
    made.append(make.matter(agency, accepted=date(2017, 3, 22), acceptance="不予受理"))
    made.append(make.matter(agency, date(2017, 12, 29), accepted=date(2018, 1, 3), kind="举报"))
    make.matter(agency, kind="咨询", accepted=date(2017, 3, 20))
    return made


def rate(agency):
    total = facts.cube(agency, YEAR).total
    return total.taken, total.fresh


def test_refused_and_later_accepted_count_below_only_and_consultations_nowhere(agency):
    year_of(agency)
    assert rate(agency) == (2, 4)


def test_repeats_are_taken_out_of_what_was_received(agency):
    first, _, _, last = year_of(agency)
    officer = make.officer(agency, "office")
    repeated(last, first, officer)
    again = make.matter(agency, date(2017, 5, 2))
    same_letter(first, again, officer)
    assert rate(agency) == (2, 3), "five received, one repeats and one is the same letter"
    total = facts.cube(agency, YEAR).total
    assert (total.received, total.repeated, total.fresh, total.taken) == (5, 2, 3, 2)


@pytest.mark.parametrize("undone", ["undone verdict", "sent back", "after the year"])
def test_what_was_taken_back_or_came_after_the_end_is_no_repeat(agency, undone):
    first, second, _, _ = year_of(agency)
    officer = make.officer(agency, "office")
    if undone == "undone verdict":
        same_letter(first, second, officer, undone_on=END)
    elif undone == "sent back":
        repeated(second, first, officer, revoked_on=END)
    else:
        same_letter(first, second, officer, on=date(2018, 1, 2))
    assert rate(agency) == (2, 4)


def test_page_export_and_records_show_it_with_both_numbers(agency):
    first, _, _, last = year_of(agency)
    repeated(last, first, make.officer(agency, "office"))
    web = Client()
    web.force_login(make.officer(agency, "leader"))
    page = web.get("/statistics/?year=2017").content.decode()
    cube = facts.cube(agency, YEAR)
    found = next(one for one in screen.rates(cube, cube) if one["name"])
    assert (found["name"], found["part"], found["whole"]) == ("受理率", 2, 3)
    assert "受理率" in page and "决定按重复举报不再处理" in page
    named = {one["name"]: (one["part"], one["whole"]) for one in screen.rates(cube, cube) if one["name"]}
    assert named == {"受理率": (2, 3), "办结率": (0, 2)}
    heads, total = list(screen.sheet(cube, cube))[:2]
    assert dict(zip(heads, total, strict=True))["重复"] == 1
    behind = Registration.objects.filter(pk__in=facts.ids(agency, YEAR, "repeated"))
    assert behind.get() == last.registration
