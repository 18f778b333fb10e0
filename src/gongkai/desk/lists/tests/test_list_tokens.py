"""What the index is asked for never misses a text that holds the words; of numbers it is the rare end."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import grams
from gongkai.desk.lists import tokens

ALPHABET = "0123ab/-公告年"


def of_text(text: str) -> set[str]:
    """The tokens of a row with this text and no facets."""
    listing = SimpleNamespace(token_columns=())
    return set(tokens.of_row(listing, SimpleNamespace(text=grams.normal(text), place=0)))


@given(st.text(ALPHABET, max_size=40), st.integers(0, 39), st.integers(1, 20))
def test_every_part_of_a_text_finds_it(text, start, size):
    part = text[start : start + size]
    assert set(tokens.of_words(grams.terms(part))) <= of_text(text)


def test_of_a_number_the_end_is_asked_for():
    asked = set(tokens.of_words(["2016-00031"]))
    assert asked == {"y0003", "y0031"}
    assert asked <= of_text("371002SC/2016-0003100")
    assert not asked <= of_text("371002SC/2016-0004200")


@pytest.mark.parametrize(
    ("words", "rare"),
    [("2016", False), ("公告2016年", False), ("2016-00031", True), ("食品", False), ("a1", False)],
)
def test_a_year_is_not_rare_and_a_long_number_is(words, rare):
    assert tokens.is_rare(grams.terms(words)) is rare


def test_words_without_numbers_are_asked_for_by_their_pairs():
    assert tokens.of_words(["食品抽检"]) == tokens.coded(["品抽", "抽检", "食品"])
    assert tokens.of_words(["号"]) == tokens.coded(["号"])
