"""Every day of 2009 to 2026 against the naive walker, for all limits that are one count from one day."""

from datetime import date

import pytest

from gongkai.law.deadlines import compute
from gongkai.law.tests.oracle import calendar_limit, every_day, working_limit

ALL = every_day(date(2009, 1, 1), date(2026, 12, 31))
NEW_FOI, NEW_COMPLAINT, ORDER_20 = date(2019, 5, 15), date(2026, 4, 15), date(2020, 1, 1)
ORDER_45, REGULATION = date(2021, 9, 1), date(2024, 7, 1)


def check(kind, days, expected, **asked):
    wrong = []
    for day in days:
        given = compute(kind, day, **asked)
        if given.due != expected(day) or given.provisional != (expected(day).year > 2026):
            wrong.append((day, given.due, expected(day), given.provisional))
    assert wrong == []


def test_reply_is_due_15_working_days_after_receipt_until_2019_and_20_since__art_24_art_33():
    check("foi-reply", ALL, lambda day: working_limit(day, 15 if day < NEW_FOI else 20))


def test_extended_reply_is_due_after_30_and_40_working_days():
    events = [("extended", None)]
    check("foi-reply", ALL, lambda day: working_limit(day, 30 if day < NEW_FOI else 40), events=events)


def test_correction_notice_is_due_7_working_days_after_receipt__art_30():
    days = [day for day in ALL if day >= NEW_FOI]
    check("foi-correction-notice", days, lambda day: working_limit(day, 7))


def test_third_party_answers_within_15_working_days__art_32():
    check("foi-third-party", [day for day in ALL if day >= NEW_FOI], lambda day: working_limit(day, 15))


def test_fee_is_paid_within_20_working_days():
    days = [day for day in ALL if day >= date(2021, 1, 1)]
    check("foi-fee-payment", days, lambda day: working_limit(day, 20))


def test_item_is_public_20_working_days_after_it_was_formed__art_18_art_26():
    check("item-publication", ALL, lambda day: working_limit(day, 20))


def test_complaint_is_accepted_or_refused_within_7_working_days__order_20_art_14_order_121_art_15():
    check("complaint-accept", [day for day in ALL if day >= ORDER_20], lambda day: working_limit(day, 7))


def test_complaint_of_12315_is_handled_within_7_working_days__order_62_art_15():
    days = [day for day in ALL if date(2014, 3, 15) <= day < ORDER_20]
    check("complaint-accept", days, lambda day: working_limit(day, 7), settings={"line": "12315"})


def test_complaint_of_12365_is_handled_within_7_days__order_51_art_6():
    days = [day for day in ALL if day < ORDER_20]
    check("complaint-accept", days, lambda day: calendar_limit(day, 7), settings={"line": "12365"})


def test_complaint_of_12331_is_accepted_within_5_days_by_the_earlier_reading():
    days = [day for day in ALL if date(2016, 3, 1) <= day < ORDER_20]
    settings = {"line": "12331"}
    check(
        "complaint-accept",
        days,
        lambda day: min(calendar_limit(day, 5), working_limit(day, 5)),
        settings=settings,
    )


def test_mediation_of_12315_ends_60_days_after_acceptance__order_62_art_29():
    days = [day for day in ALL if date(2014, 3, 15) <= day < ORDER_20]
    check("complaint-mediation", days, lambda day: calendar_limit(day, 60), settings={"line": "12315"})


def test_mediation_ends_45_working_days_after_acceptance__order_20_art_21():
    days = [day for day in ALL if ORDER_20 <= day < REGULATION]
    check("complaint-mediation", days, lambda day: working_limit(day, 45))


def test_mediation_since_july_2024_goes_by_the_earlier_of_60_days_and_45_working_days():
    days = [day for day in ALL if REGULATION <= day < NEW_COMPLAINT]
    check("complaint-mediation", days, lambda day: min(calendar_limit(day, 60), working_limit(day, 45)))


def test_mediation_ends_60_days_after_acceptance__order_121_art_23():
    check(
        "complaint-mediation",
        [day for day in ALL if day >= NEW_COMPLAINT],
        lambda day: calendar_limit(day, 60),
    )


def test_end_of_mediation_is_told_within_7_working_days__order_20_art_21_order_121_art_23():
    check("complaint-end-notice", [day for day in ALL if day >= ORDER_20], lambda day: working_limit(day, 7))


@pytest.mark.parametrize(("events", "total"), [([], 15), ([("extended", None)], 30)])
def test_report_is_verified_within_15_working_days_and_15_more(events, total):
    days = [day for day in ALL if day >= ORDER_20]
    check("report-verify", days, lambda day: working_limit(day, total), events=events)


def test_real_name_reporter_is_told_within_5_working_days__order_20_art_31():
    days = [day for day in ALL if ORDER_20 <= day < NEW_COMPLAINT]
    check("report-notice", days, lambda day: working_limit(day, 5))


def test_penalty_stands_on_the_credit_site_after_7_working_days():
    check(
        "penalty-credit", [day for day in ALL if day >= date(2015, 6, 24)], lambda day: working_limit(day, 7)
    )


def test_penalty_is_in_the_register_after_20_working_days__order_45_art_9():
    days = [day for day in ALL if day >= date(2014, 10, 1)]
    check("penalty-publicity", days, lambda day: working_limit(day, 20))


def test_penalty_is_sent_to_another_province_within_10_working_days__order_45_art_10():
    days = [day for day in ALL if day >= ORDER_45 and working_limit(working_limit(day, 10), 10).year < 2027]
    check("penalty-push", days, lambda day: working_limit(day, 10))


def test_revoked_penalty_is_taken_down_within_3_working_days__penalties_law_art_48():
    days = [day for day in ALL if day >= date(2021, 7, 15)]
    check("penalty-withdrawal", days, lambda day: working_limit(day, 3))


def test_budget_is_public_20_days_after_approval__budget_law_art_14():
    days = [day for day in ALL if day >= date(2015, 1, 1)]
    check("budget-publication", days, lambda day: calendar_limit(day, 20))
