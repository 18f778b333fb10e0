"""The pages of publishing in a browser, narrow and wide: no policy violation, overflow or axe finding."""

import mimetypes
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import sync_playwright

from gongkai.desk.agencies.queries import shanghai_date, today
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.verbs import (
    Ruling,
    attach,
    confirm_list,
    enter_paper,
    purge,
    resolve,
    set_term,
    withdraw,
)
from gongkai.desk.disclosure.verbs.drafting import read_text
from gongkai.desk.disclosure.verbs.relating import relate
from gongkai.desk.disclosure.verbs.resolving import listed
from gongkai.screening.tests.files_built import picture, plain_docx

HOST = "https://desk.example"
CHROMIUM = shutil.which("chromium")
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
"""A folder for pictures of the pages, to look at them; none by default."""
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default"]),
]
TEXT = """# 行政处罚信息摘要

当事人：威海高区鲜味坊食品超市，统一社会信用代码 92371002MA3N8K2X46，经营者：苗立春。

2017 年 9 月 11 日，本局检查发现当事人货架上有超过保质期的酸奶 12 盒，**货值 137.60 元**。

|项目|结果|
|-|-|
|罚款|50000|
"""


def written(bureau: Bureau, number: int, **more) -> Item:
    given = {
        "title": f"行政处罚信息：鲜味坊食品超市经营超过保质期食品案（{number}）",
        "category": "案件办理信息",
    }
    text = more.pop("text", TEXT)
    days = {"formed_on": today(), "published_on": None}
    return bureau.item(number, **(given | days | {"text": text, "body": read_text(text)} | more))


def settled(bureau: Bureau, item: Item) -> Item:
    """The item with every finding resolved, as a clerk does it."""
    clerk, item = bureau.officers["clerk"], Item.objects.get(pk=item.pk)
    confirm_list(item, [one.key for one in listed(screened.suspects(item))], clerk, AT)
    item.refresh_from_db()
    for one in screened.suspects(item):
        if one.is_open:
            resolve(item, Ruling(one.key, "kept", "核对过，登记信息里公开"), clerk, AT)
    return item


def people(bureau: Bureau) -> None:
    names = {"clerk": "宋立新", "head": "鲍建军", "secrecy": "曲明哲", "office": "姜文博", "leader": "毕振国"}
    for kind, name in names.items():
        bureau.officers[kind].name = name
        bureau.officers[kind].save()


@pytest.fixture
def pages(bureau: Bureau):
    """Addresses by name, each with who opens it."""
    people(bureau)
    draft, late = written(bureau, 1), written(bureau, 2, formed_on=date(2017, 9, 14))
    back = written(bureau, 3)
    bureau.clear(bureau.hand_in(settled(bureau, back)), "first", "return")
    twice = written(bureau, 4)
    bureau.hand_in(settled(bureau, twice))
    changed = TEXT.replace("50000", "30000").replace("酸奶 12 盒", "酸奶 10 盒、火腿肠 5 根")
    Item.objects.filter(pk=twice.pk).update(
        text=changed, body=read_text(changed), doc_no="威高市监罚字〔2017〕43号"
    )
    bureau.clear(bureau.hand_in(settled(bureau, twice)), "first")
    scan = ("签批单.png", picture())
    leader, clerk = bureau.officers["leader"], bureau.officers["clerk"]
    enter_paper(twice.submissions.last(), "sign", leader, "open", shanghai_date(AT), scan, clerk, AT)
    open_one = written(bureau, 6, text=TEXT + "\n线索仅供内部参考，联系 13800006227。\n")
    attach(open_one, "当事人名单.docx", plain_docx("联系人孙女士，电话 13800006227。"), clerk, AT)
    relate(open_one, "belongs", draft.index, clerk, AT)
    wording = written(bureau, 7, text="请消费者朋友妥善保存票据。")
    bureau.clear(bureau.hand_in(wording), "first")
    Item.objects.filter(pk=wording.pk).update(text="请消费者妥善保存票据。", body=[])
    bureau.hand_in(wording)
    out = bureau.clear_all(bureau.hand_in(written(bureau, 5, text="# 提示\n\n请妥善保存票据。")))
    Release.objects.create(
        item=out.item, no=1, submission=out, body=b"{}", digest=f"{1:064x}", since=AT, at=AT, log_index=1
    )
    down = bureau.clear_all(bureau.hand_in(written(bureau, 8, text="请妥善保存票据。")))
    Release.objects.create(
        item=down.item, no=1, submission=down, body=b"{}", digest=f"{2:064x}", since=AT, at=AT, log_index=2
    )
    withdraw(down.item, "privacy", bureau.officers["office"], AT)
    ended = written(bureau, 9, published_on=date(2022, 1, 10))
    set_term(ended, "other", clerk, AT, decided_on=date(2022, 1, 5), kinds=["罚款"])
    purge(written(bureau, 10), bureau.officers["secrecy"], AT)
    return {
        "findings": ("clerk", f"/items/{open_one.uid}/findings"),
        "item-findings": ("clerk", f"/items/{open_one.uid}/"),
        "edit-files": ("clerk", f"/items/{open_one.uid}/edit"),
        "paper": ("office", f"/items/{twice.uid}/paper"),
        "paper-entry": ("clerk", f"/items/{wording.uid}/paper"),
        "review-wording": ("secrecy", f"/items/{wording.uid}/review"),
        "item-emergency": ("leader", f"/items/{down.item.uid}/"),
        "term": ("clerk", f"/items/{ended.uid}/term"),
        "incidents": ("secrecy", "/incidents/"),
        "purge": ("secrecy", f"/items/{draft.uid}/purge"),
        "home-clerk": ("clerk", "/"),
        "home-office": ("office", "/"),
        "home-auditor": ("auditor", "/"),
        "items": ("office", "/items/"),
        "items-none": ("office", "/items/?q=没有这样的"),
        "item-draft": ("clerk", f"/items/{draft.uid}/"),
        "item-late": ("office", f"/items/{late.uid}/"),
        "item-returned": ("clerk", f"/items/{back.uid}/"),
        "item-public": ("office", f"/items/{out.item.uid}/"),
        "new": ("clerk", "/items/new"),
        "edit": ("clerk", f"/items/{twice.uid}/edit"),
        "review": ("secrecy", f"/items/{twice.uid}/review"),
        "withdraw": ("leader", f"/items/{out.item.uid}/withdraw"),
    }


