from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.deadlines import ComplaintClock, complaint_mediation, compute
from gongkai.law.tests.oracle import DAY, calendar_limit, on_holiday, working_limit, works
from gongkai.refusal import Refused


def ask(kind, on, *events, **settings):
    return compute(kind, date.fromisoformat(on), events=list(events), settings=settings)


def also(answer):
    return [one.due for one in answer.also]


def text(answer):
    return "\n".join(step.what for step in answer.steps)


def test_before_2020_the_line_chooses_the_rules():
    on = "2017-03-01"
    assert ask("complaint-accept", on, line="12315").ruleset == "complaint.saic62"
    assert ask("complaint-accept", on, line="12331").ruleset == "complaint.cfda21"
    assert ask("complaint-accept", on, line="12365").ruleset == "complaint.aqsiq51"
    assert ask("complaint-accept", on, line="工商").ruleset == "complaint.saic62"


def test_before_2020_a_missing_or_unknown_line_is_refused():
    with pytest.raises(Refused, match="条线"):
        ask("complaint-accept", "2017-03-01")
    with pytest.raises(Refused, match="12345"):
        ask("complaint-accept", "2017-03-01", line="12345")


def test_since_2020_the_line_does_not_matter():
    assert (
        ask("complaint-accept", "2020-01-01").due == ask("complaint-accept", "2020-01-01", line="12331").due
    )


def test_a_case_of_no_line_goes_by_the_earliest_of_all_rules():
    answer = ask("complaint-accept", "2017-03-01", line="any")
    singly = [ask("complaint-accept", "2017-03-01", line=line) for line in ("12315", "12331", "12365")]
    assert answer.due == min(one.due for one in singly)
    assert answer.ruleset == "complaint.cfda21"
    assert set(also(answer)) >= {one.due for one in singly} - {answer.due}
    assert ask("complaint-accept", "2022-03-01", line="any").ruleset == "complaint.samr20"


def test_days_of_open_unit_are_read_both_ways_earliest_first_with_a_warning__order_21():
    answer = ask("complaint-accept", "2017-03-01", line="12331")
    assert answer.due == date(2017, 3, 6)
    assert also(answer) == [date(2017, 3, 8)]
    assert "工作日还是自然日" in text(answer)


def test_around_a_long_holiday_the_earlier_of_both_readings_is_due():
    answer = ask("complaint-end-notice", "2017-09-20", line="12331")
    assert answer.due == min(calendar_limit(date(2017, 9, 20), 15), working_limit(date(2017, 9, 20), 15))
    assert "没有核对原文" in text(answer)


def test_what_the_old_orders_do_not_say_is_no_date_with_a_reason():
    for kind, line in [
        ("complaint-end-notice", "12315"),
        ("complaint-mediation", "12365"),
        ("report-verify", "12365"),
        ("report-notice", "12315"),
        ("report-notice", "12331"),
    ]:
        answer = ask(kind, "2017-03-01", line=line)
        assert answer.due is None
        assert "没有" in answer.basis


def test_before_the_first_recorded_order_nothing_is_guessed():
    with pytest.raises(Refused, match="没有收录"):
        ask("complaint-accept", "2014-03-14", line="12315")
    assert ask("complaint-accept", "2014-03-15", line="12315").due == date(2014, 3, 25)


def test_pending_at_15_april_2026_goes_by_receipt_or_by_act():
    accepted = "2026-04-20"
    new = ask("complaint-mediation", accepted)
    old = ask("complaint-mediation", accepted, received="2026-04-14")
    act = ask("complaint-mediation", accepted, received="2026-04-14", transition="by_act")
    assert (new.ruleset, old.ruleset, act.ruleset) == (
        "complaint.samr121",
        "complaint.samr20",
        "complaint.samr121",
    )
    assert new.due == act.due == calendar_limit(date(2026, 4, 20), 60)


def test_report_notice_ends_with_order_20():
    assert ask("report-notice", "2026-04-14").due == date(2026, 4, 21)
    gone = ask("report-notice", "2026-04-15")
    assert gone.due is None
    assert "删去" in gone.basis
    assert ask("report-notice", "2026-04-20", received="2026-04-10").due == date(2026, 4, 27)


def test_an_anonymous_reporter_is_owed_no_notice():
    answer = ask("report-notice", "2022-03-01", real_name="no")
    assert answer.due is None
    assert "实名" in answer.basis


def test_from_july_2024_60_days_stand_beside_45_working_days():
    eve, day = ask("complaint-mediation", "2024-06-30"), ask("complaint-mediation", "2024-07-01")
    assert (eve.due, also(eve)) == (working_limit(date(2024, 6, 30), 45), [])
    assert day.due == date(2024, 8, 30)
    assert also(day) == [working_limit(date(2024, 7, 1), 45)]
    assert day.ruleset == "complaint.samr20"
    assert "国务院令第778号" in day.basis
    assert "国务院令第778号" not in eve.basis


def test_accepted_under_order_20_after_its_end_keeps_both_limits():
    answer = ask("complaint-mediation", "2026-04-16", received="2026-04-14")
    assert answer.due == calendar_limit(date(2026, 4, 16), 60)
    assert working_limit(date(2026, 4, 16), 45) in also(answer)


def test_a_60th_day_in_an_official_holiday_moves_to_the_first_day_after_it__order_121_art_45():
    answer = ask("complaint-mediation", "2026-08-05")
    assert answer.due == date(2026, 10, 8)
    assert also(answer) == [date(2026, 10, 4)]
    assert "内部办结目标" in answer.also[0].why
    assert "末日逢法定节假日" in text(answer)


def test_a_60th_day_on_a_plain_weekend_is_due_and_the_monday_is_shown():
    answer = ask("complaint-mediation", "2026-05-06")
    assert answer.due == date(2026, 7, 5)
    assert also(answer) == [date(2026, 7, 6)]


