"""What is handed to outlets: it says the cleared text and nothing else, within its limits."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets.making import live, package, posters, source, texts, wechat
from gongkai.papers import blocks as b
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def cleared(out):
    body = b.body_to_json(
        (
            b.paragraph("月饼共抽检42批次，合格41批次。"),
            b.heading(1, "一、不合格产品"),
            b.paragraph("五仁月饼<b>过氧化值</b>超标，已责令下架。"),
            b.table("合格产品", [("名称", "生产者")], [("豆沙月饼", "福满园")]),
        )
    )
    item = out(1, title="中秋月饼专项抽检", body=body, text="", attachment=True)
    return source.of(item)


def test_the_text_is_what_the_door_let_out_not_what_the_draft_says_now(out):
    item = out(1)
    Item.objects.filter(pk=item.pk).update(title="改过的标题", text="改过的正文")
    assert source.of(Item.objects.get(pk=item.pk)).title == "第1号消费警示"


def test_nothing_is_made_of_what_is_not_public(bureau, out, gone):
    for item in (bureau.item(2, published_on=None), gone(out(1))):
        with pytest.raises(Refused, match="公开"):
            source.of(item)


@pytest.mark.parametrize("limit", [60, 120, 300])
def test_a_text_keeps_within_its_limit_and_ends_with_a_sentence(cleared, limit):
    for make in (texts.press, texts.tv, texts.short):
        said = make(cleared, limit)
        assert cleared.title in said
        assert len(said) <= max(limit, len(make(cleared, 0)))
    assert "抽检42批次" in texts.press(cleared, 300) and cleared.index in texts.press(cleared, 300)
    assert "豆沙" not in texts.tv(cleared, 300)


def test_a_sentence_is_not_cut_where_a_whole_one_fits():
    text = "第一句话。第二句话很长很长很长。"
    assert texts.shortened(text, 8) == "第一句话。"
    assert texts.shortened("没有句号的一整句话", 5) == "没有句号…"
    assert texts.shortened(text, 0) == ""


def test_the_article_has_its_styles_inside_and_nothing_that_runs(cleared):
    said = wechat.article(cleared)
    assert "&lt;b&gt;过氧化值" in said and cleared.index in said
    for bad in ("<script", "class=", " id=", "<a ", "onclick", "<style"):
        assert bad not in said
    assert said.count("<p style=") >= 4 and '<td style="border' in said


def test_the_package_holds_text_attachments_and_metadata_and_is_the_same_each_time(cleared):
    data = package.build(cleared, lambda digest: b"%PDF-1.7 1")
    assert data == package.build(cleared, lambda digest: b"%PDF-1.7 1")
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert set(held.namelist()) == {"正文.html", "正文.txt", "元数据.csv", "元数据.json", "附件/附件.pdf"}
        assert json.loads(held.read("元数据.json"))["索引号"] == cleared.index
        assert "五仁月饼" in held.read("正文.txt").decode("utf-8-sig")


def test_a_poster_is_one_page_of_its_size_with_a_code_only_for_a_reachable_portal(cleared, settings):
    for size, width in (("a4", 595), ("a3", 842)):
        pdf = posters.made(cleared, size)
        with PdfDocument(pdf) as read:
            assert (len(read), round(read[0].get_width())) == (1, width)
            said = "".join(read[0].get_textpage().get_text_bounded().split())
            assert "月饼共抽检42批次" in said and cleared.index in said
    assert pdf == posters.made(cleared, "a3")


def test_a_poster_says_where_the_whole_is_and_nothing_of_attachments_that_there_are_not(cleared):
    def foot(**more: object) -> str:
        with PdfDocument(posters.made(replace(cleared, **more), "a4")) as read:
            return "".join(read[0].get_textpage().get_text_bounded().split())

    away = "https://xxgk.example.gov.cn/gk/1"
    assert "附件" not in foot(attachments=()) and "附件1个，可到现场查阅" in foot(attachments=({},))
    assert "扫码查看全文和附件" in foot(attachments=({},), url=away)
    assert "附件" not in foot(attachments=(), url=away)


def test_a_live_page_is_compared_paragraph_by_paragraph(cleared):
    page = "\n".join(["首页 > 公开", cleared.title, *cleared.lines, "版权所有"])
    assert live.compare(cleared, page.replace("，", "， ")).result == "same"
    altered = live.compare(cleared, page.replace("合格41批次", "合格42批次"))
    assert (altered.result, len(altered.differences)) == ("altered", 1)
    missing = live.compare(cleared, page.replace(cleared.lines[2], ""))
    assert missing.result == "missing"
    assert live.compare(cleared, "404 页面不存在").result == live.compare(cleared, "").result == "dead"


@pytest.mark.parametrize(("make", "limit"), [(texts.press, 300), (texts.tv, 120), (texts.short, 140)])
def test_a_title_that_is_longer_than_the_limit_is_cut_and_the_text_still_fits(cleared, make, limit):
    said = make(replace(cleared, title="关于进一步加强食品安全监督抽检工作的通告" * 20), limit)
    assert len(said) <= limit and "…" in said
    if make is texts.short:
        assert said.endswith(cleared.url)
