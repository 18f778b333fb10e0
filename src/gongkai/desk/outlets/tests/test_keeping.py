"""Places, columns, deliveries, public facts: who keeps them, when they are overdue, what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.outlets import verbs
from gongkai.desk.outlets.columns import nil_months
from gongkai.desk.outlets.freshness import freshness, month_before, quarter_days
from gongkai.desk.outlets.models import ColumnDuty, Hanging, NilReturn
from gongkai.desk.outlets.proofs import keep
from gongkai.desk.outlets.tests.conftest import BEFORE
from gongkai.desk.outlets.tests.pictures import picture
from gongkai.desk.outlets.tests.test_carrying import refused

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = LATER.date()


def test_a_cycle_warns_in_its_last_fifth_and_is_late_after_its_end():
    states = [freshness(BEFORE, BEFORE, 30, BEFORE + timedelta(days=n)).state for n in (23, 24, 30, 31)]
    assert states == ["done", "due", "due", "late"]
    assert freshness(None, BEFORE, 30, BEFORE).due == BEFORE + timedelta(days=30)


def test_quarters_and_months():
    assert quarter_days(2017, 4) == (date(2017, 10, 1), date(2017, 12, 31))
    assert quarter_days(2020, 1) == (date(2020, 1, 1), date(2020, 3, 31))
    assert month_before(date(2018, 1, 15)) == date(2017, 12, 1)


def test_what_hangs_now_takes_the_place_of_what_hung_before(bureau, place):
    clerk = bureau.officers["clerk"]
    verbs.hang(place, "春节消费提示", TODAY - timedelta(days=9), clerk, LATER)
    verbs.hang(place, "抽检公告", TODAY, clerk, LATER, proof=keep(picture(), "a.jpg"))
    verbs.hang(place, "旧海报", TODAY, clerk, LATER, alone=False)
    now = Hanging.objects.filter(place=place, gone_on__isnull=True).order_by("pk")
    assert [one.what for one in now] == ["抽检公告", "旧海报"]
    verbs.take_off(now[1], TODAY, clerk, LATER)
    refused("not-there", verbs.take_off, Hanging.objects.get(what="旧海报"), TODAY, clerk, LATER)


def test_only_keeper_and_office_change_a_place(bureau, place):
    refused("not-held", verbs.hang, place, "x", TODAY, bureau.officers["head"], LATER)
    verbs.hang(place, "x", TODAY, bureau.officers["office"], LATER)
    refused("in-future", verbs.hang, place, "x", TODAY + timedelta(days=1), bureau.officers["office"], LATER)


def test_a_place_has_a_name_of_its_own_a_cycle_and_a_keeper_of_ours(bureau, place):
    other = Agency.objects.create(code="x", name="别的局")
    stranger = Officer.objects.create_user("s", name="某", agency=other)
    given = {"name": place.name, "kind": "公开栏", "keeper": place.keeper, "cycle_days": 30, "since": BEFORE}
    office = bureau.officers["office"]
    refused("name-taken", verbs.open_place, bureau.agency, given, office, LATER)
    refused("bad-cycle", verbs.open_place, bureau.agency, given | {"cycle_days": 0}, office, LATER)
    refused("other-agency", verbs.open_place, bureau.agency, given | {"keeper": stranger}, office, LATER)
    refused("not-held", verbs.open_place, bureau.agency, given, bureau.officers["clerk"], LATER)


def test_a_month_without_anything_is_said_by_the_clerk_the_deputy_or_the_office(bureau, duty):
    month = date(2018, 2, 10)
    refused("not-held", verbs.report_nil, duty, month, "", bureau.officers["secrecy"], LATER)
    made = verbs.report_nil(duty, month, "本月无新增", bureau.officers["head"], LATER)
    assert made.month == date(2018, 2, 1)
    refused("already-reported", verbs.report_nil, duty, month, "", bureau.officers["clerk"], LATER)
    refused("in-future", verbs.report_nil, duty, date(2018, 5, 1), "", bureau.officers["clerk"], LATER)


def test_a_month_with_items_is_not_nil(bureau, duty):
    bureau.item(1, published_on=date(2018, 1, 31))
    refused("not-nil", verbs.report_nil, duty, date(2018, 1, 1), "", bureau.officers["clerk"], LATER)


def test_a_column_has_one_keeper_a_unit_until_it_ends(bureau, duty):
    office = bureau.officers["office"]
    given = {
        "column": "warnings", "unit": bureau.unit, "officer": bureau.officers["clerk"], "deputy": None,
        "cycle_days": 30, "since": TODAY,
    }  # fmt: skip
    refused("column-taken", verbs.assign_column, bureau.agency, given, office, LATER)
    refused("unknown-column", verbs.assign_column, bureau.agency, given | {"column": "x"}, office, LATER)
    same = given | {"deputy": given["officer"]}
    refused("same-person", verbs.assign_column, bureau.agency, same, office, LATER)
    verbs.end_column(duty, TODAY, office, LATER)
    refused("ended", verbs.end_column, duty, TODAY, office, LATER)
    assert verbs.assign_column(bureau.agency, given, office, LATER).pk


def test_a_delivery_is_the_quarter_as_it_was_when_the_list_was_made(bureau):
    office = bureau.officers["office"]
    for number in (1, 2):
        bureau.item(number, published_on=date(2017, 11, number))
    bureau.item(3, published_on=date(2018, 1, 1))
    made = verbs.make_list(bureau.agency, 2017, 4, "档案馆", office, LATER)
    assert [line.no for line in made.lines.order_by("no")] == [1, 2]
    bureau.item(4, published_on=date(2017, 12, 1))
    assert made.lines.count() == 2
    refused("already-made", verbs.make_list, bureau.agency, 2017, 4, "档案馆", office, LATER)
    refused("not-over", verbs.make_list, bureau.agency, 2018, 1, "档案馆", office, LATER)
    refused("nothing", verbs.make_list, bureau.agency, 2016, 1, "图书馆", office, LATER)
    refused("not-held", verbs.make_list, bureau.agency, 2017, 4, "图书馆", bureau.officers["clerk"], LATER)
    refused("no-receiver", verbs.hand_over, made, TODAY, " ", office, LATER)
    assert verbs.hand_over(made, TODAY, "王收", office, LATER).receiver == "王收"
    refused("handed", verbs.hand_over, made, TODAY, "王收", office, LATER)


def test_public_facts_are_checked_before_they_are_kept(bureau):
    office = bureau.officers["office"]
    own = bureau.item(1).index

    def tell(**more):
        given = {
            "facts": {},
            "hotlines": ["12315"],
            "guide": "# 公开什么\n\n正文。",
            "own_rules": [own],
        } | more
        return verbs.tell(bureau.agency, by=office, at=datetime(2018, 3, 2, tzinfo=UTC), **given)

    refused("bad-code", tell, facts={"site_code": "371"})
    refused("bad-address", tell, facts={"mistakes_url": "javascript:x"})
    refused("unknown-rule", tell, own_rules=["nichts/2017-1"])
    kept = tell(facts={"site_code": "3710000016", "hours": " 工作日 ", "unknown": "x"})
    assert kept.facts == {"site_code": "3710000016", "hours": "工作日"}
    assert kept.rules == [own]


def test_a_month_is_a_nil_month_once_all_who_keep_the_column_said_so(bureau):
    month = date(2017, 2, 1)
    officer = bureau.officers["clerk"]
    other = bureau.unit.__class__.objects.create(agency=bureau.agency, code="09", name="另一科", kind="科室")
    duties = [
        ColumnDuty.objects.create(
            agency=bureau.agency, column="work", unit=unit, officer=officer, cycle_days=30, since=since
        )
        for unit, since in ((bureau.unit, date(2016, 1, 1)), (other, date(2017, 1, 1)))
    ]
    NilReturn.objects.create(duty=duties[0], month=month, by=officer, at=LATER)
    assert nil_months(bureau.agency) == {}
    NilReturn.objects.create(duty=duties[1], month=month, by=officer, at=LATER)
    assert nil_months(bureau.agency) == {"work": ["2017-02"]}


def test_a_place_goes_to_another_keeper_who_then_changes_it(bureau, place):
    office, head = bureau.officers["office"], bureau.officers["head"]
    given = {"keeper": head, "where": "二楼", "unit": bureau.unit, "cycle_days": 14}
    refused("not-held", verbs.change_place, place, given, head, LATER)
    refused("bad-cycle", verbs.change_place, place, given | {"cycle_days": 0}, office, LATER)
    changed = verbs.change_place(place, given, office, LATER)
    assert (changed.keeper, changed.where, changed.cycle_days) == (head, "二楼", 14)
    assert verbs.hang(changed, "抽检公告", TODAY, head, LATER).by == head
    refused("same", verbs.change_place, changed, given, office, LATER)


def test_a_keeper_comes_from_the_same_bureau(bureau, place):
    other = Agency.objects.create(code="x", name="别的局")
    stranger = Officer.objects.create_user("s", name="某", agency=other)
    given = {"keeper": stranger, "where": "", "unit": None, "cycle_days": 14}
    refused("other-agency", verbs.change_place, place, given, bureau.officers["office"], LATER)


def test_a_closed_place_carries_nothing_until_it_is_used_again(bureau, place):
    office = bureau.officers["office"]
    verbs.hang(place, "抽检公告", TODAY - timedelta(days=1), office, LATER)
    refused("before-start", verbs.close_place, place, TODAY - timedelta(days=2), office, LATER)
    refused("in-future", verbs.close_place, place, TODAY + timedelta(days=1), office, LATER)
    refused("not-held", verbs.close_place, place, TODAY, bureau.officers["clerk"], LATER)
    closed = verbs.close_place(place, TODAY, office, LATER)
    assert Hanging.objects.get().gone_on == TODAY
    tomorrow = LATER + timedelta(days=1)
    refused("closed", verbs.hang, closed, "x", TODAY + timedelta(days=1), office, tomorrow)
    refused("closed", verbs.close_place, closed, TODAY, office, LATER)
    opened = verbs.reopen_place(closed, office, tomorrow)
    assert (opened.since, opened.until) == (TODAY + timedelta(days=1), None)
    refused("not-closed", verbs.reopen_place, opened, office, tomorrow)
    assert verbs.hang(opened, "新海报", opened.since, office, tomorrow).what == "新海报"
