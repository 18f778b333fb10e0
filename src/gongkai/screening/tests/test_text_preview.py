"""The preview marks by word, number and line style, escapes everything, and leads to the list."""

from __future__ import annotations

from lxml import html

from gongkai.screening.preview import SIGNS, STYLES, WORDS, Marks, preview
from gongkai.screening.text import screen_text

TEXT = "<b>当事人</b>：张三，电话13812345678\n统一社会信用代码91440300708461136T"


def test_the_text_stays_readable_and_escaped() -> None:
    tree = html.fromstring(f"<main>{preview(TEXT, screen_text(TEXT))}</main>")
    for extra in tree.xpath('//a[contains(@class, "d-fno")]'):
        extra.drop_tree()
    assert tree.xpath("string(./div)").replace("\n\n", "\n") == TEXT
    assert not tree.xpath("//b")


def test_each_mark_says_its_verdict_in_words_and_leads_to_its_row() -> None:
    found = screen_text(TEXT)
    tree = html.fromstring(f"<main>{preview(TEXT, found, prefix='a')}</main>")
    rows = tree.xpath("//ol/li")
    assert len(rows) == len(found)
    ids = set(tree.xpath("//@id"))
    labels = tree.xpath("//a")
    assert {label.get("href").removeprefix("#") for label in labels} <= ids and labels
    assert all(any(word in label.text for word in WORDS.values()) for label in labels)
    for row, one in zip(rows, found, strict=True):
        spoken = row.text_content()
        assert WORDS[one.verdict] in spoken and SIGNS[one.verdict] in spoken
        assert one.why in spoken and one.text in spoken


def test_no_two_verdicts_differ_by_colour_alone() -> None:
    assert len({*WORDS.values()}) == len({*SIGNS.values()}) == len({line for line, _ in STYLES.values()}) == 4


def test_overlapping_findings_do_not_break_the_markup() -> None:
    text = "其子张小宝，8岁，系某小学三年级学生，电话13812345678"
    tree = html.fromstring(f"<main>{preview(text, screen_text(text))}</main>")
    assert len(tree.xpath("//li")) == len(screen_text(text))
    assert "张小宝" in tree.xpath("string(./div)")
    assert not tree.xpath("//span[contains(@class, 'd-f ')]//span[contains(@class, 'd-f ')]")


def test_a_finding_that_spans_two_pieces_is_marked_in_each() -> None:
    text = "电话138-1234-5678。"
    marks = Marks(screen_text(text))
    made = marks.html(marks.into(text[:6], 0) + "<hr>" + marks.into(text[6:], 6))
    assert made.count('<span class="d-f ') == made.count("</span>") == 2


def test_a_text_with_the_private_characters_is_listed_and_not_marked() -> None:
    text = "\ue0019\ue003电话13812345678"
    made = preview(text, screen_text(text))
    assert "<ol>" in made and "d-fno" not in made


def test_nothing_found_is_said() -> None:
    assert "没有发现疑点" in preview("好", [])
