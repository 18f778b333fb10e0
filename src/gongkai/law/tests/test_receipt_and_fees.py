from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.deadlines import compute
from gongkai.law.fees import fee_for_pages, fee_for_pieces
from gongkai.law.receipt import CHANNELS, ReceiptClock, date_of_receipt
from gongkai.refusal import Refused

SENT, CAME, SIGNED, AGREED = (date(2000, 6, day) for day in (1, 3, 5, 8))


def receipt(year, channel, **events):
    days = {name: day.replace(year=year) for name, day in events.items()}
    return date_of_receipt(ReceiptClock(channel, SENT.replace(year=year), **days))


ALL_EVENTS = {"arrived_on": CAME, "signed_on": SIGNED, "confirmed_on": AGREED}


@pytest.mark.parametrize(
    ("channel", "old", "middle", "new"),
    [
        ("visit", SENT, SENT, SENT),
        ("signed-mail", SIGNED, SIGNED, SIGNED),
        ("plain-mail", CAME, AGREED, AGREED),
        ("email", CAME, CAME, AGREED),
        ("fax", CAME, CAME, AGREED),
        ("online", CAME, SENT, AGREED),
    ],
)
def test_the_same_message_is_received_on_different_days_under_different_rules__art_31(
    channel, old, middle, new
):
    for year, expected in ((2012, old), (2017, middle), (2021, new)):
        answer = receipt(year, channel, **ALL_EVENTS)
        assert answer.due == expected.replace(year=year), (year, channel)


def test_the_rules_change_with_the_day_of_submission():
    def ruled(day):
        return date_of_receipt(ReceiptClock("visit", date.fromisoformat(day))).ruleset

    assert ruled("2015-10-31") == "foi.2008"
    assert ruled("2015-11-01") == ruled("2019-05-14") == "foi.receipt.gbgkbh2015_207"
    assert ruled("2019-05-15") == "foi.2019"
    assert date_of_receipt(ReceiptClock("visit", date(2008, 4, 30))).due is None


@pytest.mark.parametrize(
    ("year", "channel"), [(2021, "email"), (2021, "plain-mail"), (2021, "signed-mail"), (2017, "signed-mail")]
)
def test_the_clock_does_not_run_before_signature_or_confirmation(year, channel):
    answer = receipt(year, channel)
    assert answer.due is None
    assert "尚未起算" in answer.basis


def test_an_ordinary_letter_should_be_confirmed_on_the_day_it_arrives():
    waiting = receipt(2021, "plain-mail", arrived_on=CAME)
    assert waiting.due is None
    assert [one.due for one in waiting.also] == [CAME.replace(year=2021)]
    late = receipt(2021, "plain-mail", arrived_on=CAME, confirmed_on=AGREED)
    assert [one.due for one in late.also] == [CAME.replace(year=2021)]
    prompt = receipt(2021, "plain-mail", arrived_on=CAME, confirmed_on=CAME)
    assert prompt.also == ()


def test_an_e_mail_of_2017_without_a_system_time_counts_from_its_sending_and_says_so():
    answer = receipt(2017, "email")
    assert answer.due == date(2017, 6, 1)
    assert any("没有给出" in step.what for step in answer.steps)


def test_the_online_reading_that_is_open_shows_both_days():
    answer = receipt(2017, "online", arrived_on=CAME)
    assert answer.due == date(2017, 6, 1)
    assert [one.due for one in answer.also] == [date(2017, 6, 3)]
    assert any("请核对" in step.what for step in answer.steps)


def test_autumn_2015_is_marked_as_unsure():
    answer = date_of_receipt(ReceiptClock("email", date(2015, 11, 10)))
    assert any("确切日期没有查到" in step.what for step in answer.steps)


@given(
    st.sampled_from(CHANNELS),
    st.dates(date(2009, 1, 1), date(2026, 1, 1)),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
)
def test_receipt_is_never_before_submission(channel, sent, waits):
    arrived = date.fromordinal(sent.toordinal() + waits[0])
    confirmed = date.fromordinal(arrived.toordinal() + waits[1])
    signed = date.fromordinal(sent.toordinal() + waits[2])
    answer = date_of_receipt(ReceiptClock(channel, sent, arrived, signed, confirmed))
    assert answer.due >= sent


