"""Every way of searching finds the same; positions are right whatever is put between the characters."""

from __future__ import annotations

import random
import re
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.screening import NOTHING, Finding, Known, Party, Verdict, lists, prefilter, text
from gongkai.screening.kinds import children, conditions, letters, reporters
from gongkai.screening.normal import ODD, UNUSUAL, fold, normal, squeezed
from gongkai.screening.tests import (
    test_text_identifiers,
    test_text_persons,
    test_text_places,
    test_text_secrecy,
)
from gongkai.screening.text import screen_text

CORPUS = [
    *(row[0] for row in test_text_identifiers.ALONE),
    *(row[0] for row in test_text_identifiers.LABELLED),
    *test_text_identifiers.NOTHING,
    *(row[0] for row in test_text_persons.LABELLED),
    *test_text_persons.NO_NAMES,
    *(row[0] for row in test_text_persons.MINORS),
    *(row[0] for row in test_text_places.HOMES),
    *(row[0] for row in test_text_places.STAY),
    *test_text_secrecy.MARKS,
    *test_text_secrecy.TALK,
]
PROSE = (
    "本局认真贯彻国家和省、市、区关于政务公开和政府信息公开的有关要求，坚持依法行政，深化信息公开，不断增强行政执法工作透明度，积极发挥工作合力。"
    "全年公开各类信息147条，其中案件办理信息49条、业务工作25条，通过网站、报刊、电子显示屏等公开。"
)


def ways() -> list[prefilter.Prefilter]:
    return [prefilter.linear(), prefilter.vectored(), prefilter.Whole()]


def same(body: str, known: Known = NOTHING) -> list[Finding]:
    results = [screen_text(body, known, way=way) for way in ways()]
    assert results[0] == results[1] == results[2]
    return results[0]


@pytest.mark.parametrize("seed", range(40))
def test_every_way_of_searching_gives_the_same_spans(seed: int) -> None:
    dice = random.Random(seed)
    pieces = [dice.choice((*CORPUS, PROSE, PROSE[: dice.randint(1, 90)])) for _ in range(dice.randint(1, 16))]
    same(dice.choice(("", "\n", "。", "，", "\n\n")).join(pieces))


@given(
    st.lists(st.one_of(st.sampled_from(CORPUS), st.just(PROSE), st.text(max_size=30)), max_size=8),
    st.sampled_from(["", "\n", "。"]),
)
@settings(max_examples=60, deadline=None)
def test_every_way_gives_the_same_spans_on_invented_text(pieces: list[str], between: str) -> None:
    body = between.join(pieces)
    for found in same(body):
        assert body[found.start : found.end] == found.text and found.start < found.end


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_is_an_error(body: str) -> None:
    for found in screen_text(body):
        assert body[found.start : found.end] == found.text


@given(
    st.text(alphabet="0123456789X绝机密秘★年号楼路住张三：；，（）- \n\u200b\ud800Ａ０@.：京A", max_size=120)
)
@settings(max_examples=150, deadline=None)
def test_hostile_mixtures_are_no_error_and_no_difference(body: str) -> None:
    same(body)


SHAPES = [
    "37100219900101001X",
    "371002199001010015",
    "6228480000000000018",
    "371002900101001",
    "E1234567",
    "鲁K",
]
BITS = [*SHAPES, *"0123456789Xx-—()（）\n.·转年月日生岁号：:，。★机密绝张李王先生住路村室@\u200b\ud800①٣０Ａ"]


@given(st.lists(st.sampled_from(BITS), max_size=40))
@settings(max_examples=250, deadline=None)
def test_broken_identifiers_are_no_error(pieces: list[str]) -> None:
    body = "".join(pieces)
    for found in screen_text(body):
        assert body[found.start : found.end] == found.text


SURE = ["371002199001010015", "6228480000000000018", "13812345678", "91440300708461136T"]
HIDDEN = ["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u200e"]


@given(st.sampled_from(SURE), st.data())
@settings(max_examples=120, deadline=None)
def test_hidden_characters_and_full_width_inside_an_identifier_are_seen_through(
    number: str, data: st.DataObject
) -> None:
    written = ""
    for at, char in enumerate(number):
        wide = data.draw(st.booleans()) and char.isdigit()
        written += chr(ord(char) + 0xFEE0) if wide else char
        if at < len(number) - 1:
            written += "".join(data.draw(st.lists(st.sampled_from(HIDDEN), max_size=2)))
    before = data.draw(st.sampled_from(["", "号码", "经查\u200b，", "第一行\n"]))
    found = screen_text(f"{before}{written}，属实")
    assert [(one.start, one.end, one.text) for one in found] == [
        (len(before), len(before) + len(written), written)
    ]
    assert found[0].verdict in (Verdict.REDACT, Verdict.KEEP) and found[0].value == number


@given(st.sampled_from(["371002199001010015", "13812345678", "6228480000000000018"]), st.data())
@settings(max_examples=120, deadline=None)
def test_blanks_inside_an_identifier_are_seen_through(number: str, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(1, len(number) - 1), max_size=6))
    blank = data.draw(st.sampled_from([" ", "\u3000", "\u00a0", "\n"]))
    written = "".join(f"{blank}{char}" if at in places else char for at, char in enumerate(number))
    found = [one for one in screen_text(f"经查，{written}，属实") if one.verdict is not Verdict.KEEP]
    assert [(one.start, one.text) for one in found] == [(3, written)]