@pytest.fixture
def answers(bureau, pages):
    """All answers, taken before the browser starts: the database stays out of its loop."""
    found = {}
    for name, (kind, path) in pages.items():
        client = Client()
        client.force_login(bureau.officers[kind])
        found[name] = client.get(path)
    client = Client()
    client.force_login(bureau.officers["clerk"])
    found["new-wrong"] = client.post("/items/new", {"text": "<b>原样</b>\n\n1. 第一", "means": "主动公开"})
    client.force_login(bureau.officers["secrecy"])
    found["review-wrong"] = client.post(pages["review"][1], {"decision": "closed", "submission": "x"})
    part = {"title": "提示", "text": "联系人 13800006227"}
    client.force_login(bureau.officers["clerk"])
    found["partial"] = client.post("/items/preview", part)
    return {name: (one.status_code, dict(one.headers), one.content) for name, one in found.items()}


@pytest.fixture
def visit(answers):
    def answer(route):
        path = route.request.url.removeprefix(HOST)
        static = "/" + settings.STATIC_URL.strip("/") + "/"
        found = finders.find(path.removeprefix(static)) if path.startswith(static) else None
        name = "partial" if path == "/items/preview" else path.removeprefix("/")
        if found:
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        elif name in answers:
            status, headers, body = answers[name]
            headers.pop("Set-Cookie", None)
            route.fulfill(status=status, headers=headers, body=body)
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=arguments)

        def go(name, width, **settings_of_browser):
            view = {"width": width, "height": 900}
            page = chromium.new_context(viewport=view, **settings_of_browser).new_page()
            page.complaints = []
            page.on(
                "console", lambda said: page.complaints.append(said.text) if said.type == "error" else None
            )
            page.route("**/*", answer)
            page.goto(f"{HOST}/{name}")
            return page

        yield go
        chromium.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1366)])
def test_no_page_breaks_the_policy_scrolls_sideways_or_fails_axe(visit, answers, scheme, width):
    wrong = []
    for name, (status, _headers, _body) in answers.items():
        if name == "partial":
            continue
        assert status == (422 if name.endswith("-wrong") else 200), (name, status)
        page = visit(name, width, color_scheme=scheme)
        assert [said for said in page.complaints if "status of 4" not in said] == [], name
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"desk-{name}-{scheme}-{width}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((name, width, "scrolls sideways"))
        for rule in Axe().run(page).response["violations"]:
            wrong.append((name, width, rule["id"], [node["target"] for node in rule["nodes"]]))
        page.context.close()
    assert wrong == []


def test_the_preview_follows_what_is_written(visit):
    page = visit("new", 1366)
    page.wait_for_function("window.htmx")
    page.fill("#id_text", "联系人 13800006227")
    page.press("#id_text", "Space")
    page.wait_for_selector("#preview .d-f--person")
    assert "应当隐去" in page.inner_text("#preview")


def test_the_keyboard_reaches_every_choice_of_an_opinion_and_signs_last(visit):
    page = visit("review", 1366)
    page.focus("#opinion input[type=radio]")
    seen = []
    for _ in range(8):
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        page.keyboard.press("Tab")
    order = [one for one in seen if one in ("decision", "ground", "article", "note") or "签署" in one]
    assert order[:4] == ["decision", "ground", "article", "note"] and "签署" in order[4]
    assert page.locator("#opinion .d-btn--stop").count() == 0


def test_one_key_takes_over_what_is_suggested(visit):
    page = visit("new", 1366)
    page.wait_for_function("window.htmx")
    page.focus("#id_c_reach")
    page.keyboard.press("ArrowRight")
    assert page.input_value("#id_c_reach") == "面向全社会"
    assert page.inner_text("#suggested-reach") == ""
    assert page.evaluate("document.activeElement.id") == "id_c_reach"


def test_a_suggestion_comes_with_the_preview_and_is_taken_over_by_its_button(visit):
    page = visit("new", 1366)
    page.wait_for_function("window.htmx")
    page.fill("#id_text", "联系人 13800006227")
    page.press("#id_text", "Space")
    page.wait_for_selector("#suggested-summary button")
    page.click("#suggested-summary button")
    assert page.input_value("#id_c_summary") == "联系人 13800006227"
