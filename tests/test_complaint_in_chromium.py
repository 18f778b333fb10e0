"""The citizen of the centre's day, on a telephone: form, attachment, code, question back, answer, rating."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from gongkai.desk.casework.models import Case, Event
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Decision, FollowUp, Matter
from gongkai.desk.complaints.tests.centre import Centre
from gongkai.exchange import sent_files, worker
from gongkai.exchange.tests.browsers import DESK, PORTAL, Browsers, opened, sound
from gongkai.portal.messages import boxes, secrets
from gongkai.portal.messages.views import box
from gongkai.portal.models import Envelope

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default", "portal"]),
]
NAME, PHONE, SHOP = "柳如眉", "13806314417", "威海怡园喜盈门食品店"
TEXT = "五仁月饼有哈喇味，店员说拆封不退。"


def picture() -> bytes:
    """A photo of a receipt."""
    made = BytesIO()
    Image.effect_noise((90, 60), 40).save(made, "PNG")
    return made.getvalue()


PNG = picture()


class Clock:
    """A day of 2018, when the portal's form stood alone; it goes on when somebody says so."""

    def __init__(self) -> None:
        self.now = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)

    def later(self, **more: int) -> datetime:
        self.now += timedelta(**more)
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


@pytest.fixture
def centre(db, keys, clock, monkeypatch) -> Iterator[Centre]:
    secrets.forget()
    box.failures.cache_clear()
    monkeypatch.setattr(box, "FLOOR", 0.0)
    monkeypatch.setattr(boxes, "room", boxes.WaitingRoom(slots=1))
    made = Centre.found()
    made.agency.code = "371002SC"
    made.agency.save()
    exchange(clock)
    yield made
    secrets.forget()
    box.failures.cache_clear()


@pytest.fixture
def browsers(centre: Centre, monkeypatch) -> Iterator[Browsers]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    with opened(CHROMIUM) as made:
        yield made


def exchange(clock: Clock) -> None:
    """Two rounds of the worker, so that what came in is answered too."""
    for _ in range(2):
        at = clock.later(minutes=1)
        worker.push(at)
        worker.pull(at)


def go_on(page: Page, act: str = "next") -> None:
    tap(page, f"main button[name=go][value={act}]:not(.sr-only)")


def tap(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).last.tap()


def complain(citizen: Page, *, text: str = TEXT, attach: bool = True) -> str:
    """The form from the first page to the code."""
    citizen.goto(f"{PORTAL}/complain")
    citizen.check("[name=kind][value=complaint]")
    go_on(citizen)
    said = {"respondent": SHOP, "respondent_address": "古寨西路6号", "product": "五仁月饼一盒",
            "happened_on": "2018-02-16", "amount": "168", "text": text}  # fmt: skip
    for name, value in said.items():
        citizen.fill(f"[name={name}]", value)
    citizen.check("[name=wish][value=refund]")
    if attach:
        file = {"name": "小票.png", "mimeType": "image/png", "buffer": PNG}
        citizen.set_input_files("[name=upload]", [file])
    go_on(citizen)
    for name, value in {"name": NAME, "phone": PHONE, "address": "文化西路1号"}.items():
        citizen.fill(f"[name={name}]", value)
    go_on(citizen)
    shown = citizen.inner_text("main")
    assert text in shown and ("小票.png" in shown) == attach
    go_on(citizen, "send")
    citizen.wait_for_selector("p.code")
    return "-".join(citizen.locator("p.code span").all_inner_texts())


def open_box(citizen: Page, code: str) -> str:
    """Another day: the code alone opens it."""
    citizen.goto(f"{PORTAL}/receipt")
    citizen.fill("[name=code]", code.lower().replace("-", " "))
    tap(citizen, "main form button[type=submit]")
    return citizen.inner_text("main")


def act(page: Page, case: Case, verb: str, **fields: str) -> None:
    """Open the form of an act on the page of the case, fill it and send it."""
    page.goto(f"{DESK}/complaints/{case.uid}/?do={verb}")
    form = page.locator(f"form[action$='/do/{verb}']")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    assert page.locator(".d-errtext").count() == 0, page.inner_text("main")


