"""Search tokens: every text that holds a word has the word's tokens, however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import grams

TEXTS = st.text(alphabet="月饼抽检Ａa1 ，。（）ß②", max_size=30)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("月饼", "月饼"),
        ("ＧＢ 7099—2015", "gb 7099 2015"),
        ("  月饼，\n抽检。", "月饼 抽检"),
        ("〔2017〕12号", "2017 12号"),
        ("㎏", "kg"),
        ("", ""),
        ("，。", ""),
    ],
)
def test_the_normal_form_sees_through_width_case_and_signs(written, normal):
    assert grams.normal(written) == normal


def test_tokens_are_characters_and_neighbours_within_a_run():
    assert grams.of_text("月饼，抽") == sorted(["月", "饼", "抽", "月饼"])
    assert grams.of_question("月饼抽") == sorted(["月饼", "饼抽"])
    assert grams.of_question("月") == ["月"]
    assert grams.of_question("") == []


@given(TEXTS, st.integers(0, 20), st.integers(1, 8))
def test_every_part_of_a_text_finds_it(text, start, length):
    tokens = set(grams.of_text(text))
    for term in grams.terms(grams.normal(text)[start : start + length]):
        assert set(grams.of_question(term)) <= tokens


@given(TEXTS, st.integers(0, 20), st.integers(1, 8), st.integers(1, 5))
def test_every_part_of_a_text_finds_it_whatever_the_longest_run(text, start, length, longest):
    normal = grams.normal(text)
    tokens = set(grams.of_normal(normal, longest))
    for term in grams.terms(normal[start : start + length]):
        asked = grams.of_question(term, longest)
        assert set(asked) <= tokens
        assert len(term) > longest or asked == [term], "short words are tokens themselves"


def test_no_run_is_longer_than_asked_or_crosses_a_blank():
    assert grams.of_normal("abc d", 2) == ["a", "ab", "b", "bc", "c", "d"]


@given(TEXTS, st.lists(st.sampled_from(["月饼", "a1", "检", "ss", "2"]), max_size=3))
def test_highlighting_keeps_the_text_and_marks_only_hits(text, words):
    pieces = grams.highlighted(text, words)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(grams.normal(piece) for piece, hit in pieces if hit)


@given(TEXTS)
def test_places_lead_back_into_the_text(text):
    form = grams.mapped(text)
    assert len(form.normal) == len(form.places)
    assert list(form.places) == sorted(form.places)
    assert all(0 <= place < len(text) for place in form.places)


def test_a_question_has_limits():
    assert len(grams.terms(" ".join(map(str, range(50))))) == 8
    assert grams.terms("月饼 月饼") == ["月饼"]
    assert len(grams.terms("月" * 1000)[0]) == 100


def test_an_excerpt_shows_the_first_hit():
    text = "前" * 200 + "散装月饼" + "后" * 200
    part = grams.excerpt(text, ["月饼"])
    assert "散装月饼" in part and part.startswith("…") and part.endswith("…") and len(part) <= 82
    assert grams.excerpt("短文", ["没有"]) == "短文"
