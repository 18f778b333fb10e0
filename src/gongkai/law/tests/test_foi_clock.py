import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar, YearTable
from gongkai.law.deadlines import Consultation, FoiClock, compute, foi_reply
from gongkai.law.registry import Transition
from gongkai.law.tests.oracle import DAY, working_limit, works
from gongkai.refusal import Refused

receipts = st.dates(date(2009, 1, 1), date(2026, 6, 30))
NEW = date(2019, 5, 15)


def base(day):
    return 15 if day < NEW else 20


def due(on, *events, **settings):
    return compute("foi-reply", on, events=list(events), settings=settings)


def whats(answer):
    return [f"{step.date:%m-%d} {step.what}" for step in answer.steps]


def test_signed_for_25_september_2017_is_due_20_october_and_10_november_when_extended():
    assert due(date(2017, 9, 25)).due == date(2017, 10, 20)
    assert due(date(2017, 9, 25), ("extended", None)).due == date(2017, 11, 10)


def test_the_reasoning_names_the_adjusted_saturday_and_the_holiday():
    assert whats(due(date(2017, 9, 25))) == [
        "09-25 周一：收到申请，当日不计；自次日起 +15 个工作日",
        "09-30 周六，调休上班，计入",
        "10-01 国庆节、中秋放假，至 10-08 不计入",
        "10-20 周五：第 15 个工作日，答复期限届满",
        "10-20 注意：《中华人民共和国政府信息公开条例》（国务院令第492号）第二十四条凭记忆收录，待核对原文",
    ]


def test_received_on_the_eve_and_the_day_of_the_2019_rules():
    eve, day = due(date(2019, 5, 14)), due(date(2019, 5, 15))
    assert (eve.due, eve.ruleset) == (date(2019, 6, 4), "foi.2008")
    assert (day.due, day.ruleset) == (date(2019, 6, 13), "foi.2019")
    assert "国务院令第492号" in eve.basis
    assert "国务院令第711号" in day.basis
    assert "第三十三条" in day.basis


def test_before_may_2008_there_is_no_duty():
    assert due(date(2008, 4, 30)).due is None
    assert "2008年5月1日" in due(date(2008, 4, 30)).basis
    assert due(date(2008, 5, 1)).due == working_limit(date(2008, 5, 1), 15)


@given(receipts, st.booleans())
def test_due_is_a_working_day_after_the_receipt(day, extended):
    answer = foi_reply(FoiClock(day, extended=extended))
    assert answer.due > day
    assert works(answer.due) or answer.provisional


@given(st.tuples(receipts, receipts).map(sorted))
def test_a_later_receipt_is_never_due_earlier__under_one_rule_set(pair):
    early, late = pair
    if (early < NEW) == (late < NEW):
        assert foi_reply(FoiClock(early)).due <= foi_reply(FoiClock(late)).due


@given(receipts, st.integers(0, 25), st.integers(0, 21))
def test_a_pause_adds_exactly_the_working_days_it_excludes(day, wait, length):
    sent = day + DAY * wait
    opinion = sent + DAY * length
    without = foi_reply(FoiClock(day)).due
    answer = foi_reply(FoiClock(day, consultations=(Consultation(sent, opinion),)))
    excluded = Calendar.default().workdays_between(sent, opinion)
    if sent >= without:
        assert answer.due == without
    elif day < NEW or excluded <= 15:
        assert Calendar.default().workdays_between(without, answer.due) == excluded
    assert answer.due == working_limit(day, base(day), ((sent + DAY, _cap(day, sent, opinion)),))


def _cap(day, sent, opinion):
    return opinion if day < NEW else min(opinion, working_limit(sent, 15))


@given(receipts, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=3))
def test_days_excluded_twice_are_left_out_once(day, letters):
    pairs = sorted((day + DAY * wait, day + DAY * (wait + length)) for wait, length in letters)
    answer = foi_reply(FoiClock(day, consultations=tuple(Consultation(*pair) for pair in pairs)))
    assert answer.due == working_limit(day, base(day), tuple((sent + DAY, back) for sent, back in pairs))


def test_the_days_after_the_letter_up_to_the_opinion_are_excluded():
    answer = due(date(2021, 3, 1), ("consulted", date(2021, 3, 3)), ("opinion", date(2021, 3, 10)))
    assert answer.due == date(2021, 4, 6)
    assert not answer.provisional
    assert "03-04 征求第三方意见，至 2021-03-10（含）共 5 个工作日不计入" in whats(answer)


def test_an_opinion_that_does_not_come_leaves_out_15_working_days_and_stays_provisional__art_32():
    answer = due(date(2021, 3, 1), ("consulted", date(2021, 3, 3)))
    assert answer.provisional
    assert answer.due == working_limit(date(2021, 3, 1), 35)
    assert any("尚未收到" in what for what in whats(answer))


