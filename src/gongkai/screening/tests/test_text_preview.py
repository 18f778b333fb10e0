"""The preview marks by word and sign, escapes everything, and leads both ways."""

from __future__ import annotations

from lxml import html

from gongkai.screening.preview import SIGNS, WORDS, preview
from gongkai.screening.text import screen_text

TEXT = "<b>当事人</b>：张三，电话13812345678\n统一社会信用代码91440300708461136T"


def test_the_text_stays_readable_and_escaped() -> None:
    tree = html.fromstring(preview(TEXT, screen_text(TEXT)))
    for extra in tree.xpath('//*[@class="finding-sign" or @class="visually-hidden"]'):
        extra.drop_tree()
    assert tree.xpath('string(//div[@class="screened-text"])').replace("\n\n", "\n") == TEXT
    assert not tree.xpath("//b")


def test_each_mark_says_its_verdict_in_words_and_leads_to_its_row_and_back() -> None:
    found = screen_text(TEXT)
    tree = html.fromstring(preview(TEXT, found, prefix="a"))
    rows = tree.xpath('//ol[@class="findings"]/li')
    assert len(rows) == len(found)
    ids = set(tree.xpath("//@id"))
    assert {href.removeprefix("#") for href in tree.xpath("//a/@href")} <= ids
    for row, one in zip(rows, found, strict=True):
        spoken = row.text_content()
        assert (
            WORDS[one.verdict] in spoken
            and SIGNS[one.verdict] in spoken
            and one.why in spoken
            and one.text in spoken
        )
    assert all(mark.xpath('.//span[@class="visually-hidden"]') for mark in tree.xpath("//mark[@id]"))


def test_overlapping_findings_do_not_break_the_markup() -> None:
    text = "其子张小宝，8岁，系某小学三年级学生，电话13812345678"
    tree = html.fromstring(preview(text, screen_text(text)))
    assert len(tree.xpath("//li")) == len(screen_text(text))
    assert "张小宝" in tree.xpath('string(//div[@class="screened-text"])')


def test_nothing_found_is_said() -> None:
    assert "没有发现疑点" in preview("好", [])
