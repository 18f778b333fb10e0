"""The pages of publishing, without scripts: each act from its form to the end, refusals in words."""

import re
from datetime import date

import pytest

from gongkai.desk.agencies.models import Duty, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import Clearance, Item, Submission, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import decide, drafted, enter, fields, released, text, written
from gongkai.desk.disclosure.verbs import Ruling, resolve
from gongkai.desk.disclosure.verbs.drafting import read_text
from gongkai.face.tests.pages import Page

pytestmark = pytest.mark.django_db(databases=["default"])

# writing


def test_a_draft_gets_the_next_index_number_and_its_text_as_blocks(bureau: Bureau) -> None:
    bureau.item(7)
    response = enter(bureau, "clerk").post("/items/new", written(bureau))
    item = Item.objects.order_by("-pk").first()
    assert response["Location"] == f"/items/{item.uid}/"
    assert item.index == "37100017/2017-00008" and item.unit == bureau.unit
    assert item.body == [{"b": "h", "text": "风险点", "level": 1}, {"b": "p", "text": "请妥善保存票据。"}]
    assert set(item.placements.values_list("outlet", flat=True)) == {"政府网站", "公开栏"}
    event = Event.objects.get(stream=item.stream)
    assert event.type == "drafted" and event.by == bureau.officers["clerk"].uid
    html = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    assert "2017-09-18 周一" in html and "第 20 个工作日" in html and "10-20 周五" in html


def test_an_index_number_is_never_given_twice_even_after_voiding(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau))
    Item.objects.update(voided_on=date(2018, 1, 1))
    client.post("/items/new", written(bureau))
    client.post("/items/new", written(bureau, formed_on=""))
    indexes = list(Item.objects.order_by("pk").values_list("index", flat=True))
    assert indexes[:2] == ["371002SC/2017-00001", "371002SC/2017-00002"]
    assert indexes[2] == f"371002SC/{today().year}-00001"


def test_errors_stand_at_the_field_and_on_top_and_nothing_is_lost(bureau: Bureau) -> None:
    wrong = written(bureau, title="", text="第一段\n\n##### 太深\n\n<第二段>", formed_on="2017-13-01")
    html = text(enter(bureau, "clerk").post("/items/new", wrong), 422)
    links = Page(html).values("href")
    assert {"#id_title", "#id_text", "#id_formed_on"} <= set(links)
    assert "请写标题" in html and "这一天要存在" in html
    assert "第 3 行" in html and "&lt;第二段&gt;" in html and 'value="2017-13-01"' in html
    assert 'id="id_outlets_0" checked' in html.replace(' class=""', "") or "checked" in html
    assert not Item.objects.exists()


def test_a_secrecy_mark_is_not_stored(bureau: Bureau) -> None:
    html = text(enter(bureau, "clerk").post("/items/new", written(bureau, text="机密★10年\n\n内容")), 422)
    assert "内容中有密级标志，没有保存" in html and "涉密误入处置 密误〔" in html
    assert not Item.objects.exists() and [one.type for one in Event.objects.all()] == ["secrecy-incident"]


