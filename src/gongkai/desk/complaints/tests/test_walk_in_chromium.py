"""A day's work at the centre in a browser: the call, the mediation, its papers, the answer, the call back."""

import mimetypes
import shutil
from datetime import timedelta
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.complaints.models import Callback, Mediation
from gongkai.desk.complaints.tests.centre import NAME, PHONE

HOST = "https://desk.example"
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default"]),
]


@pytest.fixture
def people(centre, monkeypatch):
    """A browser for each person; every request is answered by the desk itself, in this process."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    ours = connections["default"]  # inside the loop Django would open another one
    static = "/" + settings.STATIC_URL.strip("/") + "/"

    def answered(client):
        def answer(route):
            connections["default"] = ours
            asked = route.request
            parts = urlsplit(asked.url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            file = finders.find(parts.path.removeprefix(static)) if parts.path.startswith(static) else None
            if file:
                route.fulfill(path=file, content_type=mimetypes.guess_type(parts.path)[0])
                return
            if asked.method == "POST":
                kind = asked.headers.get("content-type", "application/x-www-form-urlencoded")
                found = client.post(path, asked.post_data_buffer or b"", content_type=kind)
            else:
                found = client.get(path)
            while found.status_code == 302:
                found = client.get(found.headers["Location"])
            headers = {name: value for name, value in found.headers.items() if name != "Set-Cookie"}
            route.fulfill(status=found.status_code, headers=headers, body=found.content)

        return answer

    with sync_playwright() as play:
        connections["default"] = ours
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def of(name):
            connections["default"] = ours
            client = Client()
            client.force_login(centre[name])
            page = chromium.new_context(viewport={"width": 1366, "height": 900}).new_page()
            page.route("**/*", answered(client))
            return page

        yield of
        chromium.close()


def act(page, case, verb, **fields):
    """Open the form of an act on the page of the case, fill it and send it."""
    page.goto(f"{HOST}/complaints/{case.uid}/?do={verb}")
    form = page.locator(f"form[action$='/do/{verb}']")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value='{value}']").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert page.locator(".d-errtext").count() == 0, page.inner_text("main")


def test_from_the_call_to_the_call_back(centre, people):
    operator = people("operator")
    operator.goto(f"{HOST}/intake?caller=13806314417")
    for name, value in {
        "name": NAME, "text": "在怡园文化西路买鱼油，讲师说能降血压，要求退款4960元", "respondent": "康颐堂",
        "respondent_address": "怡园街道文化西路",
    }.items():  # fmt: skip
        operator.fill(f"[name={name}]", value)
        if name == "name":  # before anything that must be filled in is there
            operator.wait_for_selector("#side :text('已保存')")
    operator.locator("#intake [name=kind][value='投诉']").dispatch_event("click")
    with operator.expect_navigation():
        operator.locator("button[data-primary]").click()
    operator.wait_for_load_state()
    case = Case.objects.get()
    assert case.registration.number in operator.inner_text("main")
    if not case.assignments.exists():
        act(operator, case, "assign", unit="YY")

    handler = people("handler")
    act(handler, case, "accept")
    act(handler, case, "enter_platform", number="37100226001")
    day, who = (today() + timedelta(1)).isoformat(), centre["handler"].uid
    act(handler, case, "invite", officer_uid=who, meets_on=day, meets_at="09:30", place="怡园监管所调解室")
    Mediation.objects.update(meets_on=today())  # whatever the hour, the day has come
    act(handler, case, "hold", attended="双方到场", text="双方各自陈述，同意退款。")
    act(handler, case, "agree", text="退还货款4960元", recovered="4960")

    handler.goto(f"{HOST}/complaints/{case.uid}/letters")
    handler.get_by_role("link", name="调解书", exact=True).click()
    handler.locator("[name=c0]").fill("投诉人在被投诉人处购买鱼油，支付4960元。")
    handler.get_by_role("button", name="预览", exact=True).click()
    handler.wait_for_selector("article.d-doc")
    assert NAME not in handler.inner_text("article.d-doc")
    handler.get_by_role("button", name="签发并编号").click()
    handler.wait_for_load_state()
    made = Letter.objects.get()
    handler.goto(f"{HOST}/complaints/{case.uid}/letters")
    assert made.number in handler.inner_text("main")
    client = Client()
    client.force_login(centre["handler"])
    data = client.get(f"/complaints/{case.uid}/letters/{made.uid}").content
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert NAME in said

    act(handler, case, "answer", text="已达成调解，货款已退。", delivery="电话", proof="通话记录 LY-1")
    act(handler, case, "close")
    calling = people("operator2")
    calling.goto(f"{HOST}/complaints/callbacks/")
    assert case.uid in calling.content()
    act(calling, case, "callback", reached="yes", satisfaction="满意")
    assert Callback.objects.get().by == centre["operator2"]

    leader = people("leader")
    leader.goto(f"{HOST}/complaints/{case.uid}/")
    shown = leader.inner_text("main")
    assert "调解成功" in shown
    assert "满意" in shown
    assert NAME not in shown
    assert PHONE not in shown
