"""The model: normal by construction, refuses what cannot be read, one JSON form of the canonical profile."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from gongkai.papers import blocks as b
from gongkai.papers.tables import alignment
from gongkai.papers.tests import samples
from gongkai.refusal import Refused

PROFILE = (str, bool, int, type(None))


def profile(value: object) -> bool:
    """Is ``value`` of the canonical profile: no floats, ASCII keys, integers within 2^53."""
    if isinstance(value, dict):
        return all(isinstance(k, str) and profile(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(profile, value))
    return isinstance(value, PROFILE) and not (isinstance(value, int) and abs(value) > 2**53 - 1)


@given(samples.documents)
def test_a_document_survives_the_way_through_json(doc: b.Document):
    data = b.to_json(doc)
    assert profile(data)
    again = b.from_json(json.loads(json.dumps(data)))
    assert again == doc
    assert b.to_json(again) == data


def test_one_of_each_survives_too():
    doc = samples.everything()
    assert b.from_json(json.loads(json.dumps(b.to_json(doc)))) == doc


def test_a_body_of_plain_paragraphs_is_read_and_written_as_released():
    body = [{"b": "p", "text": "共抽检 12 批次，不合格 1 批次。\n详见附件。"}]
    blocks = b.body_from_json(body)
    assert blocks == (b.paragraph("共抽检 12 批次，不合格 1 批次。\n详见附件。"),)
    assert b.body_to_json(blocks) == body


def test_a_head_needs_no_flag_in_json():
    (table,) = b.body_from_json([{"b": "table", "caption": "", "header": [["甲"]], "body": [["1"]]}])
    assert isinstance(table, b.Table)
    assert table.header[0][0].header
    assert b.body_to_json((table,))[0]["header"] == [["甲"]]


def test_what_says_the_same_is_equal():
    assert b.paragraph(["全年", b.Text("公开"), "", "信息"]) == b.paragraph("全年公开信息")
    assert b.paragraph("甲\r\n乙") == b.paragraph([b.Text("甲"), b.Break(), "乙"])


@pytest.mark.parametrize(
    "data",
    [
        {"b": "script", "text": "x"},
        {"b": "p"},
        {"b": "p", "text": 5},
        {"b": "p", "text": "x", "c": []},
        {"b": "p", "text": "x", "style": "color:red"},
        {"b": "p", "text": "x", "inlines": []},
        {"b": "p", "c": [{"i": "raw", "html": "<b>"}]},
        {"b": "p", "text": "x", "align": "justify"},
        {"b": "h", "level": 1.0, "text": "x"},
        {"b": "h", "level": True, "text": "x"},
        {"b": "h", "level": 5, "text": "x"},
        {"b": "h", "text": "x"},
        {"b": "ul", "items": ["x"]},
        {"b": "ul"},
        {"b": "quote"},
        {"b": "note", "body": [], "kind": "red"},
        {"b": "table", "caption": "", "header": [["a", "b"]], "body": [["1"]]},
        {"b": "table", "caption": "", "header": [["a"]], "body": [["1"]], "widths": ["1"]},
        {"b": "table", "caption": "", "header": [["a"]], "body": [["1"]], "notes": [1]},
        {"b": "chart", "kind": "pie", "title": "t", "description": "d", "labels": ["a"], "series": []},
        {"b": "chart", "kind": "bar", "title": "t", "description": "d", "labels": ["a"],
         "series": [{"name": "s", "values": [0.5]}]},
        {"b": "chart", "kind": "bar", "title": "t", "description": "d", "labels": ["a"],
         "series": [{"name": "s", "values": ["NaN"]}]},
        {"b": "sign", "agency": "局", "date": "2018-3-1"},
        {"b": "files", "items": [{"name": "x", "href": "javascript:alert(1)"}]},
        {"b": "img", "name": "x", "alt": " "},
        {"b": "qr", "text": ""},
        "x",
        None,
    ],
)  # fmt: skip
def test_json_that_is_not_of_the_version_is_refused(data: object):
    with pytest.raises(Refused):
        b.body_from_json([data])


@pytest.mark.parametrize(
    "change",
    [
        {"t": "gongkai/paper/2"},
        {"title": ""},
        {"hidden": "x"},
        {"blocks": []},
        {"meta": {"k": 1}},
        {"date": 5},
    ],
)
def test_a_document_that_is_not_of_the_version_is_refused(change: dict[str, object]):
    with pytest.raises(Refused):
        b.from_json({"t": b.VERSION, "title": "标题", "body": []} | change)


def test_deep_nesting_is_refused_not_crashed_on():
    block: dict[str, object] = {"b": "p", "text": "x"}
    for _ in range(500):
        block = {"b": "quote", "body": [block]}
    with pytest.raises(Refused, match="嵌套"):
        b.body_from_json([block])
    inline: object = "x"
    for _ in range(500):
        inline = {"i": "em", "c": [inline]}
    with pytest.raises(Refused, match="嵌套"):
        b.body_from_json([{"b": "p", "c": [inline]}])


@pytest.mark.parametrize("character", "\x00\x07\x1b\x7f\x85\u200e\u202e\u2066\ud800\ufeff\uffff")
def test_characters_that_nobody_sees_are_refused_by_name(character: str):
    with pytest.raises(Refused, match=f"U\\+{ord(character):04X}"):
        b.paragraph(f"金额{character}100元")
    with pytest.raises(Refused):
        b.Document(f"标题{character}", ())


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//evil.cn/x",
        "http://a b",
        'https://a"onx',
        "vbscript:x",
        "x",
    ],
)
def test_links_that_could_hurt_are_refused(href: str):
    for make in (
        lambda: b.Link((b.Text("x"),), href),
        lambda: b.Figure("k", "1", href),
        lambda: b.Attachment("x", href),
    ):
        with pytest.raises(Refused):
            make()


def test_a_table_with_a_hole_or_an_overlap_is_refused():
    cell = b.Cell
    for body in (
        (("1",),),
        (("1", "2", "3"),),
        ((cell("1", rowspan=2), "2"), ("3", "4")),
        ((cell("1", rowspan=3), "2"), ("3",)),
        ((cell("1", colspan=3),),),
        (("1", cell("2", rowspan=2)), (cell("3", colspan=2),)),
    ):
        with pytest.raises(Refused, match="情况表"):
            b.Table("情况表", (("甲", "乙"),), body)  # type: ignore[arg-type]


def test_short_hands_make_the_same_blocks():
    assert b.bullets("甲", (b.paragraph("乙"), b.bullets("丙"))) == b.BulletList(
        ((b.paragraph("甲"),), (b.paragraph("乙"), b.BulletList(((b.paragraph("丙"),),))))
    )
    assert b.numbered(["甲", b.Figure("k", "1")], start=3).items[0] == (
        b.paragraph(["甲", b.Figure("k", "1")]),
    )
    made = b.table("表", [["甲", "乙"]], [[b.cell("合计", header=True), b.Figure("k", "1")]], unit="件")
    assert made.header[0][0] == b.cell("甲", header=True)
    assert made.body[0][1] == b.cell(b.Figure("k", "1"))


def test_numbers_stand_right_and_words_left_unless_told():
    for text in ("147", "1,234.50", "95%", "—", "-3", "0.00"):
        assert alignment(b.Cell(text)) == "right", text  # type: ignore[arg-type]
    for text in ("12315热线", "2018-03-01", "条", "", "第3号"):
        assert alignment(b.Cell(text)) == "left", text  # type: ignore[arg-type]
    assert alignment(b.Cell("147", align="center")) == "center"  # type: ignore[arg-type]


def test_a_chart_needs_words_a_value_for_each_label_and_nothing_negative():
    good = {
        "kind": "bar",
        "title": "题",
        "description": "说明",
        "labels": ("甲", "乙"),
        "series": (b.Series("数", (1, None)),),
    }
    assert b.Chart(**good).table().body[0][2].text == "—"  # type: ignore[arg-type]
    for change in (
        {"description": " "},
        {"labels": ("甲",)},
        {"series": ()},
        {"series": (b.Series("数", (1, -2)),)},
        {"kind": "pie"},
    ):
        with pytest.raises(Refused):
            b.Chart(**good | change)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        b.Series("数", (Decimal("Infinity"),))


def test_a_stated_number_has_a_name_behind_it():
    with pytest.raises(Refused, match="来源"):
        b.Stated("12", "  ")


def test_a_footnote_has_no_footnote():
    with pytest.raises(Refused, match="脚注"):
        b.Footnote((b.Emphasis((b.Footnote((b.Text("注"),)),)),))


def test_levels_never_skip():
    level = b.outline()
    assert [level(wanted) for wanted in (2, 4, 1, 3, 3, 2, 1)] == [1, 2, 1, 2, 3, 2, 1]


def test_documents_and_blocks_cannot_be_changed():
    doc = samples.everything()
    with pytest.raises(AttributeError):
        doc.title = "x"  # type: ignore[misc]
    assert hash(doc.blocks) == hash(samples.everything().blocks)
    assert b.Document("标题", (), date=date(2018, 3, 1)) != b.Document("标题", ())