dates = st.dates(date(2026, 4, 15), date(2026, 9, 30))


@given(dates)
def test_every_rest_day_at_the_end_gives_two_dates_and_every_working_day_one(day):
    answer = complaint_mediation(ComplaintClock(day))
    raw = day + timedelta(days=60)
    if works(raw):
        assert (answer.due, also(answer)) == (raw, [])
    elif on_holiday(raw):
        assert answer.due > raw
        assert raw in also(answer)
    else:
        assert answer.due == raw
        assert also(answer) == [working_limit(raw, 1)]


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 15)), min_size=1, max_size=3)


@given(st.dates(date(2020, 1, 1), date(2024, 6, 30)), spans)
def test_both_days_of_testing_and_all_between_are_left_out_of_working_days(day, given_spans):
    out = tuple((day + DAY * (start + 1), day + DAY * (start + 1 + length)) for start, length in given_spans)
    answer = complaint_mediation(ComplaintClock(day, testing=out))
    assert answer.due == working_limit(day, 45, out)


@given(dates, spans)
def test_both_days_of_testing_and_all_between_are_left_out_of_calendar_days(day, given_spans):
    out = tuple((day + DAY * (start + 1), day + DAY * (start + 1 + length)) for start, length in given_spans)
    answer = complaint_mediation(ComplaintClock(day, testing=out))
    assert answer.due == calendar_limit(day, 60, out)


def test_testing_may_begin_on_the_day_of_acceptance_and_not_before():
    answer = ask("complaint-mediation", "2022-03-01", testing="2022-03-01..2022-03-02")
    assert answer.due == working_limit(date(2022, 3, 1), 46)
    with pytest.raises(Refused, match="早于"):
        ask("complaint-mediation", "2022-03-01", testing="2022-02-28..2022-03-02")


def test_testing_may_come_in_several_stretches():
    once = ask("complaint-mediation", "2022-03-01", testing="2022-03-07..2022-03-11")
    twice = ask("complaint-mediation", "2022-03-01", testing="2022-03-07..2022-03-11,2022-03-14..2022-03-15")
    assert once.due == working_limit(date(2022, 3, 1), 50)
    assert twice.due == working_limit(date(2022, 3, 1), 52)


def test_testing_is_not_left_out_where_the_order_does_not_say_so():
    answer = ask("complaint-mediation", "2017-03-01", line="12331", testing="2017-03-06..2017-03-10")
    assert answer.due == ask("complaint-mediation", "2017-03-01", line="12331").due
    assert "没有规定扣除检测" in text(answer)
    counted = ask("complaint-mediation", "2017-03-01", line="12315", testing="2017-03-06..2017-03-10")
    assert counted.due == calendar_limit(date(2017, 3, 1), 65)


@pytest.mark.parametrize(
    "testing",
    [
        "2022-03-07",
        "2022-03-11..2022-03-07",
        "2022-02-01..2022-03-07",
        "x..y",
        "2022-03-07..2022-02-30",
        "..",
        ",",
    ],
)
def test_a_wrong_stretch_of_testing_is_refused(testing):
    with pytest.raises(Refused):
        ask("complaint-mediation", "2022-03-01", testing=testing)


def test_an_open_extension_is_read_both_ways__saic_report():
    answer = ask("report-verify", "2018-03-01", ("extended", None), line="12315")
    assert answer.due == working_limit(date(2018, 3, 1), 14)
    assert also(answer) == [working_limit(date(2018, 3, 1), 22)]


@pytest.mark.parametrize(
    ("received", "order"),
    [
        ("2020-03-02", "第2号）第十七条"),
        ("2021-07-14", "第2号）第十七条"),
        ("2021-07-15", "第42号）第十八条"),
    ],
)
def test_the_check_of_a_report_cites_the_rules_of_procedure_in_force_on_its_day(received, order):
    """Order 20 art. 31 sends to the rules of procedure: order 2 until 2021-07-14, order 42 since."""
    answer = ask("report-verify", received)
    assert order in answer.basis and "第三十一条" in answer.basis
    assert any(order in step.what and "凭记忆" in step.what for step in answer.steps)


def test_mediation_by_the_food_order_may_be_extended_by_30_days_and_order_20_not():
    longer = ask("complaint-mediation", "2017-03-01", ("extended", None), line="12331")
    assert longer.due == calendar_limit(date(2017, 3, 1), 90)
    with pytest.raises(Refused, match="不能延长"):
        ask("complaint-mediation", "2022-03-01", ("extended", None))


def test_new_facts_restart_the_clock_of_a_report_under_order_121_only():
    again = ("merged", date(2026, 5, 20))
    assert ask("report-verify", "2026-05-06", again).due == working_limit(date(2026, 5, 20), 15)
    with pytest.raises(Refused, match="重新起算"):
        ask("report-verify", "2022-05-06", ("merged", date(2022, 5, 20)))


@pytest.mark.parametrize(
    ("kind", "on", "events", "settings"),
    [
        ("complaint-accept", "2022-03-01", [], {"received": "2022-03-02"}),
        ("report-verify", "2026-05-06", [("merged", date(2026, 5, 5))], {}),
        ("complaint-accept", "2022-03-01", [], {"transition": "never"}),
        ("report-notice", "2022-03-01", [], {"real_name": "perhaps"}),
        ("complaint-accept", "2022-03-01", [], {"testing": "2022-03-02..2022-03-03"}),
        ("complaint-accept", "2022-03-01", [("extended", None)], {}),
    ],
)
def test_wrong_use_is_refused(kind, on, events, settings):
    with pytest.raises(Refused):
        ask(kind, on, *events, **settings)
