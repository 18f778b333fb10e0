"""The code alone opens a box; a wrong one looks like an unknown one; both sides talk."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.portal.messages import boxes, hardening, limits, secrets
from gongkai.portal.messages.tests.conftest import ANSWER, CASE, INTAKE, NOW, Browser, complain
from gongkai.portal.messages.tests.test_forms import PNG, upload
from gongkai.portal.messages.views import box, shared
from gongkai.portal.models import Envelope, Mailbox, SealedMail
from gongkai.refusal import Refused
from gongkai.sealing import envelope, mail, receipt
from gongkai.sealing.canon import digest, from_b64u

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def code(browser: Browser) -> str:
    found = complain(browser).code
    browser.client.cookies.clear()
    return found


def answer(
    text: str, kind: str = "answer", status: str = "已受理", prev: str | None = None, n: int = 1
) -> str:
    """A mail of the desk in the only box there is."""
    row = Mailbox.objects.get()
    box_id = from_b64u(row.uid, 16)
    first = Envelope.objects.order_by("pk").first()
    assert first is not None
    message = envelope.open_envelope(INTAKE, bytes(first.header), bytes(first.sealed)).message
    built = mail.build(
        box_id=box_id, n=n, prev=prev, kind=kind, at="2017-10-17T01:00:00Z", text=text, status=status
    )
    sealed = mail.seal(ANSWER, from_b64u(message["box"]["seal"], 32), box_id, built)
    SealedMail.objects.create(box=row, n=n, sealed=sealed)
    Mailbox.objects.update(mail=n)
    return digest(built)


def ask(browser: Browser, code: str) -> Browser:
    browser.get("/receipt")
    browser.page = browser.client.post("/receipt", browser.hidden() | {"code": code})
    return browser


def test_after_a_withdrawal_what_came_since_is_pointed_at_and_not_said_to_be_the_answer(
    browser: Browser, code: str
) -> None:
    ask(browser, code)
    browser.get("/receipt")
    browser.client.post("/receipt/write", browser.hidden() | {"kind": "withdraw", "text": "已经解决"})
    assert "结果会显示在“办理经过”" in browser.get("/receipt").text
    answer("您的投诉已受理。", "status", "已受理")
    page = browser.get("/receipt").text
    assert "申请撤回以后承办单位已有来信" in page and "没有提到撤回的，请再等等" in page
    assert "收到处理" not in page and "结果会显示在" not in page


@pytest.mark.parametrize("written", ["{}", "  {} ", "查询码：{}。"])
def test_a_code_is_read_however_it_was_typed(browser: Browser, code: str, written: str) -> None:
    confused = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert ask(browser, written.format(confused)).page.status_code == 302
    assert "您的来件" in browser.get("/receipt").text


def test_wrong_unknown_and_deleted_codes_look_alike(browser: Browser, code: str) -> None:
    """Attack 9: same status, headers and bytes."""
    unknown = receipt.derive(b"\x77" * 16).code
    answers = []
    browser.get("/receipt")
    hidden = browser.hidden()
    Mailbox.objects.all().delete()
    for wrong in ("", "1", code[:-1] + "?", unknown, code):
        page = browser.client.post("/receipt", hidden | {"code": wrong})
        answers.append((page.status_code, sorted(page.headers.items()), page.content))
    assert len({str(one) for one in answers}) == 1
    assert unknown.encode() not in answers[0][2]


def test_twenty_wrong_codes_of_one_address_close_the_door_for_it_alone(browser: Browser, code: str) -> None:
    browser.get("/receipt")
    hidden = browser.hidden()
    for _ in range(limits.FAILURES):
        assert browser.client.post("/receipt", hidden | {"code": "1"}).status_code == 400
    assert browser.client.post("/receipt", hidden | {"code": code}).status_code == 429
    elsewhere = browser.client.post("/receipt", hidden | {"code": code}, REMOTE_ADDR="192.0.2.1")
    assert elsewhere.status_code == 302


def test_a_bucket_fills_again_and_an_ipv6_network_is_one_address() -> None:
    failures = limits.Failures(b"k" * 32)
    for at in range(limits.FAILURES):
        failures.failed(f"2001:db8::{at}", 0.0)
    assert not failures.may_try("2001:db8::ffff", 0.0)
    assert failures.may_try("2001:db8:0:1::1", 0.0)
    assert failures.may_try("2001:db8::ffff", limits.WINDOW / limits.FAILURES)


def test_a_full_waiting_room_answers_at_once(browser: Browser, code: str, monkeypatch) -> None:
    monkeypatch.setattr(boxes, "room", limits.WaitingRoom(room=1))
    with boxes.room.inside():
        page = ask(browser, code).page
    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_the_floor_of_an_answer_is_kept(browser: Browser, code: str, monkeypatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(box, "FLOOR", 100.0)
    monkeypatch.setattr(box.time, "sleep", slept.append)
    ask(browser, "1")
    ask(browser, code)
    assert len(slept) == 2 and all(90 < one <= 100 for one in slept)


def test_the_first_look_up_makes_the_lock_slow_and_the_code_still_works(browser: Browser, code: str) -> None:
    fast = bytes(Mailbox.objects.get().lid)
    ask(browser, code)
    row = Mailbox.objects.get()
    assert row.hard and bytes(row.lid) != fast
    browser.client.cookies.clear()
    assert ask(browser, code).page.status_code == 302


def test_the_quiet_thread_makes_the_lock_slow_and_keeps_the_citizens_copy(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    browser.send("/complain", name="王小明", phone="13800001234")
    sid = from_b64u(browser.fields()["sid"], 16)
    browser.send("/complain", "send")
    row = Envelope.objects.get()
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    hardening.work(hardening.Job(sid, message))
    assert Mailbox.objects.get().hard
    assert CASE["text"] in browser.get("/receipt").text


def test_the_receipt_page_lets_the_code_be_typed_again(browser: Browser) -> None:
    complain(browser)
    code, hidden = browser.code, browser.fields()
    page = browser.client.post("/receipt/retype", hidden | {"last": "zzzz-zzzz"})
    assert page.status_code == 400 and "和查询码不一致" in page.content.decode()
    last = code[-9:].lower().replace("0", "o")
    assert browser.client.post("/receipt/retype", hidden | {"last": last}).status_code == 302


def test_status_and_answer_are_shown_and_the_reading_is_told_once(browser: Browser, code: str) -> None:
    answer("您好。已退款 <168> 元。", status="已办结")
    ask(browser, code).get("/receipt")
    assert "已退款 &lt;168&gt; 元" in browser.text and "已办结" in browser.text
    browser.get("/receipt")
    kinds = [
        envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message["kind"]
        for row in Envelope.objects.order_by("pk")
    ]
    assert kinds == ["complaint", "seen"]


def test_a_mail_that_is_not_the_desks_is_never_shown(browser: Browser, code: str) -> None:
    prev = answer("真的")
    answer("换了位置", prev=prev, n=3)
    ask(browser, code).get("/receipt")
    assert "真的" in browser.text and "换了位置" not in browser.text
    assert "第 2 封回信没有完整到达" in browser.text


def test_reply_supplement_withdrawal_and_rating_are_signed_and_numbered(browser: Browser, code: str) -> None:
    answer("请提供小票", kind="question")
    ask(browser, code).get("/receipt")
    fields = browser.fields()
    assert fields["kind"] == "reply"
    file = upload("小票.png", PNG)
    page = browser.client.post("/receipt/write", fields | {"text": "见附件", "upload": file})
    assert page.status_code == 302
    for kind, more in (("withdraw", {"text": "已解决"}), ("rate", {"rating": "good"})):
        hidden = browser.get("/receipt").hidden()
        assert browser.client.post("/receipt/write", hidden | {"kind": kind} | more).status_code == 302
    opened = [
        envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed))
        for row in Envelope.objects.order_by("pk")
    ]
    first = opened[0].message["box"]
    last = opened[0]
    for one in opened[1:]:
        assert envelope.check_follows(one, from_b64u(first["sign"], 32), last.message["n"], last.digest)
        last = one
    assert [one.message["kind"] for one in opened] == ["complaint", "seen", "reply", "withdraw", "rate"]
    assert opened[2].message["attachments"][0]["name"] == "小票.png"
    text = browser.get("/receipt").text
    assert "见附件" in text and "您申请撤回" in text


def test_the_same_reply_sent_twice_is_kept_once(browser: Browser, code: str) -> None:
    ask(browser, code).get("/receipt")
    fields = browser.fields() | {"text": "补充一句"}
    for _ in range(3):
        assert browser.client.post("/receipt/write", fields).status_code == 302
    assert Envelope.objects.count() == 2


def test_an_empty_or_too_long_reply_is_refused_and_not_lost(browser: Browser, code: str) -> None:
    ask(browser, code).get("/receipt")
    assert browser.client.post("/receipt/write", browser.fields() | {"text": " "}).status_code == 400
    browser.page = browser.client.post("/receipt/write", browser.fields() | {"text": "长" * 2001})
    assert browser.page.status_code == 400 and browser.fields()["text"] == "长" * 2001


def test_two_replies_at_the_same_time_get_two_numbers(browser: Browser, code: str, monkeypatch) -> None:
    opened = boxes.look_up(code)
    assert opened is not None
    filled = boxes.Filled("supplement", {"text": "一"})
    real, done = boxes.box_of, []

    def overtaken(ticket: secrets.Ticket) -> Mailbox:
        row = real(ticket)
        if not done:
            done.append(1)
            boxes.write(ticket, b"\x0a" * 16, boxes.Filled("supplement", {"text": "二"}), NOW)
        return row

    monkeypatch.setattr(boxes, "box_of", overtaken)
    boxes.write(opened, b"\x0b" * 16, filled, NOW)
    assert Mailbox.objects.get().n == 2 and Envelope.objects.count() == 3


def test_a_ticket_lasts_a_quarter_of_an_hour_and_can_be_given_up(
    browser: Browser, code: str, monkeypatch
) -> None:
    ask(browser, code)
    assert "办理经过" in browser.get("/receipt").text and "举报撤回后，我们仍会依法核查" in browser.text
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=16))
    assert "办理经过" not in browser.get("/receipt").text
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    ask(browser, code)
    browser.client.post("/receipt/leave")
    assert "办理经过" not in browser.get("/receipt").text
    assert secrets.read_ticket("A" * 108, NOW) is None


def test_the_cookies_are_of_this_site_only_and_not_for_scripts(browser: Browser, code: str, settings) -> None:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"https": True}
    page = ask(browser, code).page
    cookie = page.cookies["__Host-box"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Strict" and not cookie["domain"]


def test_a_message_that_stays_unregistered_says_telephone_us(
    browser: Browser, code: str, monkeypatch
) -> None:
    ask(browser, code)
    assert "两个工作日" not in browser.get("/receipt").text
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=3))
    ask(browser, code)
    assert "还没有登记" in browser.get("/receipt").text
    assert shared.registered_by(date(2017, 9, 25)) == date(2017, 9, 27)


def test_a_code_is_in_no_address_and_in_no_other_page(browser: Browser, code: str) -> None:
    ask(browser, code)
    assert browser.page["Location"] == "/receipt"
    assert not re.search(code, browser.get("/receipt").text)
    with pytest.raises(Refused):
        secrets.demand_form("A" * 22, "x", b"y" * 16)


def test_who_is_not_satisfied_may_say_why(browser: Browser, code: str) -> None:
    answer("已退款", status="已答复", kind="answer")
    page = ask(browser, code).get("/receipt")
    assert 'id="rate-why"' in page.text
    said = page.hidden() | {"kind": "rate", "rating": "bad", "text": "没有退款"}
    assert browser.client.post("/receipt/write", said).status_code == 302
    row = Envelope.objects.order_by("-pk")[0]
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    assert message["fields"] == {"rating": "bad", "text": "没有退款"}
    assert "没有退款" in browser.get("/receipt").text


def test_the_pages_say_by_when_a_message_is_registered_with_the_weekday(browser: Browser) -> None:
    page = complain(browser)
    assert "最迟 2017年9月27日 周三" in page.text and "来件登记" in page.text
    ask(browser, "".join(re.findall(r"<span>([0-9A-Z]{4})</span>", page.text)))
    assert "2017年9月27日 周三 以后还没有显示的，请打电话询问" in browser.get("/receipt").text


def test_a_calendar_that_cannot_be_read_keeps_nobody_from_the_code(browser: Browser, monkeypatch) -> None:
    def wrong() -> None:
        raise Refused("bad-calendar", "日历文件有误", "请改正")

    monkeypatch.setattr(shared, "calendar", wrong)
    assert "最迟 2017年9月27日 周三" in complain(browser).text


def test_a_question_stands_until_the_citizen_has_replied(browser: Browser, code: str, monkeypatch) -> None:
    answer("请提供小票", kind="question")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=30))
    ask(browser, code).get("/receipt")
    assert "回复承办人的询问" in browser.text
    browser.client.post("/receipt/write", browser.fields() | {"text": "已丢失"})
    page = browser.get("/receipt")
    assert "已丢失" in page.text and "回复承办人的询问" not in page.text
    assert page.fields()["kind"] == "supplement"
