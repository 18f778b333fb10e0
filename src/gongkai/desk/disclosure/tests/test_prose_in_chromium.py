"""A clerk writes an item in the editor: types, makes a table, pastes from Word; the reviewer sees it."""

import mimetypes
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs.drafting import read_text

HOST = "https://desk.example"
CHROMIUM = shutil.which("chromium")
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default"]),
]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {font-family: SimSun}</style></head><body onload="alert(1)"><!--StartFragment-->
<h1><span style='font-size:22pt;color:red'><b>一、抽检情况</b></span></h1>
<p class=MsoNormal style='text-indent:21pt'><span style='font-family:SimSun;color:#FF0000'>本次抽检共
计<b style='mso-bidi-font-weight:normal'>12批次</b>，<span style='font-weight:bold'>不合格1批次</span>。
</span><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Arial"'>&nbsp;&nbsp;</span></span><![endif]>酸奶</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>低温</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>（一）<span>&nbsp;</span></span><![endif]>处置情况</p>
<table class=MsoTableGrid border=1><tr>
<td width=100 style='border:solid 1pt'><p align=center><b>名称</b></p></td>
<td><p>结论</p></td></tr><tr><td rowspan=2><p>酸奶</p></td><td><p>合格</p></td></tr>
<tr><td><p>不合格<br>复检</p></td></tr></table>
<p class=MsoNormal><img src="file:///C:/a.png" onerror="alert(1)"><a href="https://www.samr.gov.cn/">总局网站</a>
<a href="javascript:alert(1)">危险</a> m<sup>2</sup></p><!--EndFragment--></body></html>"""
PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("#id_text").dispatchEvent(event);
}"""
SAVED = """第一段，**注意：**请核对 \\*星\\* | # < & 。

# 一、抽检情况

本次抽检共计**12批次**，**不合格1批次**。

- 酸奶
  1. 低温

（一）处置情况

| 名称 | 结论 |
| --- | --- |
| 酸奶 | 合格 |
|  | 不合格 复检 |

[总局网站](https://www.samr.gov.cn/) 危险 m²

| 甲 | 乙 |
| --- | --- |
| 丙 |  |"""
AS_CHROMIUM_86 = """for (const name of ["at", "findLast", "toSorted", "toReversed", "with"]) {
  delete Array.prototype[name];
}
delete Object.hasOwn; delete window.structuredClone; delete String.prototype.at;"""
"""What old browsers on Windows 7 do not have (PRACTICE.md 1)."""
EVERYTHING = """# 标题\\*1

**[链接](/item/1)**和[**半**截](https://www.gov.cn/a_%28b%29)，{{ note("含网上申请") }}\\
第二行

3. 甲
   - 乙

     > 引文

| 项目 | 数 |
| :-- | --: |
| 一\\|二 | **12** |"""
"""All that a text may say; as the editor writes it."""