def test_a_late_opinion_does_not_stretch_the_pause_but_the_later_date_is_shown():
    answer = due(date(2021, 3, 1), ("consulted", date(2021, 3, 3)), ("opinion", date(2021, 5, 20)))
    assert answer.due == working_limit(date(2021, 3, 1), 35)
    assert [also.due for also in answer.also] == [
        working_limit(date(2021, 3, 1), 20, ((date(2021, 3, 4), date(2021, 5, 20)),))
    ]
    assert not answer.provisional


def test_the_third_partys_time_runs_from_its_receipt_of_the_letter_when_that_is_known():
    events = [
        ("consulted", date(2021, 3, 3)),
        ("delivered", date(2021, 3, 8)),
        ("opinion", date(2021, 3, 29)),
    ]
    answer = due(date(2021, 3, 1), *events)
    assert answer.due == working_limit(date(2021, 3, 1), 20, ((date(2021, 3, 4), date(2021, 3, 29)),))
    assert answer.also == ()


def test_under_the_2008_rules_an_open_consultation_pauses_without_a_cap():
    answer = due(date(2017, 3, 1), ("consulted", date(2017, 3, 3)))
    assert answer.provisional
    assert answer.due == working_limit(date(2017, 3, 1), 15)
    assert any("收到后重新计算" in what for what in whats(answer))


def test_a_consultation_after_the_limit_changes_nothing():
    answer = due(date(2021, 3, 1), ("consulted", date(2021, 6, 1)))
    assert answer.due == working_limit(date(2021, 3, 1), 20)
    assert not answer.provisional
    assert any("不影响期限" in what for what in whats(answer))


def test_a_consultation_sent_on_the_last_day_changes_nothing():
    last = due(date(2021, 3, 1)).due
    answer = due(date(2021, 3, 1), ("consulted", last))
    assert (answer.due, answer.provisional) == (last, False)


@given(receipts, st.integers(0, 15), st.integers(0, 15), st.integers(0, 15))
def test_a_consultation_over_a_correction_leaves_out_only_the_days_after_the_correction(
    day, wait, length, later
):
    sent, corrected = day + DAY * wait, day + DAY * (wait + later)
    opinion = sent + DAY * length
    answer = foi_reply(FoiClock(day, corrected_on=corrected, consultations=(Consultation(sent, opinion),)))
    assert answer.due == working_limit(corrected, base(day), ((sent + DAY, opinion),))


def test_consulting_another_organ_pauses_since_2019_only__art_33():
    events = [("consulted", date(2021, 3, 3)), ("opinion", date(2021, 3, 10))]
    assert due(date(2021, 3, 1), *events, consult="organ").due == date(2021, 4, 6)
    events = [("consulted", date(2017, 3, 3)), ("opinion", date(2017, 3, 10))]
    old = due(date(2017, 3, 1), *events, consult="organ")
    assert old.due == working_limit(date(2017, 3, 1), 15)
    assert any("没有规定扣除" in what for what in whats(old))


@given(receipts, st.integers(0, 40), st.booleans())
def test_a_correction_restarts_the_whole_limit_by_the_set_of_the_first_receipt__art_30(day, wait, extended):
    corrected = day + timedelta(days=wait)
    answer = foi_reply(FoiClock(day, corrected_on=corrected, extended=extended))
    assert answer.due == working_limit(corrected, base(day) * (2 if extended else 1))
    assert answer.ruleset == ("foi.2008" if day < NEW else "foi.2019")


def test_under_the_2008_rules_the_basis_says_that_the_restart_is_practice():
    assert "做法" in due(date(2017, 3, 1), ("corrected", date(2017, 3, 20))).basis
    assert "做法" not in due(date(2017, 3, 1)).basis
    assert "做法" not in due(date(2021, 3, 1), ("corrected", date(2021, 3, 20))).basis


def test_by_act_the_rules_of_the_day_of_the_correction_apply():
    events = [("corrected", date(2019, 5, 20))]
    by_receipt = due(date(2019, 5, 6), *events)
    by_act = due(date(2019, 5, 6), *events, transition="by_act")
    assert (by_receipt.ruleset, by_receipt.due) == ("foi.2008", working_limit(date(2019, 5, 20), 15))
    assert (by_act.ruleset, by_act.due) == ("foi.2019", working_limit(date(2019, 5, 20), 20))
    assert foi_reply(FoiClock(date(2019, 5, 6), policy=Transition.BY_ACT)).ruleset == "foi.2008"


def test_received_names_the_first_receipt_that_chooses_the_rules():
    answer = due(date(2019, 5, 20), received="2019-05-06")
    assert (answer.ruleset, answer.due) == ("foi.2008", working_limit(date(2019, 5, 20), 15))


