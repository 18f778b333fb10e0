"""Forms: guided, forgiving, nothing lost by an error, sent once, sealed before anything is kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import timezone

from gongkai.portal.messages import intake, uploads
from gongkai.portal.messages.tests.conftest import CASE, INTAKE, NOW, PERSON, Browser, complain
from gongkai.portal.models import Envelope, IntakeKey, Mailbox, SealedBlob, SealedPiece
from gongkai.sealing import envelope, receipt
from gongkai.sealing.attachments import open_blob
from gongkai.sealing.canon import from_b64u

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of a mooncake " * 9000


def opened(at: int = 0) -> dict[str, Any]:
    row = Envelope.objects.order_by("pk")[at]
    return envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message


def upload(name: str, data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_a_complaint_is_sealed_with_everything_that_was_said(browser: Browser) -> None:
    complain(browser)
    assert receipt.read_code(browser.code)
    message = opened()
    assert message["kind"] == "complaint" and message["at"] == "2017-09-25T02:42:00Z"
    assert message["fields"] == {
        "respondent": "威海高区怡园喜盈门食品店",
        "respondent_address": "古寨西路6号",
        "happened_on": "2017-09-16",
        "amount": "168.00",
        "text": "月饼有哈喇味，店员说拆封不退。",
        "wish": "refund",
    }
    assert message["identity"] == PERSON
    assert browser.page["Cache-Control"] == "no-store"


def test_errors_stand_at_the_field_and_on_top_and_nothing_is_lost(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    browser.send("/complain", **CASE | {"respondent": "", "happened_on": "2017-10-16", "amount": "很多"})
    assert browser.page.status_code == 400
    assert "还有 3 处需要改一下" in browser.text
    assert "购买或者发生的日期不能晚于今天（2017年9月25日）" in browser.text
    kept = browser.fields()
    assert (kept["text"], kept["amount"], kept["happened_on"]) == (CASE["text"], "很多", "2017-10-16")
    assert 'aria-invalid="true"' in browser.text and 'href="#id_respondent"' in browser.text
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["好" * 10_000, "👍🌕" * 50, "<script>alert(1)</script>", "a\x00b", "é"],
    ids=["10,000 characters", "emoji", "script", "null", "accent"],
)
def test_any_text_comes_back_whole_or_arrives_whole(browser: Browser, text: str) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE | {"text": text})
    if browser.page.status_code == 400:
        assert browser.fields()["text"] == text
        assert "最多 2000 字，现在是 10000 字" in browser.text or "有不能识别的字符" in browser.text
    else:
        assert "<script>" not in browser.text
        browser.send("/complain", **PERSON)
        assert "<script>" not in browser.text
        browser.send("/complain", "send")
        assert opened()["fields"]["text"] == text


def test_going_back_and_changing_an_answer_keeps_the_others(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    browser.send("/complain", "back", **PERSON)
    assert browser.fields()["respondent"] == CASE["respondent"]
    browser.send("/complain", respondent="另一家店")
    assert browser.fields()["name"] == "王小明"
    browser.send("/complain").send("/complain", "send")
    assert opened()["fields"]["respondent"] == "另一家店"


def test_the_same_form_sent_again_shows_the_same_code_and_is_kept_once(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    browser.send("/complain", **PERSON)
    data = browser.fields() | {"go": "send"}
    codes = set()
    for _ in range(3):
        browser.page = browser.client.post("/complain", data)
        codes.add(browser.code)
    assert len(codes) == Envelope.objects.count() == Mailbox.objects.count() == 1


def test_an_edited_form_sent_again_is_asked_about(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    browser.send("/complain", **PERSON)
    data = browser.fields() | {"go": "send"}
    browser.page = browser.client.post("/complain", data)
    code = browser.code
    browser.page = browser.client.post("/complain", data | {"text": "还有一件事"})
    assert browser.page.status_code == 400 and code in browser.text
    assert Envelope.objects.count() == 1
    browser.send("/complain", "send")
    assert browser.code != code and Envelope.objects.count() == 2


def test_a_form_of_another_browser_is_not_taken_and_keeps_its_text(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    browser.send("/complain", **PERSON)
    data = browser.fields() | {"go": "send"}
    other = Browser().get("/complain")
    other.page = other.client.post("/complain", data)
    assert other.page.status_code == 400 and "没有保留 Cookie" in other.text
    assert not Envelope.objects.exists()
    other.send("/complain", "send")
    assert opened()["fields"]["text"] == CASE["text"]


def test_an_anonymous_report_carries_no_person_and_leaves_no_copy(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="report")
    browser.send("/complain", **CASE | {"wish": None}).send("/complain", anonymous="on", name="", phone="")
    browser.send("/complain", "send")
    message = opened()
    assert (message["kind"], message["identity"], message["fields"]["anonymous"]) == ("report", None, "1")


def test_a_report_with_a_name_needs_a_telephone_or_is_anonymous(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="report").send("/complain", **CASE | {"wish": None})
    browser.send("/complain", name="", phone="")
    assert "请填写姓名，或者勾选“匿名举报”" in browser.text
    browser.send("/complain", name="李四", phone="0631-5681102", secrecy="on").send("/complain", "send")
    assert opened()["identity"] == {"name": "李四", "phone": "0631-5681102"}
    assert opened()["fields"]["secrecy"] == "1"


def test_an_application_of_2017_asks_for_the_purpose_and_for_no_identity(browser: Browser) -> None:
    browser.get("/apply")
    assert 'name="id"' not in browser.text
    browser.send("/apply", applicant="自然人", **PERSON)
    browser.send("/apply", text="2016 年抽检经费", form="paper", way="post")
    assert "请写明用途" in browser.text
    browser.send("/apply", purpose="科研").send("/apply", "send")
    assert opened()["kind"] == "foi" and opened()["fields"]["purpose"] == "科研"


def test_an_application_since_2019_needs_a_proof_of_identity(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(year=2020))
    browser.get("/apply").send("/apply", applicant="自然人", **PERSON)
    assert "请填写证件号码" in browser.text
    browser.send("/apply", id_type="id", id="371002199001010011")
    assert "校验位不对" in browser.text
    browser.send("/apply", id="37100219900101001" + _digit("37100219900101001"))
    assert 'name="purpose"' not in browser.text
    browser.send("/apply", text="抽检经费", form="electronic", way="portal").send("/apply", "send")
    assert opened()["identity"]["id_type"] == "id"


def _digit(head: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(head, weights, strict=True)) % 11]


def test_since_order_121_the_form_leads_to_the_national_platform(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(year=2026, month=4, day=15))
    browser.get("/complain")
    assert 'href="https://www.12315.cn/"' in browser.text and "<form" not in browser.text
    assert "可以来信、来访" in browser.text and "书面推选代表人（最多 2 名）" in browser.text
    assert browser.client.post("/complain", {"go": "send"}).status_code == 200
    assert not Envelope.objects.exists()


def test_before_the_desk_has_announced_a_key_the_form_says_so(browser: Browser) -> None:
    IntakeKey.objects.all().delete()
    browser.get("/ask")
    assert browser.page.status_code == 503 and "网上提交暂未开通" in browser.text


def test_files_are_encrypted_while_they_arrive_and_survive_an_error(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    browser.send("/complain", **CASE | {"text": ""}, upload=upload("小票.png", PNG))
    assert browser.page.status_code == 400 and "小票.png" in browser.text
    stored = b"".join(bytes(piece.data) for piece in SealedPiece.objects.order_by("n"))
    assert b"mooncake" not in stored
    browser.send("/complain", text="月饼").send("/complain", **PERSON).send("/complain", "send")
    (named,) = opened()["attachments"]
    assert (named["name"], named["type"], named["size"]) == ("小票.png", "image/png", len(PNG))
    plain = open_blob([stored], from_b64u(named["key"], 32), named["size"], named["sha256"])
    assert b"".join(plain) == PNG
    assert SealedBlob.objects.get().envelope == Envelope.objects.get().uid


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.exe", b"MZ", "不是可以接收的文件"),
        ("a.jpg", b"MZ\x90", "内容和扩展名不符"),
        ("a.pdf", b"", "空文件"),
        ("a.png", PNG[:8] + b"\x00" * uploads.LARGEST, "超过 10 MB"),
    ],
)
def test_other_files_are_refused_with_a_sentence_and_the_text_stays(
    browser: Browser, name: str, data: bytes, sentence: str
) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    browser.send("/complain", **CASE, upload=upload(name, data))
    assert browser.page.status_code == 400 and sentence in browser.text
    assert browser.fields()["text"] == CASE["text"] and not SealedBlob.objects.exists()


def test_a_chosen_file_can_be_taken_out(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    browser.send("/complain", "upload", **CASE, upload=upload("小票.png", PNG))
    blob = SealedBlob.objects.get()
    browser.send("/complain", f"remove-{blob.sha256}")
    assert "小票.png" not in browser.text and "file" not in browser.fields()


def test_at_most_five_files_are_taken(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    files = [upload(f"{n}.png", PNG[:100] + bytes([n])) for n in range(7)]
    browser.send("/complain", **CASE, upload=files)
    assert browser.page.status_code == 400 and SealedBlob.objects.count() == 5
    assert len(browser.fields()["file"]) == 5


def test_drafts_cannot_fill_the_disk(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MOST_DRAFTS", -1)
    browser.get("/complain").send("/complain", kind="complaint")
    browser.send("/complain", **CASE, upload=upload("a.png", PNG))
    assert browser.page.status_code == 400 and "请稍后再试" in browser.text
    assert not SealedBlob.objects.exists()


def test_what_cannot_be_stored_is_not_acknowledged(browser: Browser, monkeypatch) -> None:
    def broken(batch: Any) -> Any:
        raise OSError("disk full")

    monkeypatch.setattr(intake, "commit", broken)
    browser.client.raise_request_exception = False
    complain(browser)
    assert browser.page.status_code == 500 and 'class="code"' not in browser.text


def test_only_who_complains_for_another_is_asked_for_whom(browser: Browser) -> None:
    """The papers are named, and the names of both are sealed with the person (order 121 art. 11)."""
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **CASE)
    assert 'name="principal"' not in browser.text
    browser.get("/complain").send("/complain", kind="complaint", acting="1").send("/complain", **CASE)
    assert 'name="principal"' in browser.text and "授权委托书原件" in browser.text
    browser.send("/complain", **PERSON)
    assert browser.page.status_code == 400 and "请填写委托人的姓名" in browser.text
    browser.send("/complain", **PERSON, principal="沈委托", principal_phone="").send("/complain", "send")
    message = opened()
    assert message["fields"]["acting"] == "1"
    assert message["identity"] == PERSON | {"principal": "沈委托"}


def test_a_report_has_no_agent_even_where_the_box_was_ticked(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="report", acting="1")
    browser.send("/complain", **{name: value for name, value in CASE.items() if name != "wish"})
    assert 'name="principal"' not in browser.text
    browser.send("/complain", anonymous="1").send("/complain", "send")
    assert "acting" not in opened()["fields"]


OTHERS = "张三 13800000001 怡园街道 1 号\n李四 13800000002"
JOINT = {"people": "3 人", "second": "张三", "second_phone": "13800000001", "others": OTHERS, "agreed": "on"}


def test_several_complain_together_with_the_persons_of_all_sealed(browser: Browser) -> None:
    """Who the others are, that they agreed, and two represent them at most (order 62 art. 14; 20 art. 11)."""
    browser.get("/complain")
    assert "共同投诉" in browser.text and "第十四条" in browser.text
    browser.send("/complain", kind="complaint", acting="joint").send("/complain", **CASE)
    assert 'name="principal"' not in browser.text and "书面推选" in browser.text
    browser.send("/complain", **PERSON)
    assert browser.page.status_code == 400
    for sentence in ("请填写一共多少人投诉", "请填写其他投诉人的姓名和电话", "其他投诉人同意的，请勾选"):
        assert sentence in browser.text
    browser.send("/complain", **PERSON, **JOINT | {"people": "1"})
    assert "请填写 2 到 9999 之间的数字" in browser.text and browser.fields()["others"] == OTHERS
    browser.send("/complain", **PERSON, **JOINT).send("/complain", "send")
    message = opened()
    assert {name: message["fields"][name] for name in ("acting", "people", "agreed")} == {
        "acting": "joint", "people": "3", "agreed": "1",
    }  # fmt: skip
    sealed = {name: JOINT[name] for name in ("second", "second_phone", "others")}
    assert message["identity"] == PERSON | sealed
    assert not any(name in message["fields"] for name in sealed)


def test_who_complains_alone_is_asked_for_nobody_else(browser: Browser) -> None:
    browser.get("/complain").send("/complain", kind="complaint", acting="self").send("/complain", **CASE)
    assert 'name="others"' not in browser.text and 'name="principal"' not in browser.text
    browser.send("/complain", **PERSON).send("/complain", "send")
    assert "acting" not in opened()["fields"] and opened()["identity"] == PERSON


def test_where_no_rule_of_the_day_is_known_nobody_is_offered_to_complain_together(
    browser: Browser, monkeypatch
) -> None:
    monkeypatch.setattr("gongkai.portal.messages.forms.complain.joint_complaint", lambda day: None)
    browser.get("/complain")
    assert 'value="joint"' not in browser.text
    browser.send("/complain", kind="complaint", acting="joint")
    assert browser.page.status_code == 400 and "请从列出的各项中选一项" in browser.text
