"""The worked examples of the rules reference, one test each, through the public functions."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.law.deadlines import compute
from gongkai.law.fees import fee_for_pages, fee_for_pieces
from gongkai.law.forms import carried, check, form_for_year, sections
from gongkai.law.outcomes import outcome_named, row
from gongkai.law.remedies import remedy_text
from gongkai.law.scope import categories, outlet


def test_w1_signed_for_on_25_september_2017():
    assert compute("foi-reply", date(2017, 9, 25)).due == date(2017, 10, 20)
    extended = compute("foi-reply", date(2017, 9, 25), events=[("extended", None)])
    assert extended.due == date(2017, 11, 10)


def test_w2_received_on_the_last_day_of_2008_and_on_the_first_of_2019():
    assert compute("foi-reply", date(2019, 5, 14)).due == date(2019, 6, 4)
    assert compute("foi-reply", date(2019, 5, 15)).due == date(2019, 6, 13)


def test_w3_35_pieces_of_a_month_and_68_pages():
    assert fee_for_pieces(35, date(2023, 5, 4)).yuan == 3000
    assert fee_for_pages(68, date(2023, 5, 4)).yuan == 380


def test_w4_one_item_on_three_outlets_counts_once():
    rows = {outlet(name).row for name in ("政府网站", "政务微信", "报刊")}
    values = dict.fromkeys(form_for_year(2017).keys, 0) | {"pro.total": 147} | dict.fromkeys(rows, 147)
    assert len(rows) == 3
    assert all(one.ok for one in check(values, form=form_for_year(2017)))


def test_w5_the_report_of_the_zone_2017():
    counts = dict(zip((one.name for one in categories()), (49, 25, 16, 15, 10, 3, 1, 1, 27), strict=True))
    assert sum(counts.values()) == 147
    answered = row(outcome_named("同意公开答复", date(2017, 10, 11)).code, "report.stat_2014")
    ones = ("app.recv", "app.recv.mail", "app.done", "app.done.ontime", "app.reply", answered)
    values = dict.fromkeys(form_for_year(2017).keys, 0) | dict.fromkeys(ones, 1)
    values |= {"pro.total": 147, "pro.ch.web": 147, "org.budget": Decimal("3.5")}
    assert all(one.ok for one in check(values, form=form_for_year(2017)))
    assert len(sections(2017)) == 12
    assert compute("annual-report", date(2017, 12, 31)).due == date(2018, 3, 31)


def test_w6_column_natural_persons_of_shanghai_2019():
    leaves = [258, 3, 14, 5, 3, 10, 252, 44, 25, 148, 5]
    assert (821 + 18, 767 + 72, sum(leaves)) == (839, 839, 767)
    values = dict.fromkeys(form_for_year(2019).keys, 0)
    rows = [one.key for one in form_for_year(2019).matrix.leaves][: len(leaves)]
    for column in ("natural", "total"):
        values |= {f"{key}.{column}": number for key, number in zip(rows, leaves, strict=True)}
        values |= {f"in.new.{column}": 821, f"in.carry.{column}": 18}
        values |= {f"out.total.{column}": 767, f"carry.next.{column}": 72}
    assert all(one.ok for one in check(values, form=form_for_year(2019)))
    assert carried(values)["in.carry.natural"] == 72


def test_an_application_from_receipt_to_the_next_years_report():
    """Received 2023-12-20, refused in January: carried over, refused as 执法案卷, review first."""
    receipt, answer = date(2023, 12, 20), date(2024, 1, 12)
    assert compute("foi-reply", receipt).due >= answer
    first = dict.fromkeys(form_for_year(2023).keys, 0)
    for column in ("natural", "total"):
        first |= {f"in.new.{column}": 1, f"carry.next.{column}": 1}
    assert all(one.ok for one in check(first, form=form_for_year(2023)))
    refused = outcome_named("（三）7. 属于行政执法案卷", answer)
    second = dict.fromkeys(form_for_year(2024).keys, 0) | carried(first)
    for column in ("natural", "total"):
        second |= {f"{row(refused.code, form_for_year(2024).id)}.{column}": 1, f"out.total.{column}": 1}
    assert all(one.ok for one in check(second, first, form=form_for_year(2024)))
    notice = remedy_text(answer, refused.code, review_organ="甲区人民政府", superior="", court="甲区人民法院")
    assert notice is not None
    assert notice.review_first


@pytest.mark.parametrize(("pieces", "yuan"), [(35, 3000), (41, 4300), (52, 7800)])
def test_fees_by_pieces_as_worked(pieces, yuan):
    assert fee_for_pieces(pieces, date(2021, 1, 1)).yuan == yuan


@pytest.mark.parametrize(("pages", "yuan"), [(68, 380), (150, 1700), (250, 4700)])
def test_fees_by_pages_as_worked(pages, yuan):
    assert fee_for_pages(pages, date(2021, 1, 1)).yuan == yuan
