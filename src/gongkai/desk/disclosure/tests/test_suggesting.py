"""Suggestions for the catalogue are seen while somebody writes and taken over at once, scripts or none."""

from __future__ import annotations

import re

import pytest

from gongkai.desk.disclosure import catalogue, classes
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import decide, enter, fields, text, written

SUMMARY = "请妥善保存票据。"


def suggested(html: str) -> dict[str, str]:
    """What stands beside the fields, by the value that takes it over."""
    found = re.findall(
        r'name="adopt" value="(\w+)" formnovalidate data-adopt="id_c_(\w+)" data-value="([^"]*)"', html
    )
    assert all(key == name for key, name, _ in found)
    return {key: value for key, _, value in found}


def typed(html: str, name: str) -> str:
    found = re.search(rf'<input type="text" name="c_{name}"(?: value="([^"]*)")?', html)
    assert found
    return found[1] or ""


def test_the_preview_brings_what_is_suggested_for_what_was_typed(bureau: Bureau) -> None:
    part = enter(bureau, "clerk").post("/items/preview", written(bureau, text=SUMMARY)).content.decode()
    assert part.count('hx-swap-oob="true"') == 5
    assert suggested(part) == {
        "topic": "市场监管、安全生产监管",
        "reach": "面向全社会",
        "summary": SUMMARY,
        "keywords": "年货市场、消费提示、工作动态",
    }


def test_a_form_that_is_shown_again_says_them_without_scripts(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    wrong = client.post("/items/new", written(bureau, unit=""))
    seen = client.post("/items/new", written(bureau, preview="1"))
    for html in (text(wrong, 422), text(seen)):
        assert suggested(html)["reach"] == "面向全社会" and 'id="catalogue" open' in html


def test_one_is_taken_over_by_its_button_and_nothing_is_saved(bureau: Bureau) -> None:
    html = text(enter(bureau, "clerk").post("/items/new", written(bureau, adopt="topic", c_genre="公告")))
    assert typed(html, "topic") == "市场监管、安全生产监管" and typed(html, "genre") == "公告"
    assert typed(html, "reach") == "" and "topic" not in suggested(html)
    assert not Item.objects.exists()


def test_all_empty_ones_are_taken_over_at_once_and_what_was_written_stays(bureau: Bureau) -> None:
    given = written(bureau, text=SUMMARY, adopt="all", c_topic="舌尖上的安全")
    html = text(enter(bureau, "clerk").post("/items/new", given))
    assert (typed(html, "topic"), typed(html, "reach")) == ("舌尖上的安全", "面向全社会")
    assert f">\n{SUMMARY}</textarea>" in html.split('name="c_summary"')[1]
    assert suggested(html) == {"topic": "市场监管、安全生产监管"}


def test_one_that_comes_by_itself_says_so_and_what_was_written_is_only_advised(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau, c_topic="舌尖上的安全"))
    item = Item.objects.get()
    page = client.get(f"/items/{item.uid}/edit").content.decode()
    shown = {f"c_{key}": value for key, value in catalogue.of(item).items()} | {"seen": fields(page)["seen"]}
    given = written(bureau, title="关于冬季用电的消费提示", preview="1") | shown
    html = text(client.post(f"/items/{item.uid}/edit", given))
    assert re.search(r'id="suggested-keywords"><p class="d-hint">保存时填为：<b>冬季用电', html)
    assert re.search(r'id="suggested-topic"><p class="d-hint">建议：<b>市场监管', html)
    del given["preview"]
    client.post(f"/items/{item.uid}/edit", given)
    item.refresh_from_db()
    assert catalogue.of(item)["keywords"].startswith("冬季用电")
    assert catalogue.of(item)["topic"] == "舌尖上的安全"


def test_a_saved_draft_as_it_stands_has_nothing_to_suggest(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau))
    html = text(client.get(f"/items/{Item.objects.get().uid}/edit"))
    assert suggested(html) == {}