def test_the_citizen_complains_asks_back_reads_the_answer_and_says_satisfied(
    centre: Centre, browsers: Browsers, clock: Clock
) -> None:
    citizen = browsers.page(phone=True)
    code = complain(citizen)
    sound(citizen, (390,))
    assert TEXT.encode() not in b"".join(bytes(row.sealed) for row in Envelope.objects.all())
    exchange(clock)
    case = Case.objects.get()
    assert case.registration.channel == "网络"

    operator = browsers.page(centre["operator"])
    operator.goto(f"{DESK}/complaints/")
    assert "五仁月饼" in operator.inner_text("main") and NAME not in operator.inner_text("main")
    act(operator, case, "assign", unit="YY")
    handler = browsers.page(centre["handler"])
    act(handler, case, "accept")
    assert "检查中" in handler.inner_text("main") and handler.locator("form[action*='/files/']").count() == 0
    assert sent_files.screen_waiting(clock.now) == 1
    handler.reload()
    file = handler.locator("form[action*='/files/']").get_attribute("action")
    assert browsers.fetched(handler, file or "", world=DESK, post=True) == PNG
    assert Event.objects.filter(stream=case.stream, type="file-opened").count() == 1
    exchange(clock)

    clock.later(days=1)
    citizen = browsers.page(phone=True)
    assert "已受理" in open_box(citizen, code)
    citizen.fill("#text", "请问什么时候调解？")
    tap(citizen, "#write-supplement button[type=submit]")
    sound(citizen, (390,))
    exchange(clock)
    assert FollowUp.objects.get().case == case
    handler = browsers.page(centre["handler"])  # who works a day logs in every morning
    handler.goto(f"{DESK}/complaints/{case.uid}/")
    assert "请问什么时候调解" in handler.inner_text("main")
    act(handler, case, "respond", text="定于3月5日上午在怡园监管所调解。")

    meets = {"officer_uid": centre["handler"].uid, "meets_on": "2018-03-05", "meets_at": "09:30"}
    meets |= {"place": "怡园监管所"}
    act(handler, case, "invite", **meets)
    clock.later(days=3)
    handler = browsers.page(centre["handler"])
    act(handler, case, "hold", attended="双方到场", text="店方同意退货退款。")
    act(handler, case, "agree", text="退还货款168元", recovered="168")
    act(handler, case, "answer", text="已达成调解，货款168元已退。", delivery="门户", proof="门户信箱")
    act(handler, case, "close")
    exchange(clock)

    citizen = browsers.page(phone=True)
    shown = open_box(citizen, code)
    assert "货款168元已退" in shown and "定于3月5日上午" in shown and "已办结" in shown
    citizen.check("[name=rating][value=good]")
    tap(citizen, "#write-rate button[type=submit]")
    assert "已经评价" in citizen.inner_text("main")
    exchange(clock)
    assert Matter.objects.get().satisfaction == "满意"
    leader = browsers.page(centre["leader"])
    leader.goto(f"{DESK}/complaints/{case.uid}/")
    shown = leader.inner_text("main")
    assert "调解成功" in shown and NAME not in shown and PHONE not in shown


def test_the_citizen_withdraws_and_the_desk_cannot_have_invented_it(
    centre: Centre, browsers: Browsers, clock: Clock
) -> None:
    code = complain(browsers.page(phone=True), text="已和店家说好，先登记。", attach=False)
    exchange(clock)
    citizen = browsers.page(phone=True)
    assert "已登记" in open_box(citizen, code)
    citizen.locator("#write-withdraw summary").tap()
    citizen.fill("#why", "店家已退款")
    tap(citizen, "#write-withdraw button[type=submit]")
    assert "已经申请撤回" in citizen.inner_text("main")
    exchange(clock)
    case = Case.objects.get()
    made = Decision.objects.get(case=case)
    assert made.kind == "撤回" and made.proof.startswith("门户信箱签名")
    operator = browsers.page(centre["operator"])
    operator.goto(f"{DESK}/complaints/{case.uid}/")
    assert "诉求人撤回" in operator.inner_text("main")
    assert standing(case).step == Step.ASSIGN
