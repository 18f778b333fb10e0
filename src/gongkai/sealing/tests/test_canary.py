"""What a canary says in an hour: known to both holders of the card, to nobody else, like a person's words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.sealing import canary, envelope
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.tests.known import refusal

AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
CARD = replace(canary.new_card("省局值班室"), id="AAAAAAAAAAAA", secret=b"\x07" * 32)
VECTOR = "0甲20711甲339072乙40975"
hours = st.integers(0, 24 * 365 * 20).map(lambda n: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(hours=n))


def test_vector_of_a_known_card_and_hour() -> None:
    """Whoever holds the card says the same, whatever version of the program they run."""
    book = canary.Book(
        ("王先生",), ("退货",), tuple((f"{n}甲{{1-99999}}", f"{n}乙{{1-99999}}") for n in range(3))
    )
    said = canary.said(replace(CARD, book=book), AT + timedelta(minutes=59))
    assert (said.title, said.text, said.name) == ("退货", VECTOR, "王先生")


@given(hours, st.binary(min_size=32, max_size=32))
def test_both_holders_of_a_card_know_the_text_of_an_hour(hour: datetime, secret: bytes) -> None:
    card = replace(CARD, secret=secret)
    read = canary.unpack(canary.pack(card))
    assert canary.said(read, hour) == canary.said(card, hour + timedelta(minutes=30))


@given(hours)
def test_who_has_another_card_knows_nothing_of_it(hour: datetime) -> None:
    assert canary.said(CARD, hour).text != canary.said(replace(CARD, secret=b"\x08" * 32), hour).text


def test_no_text_of_a_year_comes_twice() -> None:
    """Were a text repeated, a portal that saw it could repeat it and drop the next one."""
    said = {canary.said(CARD, AT + n * canary.HOUR).text for n in range(24 * 365)}
    assert len(said) == 24 * 365


@given(hours)
def test_it_fits_the_form_and_the_smallest_size_class(hour: datetime) -> None:
    said = canary.said(CARD, hour)
    assert 0 < len(said.title) <= 100 and 0 < len(said.text) <= 2000
    assert said.text == said.text.strip() and not re.search(r"[{}\n]", said.text)
    assert len(envelope.pad(canon(said.answers()))) == envelope.CLASSES[0]


def test_a_text_is_known_again_however_a_browser_sends_it() -> None:
    assert canary.digest_of_text("甲\r\n乙 ") == canary.digest_of_text("甲\n乙")
    assert canary.digest_of_text("甲乙") != canary.digest_of_text("甲 乙")


def test_a_card_shows_no_secret_and_refuses_what_is_none() -> None:
    assert "secret" not in repr(CARD) and "book" not in repr(CARD)
    data = canary.pack(CARD)
    for wrong in (
        b"",
        b"{}",
        data[:-1],
        canon(parse(data) | {"more": 1}),
        canon(parse(data) | {"secret": "x"}),
        canon(parse(data) | {"hours": []}),
        canon(parse(data) | {"hours": [24]}),
        canon(parse(data) | {"book": {"names": [""], "titles": ["a"], "parts": [[]]}}),
        canon(parse(data) | {"book": {"names": [], "titles": ["a"], "parts": [["{1-99999}{1-99999}"]]}}),
        canon(
            parse(data) | {"book": {"names": [""], "titles": ["{5-4}"], "parts": [["{1-99999}{1-99999}"]]}}
        ),
    ):
        assert refusal(canary.unpack, wrong) == "E_CANARY"


@pytest.mark.parametrize(
    "book",
    [
        "x",
        "titles = []\nparts = [['a']]",
        "titles = ['a']\nparts = [[]]",
        "titles = ['a']\nparts = [['b', 'c'], ['d']]",
        "titles = ['a']\nparts = [['{9-1}', 'x']]",
        "titles = ['a']\nparts = [[1]]",
        f"titles = ['{'长' * 101}']\nparts = [['{{1-99999}}{{1-99999}}']]",
        f"titles = ['a']\nparts = [['{{1-99999}}{{1-99999}}{'长' * 2000}']]",
    ],
)
def test_a_book_that_says_too_little_or_does_not_fit_is_refused(book: str) -> None:
    assert refusal(canary.read_book, book) == "E_CANARY"


def test_an_office_brings_its_own_words() -> None:
    book = canary.read_book("titles = ['停车']\nparts = [['A{1-99999}'], ['B{1-99999}']]")
    said = canary.said(canary.new_card("热线", [8], book), AT)
    assert said.title == "停车" and re.fullmatch(r"A\d+B\d+", said.text) and said.name == ""


def test_hours_are_those_of_china() -> None:
    card = canary.new_card("热线", range(8, 18))
    assert card.is_hour(datetime(2018, 3, 1, 0, 30, tzinfo=UTC))
    assert not card.is_hour(datetime(2018, 3, 1, 10, 0, tzinfo=UTC))
    for wrong in ([], [24], [-1]):
        assert refusal(canary.new_card, "热线", wrong) == "E_CANARY"
    assert refusal(canary.new_card, "", [8]) == "E_CANARY"