@pytest.mark.parametrize(
    "events",
    [
        {"arrived_on": date(2000, 5, 31)},
        {"signed_on": date(2000, 5, 31)},
        {"arrived_on": CAME, "confirmed_on": date(2000, 6, 2)},
    ],
)
def test_days_out_of_order_are_refused(events):
    with pytest.raises(Refused, match="早于"):
        receipt(2021, "email", **events)


def test_channel_is_needed_and_known():
    with pytest.raises(Refused, match="channel"):
        compute("foi-receipt", date(2021, 3, 1))
    with pytest.raises(Refused, match="pigeon"):
        compute("foi-receipt", date(2021, 3, 1), settings={"channel": "pigeon"})
    with pytest.raises(Refused, match="pigeon"):
        date_of_receipt(ReceiptClock("pigeon", date(2021, 3, 1)))
    asked = compute(
        "foi-receipt", date(2021, 3, 1), events={"confirmed": date(2021, 3, 3)}, settings={"channel": "email"}
    )
    assert (asked.due, asked.kind, asked.provisional) == (date(2021, 3, 3), "foi-receipt", False)


ON = date(2021, 1, 1)


@pytest.mark.parametrize(
    ("pieces", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (35, 3000),
        (40, 4000),
        (41, 4300),
        (52, 7800),
    ],
)
def test_pieces_are_charged_by_marginal_tiers__fee_measure_art_4(pieces, yuan):
    assert fee_for_pieces(pieces, ON).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (150, 1700), (200, 2700), (250, 4700)],
)
def test_pages_are_charged_by_marginal_tiers__fee_measure_art_5(pages, yuan):
    assert fee_for_pages(pages, ON).yuan == yuan


def price_of_piece(number):
    """What the ``number``-th piece of the month costs, one by one."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 200 + 100 * ((number - 31) // 10)


def price_of_page(number):
    return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40


@given(st.integers(0, 1500), st.integers(0, 600))
def test_the_fee_is_the_sum_of_the_prices_of_its_pieces(already, pieces):
    charged = fee_for_pieces(pieces, ON, already=already)
    assert charged.yuan == sum(price_of_piece(already + n) for n in range(1, pieces + 1))
    assert charged.amount == sum(step.amount for step in charged.steps)


@given(st.integers(0, 1000))
def test_the_fee_is_the_sum_of_the_prices_of_its_pages(pages):
    assert fee_for_pages(pages, ON).yuan == sum(price_of_page(n) for n in range(1, pages + 1))


@given(st.integers(0, 500), st.integers(0, 500))
def test_splitting_a_months_pieces_over_applications_changes_nothing(first, second):
    together = fee_for_pieces(first + second, ON).yuan
    assert fee_for_pieces(first, ON).yuan + fee_for_pieces(second, ON, already=first).yuan == together


def test_the_steps_name_each_tier():
    steps = fee_for_pieces(35, ON).as_json()["steps"]
    assert [(step["from"], step["to"], step["price"], step["amount"]) for step in steps] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 35, 200, 1000),
    ]


@pytest.mark.parametrize(
    ("on", "ruleset", "yuan"),
    [
        ("2008-05-01", "fee.cost_based", None),
        ("2017-03-31", "fee.cost_based", None),
        ("2017-04-01", "fee.none", 0),
        ("2020-12-31", "fee.none", 0),
        ("2021-01-01", "fee.info_processing", 3000),
    ],
)
def test_the_regime_goes_by_the_day_of_receipt(on, ruleset, yuan):
    charged = fee_for_pieces(35, date.fromisoformat(on))
    assert (charged.ruleset, charged.yuan) == (ruleset, yuan)
    assert charged.basis


def test_before_2008_and_for_impossible_numbers_the_fee_is_refused():
    with pytest.raises(Refused):
        fee_for_pieces(3, date(2008, 4, 30))
    for number in (-1, 10**9):
        with pytest.raises(Refused):
            fee_for_pieces(number, ON)
        with pytest.raises(Refused):
            fee_for_pages(number, ON)
    with pytest.raises(Refused):
        fee_for_pieces(1, ON, already=-1)
