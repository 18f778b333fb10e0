from datetime import date

import pytest

from gongkai.law.deadlines import annual_report, compute
from gongkai.law.tests.oracle import working_limit
from gongkai.refusal import Refused


def ask(kind, on, *events, **settings):
    return compute(kind, date.fromisoformat(on), events=list(events), settings=settings)


def also(answer):
    return [one.due for one in answer.also]


def text(answer):
    return "\n".join(step.what for step in answer.steps)


def test_one_decision_has_two_limits():
    assert ask("penalty-credit", "2022-03-01").due == working_limit(date(2022, 3, 1), 7)
    assert ask("penalty-publicity", "2022-03-01").due == working_limit(date(2022, 3, 1), 20)


def test_before_the_rules_there_was_no_duty():
    for kind, on in [
        ("penalty-credit", "2015-06-23"),
        ("penalty-publicity", "2014-09-30"),
        ("penalty-push", "2021-08-31"),
        ("penalty-withdrawal", "2021-07-14"),
        ("penalty-withdrawal", "2010-01-04"),
        ("penalty-publicity-end", "2014-09-30"),
        ("item-publication", "2008-04-30"),
        ("budget-publication", "2014-12-31"),
        ("annual-report", "2007-06-01"),
    ]:
        answer = ask(kind, on)
        assert answer.due is None, kind
        assert answer.basis, kind


def test_a_warning_alone_is_not_published__order_45_art_2():
    answer = ask("penalty-publicity", "2022-03-01", **{"class": "warning-only"})
    assert answer.due is None
    assert "警告" in answer.basis
    assert ask("penalty-publicity", "2018-03-01", **{"class": "warning-only"}).due is not None


def test_food_and_drug_decisions_count_7_working_days_from_service_within_20_of_the_decision():
    answer = ask("penalty-publicity", "2018-01-10", ("served", date(2018, 1, 15)), line="食药")
    assert answer.due == working_limit(date(2018, 1, 15), 7)
    assert also(answer) == [working_limit(date(2018, 1, 10), 20)]
    assert answer.on == date(2018, 1, 10)
    late = ask("penalty-publicity", "2018-01-10", ("served", date(2018, 3, 1)), line="食药")
    assert late.due == working_limit(date(2018, 1, 10), 20)
    assert also(late) == []
    same = ask("penalty-publicity", "2018-01-10", ("served", date(2018, 1, 29)), line="食药")
    assert same.due == late.due == working_limit(date(2018, 1, 29), 7)
    assert also(same) == []


def test_food_and_drug_decisions_not_served_yet_are_provisional():
    answer = ask("penalty-publicity", "2018-01-10", line="食药")
    assert answer.provisional
    assert answer.due == working_limit(date(2018, 1, 10), 20)
    assert "送达" in text(answer)


def test_before_december_2017_the_7_days_from_service_were_practice_and_say_so():
    answer = ask("penalty-publicity", "2017-06-01", ("served", date(2017, 6, 5)), line="食药")
    assert answer.due == working_limit(date(2017, 6, 5), 7)
    assert also(answer) == [working_limit(date(2017, 6, 1), 20)]
    assert "通行做法" in text(answer)


@pytest.mark.parametrize("line", ["工商", "质监", "食药"])
def test_since_september_2021_all_lines_have_one_limit(line):
    answer = ask("penalty-publicity", "2021-09-01", ("served", date(2021, 9, 2)), line=line)
    assert (answer.due, answer.ruleset) == (working_limit(date(2021, 9, 1), 20), "penalty.pub.samr45")


def test_without_a_line_the_old_answer_goes_by_the_enterprise_register_and_warns():
    answer = ask("penalty-publicity", "2017-06-01")
    assert answer.ruleset == "penalty.pub.saic71"
    assert "没有指明条线" in text(answer)
    with pytest.raises(Refused, match="条线"):
        ask("penalty-credit", "2017-06-01", line="烟草")


def test_service_before_the_decision_is_refused():
    with pytest.raises(Refused):
        ask("penalty-publicity", "2018-01-10", ("served", date(2018, 1, 9)), line="食药")


def test_the_receiving_bureau_publishes_10_working_days_after_the_push__order_45_art_10():
    answer = ask("penalty-push", "2022-01-10")
    assert answer.due == date(2022, 1, 24)
    assert also(answer) == [working_limit(date(2022, 1, 24), 10)]
    pushed = ask("penalty-push", "2022-01-10", ("pushed", date(2022, 1, 12)))
    assert (pushed.due, also(pushed)) == (date(2022, 1, 24), [working_limit(date(2022, 1, 12), 10)])