def test_payment_restarts_the_limit_where_there_is_a_fee__since_2021():
    assert due(date(2021, 3, 1), ("paid", date(2021, 3, 15))).due == working_limit(date(2021, 3, 15), 20)
    old = due(date(2020, 3, 2), ("paid", date(2020, 3, 16)))
    assert old.due == working_limit(date(2020, 3, 2), 20)
    assert any("没有信息处理费" in what for what in whats(old))


def test_correction_and_then_payment_count_from_the_payment():
    events = [("corrected", date(2021, 3, 8)), ("paid", date(2021, 3, 15)), ("extended", None)]
    answer = due(date(2021, 3, 1), *events)
    assert answer.due == working_limit(date(2021, 3, 15), 40)
    assert any("收到补正" in what for what in whats(answer))


def test_an_extension_may_be_shorter_than_its_cap_and_not_longer():
    assert due(date(2021, 3, 1), ("extended", None), extension_days="10").due == working_limit(
        date(2021, 3, 1), 30
    )
    with pytest.raises(Refused, match="超过了上限 20"):
        due(date(2021, 3, 1), ("extended", None), extension_days="21")


def test_an_extension_after_the_limit_is_refused():
    last = due(date(2021, 3, 1)).due
    assert due(date(2021, 3, 1), ("extended", last)).due == working_limit(date(2021, 3, 1), 40)
    with pytest.raises(Refused, match="不能再延期"):
        due(date(2021, 3, 1), ("extended", last + DAY))


@pytest.mark.parametrize(
    "events",
    [
        [("corrected", date(2021, 2, 26))],
        [("consulted", date(2021, 2, 26))],
        [("opinion", date(2021, 3, 5))],
        [("consulted", date(2021, 3, 5)), ("opinion", date(2021, 3, 4))],
        [("paid", date(2021, 2, 26))],
        [("corrected", date(2021, 3, 9)), ("paid", date(2021, 3, 8))],
        [("extended", date(2021, 2, 26))],
        [("consulted", date(2021, 3, 5)), ("delivered", date(2021, 3, 4))],
    ],
)
def test_events_out_of_order_are_refused(events):
    with pytest.raises(Refused):
        due(date(2021, 3, 1), *events)


def test_a_new_years_calendar_moves_a_provisional_date():
    clock = FoiClock(date(2026, 12, 15))
    before = foi_reply(clock)
    assert before.provisional
    assert any("2027" in what and "暂定" in what for what in whats(before))
    notice = YearTable(2027, {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"})
    after = foi_reply(clock, Calendar([notice]))
    assert not after.provisional
    assert after.due == working_limit(before.due, 2)


def test_a_limit_that_ends_before_the_unknown_year_is_not_provisional():
    assert not due(date(2026, 11, 27)).provisional
    assert due(date(2031, 1, 6)).provisional


def test_without_explaining_the_answer_is_the_same_without_steps():
    clock = FoiClock(date(2021, 3, 1), extended=True, consultations=(Consultation(date(2021, 3, 3)),))
    full, quick = foi_reply(clock), foi_reply(clock, explain=False)
    assert quick.steps == ()
    assert (quick.due, quick.basis, quick.also, quick.provisional) == (
        full.due,
        full.basis,
        full.also,
        full.provisional,
    )


def test_twenty_thousand_clocks_take_less_than_two_seconds_of_processor_time():
    clocks = [
        FoiClock(
            date(2015, 1, 1) + DAY * (n % 3900), consultations=(Consultation(date(2026, 1, 5)),) * (n % 2)
        )
        for n in range(20_000)
    ]
    start = time.process_time()
    for clock in clocks:
        foi_reply(clock, explain=False)
    assert time.process_time() - start < 2


def test_a_datetime_is_not_a_statutory_day():
    with pytest.raises(TypeError):
        foi_reply(FoiClock(datetime(2017, 9, 25, 8, 0)))


def test_recomputing_changes_nothing():
    clock = FoiClock(date(2017, 9, 25), extended=True)
    assert foi_reply(clock) == foi_reply(clock)


def test_the_2008_rules_had_no_limits_for_correction_third_party_and_fee():
    for kind in ("foi-correction-notice", "foi-third-party", "foi-fee-payment"):
        answer = compute(kind, date(2018, 3, 1))
        assert answer.due is None
        assert "没有" in answer.basis
        assert compute(kind, date(2008, 4, 1)).due is None


def test_fee_payment_goes_by_the_rules_of_the_receipt_of_the_application():
    assert compute("foi-fee-payment", date(2021, 1, 5)).due == working_limit(date(2021, 1, 5), 20)
    assert compute("foi-fee-payment", date(2021, 1, 5), settings={"received": "2020-12-28"}).due is None


def test_a_co_making_organ_that_is_silent_consents__art_34():
    answer = compute("foi-third-party", date(2021, 3, 1), settings={"consult": "organ"})
    assert answer.due == working_limit(date(2021, 3, 1), 15)
    assert "视为同意" in answer.basis
    assert "视为同意" not in compute("foi-third-party", date(2021, 3, 1)).basis
