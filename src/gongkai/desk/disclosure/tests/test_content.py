"""What becomes public: the content of an item, field by field."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.disclosure import content, files
from gongkai.desk.disclosure.models import Item, Placement
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.law import scope
from gongkai.papers import blocks
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon, digest_of


def test_the_public_facts_of_an_item(bureau: Bureau) -> None:
    item = bureau.item(validity="有效", is_norm=True, extras={"warning_until": "2017-09-30", "x": "inside"})
    Placement.objects.create(item=item, outlet="公开栏", on=date(2017, 5, 4))
    Placement.objects.create(item=item, outlet="局网站", on=date(2017, 5, 3))
    known = scope.category("消费警示信息")
    assert known is not None
    assert content.build(item)["meta"] == {
        "column": {"key": known.key, "name": known.column},
        "unit": "食品流通餐饮科",
        "published": "2017-05-03",
        "means": "主动公开",
        "scope": known.codes(date(2017, 5, 2))[0],
        "validity": "有效",
        "outlets": ["局网站", "公开栏"],
        "norm": True,
        "kind": "item",
        "year": None,
        "period": None,
        "figures": [],
        "warning_until": "2017-09-30",
    }


def test_a_category_of_the_bureaus_own_goes_to_the_last_column(bureau: Bureau) -> None:
    meta = content.build(bureau.item(category="食堂菜谱"))["meta"]
    assert meta["column"]["key"] == content.OTHER_COLUMN and meta["scope"] is None


def test_before_the_first_list_there_is_no_statutory_code(bureau: Bureau) -> None:
    assert content.build(bureau.item(formed_on=date(2007, 3, 1)))["meta"]["scope"] is None


def test_text_becomes_paragraphs_and_blocks_stay_as_they_are(bureau: Bureau) -> None:
    made = content.build(bureau.item())["body"]
    assert made == [{"b": "p", "text": "正文1。"}, {"b": "p", "text": "请妥善保存票据。"}]
    body = blocks.body_to_json([blocks.heading(1, "一、情况"), blocks.paragraph("共12批次。")])
    assert content.build(bureau.item(2, body=body))["body"] == body


def test_an_annual_report_carries_its_figures(bureau: Bureau) -> None:
    figures = [{"key": "items.total", "label": "信息数", "value": "147", "unit": "条"}]
    period = {"from": "2017-01-01", "to": "2017-12-31"}
    extras = {"figures": figures, "period": period}
    item = bureau.item(kind=Item.Kind.REPORT, year=2017, extras=extras)
    meta = content.build(item)["meta"]
    assert (meta["kind"], meta["year"], meta["figures"], meta["period"]) == (
        "annual-report",
        2017,
        figures,
        period,
    )


def test_equal_items_give_equal_content_but_never_equal_digests(bureau: Bureau) -> None:
    item = bureau.item()
    one, other = content.build(item), content.build(item)
    assert digest_of(canon(one)) != digest_of(canon(other))
    assert content.is_same(canon(one), other)
    item.title = "另一标题"
    assert not content.is_same(canon(one), content.build(item))


def test_attachments_are_named_by_their_bytes(bureau: Bureau) -> None:
    item = bureau.item()
    row = bureau.attach(item, b"%PDF-1.7 abc")
    assert content.build(item)["attachments"] == [
        {"name": "附件.pdf", "type": "application/pdf", "size": 12, "sha256": row.sha256}
    ]
    assert files.demand(row.sha256, 12).startswith(b"%PDF")


@pytest.mark.parametrize("damage", ["gone", "longer", "changed"])
def test_a_damaged_file_is_refused(bureau: Bureau, damage: str) -> None:
    row = bureau.attach(bureau.item(), f"%PDF-1.7 {damage}".encode())
    file = files.place(row.sha256)
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"x" if damage == "longer" else b"y" * row.size)
    with pytest.raises(Refused) as caught:
        files.demand(row.sha256, row.size)
    assert caught.value.code == "E_BLOB"
    file.unlink(missing_ok=True)


def test_a_float_anywhere_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Refused) as caught:
        content.build(bureau.item(extras={"figures": [{"value": 0.95}]}))
    assert caught.value.code == "E_CANON"
