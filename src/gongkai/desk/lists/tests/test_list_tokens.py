"""What the index is asked for never misses a text that holds the words; of numbers it is the rare end."""

from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gongkai import grams
from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import LISTINGS
from gongkai.desk.lists.spans import PARTS

ALPHABET = "0123ab/-公告年"


def of_text(text: str) -> set[str]:
    """The tokens of a row with this text and no facets, on SQLite."""
    listing = SimpleNamespace(token_columns=(), indexed_columns=())
    return set(tokens.of_row(listing, SimpleNamespace(text=grams.normal(text), place=0)))


def of_question(question: str) -> set[str]:
    """The tokens that are asked for."""
    return set(tokens.coded(tokens.pieces(grams.terms(question))))


@pytest.mark.skipif(connection.vendor == "postgresql", reason="its index makes the longer ones itself")
@given(st.text(ALPHABET, max_size=40), st.integers(0, 39), st.integers(1, 20))
def test_every_part_of_a_text_finds_it(text, start, size):
    assert of_question(text[start : start + size]) <= of_text(text)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="its index makes the longer ones itself")
def test_a_number_is_told_from_others_by_its_longer_pieces():
    asked = of_question("2016-00031")
    assert asked == {"y2016", "y0003", "y0031"}
    assert asked <= of_text("371002SC/2016-0003100")
    assert not asked <= of_text("371002SC/2016-0004200")
    assert of_question("第777777号") == {"y第777", "y777号", "y777777"}


def test_a_word_is_asked_for_by_the_longest_pieces_that_the_index_has():
    assert tokens.pieces(["食品抽检的"]) == ["食品抽检", "品抽检的"]
    assert tokens.pieces(["号"]) == ["号"] and tokens.coded(["号", "抽检"]) == ["x53f7", "x62bd68c0"]


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index of SQLite is another one")
@pytest.mark.django_db(databases=["default"])
@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_the_index_of_a_list_is_asked_for_words_spans_and_values_together(name):
    """As it is written in questions, so that the planner knows each expression again."""
    listing = LISTINGS[name]
    wanted = ["grams @> '{x1}'", f"{tokens.LONG}(text) @> '{{abc}}'", f"{PARTS} && '{{1}}'"]
    if listing.filtered:
        wanted.append(f"{tokens.filters(listing)} @> '{{a=b}}'")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT * FROM {listing.row._meta.db_table} WHERE {' AND '.join(wanted)}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    condition = plan.partition("Index Cond: ")[2].partition("\n")[0]
    assert condition.count(" AND ") == len(wanted) - 1, plan