def test_a_preview_saves_nothing_and_works_with_and_without_scripts(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    given = written(bureau, text="联系人 13800006227", preview="1")
    html = text(client.post("/items/new", given))
    part = client.post("/items/preview", given)
    for shown in (html, part.content.decode()):
        assert "应当隐去" in shown and "d-f--person" in shown
    assert "<html" not in part.content.decode()
    assert not Item.objects.exists()


def test_what_another_saved_meanwhile_is_not_overwritten(bureau: Bureau) -> None:
    item = drafted(bureau)
    client = enter(bureau, "clerk")
    begun = fields(client.get(f"/items/{item.uid}/edit").content.decode())
    Item.objects.filter(pk=item.pk).update(title="别人改的标题")
    html = text(client.post(f"/items/{item.uid}/edit", written(bureau, seen=begun["seen"])), 409)
    assert "别人改过这份草稿" in html and "关于年货市场的消费提示" in html
    item.refresh_from_db()
    assert item.title == "别人改的标题"


def test_saving_nothing_new_records_nothing(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new", written(bureau))
    item = Item.objects.get()
    for _ in range(2):
        begun = fields(client.get(f"/items/{item.uid}/edit").content.decode())
        client.post(
            f"/items/{item.uid}/edit", written(bureau, seen=begun["seen"], doc_no="威高市监〔2017〕5号")
        )
    assert list(Event.objects.order_by("n").values_list("type", flat=True)) == ["drafted", "amended"]


def test_a_registers_lines_become_paragraphs_in_the_form(bureau: Bureau) -> None:
    item = bureau.item(published_on=None, text="第一段。\n第二段。")
    html = text(enter(bureau, "clerk").get(f"/items/{item.uid}/edit"))
    assert "第一段。\n\n第二段。" in html


def test_a_date_shows_weekday_and_whether_people_work(bureau: Bureau) -> None:
    item = drafted(bureau, formed_on=date(2017, 9, 30))
    html = text(enter(bureau, "clerk").get(f"/items/{item.uid}/edit"))
    assert "2017-09-30 周六，调休上班" in html


def test_nobody_writes_for_another_unit(bureau: Bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    html = text(enter(bureau, "clerk").post("/items/new", written(bureau, unit=other.pk)), 422)
    assert "#id_unit" in Page(html).values("href")
    assert enter(bureau, "auditor").get("/items/new").status_code == 403


# handing in


def test_handing_in_from_the_page_and_changing_afterwards(bureau: Bureau) -> None:
    item = drafted(bureau)
    client = enter(bureau, "clerk")
    assert client.post(f"/items/{item.uid}/hand-in")["Location"] == f"/items/{item.uid}/"
    html = text(client.get(f"/items/{item.uid}/"))
    assert "审签中" in html and "等初审" in html and "head某" in html and "hand-in" not in html
    Item.objects.filter(pk=item.pk).update(title="改过的标题")
    html = text(client.get(f"/items/{item.uid}/"))
    assert "送审后改过，尚未重新送审" in html and Submission.objects.count() == 1
    client.post(f"/items/{item.uid}/hand-in")
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"formed_on": None}, "没有成文日期"),
        ({"text": "", "body": []}, "没有正文，也没有附件"),
        ({"means": "不予公开"}, "公开方式不是主动公开"),
        ({"text": "当事人 371002199003074512", "body": []}, "处疑点没有处理"),
    ],
)
def test_what_is_not_ready_is_refused_in_words(bureau: Bureau, more, words) -> None:
    item = drafted(bureau, **more)
    html = text(enter(bureau, "clerk").post(f"/items/{item.uid}/hand-in"), 422)
    assert words in html and "怎么办" in html and not Submission.objects.exists()


# clearing


def test_the_way_out_is_walked_by_four_people(bureau: Bureau) -> None:
    item = drafted(bureau)
    enter(bureau, "clerk").post(f"/items/{item.uid}/hand-in")
    for kind in ("head", "secrecy", "leader"):
        assert decide(enter(bureau, kind), item)["Location"] == f"/items/{item.uid}/"
    assert list(Clearance.objects.order_by("pk").values_list("stage", flat=True)) == [
        "first",
        "secrecy",
        "sign",
    ]
    assert "待放行" in text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))


def test_the_deciding_page_shows_the_stored_content_not_the_draft(bureau: Bureau) -> None:
    item = drafted(bureau)
    submission = bureau.hand_in(item)
    Item.objects.filter(pk=item.pk).update(title="偷偷改的标题", body=read_text("偷偷改的正文"))
    html = text(enter(bureau, "head").get(f"/items/{item.uid}/review"))
    assert "请妥善保存票据" in html and "偷偷改的" not in html
    digest = submission.digest
    assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in html


def test_altered_bytes_cannot_be_signed(bureau: Bureau) -> None:
    item = drafted(bureau)
    submission = bureau.hand_in(item)
    changed = bytes(submission.content).replace("妥善".encode(), "随便".encode())
    Submission.objects.filter(pk=submission.pk).update(content=changed)
    html = text(enter(bureau, "head").get(f"/items/{item.uid}/review"))
    assert "摘要不符，不能审签" in html and 'name="decision"' not in html


def test_the_difference_to_the_submission_before_is_marked_by_sign_and_word(bureau: Bureau) -> None:
    item = drafted(bureau, body=read_text("罚款 30000 元。\n\n已销售 3 盒。"))
    bureau.clear(bureau.hand_in(item), "first", "return")
    Item.objects.filter(pk=item.pk).update(body=read_text("罚款 50000 元。"), doc_no="威〔2017〕1号")
    bureau.hand_in(item)
    html = text(enter(bureau, "head").get(f"/items/{item.uid}/review"))
    assert "与第 1 次送审稿的差异" in html and "<b>数字</b>" in html
    assert "<del>" in html and "<ins>" in html
    for sign, word in (("≠", "改"), ("＋", "增"), ("－", "删")):
        assert re.search(rf"{sign}</span> {word}", html), word


