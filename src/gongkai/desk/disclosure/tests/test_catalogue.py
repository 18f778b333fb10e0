"""The catalogue metadata: suggested, kept as written, part of what is cleared; old content stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import catalogue, content, screened
from gongkai.desk.disclosure.editorial import moved
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screens import item as screens
from gongkai.desk.disclosure.screens.content import facts
from gongkai.desk.disclosure.screens.differences import compare
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, fields, text, written
from gongkai.desk.disclosure.verbs.drafting import Draft, amend, draft, fingerprint
from gongkai.desk.disclosure.verbs.resolving import confirm_list, listed
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon

WORDS = "市民购买保健食品，请认准蓝帽标志，妥善保存票据。"


def said(bureau: Bureau, **more: object) -> Draft:
    given = {
        "title": "关于保健食品消费的通告",
        "category": "消费警示信息",
        "means": "主动公开",
        "text": WORDS,
    }
    return Draft(unit=bureau.unit, **(given | more))


def made(bureau: Bureau, **more: object) -> Item:
    return draft(bureau.agency, said(bureau, **more), bureau.officers["clerk"], AT)


def changed(bureau: Bureau, item: Item, fields: Draft) -> Item:
    return amend(item, fields, bureau.officers["clerk"], AT)


def test_a_new_draft_has_all_five_without_any_work(bureau: Bureau) -> None:
    assert catalogue.of(made(bureau)) == {
        "topic": "市场监管、安全生产监管",
        "genre": "通告",
        "reach": "面向全社会",
        "summary": WORDS,
        "keywords": "保健食品消费、消费警示",
    }


@pytest.mark.parametrize(
    ("title", "keywords"),
    [
        ("关于做好年货市场和冷链食品检查的通知", "年货市场、冷链食品检查、消费警示"),
        ("区市场监管局关于印发《餐饮具抽检办法》的通知", "餐饮具抽检办法、消费警示"),
        ("2017年第3期食品抽检情况的公告", "食品抽检、消费警示"),
        ("通知", "通知、消费警示"),
    ],
)
def test_keywords_are_words_of_the_title_and_the_column(bureau: Bureau, title, keywords) -> None:
    assert catalogue.of(made(bureau, title=title))["keywords"] == keywords


def test_the_metadata_are_part_of_what_is_cleared(bureau: Bureau) -> None:
    item = made(bureau, catalogue={"keywords": "蓝帽，保健食品 蓝帽", "summary": "怎样\n认蓝帽"})
    assert content.build(item)["meta"]["catalogue"] == {
        "topic": "市场监管、安全生产监管",
        "genre": "通告",
        "reach": "面向全社会",
        "summary": "怎样 认蓝帽",
        "keywords": ["蓝帽", "保健食品"],
    }


def test_what_was_suggested_follows_and_what_was_written_stays(bureau: Bureau) -> None:
    item = made(bureau, catalogue={"summary": "认蓝帽"})
    given = said(bureau, title="关于冷链食品的公告", catalogue=catalogue.of(item))
    now = catalogue.of(changed(bureau, item, given))
    assert (now["genre"], now["keywords"], now["summary"]) == ("公告", "冷链食品、消费警示", "认蓝帽")


def test_a_field_that_is_emptied_says_what_is_suggested(bureau: Bureau) -> None:
    item = made(bureau, catalogue={"topic": "综合政务"})
    assert catalogue.of(item)["topic"] == "综合政务"
    now = catalogue.of(changed(bureau, item, said(bureau, catalogue={"topic": ""})))
    assert now["topic"] == "市场监管、安全生产监管"


def test_an_item_from_before_says_the_same_as_before(bureau: Bureau) -> None:
    item = drafted(bureau)
    before = canon(content.build(item))
    assert "catalogue" not in content.build(item)["meta"]
    as_shown = Draft(
        title=item.title, category=item.category, means=item.means, unit=item.unit, text=item.text,
        formed_on=item.formed_on,
    )  # fmt: skip
    for given in (as_shown, replace(as_shown, catalogue=catalogue.suggested(item, item.body))):
        item = changed(bureau, item, given)
        assert content.is_same(before, content.build(item)) and not catalogue.of(item)
    item = changed(bureau, item, replace(as_shown, catalogue={"keywords": "票据"}))
    assert not content.is_same(before, content.build(item))
    assert catalogue.of(item)["summary"] == item.text


def test_what_a_class_field_said_before_moves_with_the_next_change(bureau: Bureau) -> None:
    item = drafted(bureau, extras={"fields": {"abstract": "认蓝帽", "keywords": "蓝帽", "issuer": "某局"}})
    before = content.build(item)
    as_shown = Draft(
        title=item.title, category=item.category, means=item.means, unit=item.unit, text=item.text,
        formed_on=item.formed_on, fields={"issuer": "某局"}, catalogue=catalogue.of(item),
    )  # fmt: skip
    assert catalogue.of(item) == {"summary": "认蓝帽", "keywords": "蓝帽"}
    item = changed(bureau, item, as_shown)
    assert content.is_same(canon(before), content.build(item))
    item = changed(bureau, item, replace(as_shown, doc_no="高市监〔2018〕1号"))
    assert item.extras["fields"] == {"issuer": "某局"}
    assert content.build(item)["meta"]["catalogue"]["keywords"] == ["蓝帽"]
    assert catalogue.kept(item)["summary"] == "认蓝帽"


def test_the_state_of_a_draft_knows_them(bureau: Bureau) -> None:
    item = made(bureau)
    seen = fingerprint(item)
    item = changed(bureau, item, said(bureau, catalogue={"summary": "认蓝帽"}))
    assert fingerprint(item) != seen


def test_wording_that_moves_a_suggestion_along_stays_editorial(bureau: Bureau) -> None:
    item = drafted(bureau)
    old = content.build(item)
    item.text = item.body[0]["text"] = "请妥善保管票据。"
    assert moved(old, content.build(item)) == ()
    item.extras = {"catalogue": catalogue.suggested(item, item.body)}
    assert moved(old, content.build(item)) == ()
    item.extras = {"catalogue": {"topic": "综合政务"}}
    assert moved(old, content.build(item)) == ("公开要素",)


def test_the_comparison_names_them(bureau: Bureau) -> None:
    item = made(bureau)
    before = facts(content.build(item))
    item = changed(bureau, item, said(bureau, catalogue={"keywords": "蓝帽", "topic": "综合政务"}))
    assert [one.where for one in compare(before, facts(content.build(item)))] == ["主题分类", "关键词"]


def test_screening_reads_what_only_the_metadata_say(bureau: Bureau) -> None:
    item = made(bureau, catalogue={"summary": "举报人电话13812345678"})
    found = [one for one in screened.suspects(item) if one.text == "13812345678"]
    assert [(one.part, one.where) for one in found] == [("catalogue:summary", "内容概述")]
    with pytest.raises(Refused) as caught:
        screened.entries(item, "某", None)
    assert caught.value.code == "open-findings"


def test_a_secrecy_mark_in_them_is_never_stored(bureau: Bureau) -> None:
    with pytest.raises(Refused) as caught:
        made(bureau, catalogue={"keywords": "机密★20年"})
    assert caught.value.code == "secrecy-mark" and not Item.objects.exists()


def test_what_stands_in_the_text_too_is_resolved_once_and_goes_from_both(bureau: Bureau) -> None:
    item = made(bureau, text="请拨打13812345678反映。", catalogue={"keywords": "13812345678"})
    phones = [one for one in screened.suspects(item) if one.text == "13812345678"]
    assert [one.part for one in phones] == ["body"]
    keys = [one.key for one in listed(screened.suspects(item))]
    confirm_list(item, keys, bureau.officers["clerk"], AT)
    item.refresh_from_db()
    assert "13812345678" not in str(content.build(item))


def test_the_form_shows_them_open_while_new_then_folded_and_takes_what_is_written(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    assert '<details class="d-panel" id="catalogue" open>' in text(client.get("/items/new"))
    client.post("/items/new", written(bureau, c_summary="票据要保存"))
    item = Item.objects.get()
    assert catalogue.of(item)["summary"] == "票据要保存" and catalogue.of(item)["reach"] == "面向全社会"
    html = text(client.get(f"/items/{item.uid}/edit"))
    assert 'value="市场监管、安全生产监管"' in html and "凭记忆收录" in html
    assert '<details class="d-panel" id="catalogue">' in html
    bad = client.post(f"/items/{item.uid}/edit", written(bureau, c_summary="长" * 201) | fields(html))
    assert bad.status_code == 422 and 'id="catalogue" open' in bad.content.decode()
    assert ("内容概述", "票据要保存") in screens.facts(item, AT.date())


def test_a_draft_saved_as_it_was_opened_stays_as_it_is(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau))
    item = Item.objects.get()
    html = client.get(f"/items/{item.uid}/edit").content.decode()
    seen, extras = {"seen": fields(html)["seen"]}, item.extras
    shown = {f"c_{key}": value for key, value in catalogue.of(item).items()}
    client.post(f"/items/{item.uid}/edit", written(bureau) | shown | seen)
    item.refresh_from_db()
    assert item.extras == extras
    assert [one.type for one in Event.objects.filter(stream=item.stream)] == ["drafted"]