def test_the_headings_of_a_class_are_told_while_writing_and_written_at_once(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    given = written(bureau, category="消费警示信息", text="# 风险点\n\n河鲀有毒。")
    html = text(client.post("/items/new", given | {"preview": "1"}))
    assert "这一类的正文要有标题：风险点、识别方法、消费建议" in html
    html = text(client.post("/items/new", given | {"adopt": "outline"}))
    assert "# 风险点\n\n河鲀有毒。\n\n# 识别方法\n\n# 消费建议</textarea>" in html
    assert "这一类的正文要有标题" not in html


def test_the_page_of_a_draft_says_what_it_lacks_before_it_is_handed_in(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau, category="消费警示信息", formed_on=""))
    item = Item.objects.get()
    html = text(client.get(f"/items/{item.uid}/"))
    assert "没有成文日期" in html and "还缺：" in html and "识别方法" in html
    assert "去补齐" in html and "hand-in" not in html
    refused = text(client.post(f"/items/{item.uid}/hand-in"), 422)
    assert "没有成文日期" in refused


def test_a_draft_that_lacks_nothing_has_the_button_to_hand_it_in(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau))
    html = text(client.get(f"/items/{Item.objects.get().uid}/"))
    assert "送审前" not in html and "hand-in" in html


def test_a_county_bureau_is_told_that_risk_warnings_are_for_the_province__food_law_art_118(
    bureau: Bureau,
) -> None:
    clerk, title = enter(bureau, "clerk"), "关于织纹螺的食品安全风险警示"
    typed = text(clerk.post("/items/new", written(bureau, title=title) | {"preview": "1"}))
    clerk.post("/items/new", written(bureau, title=title))
    item = Item.objects.get(title=title)
    shown = [typed, text(clerk.get(f"/items/{item.uid}/edit")), text(clerk.get(f"/items/{item.uid}/"))]
    assert clerk.post(f"/items/{item.uid}/hand-in").status_code == 302, "it is a warning, not a bar"
    shown.append(text(enter(bureau, "head").get(f"/items/{item.uid}/review")))
    for html in shown:
        assert "第一百一十八条" in html and "请改为消费提示" in html
    for other in ("关于织纹螺的消费提示", "转发省局关于织纹螺的食品安全风险警示"):
        html = text(clerk.post("/items/new", written(bureau, title=other) | {"preview": "1"}))
        assert "第一百一十八条" not in html


def test_why_a_draft_came_back_stands_where_it_is_mended(bureau: Bureau) -> None:
    clerk, head = enter(bureau, "clerk"), enter(bureau, "head")
    clerk.post("/items/new", written(bureau))
    item = Item.objects.get()
    clerk.post(f"/items/{item.uid}/hand-in")
    assert "这条信息已经送审" in text(clerk.get(f"/items/{item.uid}/edit"))
    decide(head, item, decision="return", note="请写明型号")
    for page in (f"/items/{item.uid}/", f"/items/{item.uid}/edit"):
        html = text(clerk.get(page))
        note = html.split("d-note--due")[-1].split("</p>")[0]
        assert "初审：退回" in note and "请写明型号" in note
        assert "这条信息已经送审" not in html


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("# 风险点\n\n有毒。\n\n# 识别方法\n\n# 消费建议\n\n不吃。", ["“识别方法”的内容"]),
        ("风险点\n有毒。\n识别方法\n看标签。\n消费建议", ["“消费建议”的内容"]),
        ("# 风险点\n\n## 其一\n\n有毒。\n\n# 识别方法\n\n看标签。\n\n# 消费建议\n\n不吃。", []),
        ("# 风险点\n\n有毒。", ["识别方法", "消费建议"]),
    ],
)
def test_a_heading_below_which_nothing_is_written_is_lacking(words: str, lacks: list[str]) -> None:
    given = dict.fromkeys(("audience", "issuer", "rights"), "某")
    assert classes.missing("消费警示信息", given, words) == lacks