@pytest.fixture
def opened(bureau, monkeypatch):
    """Opens a page of somebody at a width; every request is answered by the desk itself, in this process."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    ours = connections["default"]
    static = "/" + settings.STATIC_URL.strip("/") + "/"

    def answered(client):
        def answer(route):
            connections["default"] = ours
            asked, parts = route.request, urlsplit(route.request.url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            file = finders.find(parts.path.removeprefix(static)) if parts.path.startswith(static) else None
            if file:
                route.fulfill(path=file, content_type=mimetypes.guess_type(parts.path)[0])
                return
            extra = {"headers": {"HX-Request": "true"}} if asked.headers.get("hx-request") else {}
            if asked.method == "POST":
                kind = asked.headers.get("content-type", "application/x-www-form-urlencoded")
                found = client.post(path, asked.post_data_buffer or b"", content_type=kind, **extra)
            else:
                found = client.get(path, **extra)
            while found.status_code == 302:
                found = client.get(found.headers["Location"])
            headers = {name: value for name, value in found.headers.items() if name != "Set-Cookie"}
            route.fulfill(status=found.status_code, headers=headers, body=found.content)

        return answer

    with sync_playwright() as play:
        connections["default"] = ours
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def go(kind, path, width=1366, is_old=False, **more):
            connections["default"] = ours
            client = Client()
            client.force_login(bureau.officers[kind])
            page = chromium.new_context(viewport={"width": width, "height": 900}, **more).new_page()
            page.complaints = []
            page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else 0)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.route("**/*", answered(client))
            if is_old:
                page.add_init_script(AS_CHROMIUM_86)
            page.goto(f"{HOST}{path}")
            return page

        yield go
        chromium.close()


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def save(page):
    with page.expect_navigation():
        page.locator("button[data-primary]").click()
    page.wait_for_load_state()


def test_typed_tabled_pasted_saved_reopened_and_reviewed(bureau, opened):
    item = bureau.item(1, published_on=None, formed_on=today())
    page = opened("clerk", f"/items/{item.uid}/edit")
    page.wait_for_selector(".prose-area")
    assert page.locator("textarea#id_text-source").is_hidden()
    page.click("#id_text")
    page.keyboard.press("Control+a")
    page.keyboard.type("第一段，")
    page.keyboard.press("Control+b")
    page.keyboard.type("注意：")
    page.click("[data-act=bold]")
    page.keyboard.type("请核对 *星* | # < & 。")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, WORD)
    assert "图片不能粘贴" in page.inner_text("[data-say]")
    page.keyboard.press("Control+End")
    page.click("[data-act=table]")
    for words in ("甲", "乙"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.click("[data-act=column-gone]")  # the third one, in which nothing stands yet
    page.click("[data-act=row-below]")
    page.locator("#id_text table").nth(1).locator("td").first.click()
    page.keyboard.type("丙")
    assert page.evaluate("document.querySelectorAll('#id_text [style*=color], #id_text font').length") == 0
    shot(page, "prose-edit-1366")
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []
    save(page)
    assert page.complaints == []

    item = Item.objects.get(pk=item.pk)
    assert item.text == SAVED
    assert item.body == read_text(SAVED)
    again = opened("clerk", f"/items/{item.uid}/edit", 390, has_touch=True)
    assert again.inner_text("#id_text h2") == "一、抽检情况"
    assert again.locator("#id_text table").count() == 2
    assert again.evaluate("document.documentElement.scrollWidth") <= 390
    shot(again, "prose-edit-390")
    save(again)
    assert Item.objects.get(pk=item.pk).text == SAVED

    submission = bureau.hand_in(item)
    assert submission is not None
    review = opened("head", f"/items/{item.uid}/review")
    seen = review.inner_text("article.prose, .d-doc")
    assert "本次抽检共计12批次，不合格1批次。" in seen
    assert "危险" in seen
    shot(review, "prose-review-1366")


def test_all_that_a_text_may_say_passes_an_old_browser_unchanged(bureau, opened):
    item = bureau.item(1, published_on=None, formed_on=today(), text=EVERYTHING, body=read_text(EVERYTHING))
    page = opened("clerk", f"/items/{item.uid}/edit", is_old=True)
    page.click("#id_text h2")
    page.keyboard.press("End")
    page.keyboard.type("2")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    assert Item.objects.get(pk=item.pk).text == EVERYTHING.replace("*1", "*12", 1)
    assert page.complaints == []


def test_without_scripts_the_text_area_is_there(bureau, opened):
    item = bureau.item(1, published_on=None, formed_on=today())
    page = opened("clerk", f"/items/{item.uid}/edit", java_script_enabled=False)
    assert page.locator("[role=toolbar]").is_hidden()
    page.fill("#id_text", "# 一、甲\n\n* 乙")
    save(page)
    assert Item.objects.get(pk=item.pk).text == "# 一、甲\n\n* 乙"
