"""Costs 检索、复制、邮寄 of before 2017-04-01: by the local standard, waived for the poor, no clock stops."""

from datetime import date

import pytest

from gongkai.desk.casework import letters
from gongkai.desk.foi import verbs
from gongkai.desk.foi.fee_forms import ChargeForm
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.test_verbs import refused
from gongkai.desk.foi.verbs.extending import Costs
from gongkai.law.fees import called, fee_for_costs
from gongkai.papers import html


def test_before_2017_04_costs_are_charged_by_the_local_standard_and_stop_no_clock__2008_art_27(bureau):
    day, on = date(2016, 3, 1), date(2016, 3, 3)
    case, ask = bureau.register(day), {"by": bureau.handler, "at": at(on)}
    costs = Costs(copy=1250, post=600, standard="鲁价费发〔2009〕1号")
    refused("no-fee", verbs.charge, case, "窗口", pages=500, **ask)
    refused("no-standard", verbs.charge, case, "窗口", costs=Costs(copy=100), **ask)
    due = case.due_on
    letter = verbs.charge(case, "窗口", costs=costs, **ask)
    said = html.render(letters.document(letter, by=bureau.handler, at=at(on)))
    assert "鲁价费发〔2009〕1号" in said and "复制费 12.50 元" in said and "邮寄费 6.00 元" in said
    assert "本机关决定收取检索、复制、邮寄费用。" in said and "下列费用" not in said
    assert "共计18.50元。" in said and "窗口。" in said
    assert "第二十七条" in said and "检索费" not in said and "信息处理费" not in said and "减免" in said
    assert (case.stage, bureau.application(case).fee_fen, case.due_on) == (Stage.PAYING, 1850, due)
    verbs.pay(case, by=bureau.handler, at=at(date(2016, 6, 1)))  # no rule sets a limit for the payment
    assert (case.stage, case.due_on) == (Stage.OPEN, due)


def test_costs_are_waived_for_the_poor_on_their_application__2008_art_28(bureau):
    day = date(2017, 3, 31)
    case = bureau.register(day)
    verbs.charge(case, "窗口", costs=Costs(copy=300, standard="标准"), by=bureau.handler, at=at(day))
    verbs.waive(case, "hardship", by=bureau.office, at=at(day))
    application = bureau.application(case)
    assert (application.is_waived, application.fee_fen, case.stage) == (True, 0, Stage.OPEN)


def test_since_2017_04_no_costs_are_charged(bureau):
    day = date(2017, 4, 1)
    case, costs = bureau.register(day), Costs(copy=300, standard="标准")
    refused("no-fee", verbs.charge, case, "窗口", pages=3, costs=costs, by=bureau.handler, at=at(day))


def test_a_notice_since_2021_names_the_processing_fee_and_no_costs__2020_109(bureau):
    day = date(2022, 3, 1)
    case = bureau.register(day)
    letter = verbs.charge(case, "窗口", pages=68, by=bureau.handler, at=at(day))
    said = html.render(letters.document(letter, by=bureau.handler, at=at(day)))
    assert "本机关决定收取信息处理费。" in said and "邮寄" not in said and "复制" not in said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2017, 3, 31), "检索、复制、邮寄费用"),
        (date(2017, 4, 1), ""),
        (date(2020, 12, 31), ""),
        (date(2021, 1, 1), "信息处理费"),
    ],
)
def test_what_is_charged_is_called_as_on_the_day_of_receipt(on, said):
    assert called(on) == said


@pytest.mark.parametrize(
    ("received", "there", "not_there"),
    [(date(2017, 3, 31), "copy", "pages"), (date(2022, 3, 1), "pages", "copy")],
)
def test_the_form_asks_what_the_regime_of_the_day_charges(bureau, received, there, not_there):
    case = bureau.register(received)
    form = ChargeForm(
        {"copy": "12.50", "standard": "标准", "pages": "68", "how": "窗口"}, case=case, by=bureau.handler,
        day=received,
    )  # fmt: skip
    assert there in form.fields and not_there not in form.fields and form.is_valid(), form.errors
    assert form.costs() == (Costs(copy=1250, standard="标准") if there == "copy" else None)


def test_only_the_three_costs_are_charged_and_no_impossible_amount():
    day = date(2015, 3, 2)
    for code, costs in (("unknown-cost", {"咨询": 100}), ("bad-number", {"复制": -1})):
        refused(code, fee_for_costs, costs, "标准", day)
    assert (
        fee_for_costs({}, "", day).amount == 0
        and fee_for_costs({"复制": 5}, "x", date(2020, 1, 2)).amount == 0
    )
