"""Searching only where a pattern can match gives what searching everywhere gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.screening import near, words
from gongkai.screening.kinds import alone, clauses, conditions, links, rolls
from gongkai.screening.tests import test_text_alone, test_text_persons

WORDS = ["员工", "前员工", "员", "店员", "店长", "店", "财务", "财务部"]
TEXT = st.text(alphabet="员工前店长财务部举报一二3岁月。 \ud800", max_size=40)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_a_tree_matches_what_the_alternation_matches(body: str) -> None:
    plain, tree, inside = (
        re.compile(pattern) for pattern in (words.alternation(WORDS), words.tree(WORDS), words.inside(WORDS))
    )
    spans = [found.span() for found in plain.finditer(body)]
    assert [found.span() for found in tree.finditer(body)] == spans
    assert [found.span() for found in inside.finditer(body)] == spans
    assert [found.span() for found in re.compile(words.branches(WORDS)).finditer(body)] == spans


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_near_an_anchor_everything_is_found(body: str) -> None:
    pattern = re.compile(r"[一二3]{1,3}\s?岁?月?[岁月]")
    spans = [found.span() for found in pattern.finditer(body)]
    anchor = re.compile("[岁月]")
    assert [found.span() for found in near.matches(pattern, body, anchor, 6)] == spans
    assert [found.span() for found in near.matches(pattern, body, anchor, 6, re.compile("[一二3]"))] == spans


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_behind_heads_everything_is_found(body: str) -> None:
    pattern = re.compile(f"{words.tree(WORDS)}[^。]{{0,2}}举报")
    heads = near.Heads(WORDS)
    assert [found.span() for found in heads.matches(pattern, body)] == [
        found.span() for found in pattern.finditer(body)
    ]


def test_without_the_needed_words_nothing_is_searched() -> None:
    pattern = re.compile("(?:举报|投诉)人")
    assert [found[0] for found in near.given(pattern, "举报人和投诉人", ("举报", "投诉"))] == [
        "举报人",
        "投诉人",
    ]
    assert list(near.given(pattern, "消费者", ("举报", "投诉"))) == []
    assert near.holds("本店店长", ("店员", "店长")) and not near.holds("", ("店员",))


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_from_known_places_everything_is_found(body: str) -> None:
    pattern = re.compile(f"{words.tree(WORDS)}[^。]{{0,2}}举报")
    spans = [found.span() for found in pattern.finditer(body)]
    starts = near.Heads(WORDS).starts(body)
    assert [found.span() for found in near.matches_at(pattern, body, starts)] == spans
    behind = re.compile("[前一二]{0,2}(?:员工|店长)举?")
    anchors = [found.start() for found in re.finditer("员工|店长", body)]
    assert [found.span() for found in near.matches_behind(behind, body, anchors, 2)] == [
        found.span() for found in behind.finditer(body)
    ]


def test_one_of_many_words_is_searched_at_once() -> None:
    assert near.any_of(WORDS).search("本店店长") and not near.any_of(WORDS).search("本月。")


PIECES = [
    *(text for text, _ in test_text_alone.NAMED),
    *(text for text, *_ in test_text_persons.LABELLED),
    *("、柳长青、骆秀峰、顾大妹", "有：林涛、郑洁、高远，每人50元", "欧阳修文 莫小兰 祝春华", "汪志国3200元"),
    *("将情况说明交给了本局", "于6月向我局反映", "到监管所举报", "HTTPS:/a.b", "www。b.cn", "tt", "ww"),
    *(
        "每周透析",
        "乙肝表面抗原阳性",
        "抗体阳性",
        "靠药物维持",
        "精神失常",
        "服抗抑郁药",
        "检出伤寒",
        "\ud800",
    ),
    *"，。、：\n 徐由有",
]
CANNOT_BEGIN_ELSEWHERE = [
    (links._LINK, links._BEGINS, 0, near._ANY),
    (clauses._TELLING_US, clauses._US, 18, clauses._TO_US),
    (conditions._TREATED, conditions._TREATMENT, 0, near._ANY),
    (alone._ROW, alone._COMMA, 4, alone._FIRST),
    (alone._TWO_ACTS, rolls.BEGINS, 0, near._ANY),
    (rolls._ALONE, rolls.BEGINS, 0, near._ANY),
    (rolls._PAID, rolls.BEGINS, 0, near._ANY),
    (rolls._ROW, rolls.BEGINS, 0, near._ANY),
]


@given(body=st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=60, deadline=None)
def test_a_rule_is_tried_wherever_it_can_begin(body: str) -> None:
    for pattern, anchor, back, head in CANNOT_BEGIN_ELSEWHERE:
        spans = [found.span() for found in pattern.finditer(body)]
        assert [found.span() for found in near.matches(pattern, body, anchor, back, head)] == spans


@pytest.mark.parametrize(("pattern", "anchor", "back", "head"), CANNOT_BEGIN_ELSEWHERE)
def test_the_pieces_hold_what_every_such_rule_finds(pattern, anchor, back, head) -> None:
    assert any(list(near.matches(pattern, piece, anchor, back, head)) for piece in PIECES)
