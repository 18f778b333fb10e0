"""The text of an item in an editor: Markdown → HTML → Markdown says the same; what comes in is harmless."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.papers import blocks as b
from gongkai.papers import editing, html, markdown
from gongkai.papers.tables import is_blank
from gongkai.refusal import Refused

SIGNS = "甲乙丙，。：；（）“”《》％12a.)*_|#<>&\\`~!+-=[]{}'\"/@ "
"""Letters, full-width punctuation, and every sign that means something in Markdown or HTML."""


def parsed(md: str) -> b.Blocks:
    return markdown.parse(md, lambda key: b.Figure(key, key))


# ── everything that our form can say ─────────────────────────

words = st.text(st.sampled_from(SIGNS), min_size=1, max_size=12).map(b.Text)
hrefs = st.sampled_from(
    ["https://www.gov.cn/a_(b)?x=1&y=2", "mailto:a@b.cn", "/item/1", "#s1", "https://x.cn/%E7%94%B2&lt;"]
)
references = st.sampled_from(
    [
        b.Stated("12", "办公室台账"),
        b.Footnote((b.Text("含网上申请"),)),
        b.Figure("items.total", "items.total"),
    ]
)
plain = st.one_of(words, references, st.just(b.Break()))
emphasis = st.lists(plain, min_size=1, max_size=3).map(lambda inside: b.Emphasis(tuple(inside)))
links = st.tuples(st.lists(st.one_of(plain, emphasis), min_size=1, max_size=3), hrefs).map(
    lambda given: b.Link(tuple(given[0]), given[1])
)
inlines = st.lists(st.one_of(plain, emphasis, links), min_size=1, max_size=5).map(tuple)
paragraphs = inlines.map(b.Paragraph)
headings = (
    st.tuples(st.integers(1, 4), inlines)
    .filter(lambda given: b.plain(given[1]).strip() != "")
    .map(lambda given: b.Heading(*given))
)
pictures = st.just(b.Picture("ab" * 32, "信息公开栏", '栏"一" & 二'))


@st.composite
def tables(draw: st.DrawFn) -> b.Table:
    columns = draw(st.integers(1, 4))
    aligns = draw(
        st.lists(st.sampled_from(["", "left", "center", "right"]), min_size=columns, max_size=columns)
    )
    cells = st.one_of(st.just(()), inlines)

    def row(is_head: bool) -> tuple[b.Cell, ...]:
        return tuple(
            b.Cell(draw(cells), align=align, header=is_head or not at) for at, align in enumerate(aligns)
        )

    body = [row(False) for _ in range(draw(st.integers(0, 3)))]
    return b.Table("", (row(True),), tuple(one for one in body if not is_blank(one)))


def nested(inside: st.SearchStrategy) -> st.SearchStrategy:
    items = st.lists(st.lists(inside, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        items.map(b.BulletList),
        st.tuples(items, st.sampled_from([1, 2, 10, 2017])).map(lambda given: b.NumberedList(*given)),
        st.lists(inside, min_size=1, max_size=2).map(lambda given: b.Quote(tuple(given))),
    )


leaves = st.one_of(paragraphs, headings, pictures, tables())
documents = st.lists(st.recursive(leaves, nested, max_leaves=6), max_size=5).map(editing.normal)


@given(documents)
@settings(max_examples=400, deadline=None)
@example((b.paragraph((b.Emphasis((b.Text("注意："),)), "请核对")),))
@example((b.BulletList(((b.paragraph("甲"),),)), b.BulletList(((b.paragraph("乙"),),))))
@example((b.paragraph("a | b\n--- | ---\n# 不是标题\n- 不是列表\n1. 不是编号"),))
def test_what_our_form_can_say_comes_back_from_the_editor(document: b.Blocks):
    """Blocks → Markdown → the editor's HTML → Markdown → the same blocks, in the same words."""
    told = editing.written(editing._blocks(document))
    expected = document
    if "strong" in told.lost:  # between two Latin letters Markdown cannot set emphasis: its words stay
        expected = editing.normal(editing._plainer(document))
    assert parsed(told) == expected
    assert set(told.lost) <= {"strong"}
    assert editing.written(editing.shown(told)) == str(told)


@given(st.text(st.sampled_from("一二，。12#*_`>-|[](){}<>&!\\\n \"'.:/"), max_size=60))
@settings(max_examples=300, deadline=None)
@example("- \n\n  -")
@example("| a | b |\n|---|---|\n| c |")
@example("***甲***乙 [**丙**](https://x.cn) <https://x.cn>")
def test_any_markdown_comes_back_saying_the_same(md: str):
    """However it was written by hand: only the way of writing changes, and only once."""
    try:
        shown = editing.shown(md)
    except Refused:
        return  # the editor is not offered for it; the text area shows what is wrong
    told = editing.written(shown)
    assert "strong" in told.lost or editing.same(md, told)
    assert editing.written(editing.shown(told)) == told


# ── what comes from an editor, or from a stranger ────────────


