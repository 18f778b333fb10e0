"""What the index is asked for never misses a text that holds the words; of numbers it is the rare end."""

from types import SimpleNamespace

import pytest
from django.db import connection
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


TEXTS = (
    "371002sc20170001234\n南京路小学食堂\nab",
    "在某商店15271abc1234号店 分店\n类别9",
    "",
    "𠮷野家ａ\nﬁn",
)


@pytest.mark.django_db
def test_every_part_of_a_text_finds_it_by_its_longer_pieces():
    """What PostgreSQL takes out of a text holds every piece that a question with a part of it asks for."""
    asked = [
        (text, part, tokens.pieces([part]))
        for text in map(grams.normal, TEXTS)
        for run in text.split()
        for size in (*range(1, 9), 13, 17)
        for part in {run[at : at + size] for at in range(len(run))}
    ]
    assert all(one in part for _text, part, pieces in asked for one in pieces)
    assert all(pieces for _text, _part, pieces in asked)
    if connection.vendor == "postgresql":
        longer = [
            (text, [one for one in pieces if len(one) >= tokens.LONGER]) for text, _part, pieces in asked
        ]
        with connection.cursor() as cursor:
            for text, wanted in longer:
                cursor.execute(f"SELECT {tokens.LONG}(%s) @> %s::text[]", [text, wanted])
                assert cursor.fetchone() == (True,), (text, wanted)


def test_of_a_long_word_few_pieces_are_asked_for_and_they_hold_all_its_letters():
    word = "关于开展全市食品安全专项整治行动的通知要求各监管所"
    pieces = tokens.pieces([word])
    assert len(pieces) < 12 and set("".join(pieces)) == set(word) and pieces[-1] == word[-4:]
    assert tokens.pieces(["abc123"]) == ["abc123"] and tokens.pieces(["店77", "7"]) == ["店77", "7"]