def test_revoked_between_the_law_and_order_45_goes_by_the_law():
    assert ask("penalty-withdrawal", "2021-07-15").ruleset == "penalty.law2021"
    later = ask("penalty-withdrawal", "2021-09-01")
    assert later.ruleset == "penalty.pub.samr45"
    assert "行政处罚法" in later.basis


@pytest.mark.parametrize(
    ("on", "klass", "end"),
    [
        ("2021-09-01", "other", "2024-09-01"),
        ("2021-09-01", "notice-only", "2021-12-01"),
        ("2021-11-30", "minor-fine", "2022-02-28"),
        ("2024-02-29", "other", "2027-02-28"),
        ("2021-08-31", "other", "2026-08-31"),
    ],
)
def test_publicity_ends_after_3_months_3_years_or_5_years__order_45_art_13(on, klass, end):
    assert ask("penalty-publicity-end", on, **{"class": klass}).due == date.fromisoformat(end)


def test_the_five_years_of_order_71_are_a_setting_with_a_warning():
    answer = ask("penalty-publicity-end", "2018-05-02")
    assert "没有核对原文" in text(answer)
    assert ask("penalty-publicity-end", "2018-05-02", years="3").due == date(2021, 5, 2)
    with pytest.raises(Refused, match="明文"):
        ask("penalty-publicity-end", "2022-05-02", years="3")


def test_a_longer_ban_keeps_the_decision_public():
    answer = ask("penalty-publicity-end", "2022-03-01", ("banned_until", date(2027, 3, 1)))
    assert answer.due == date(2027, 3, 1)
    shorter = ask("penalty-publicity-end", "2022-03-01", ("banned_until", date(2023, 3, 1)))
    assert shorter.due == date(2025, 3, 1)
    over = ask("penalty-publicity-end", "2022-03-01", ("banned_until", date(2022, 2, 20)))
    assert over.due == date(2025, 3, 1)  # a ban of a few days may be over before the decision is public


def test_the_credit_site_counts_from_the_decision_since_april_2026():
    event = ("decided", date(2026, 4, 2))
    answer = ask("penalty-publicity-end", "2026-04-10", event, severity="general")
    assert (answer.due, also(answer)) == (date(2029, 4, 10), [date(2027, 4, 2)])
    assert "信用中国" in text(ask("penalty-publicity-end", "2026-04-10"))
    assert "信用中国" not in text(ask("penalty-publicity-end", "2026-03-31"))


@pytest.mark.parametrize(
    ("on", "body", "due"),
    [
        ("2017-06-01", "department", "2018-03-31"),
        ("2018-12-31", "department", "2019-03-31"),
        ("2019-01-01", "department", "2020-01-31"),
        ("2019-01-01", "government", "2020-03-31"),
        ("2024-05-01", "department", "2025-01-31"),
    ],
)
def test_annual_report_is_public_by_31_march_until_2018_and_31_january_since__art_31_art_49(on, body, due):
    assert ask("annual-report", on, body=body).due == date.fromisoformat(due)


def test_a_report_due_on_a_rest_day_does_not_roll_and_aims_at_the_day_before():
    answer = ask("annual-report", "2025-05-01")
    assert (answer.due, also(answer)) == (date(2026, 1, 31), [date(2026, 1, 30)])
    assert answer.on == date(2025, 5, 1)
    assert annual_report(2017).also[0].due == date(2018, 3, 30)
    holiday = annual_report(2019)
    assert (holiday.due, also(holiday)) == (date(2020, 1, 31), [date(2020, 1, 23)])


def test_the_body_is_one_of_two():
    with pytest.raises(Refused, match="body"):
        ask("annual-report", "2024-05-01", body="company")


def test_the_last_year_there_is_is_refused_not_a_crash():
    for kind in ("annual-report", "penalty-publicity-end", "budget-publication", "foi-reply"):
        with pytest.raises(Refused, match="日期范围"):
            ask(kind, "9999-12-30")


def test_information_goes_by_the_rules_of_the_day_it_was_formed():
    assert ask("item-publication", "2019-05-14").ruleset == "foi.2008"
    assert ask("item-publication", "2019-05-15").ruleset == "foi.2019"
    assert ask("item-publication", "2019-05-15").due == date(2019, 6, 13)


def test_a_budget_whose_20th_day_is_a_sunday_shows_both_dates():
    answer = ask("budget-publication", "2024-02-26")
    assert (answer.due, also(answer)) == (date(2024, 3, 17), [date(2024, 3, 18)])