@pytest.mark.parametrize(
    ("given", "text", "lost"),
    [
        ("<script>alert(1)</script><style>p{}</style><p>甲</p>", "甲", ()),
        ('<p onclick="x()" style="color:red"><font face="SimSun">甲</font><o:p></o:p></p>', "甲", ()),
        ('<p><a href="javascript:alert(1)">甲</a></p>', "甲", ("link",)),
        ('<p><a href="http://x.cn/文件.html">甲</a></p>', "[甲](http://x.cn/%E6%96%87%E4%BB%B6.html)", ()),
        ('<p><a href="notes/1.html">甲</a></p>', "甲", ("link",)),
        ('<p>甲<img src="data:image/png;base64,AAAA" onerror="x()">乙</p>', "甲乙", ("picture",)),
        ('<div data-picture="javascript:alert(1)" data-alt="公开栏"></div>', "公开栏", ("picture",)),
        ("<h6>甲</h6>", "#### 甲", ("heading",)),
        ("<h1>甲</h1><h2>乙</h2><h5>丙</h5>", "# 甲\n\n# 乙\n\n#### 丙", ()),
        ("<p>100 m<sup>2</sup>，H<sub>2</sub>O，注<sup>甲</sup></p>", "100 m²，H₂O，注甲", ("raised",)),
        ("<h1></h1><p> </p><p>　　甲　</p>", "甲", ()),
        ("<p>甲<br>乙<br></p>", "甲\\\n乙", ()),
        ("<p>a<strong>(b)</strong>c</p>", "a(b)c", ("strong",)),
        ('<p><span data-reference="note(1">注</span></p>', "注", ("reference",)),
        ("<u>甲</u>散着的字<p>乙</p>", "甲散着的字\n\n乙", ()),
        ("<p>甲\u202e乙\ufeff</p>", "甲乙", ()),
        ("<p>{{ items.total }}</p>", "\\{{ items.total }}", ()),
    ],
)
def test_what_our_form_cannot_say_is_dropped_and_named__words_stay(given, text, lost):
    told = editing.written(given)
    assert (str(told), told.lost) == (text, lost)


def test_a_table_of_a_word_processor_becomes_one_that_our_form_can_say():
    told = editing.written(
        "<table><caption>表1</caption><tr><td colspan=2>名称</td></tr>"
        "<tr><td rowspan=2>酸奶</td><td><p>批次</p><ul><li>一</li></ul></td></tr>"
        "<tr><td>3|4</td></tr></table>"
    )
    assert told == "表1\n\n| 名称 |  |\n| --- | --- |\n| 酸奶 | 批次 一 |\n|  | 3\\|4 |"
    assert set(told.lost) == {"merged", "headerless", "cell-lines"}
    assert editing.written("<table><tbody></tbody></table>") == ""


def test_lists_in_lists_stay__beyond_eight_they_are_brought_up():
    told = editing.written("<ul><li><p>甲</p><ol start=3><li>乙</li></ol></li></ul>")
    assert told == "- 甲\n\n  3. 乙"
    deep = editing.written("<ul><li>甲" * 12 + "</li></ul>" * 12)
    assert deep.lost == ("deep",)
    assert deep.count("甲") == 12
    assert html.render(parsed(deep)).count("甲") == 12


@pytest.mark.parametrize(
    "huge",
    [
        "<p>" + "甲" * 1_000_000,
        "<div>" * 100_000,
        "<div></p>" * 50_000,
        "<table><tr><td colspan=99 rowspan=60000>甲</td></tr>" + "<tr><td>乙</td></tr>" * 30_000 + "</table>",
    ],
)
def test_what_no_editor_wrote_is_not_read(huge):
    assert editing.written(huge).lost == ("too-long",)


def test_two_texts_are_the_same_however_they_are_written():
    assert editing.same("* 甲\n* 乙", "- 甲\n- 乙")
    assert editing.same("***甲***", "**甲**")
    assert not editing.same("甲", "乙")
    assert not editing.same("甲", "##### 读不了")
    assert editing.unmarked("# 机**密**★\n\n- 甲\\*") == "机密★\n• 甲*"
    assert editing.unmarked("##### 读不了") == "##### 读不了"


def test_emphasis_beside_chinese_needs_no_spaces():
    """``**注意：**请核对``: the colon is punctuation and the next word follows at once."""
    for md in ("**注意：**请核对", "请**“注意”**后", "**50%**的", "**（一）**甲**乙**丙"):
        assert "*" not in b.plain(parsed(md)[0].inlines)
    assert b.plain(parsed("a**(b)**c")[0].inlines) == "a**(b)**c"


def test_rows_of_a_table_that_say_nothing_are_dropped():
    rows = "<tr><td>面包</td><td>合格</td></tr><tr><td><p></p></td><td>&nbsp;</td></tr>"
    told = editing.written(f"<table><tr><th>食品</th><th>结论</th></tr>{rows}</table>")
    assert told == "| 食品 | 结论 |\n| --- | --- |\n| 面包 | 合格 |"