def test_a_correction_is_compared_with_what_is_online(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    Item.objects.filter(pk=item.pk).update(title="更正后的标题")
    bureau.hand_in(item)
    html = text(enter(bureau, "head").get(f"/items/{item.uid}/review"))
    assert "与现在公开的第 1 次送审稿的差异" in html
    assert "更正稿等初审" in text(enter(bureau, "head").get(f"/items/{item.uid}/"))


def test_findings_are_listed_with_their_reason(bureau: Bureau) -> None:
    item = drafted(bureau, body=read_text("联系人孙女士，**电话** 13800006227。"))
    for one in screened.suspects(item):
        resolve(item, Ruling(one.key, "kept", "已征得本人同意"), bureau.officers["clerk"], AT)
    bureau.hand_in(item)
    html = text(enter(bureau, "secrecy").get(f"/items/{item.uid}/review"))
    assert "手机号码，属于个人信息" in html and "应当隐去" in html
    assert "保留（clerk某）" in html and "已征得本人同意" in html
    assert '<span class="d-f d-f--person">13800006227</span>' in html


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"decision": ""}, "#id_decision"),
        ({"decision": "closed"}, "请选择不公开的依据"),
        ({"decision": "return"}, "请写明要改什么"),
        ({"decision": "open", "ground": "涉及个人隐私"}, "不能同时有不公开的依据"),
    ],
)
def test_an_opinion_is_structured(bureau: Bureau, given, words) -> None:
    item = drafted(bureau)
    bureau.hand_in(item)
    html = text(decide(enter(bureau, "head"), item, **given), 422)
    assert words in html and not Clearance.objects.exists()


def test_a_ground_brings_its_article_of_the_day(bureau: Bureau) -> None:
    item = drafted(bureau, formed_on=date(2017, 5, 2))
    bureau.hand_in(item)
    decide(enter(bureau, "head"), item, decision="closed", ground="涉及个人隐私", note="家庭住址")
    assert Clearance.objects.get().decision == "closed"
    html = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    assert "涉及个人隐私" in html and "第" in html and "家庭住址" in html and "退回" in html


def test_a_submission_that_was_replaced_meanwhile_is_not_signed(bureau: Bureau) -> None:
    item = drafted(bureau)
    bureau.hand_in(item)
    head = enter(bureau, "head")
    begun = fields(head.get(f"/items/{item.uid}/review").content.decode())
    Item.objects.filter(pk=item.pk).update(title="新的标题")
    bureau.hand_in(item)
    html = text(head.post(f"/items/{item.uid}/review", begun | {"decision": "open"}), 409)
    assert "已有新的送审稿" in html and not Clearance.objects.exists()


def test_four_eyes_are_explained(bureau: Bureau) -> None:
    item = drafted(bureau)
    Duty.objects.create(officer=bureau.officers["clerk"], kind="head", unit=bureau.unit, since=SINCE)
    bureau.hand_in(item)
    clerk = enter(bureau, "clerk")
    html = text(clerk.get(f"/items/{item.uid}/review"))
    assert "四眼原则" in html and 'name="decision"' not in html
    digest = Submission.objects.get().digest
    html = text(clerk.post(f"/items/{item.uid}/review", {"decision": "open", "submission": digest}), 403)
    assert not Clearance.objects.exists()


def test_ones_own_opinion_is_taken_back(bureau: Bureau) -> None:
    item = drafted(bureau)
    bureau.clear(bureau.hand_in(item), "first")
    assert enter(bureau, "secrecy").post(f"/items/{item.uid}/recall").status_code == 403
    enter(bureau, "head").post(f"/items/{item.uid}/recall")
    assert Clearance.objects.get().recalled_at is not None
    assert "已撤回" in text(enter(bureau, "head").get(f"/items/{item.uid}/"))


# withdrawing


def test_taking_down_says_what_readers_will_see_and_asks_once_more(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    office = enter(bureau, "office")
    page = f"/items/{item.uid}/withdraw"
    html = text(office.get(page))
    assert "该信息已停止公开" in html and f"{today():%Y-%m-%d}停止公开，原因：内容有误" in html
    assert "几秒内" in html
    assert html.index("不撤，返回") < html.index("撤稿，停止公开")
    text(office.post(page, {"reason": "privacy"}), 422)
    assert not Withdrawal.objects.exists()
    office.post(page, {"reason": "privacy", "sure": "on"})
    assert Withdrawal.objects.get().reason == "privacy"
    assert "已撤" in text(office.get(f"/items/{item.uid}/"))
    assert "现在没有公开" in text(office.post(page, {"reason": "error", "sure": "on"}), 422)


def test_only_office_and_leader_take_down(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    for kind in ("clerk", "head", "secrecy", "auditor"):
        assert enter(bureau, kind).get(f"/items/{item.uid}/withdraw").status_code == 403
        assert (
            f"/items/{item.uid}/withdraw"
            not in enter(bureau, kind).get(f"/items/{item.uid}/").content.decode()
        )