@given(st.sampled_from(["371002199001010015", "6228480000000000018"]), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_a_wrong_check_digit_is_never_redacted(number: str, wrong: int) -> None:
    other = number[:-1] + str((int(number[-1]) + wrong) % 10)
    assert [str(one.verdict) for one in screen_text(f"经查，{other}，属实")] == ["review"]


def test_positions_come_back_through_the_normal_form() -> None:
    plain = normal("甲\u200b乙\u200c\u200d丙")
    assert plain.text == "甲乙丙"
    assert [plain.start(at) for at in range(3)] == [0, 2, 5]
    assert [plain.end(at) for at in range(4)] == [0, 1, 3, 6]
    assert fold("０631—５６\u3000＠") == "0631-56 @"
    assert squeezed("威海市 火炬路１０号。") == "威海市火炬路10号"


def test_a_place_is_a_line_unless_the_caller_names_it() -> None:
    assert [one.where for one in screen_text("甲\n乙\n13812345678\n\n鲁K·A1234")] == ["第 3 行", "第 5 行"]
    assert [one.where for one in screen_text("13812345678", where="Sheet2!B7")] == ["Sheet2!B7"]


def test_the_seed_of_the_project_shows_what_it_is_known_for() -> None:
    body = (
        "根据《山东省信息公开管理办法》，地址：威海市文化西路288号，电话：0631—5681102。"
        "拨打“12315”、“12365”、“12331”。"
    )
    assert [f"{one.kind} {one.verdict}" for one in same(body)] == [
        "wording review",
        "address review",
        "tel redact",
        "tel keep",
        "tel keep",
        "tel keep",
    ]


def test_literals_by_hyperscan_and_by_automaton_are_the_same() -> None:
    searcher = lists.Searcher(lists.shipped())
    data = ("市工商局、" * 50 + "http://www.saic.gov.cn").encode()
    if prefilter.hyperscan is not None:
        assert sorted(searcher._plain(data)) == sorted(searcher._vectored(data))


def test_long_texts_take_the_fast_way_and_short_ones_do_not_wait_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prefilter, "vectored", cache(prefilter.Whole))
    assert prefilter.best_for(100) is prefilter.linear()
    assert not prefilter.is_vectored(100)
    prefilter.warm()
    assert prefilter.is_vectored(100) is (prefilter.hyperscan is not None)
    assert (prefilter.best_for(100) is prefilter.vectored()) is (prefilter.hyperscan is not None)


def test_without_hyperscan_everything_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefilter, "hyperscan", None)
    monkeypatch.setattr(prefilter, "vectored", cache(prefilter.vectored.__wrapped__))
    assert prefilter.vectored() is prefilter.linear()
    assert [one.kind for one in screen_text("13812345678")] == ["mobile"]


def test_ordinary_prose_asks_no_rule() -> None:
    for way in (prefilter.linear(), prefilter.vectored()):
        windows = way.windows(PROSE + "组织开展食品安全宣传周活动，提高群众的知晓率和满意度，接待群众咨询。")
        assert windows is not None and set(windows) <= {"lists"}


@given(st.lists(st.one_of(st.sampled_from(CORPUS), st.text(max_size=20)), max_size=4).map("".join))
@settings(max_examples=60, deadline=None)
def test_a_pattern_that_was_not_chosen_has_no_match(body: str) -> None:
    for choice in (letters._ALL, children._ALL, conditions._ALL, reporters._MORE):
        chosen = [id(pattern) for pattern in choice.among(body)]
        for pattern, _ in choice._rows:
            assert id(pattern) in chosen or not pattern.search(body)


def test_a_list_word_is_found_set_wide_and_broken_by_every_way() -> None:
    for body in ("市工 商 局答复", "市工\n商局答复", "市工　商　局答复"):
        assert [one.kind for one in same(body)] == ["wording"]


def test_a_column_of_numbers_is_found_row_by_row() -> None:
    body = "\n".join(["371002199001010015"] * 60)
    assert len(same(body)) == 60


def test_a_mark_is_asked_for_before_anything_is_stored() -> None:
    assert text.has_mark("机密★20年\n通知") and not text.has_mark("商业秘密")


def test_patterns_take_linear_time_on_hostile_text() -> None:
    for unit in ("1 ", "住", "张三、", "路1号", "密 ", "（", "举报人", "www.", "a@", "9" * 7 + " "):
        screen_text(unit * 3000)
    started = time.process_time()
    screen_text("1 " * 10_000)
    screen_text("12 35 15 20 " * 2_000)
    assert time.process_time() - started < 10


def test_every_unusual_character_holds_bytes_that_the_fast_search_asks_for() -> None:
    unusual, odd = re.compile(UNUSUAL), re.compile(ODD)
    codes = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    missed = [code for code in codes if unusual.match(chr(code)) and not odd.search(chr(code).encode())]
    assert missed == []
    assert not odd.search("本局（威海）—“公开”…①￥·\u3000１２\n".encode())


def test_a_rare_character_with_odd_bytes_is_no_reason_to_stop() -> None:
    assert [one.text for one in same("𠮷祥，电话13812345678")] == ["13812345678"]


def test_a_name_set_wide_is_found_again_however_many_names_there_are() -> None:
    for more in (1, 40):
        known = Known(parties=tuple(Party(f"王{chr(0x4E00 + at)}{chr(0x5000 + at)}") for at in range(more)))
        known = Known(parties=(*known.parties, Party("李建国")))
        found = screen_text("经查，李　建　国与李\n建\n国是同一人，李建国到场。", known)
        assert [one.text for one in found if one.kind == "person"] == ["李　建　国", "李\n建\n国", "李建国"]


def test_the_data_ships() -> None:
    folder = Path(lists.__file__).parent / "data"
    assert {"rules.toml", "terms.toml", "surnames.toml", "places.toml"} <= {
        file.name for file in folder.glob("*.toml")
    }
