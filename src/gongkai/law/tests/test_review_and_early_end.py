"""The grounds of a review opinion and the early end of publicity, by date."""

from datetime import date

import pytest

from gongkai.law.early_end import early_end
from gongkai.law.review import DECISIONS, demand_fitting, review_grounds
from gongkai.refusal import Refused

OLD, NEW = date(2017, 10, 12), date(2024, 3, 1)


@pytest.mark.parametrize(("day", "title"), [(OLD, "第492号"), (NEW, "第711号")])
def test_the_day_chooses_the_text(day: date, title: str) -> None:
    grounds = review_grounds(day)
    assert grounds and all(title in one.cite for one in grounds)
    assert {name for one in grounds for name in one.decisions} == set(DECISIONS)


def test_before_the_regulation_there_is_no_ground() -> None:
    assert review_grounds(date(2008, 4, 30)) == ()


def test_internal_and_process_information_are_grounds_only_since_2019__art_16() -> None:
    assert "deny.process" not in {one.key for one in review_grounds(OLD)}
    assert next(one for one in review_grounds(NEW) if one.key == "deny.process").article == "第十六条第二款"


def test_the_statutory_scope_of_the_category_is_the_first_ground_of_an_open_one__art_20() -> None:
    first = review_grounds(NEW, "案件办理信息")[0]
    assert first.key == "open.p20_06" and first.decisions == ("open",) and "第二十条" in first.cite


def test_a_ground_must_fit_the_decision_and_the_day() -> None:
    assert demand_fitting(NEW, "deny.internal", "closed").text
    for day, key, decision, code in (
        (NEW, "deny.internal", "open", "wrong-ground"),
        (OLD, "deny.internal", "closed", "unknown-ground"),
    ):
        with pytest.raises(Refused) as caught:
            demand_fitting(day, key, decision)
        assert caught.value.code == code


def test_an_early_end_waits_six_months_and_a_year_for_food__samr_2021_3() -> None:
    published, decided = date(2022, 1, 31), date(2022, 1, 10)
    assert early_end(published, decided).earliest == date(2022, 7, 31)
    assert early_end(published, decided, longer=True).earliest == date(2023, 1, 31)


def test_some_kinds_of_penalty_are_never_ended_early__order_45_art_14() -> None:
    barred = early_end(date(2022, 1, 31), date(2022, 1, 10), ["吊销许可证件"])
    assert not barred.possible and barred.earliest is None


def test_before_september_2021_there_is_no_early_end() -> None:
    assert not early_end(date(2021, 5, 1), date(2021, 4, 1)).possible
