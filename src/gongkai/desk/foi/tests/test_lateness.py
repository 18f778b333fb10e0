"""Which replies were late, whose they are and why: counted in the month of the limit, seen by the gate."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.desk.casework.models import Event
from gongkai.desk.foi import lateness, verbs
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.tests.bureau import at
from gongkai.refusal import Refused

DAY = date(2024, 3, 1)
TODAY = date(2024, 6, 3)


@pytest.fixture
def three(bureau):
    """One answered late, one in time, one still owed; another unit owes one too."""
    late = bureau.register(DAY)
    bureau.answer(late, "grant.full", late.due_on + timedelta(days=7))
    bureau.answer(bureau.register(DAY), "grant.full", DAY + timedelta(days=3))
    owed = bureau.register(date(2024, 4, 1))
    other = bureau.register(date(2024, 4, 2), unit=bureau.units["XF"])
    return late, owed, other


def test_late_ones_stand_in_the_month_of_their_limit_with_working_days(bureau, three):
    late, owed, _other = three
    table = lateness.table(bureau.leader, TODAY, 2024)
    first = next(one for one in table.rows if one.application.pk == late.pk)
    assert (first.due, first.days, first.drafted_by) == (date(2024, 3, 29), 3, "于海峰")  # 清明 lies between
    assert first.drafting == 23 and first.chain == first.sending == 0
    assert [one.due.month for one in table.rows] == [3, 4, 4]
    assert [(line.unit.code, line.total) for line in table.lines] == [("SP", 2), ("XF", 1)]
    assert table.months == (0, 0, 1, 2, *[0] * 8)
    open_one = next(one for one in table.rows if one.application.pk == owed.pk)
    assert open_one.replied is None and open_one.days > 15


def test_who_handles_says_why_once_it_is_late(bureau, three):
    late, _owed, _other = three
    fresh = bureau.register(TODAY)
    for case, cause, code in (
        (fresh, "chain", "not-late"),
        (late, "", "unknown-cause"),
        (late, "other", "no-note"),
    ):
        with pytest.raises(Refused) as refused:
            verbs.explain_late(case, cause, by=bureau.handler, at=at(TODAY))
        assert refused.value.code == code
    verbs.explain_late(late, "chain", note="合法性审查往返，见13812345678", by=bureau.handler, at=at(TODAY))
    late.refresh_from_db()
    assert late.stage == "served"
    row = Application.objects.get(pk=late.pk)
    assert row.late_cause == "chain" and "13812345678" not in row.late_note
    assert Event.objects.filter(stream=late.stream, type="late-explained").exists()
    assert dict(lateness.table(bureau.leader, TODAY, 2024).causes) == {"": 2, "内部审批费时": 1}


def test_while_the_applicant_has_to_act_nothing_is_late(bureau):
    case = bureau.register(DAY)
    verbs.ask_correction(case, "名称", "不明确", DAY + timedelta(10), by=bureau.handler, at=at(DAY))
    assert not lateness.table(bureau.leader, TODAY, 2024).rows
    assert not lateness.is_late(bureau.application(case), TODAY)


def test_a_paid_fee_moves_the_limit_of_the_table_too(bureau):
    case = bureau.register(DAY)
    verbs.charge(case, "窗口", pages=68, by=bureau.handler, at=at(DAY + timedelta(3)))
    verbs.pay(case, by=bureau.handler, at=at(DAY + timedelta(20)))
    bureau.answer(case, "grant.full", case.due_on)
    assert not lateness.table(bureau.leader, TODAY, 2024).rows


def get(officer, **asked):
    client = Client()
    client.force_login(officer)
    return client.get(reverse("foi:late"), asked)


def test_the_page_narrows_by_unit_and_month_and_shows_what_the_officer_may_see(
    bureau, three, django_assert_max_num_queries
):
    whole = get(bureau.leader, year="2024").content.decode()
    assert whole.count("explain_late") == 3 and "食品流通科" in whole and "消费者权益保护科" in whole
    narrow = get(bureau.leader, year="2024", unit="SP", month="3").content.decode()
    assert narrow.count("explain_late") == 1
    mine = get(bureau.other, year="2024").content.decode()
    assert mine.count("explain_late") == 1 and "食品流通科" not in mine
    assert get(bureau.leader, year="1899").status_code == 404
    assert "没有逾期的件" in get(bureau.leader, year="2023").content.decode()
    assert "<option selected>2017</option>" in get(bureau.leader, year="2017").content.decode()
    client = Client()
    client.force_login(bureau.leader)
    with django_assert_max_num_queries(20):
        client.get(reverse("foi:late"), {"year": "2024"})


def test_the_file_has_a_row_for_each_and_no_formula(bureau, three):
    late, *_ = three
    verbs.explain_late(late, "other", note="=HYPERLINK(1)", by=bureau.handler, at=at(TODAY))
    response = get(bureau.leader, year="2024", format="csv")
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    first = next(one for one in rows if one["登记编号"] == late.registration.number)
    assert (first["答复期限"], first["逾期工作日"], first["原因"]) == ("2024-03-29", "3", "其他")
    assert first["说明"].startswith("'=")
