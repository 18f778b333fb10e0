"""Editorial changes 文字性修改: wording may move, no fact may. Properties over made-up contents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.desk.disclosure.editorial import LONGEST, is_editorial, moved

PLAIN = "消费者朋友请注意妥善保管购物票据并及时反映情况谢谢"
texts = st.lists(st.text(PLAIN, min_size=6, max_size=30), min_size=1, max_size=4)
quick = settings(max_examples=40, deadline=None)


def content(*lines: str, title: str = "提示", **more) -> dict:
    return {
        "agency": "a", "index": "i", "title": title, "category": "业务工作", "doc_no": "",
        "formed": "2018-01-01", "attachments": [], "meta": {"means": "主动公开"},
        "body": [{"b": "p", "text": one} for one in lines],
    } | more  # fmt: skip


@quick
@given(texts)
def test_the_same_content_is_editorial(lines) -> None:
    assert is_editorial(content(*lines), content(*lines))


@quick
@given(texts, texts)
def test_it_does_not_matter_which_one_was_first(one, other) -> None:
    assert is_editorial(content(*one), content(*other)) == is_editorial(content(*other), content(*one))


@quick
@given(texts, st.integers(0, 99_999), st.data())
def test_a_number_that_comes_in_anywhere_is_a_fact(lines, number, data) -> None:
    at = data.draw(st.integers(0, len(lines[0])))
    after = [lines[0][:at] + str(number) + lines[0][at:], *lines[1:]]
    assert "数字和日期" in moved(content(*lines), content(*after))
    assert not is_editorial(content(*after), content(*lines))


@quick
@given(texts, st.sampled_from("不未无非禁免应可罚"), st.data())
def test_a_word_that_turns_the_sentence_round_is_a_fact(lines, sign, data) -> None:
    at = data.draw(st.integers(0, len(lines[0])))
    assert not is_editorial(content(*lines), content(lines[0][:at] + sign + lines[0][at:], *lines[1:]))


@quick
@given(texts, st.data())
def test_punctuation_alone_is_editorial(lines, data) -> None:
    at = data.draw(st.integers(0, len(lines[0])))
    assert is_editorial(content(*lines), content(lines[0][:at] + "，" + lines[0][at:], *lines[1:]))


@quick
@given(texts, st.text(PLAIN, min_size=LONGEST + 1, max_size=60))
def test_a_long_insertion_is_never_editorial(lines, more) -> None:
    assert not is_editorial(content(*lines), content(*lines, more + "。" + more))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("罚款3万元，没收5万元", "罚款5万元，没收3万元"),
        ("罚款三万元", "罚款五万元"),
        ("重3克", "重3千克"),
        ("10月12日", "10月11日"),
        ("经检验不合格", "经检验合格"),
        ("应当整改", "可以整改"),
        ("当事人张伟经营", "当事人张炜经营"),
        ("好味道超市销售", "好昧道超市销售"),
        ("依据《食品安全法》", "依据《产品质量法》"),
        ("低于标准", "高于标准"),
    ],
)
def test_facts_figures_names_and_dates_are_no_wording(before: str, after: str) -> None:
    assert not is_editorial(content(before), content(after))


@pytest.mark.parametrize(
    "more",
    [
        {"attachments": [{"name": "a.pdf", "type": "application/pdf", "size": 1, "sha256": "0" * 64}]},
        {"doc_no": "威高市监〔2018〕1号"},
        {"formed": "2018-01-02"},
        {"meta": {"means": "依申请公开"}},
        {"body": [{"b": "p", "c": [{"i": "a", "text": "请注意", "href": "https://example.cn"}]}]},
    ],
)
def test_attachments_fields_and_links_are_facts(more) -> None:
    assert not is_editorial(content("请注意"), content("请注意") | more)


def test_the_note_of_a_correction_is_no_fact() -> None:
    noted = content("请注意") | {"meta": {"means": "主动公开", "correction": "改了一个词，2018年3月1日"}}
    assert is_editorial(content("请注意"), noted)


@pytest.mark.parametrize(
    ("before", "after"),
    [("请消费者朋友注意。", "请消费者注意。"), ("帐户异常", "账户异常"), ("请注意", "敬请注意")],
)
def test_wording_is_editorial(before: str, after: str) -> None:
    assert is_editorial(content(before), content(after))
