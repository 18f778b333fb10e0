"""One application walked through both worlds: the portal's form, the desk, the receipt with the reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from django.test import override_settings
from django.utils import timezone

from gongkai.desk.casework.models import Case, CaseText, Letter
from gongkai.desk.casework.verbs import assign
from gongkai.desk.foi import verbs
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.tests.bureau import Bureau, at
from gongkai.desk.mailbox.models import Box
from gongkai.exchange import worker
from gongkai.portal.messages import boxes, secrets
from gongkai.portal.messages.tests.conftest import Browser
from gongkai.portal.messages.views import box

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
START = date(2024, 2, 19)
PERSON = {
    "applicant": "自然人",
    "name": "王小明",
    "phone": "13800001234",
    "address": "文化西路1号",
    "id_type": "passport",
    "id": "E12345678",
}
PORTAL = override_settings(
    ROOT_URLCONF="gongkai.sites.portal_urls",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "gongkai.sites.policy.ContentPolicy"],
    GONGKAI_WORLD="portal",
)


class Walk:
    """An applicant with a browser and a receipt code, a bureau, the worker between them, and a calendar."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.browser = Browser()
        self.day = START
        self.code = ""

    @property
    def now(self) -> datetime:
        """Eleven in the morning of the day."""
        return at(self.day, 11)

    def later(self, days: int) -> None:
        self.day += timedelta(days=days)

    def carry(self) -> None:
        """The worker's round: what waits on either side goes across."""
        worker.pull(self.now)

    @PORTAL
    def apply(self, way: str = "portal") -> None:
        self.browser.get("/apply").send("/apply", **PERSON)
        self.browser.send("/apply", text="申请公开抽检名单", form="electronic", way=way)
        self.code = self.browser.send("/apply", "send").code
        self.browser.client.cookies.clear()

    @PORTAL
    def look(self) -> str:
        """The receipt page as the code opens it on a fresh browser."""
        self.carry()
        self.browser.client.cookies.clear()
        self.browser.get("/receipt")
        opened = self.browser.client.post("/receipt", self.browser.hidden() | {"code": self.code})
        assert opened.status_code == 302
        return self.browser.get("/receipt").text

    @PORTAL
    def write(self, kind: str, text: str) -> None:
        self.browser.get("/receipt")
        sent = self.browser.client.post(
            "/receipt/write", self.browser.hidden() | {"kind": kind, "text": text}
        )
        assert sent.status_code == 302

    @PORTAL
    def paper(self, n: int) -> str:
        """The text of the letter that mail ``n`` brought."""
        page = self.browser.client.get(f"/receipt/file/{n}/0")
        document = pypdfium2.PdfDocument(page.getvalue())
        return "".join(one.get_textpage().get_text_bounded() for one in document)

    def handler(self) -> dict:
        return {"by": self.bureau.handler, "at": self.now}


@pytest.fixture
def walk(db, keys, settings, monkeypatch) -> Iterator[Walk]:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {
        "review_organ": "高区管委会",
        "court": "高区人民法院",
    }
    secrets.forget()
    box.failures.cache_clear()
    monkeypatch.setattr(box, "FLOOR", 0.0)
    monkeypatch.setattr(boxes, "room", boxes.WaitingRoom(slots=1))
    made = Walk(Bureau())
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    made.carry()
    yield made
    secrets.forget()
    box.failures.cache_clear()


def registered(walk: Walk, way: str = "portal") -> Case:
    """Sent, taken in, confirmed, given to a unit."""
    walk.apply(way)
    walk.carry()
    case = Case.objects.get()
    office = {"by": walk.bureau.office, "at": walk.now}
    verbs.confirm(case, walk.day, **office)
    assign(case, walk.bureau.units["SP"], flow=FLOW, **office)
    return case


def test_every_state_is_read_on_the_receipt_page_with_what_comes_next_and_by_when(walk: Walk) -> None:
    walk.apply()
    page = walk.look()
    case = Case.objects.get()
    assert f"编号 {case.registration.number}" in page
    assert "双方确认之日" in page and "20个工作日内答复" in page
    verbs.confirm(case, walk.day, by=walk.bureau.office, at=walk.now)
    assign(case, walk.bureau.units["SP"], flow=FLOW, by=walk.bureau.office, at=walk.now)
    assert "答复期限为2024年3月18日" in walk.look()

    walk.later(1)
    verbs.ask_correction(case, "名称", "不明确", walk.day + timedelta(days=8), **walk.handler())
    page = walk.look()
    assert "请您补正" in page and "请于2024年2月28日前" in page and "回复承办人的询问" in page
    assert "补正" in walk.paper(3)
    walk.write("reply", "是2023年第3期公告")
    walk.carry()
    assert CaseText.objects.get(case=case, field=CaseText.Field.NOTE).masked == "是2023年第3期公告"
    walk.later(1)
    verbs.correct(case, "是2023年第3期公告", **walk.handler())
    assert "答复期限为2024年3月20日" in walk.look()

    asked = verbs.consult_third(case, {"name": "威海某食品公司"}, "配方", **walk.handler())
    page = walk.look()
    assert "征求可能受影响的第三方的意见" in page and "威海某食品公司" not in page
    walk.later(6)
    verbs.opine(asked, "同意", **walk.handler())
    assert "征求意见已经结束。答复期限为2024年3月26日" in walk.look()
    verbs.extend(case, "案卷多", walk.bureau.bgs, **walk.handler())
    page = walk.look()
    assert "已延期" in page and "答复期限为2024年4月24日" in page

    walk.later(1)
    walk.bureau.decide(case, "grant.full", walk.day)
    walk.bureau.chain(case, walk.day)
    verbs.deliver(case, "网络", by=walk.bureau.handler, at=at(walk.day, 16))
    page = walk.look()
    letter = Letter.objects.get(cause__startswith="decision/")
    assert "已答复" in page and f"《{letter.title}》（{letter.number}）" in page
    assert "您查看本页的日期会告知本机关" in page
    told = walk.paper(8)
    assert letter.number in told.replace("\n", "") and "王小明" in told and "高区人民法院" in told
    walk.carry()
    assert Box.objects.get().seen_on == walk.day

    verbs.served(case, "已送达", "申请人已在查询页查看", by=walk.bureau.handler, at=at(walk.day, 17))
    verbs.close(case, by=walk.bureau.handler, at=at(walk.day, 17))
    assert "已办结" in walk.look()
    assert Box.objects.get().state == "closed"


def test_a_reply_by_post_is_a_copy_on_the_page_and_says_so(walk: Walk) -> None:
    case = registered(walk, "post")
    walk.later(2)
    walk.bureau.decide(case, "deny.process", walk.day)
    walk.bureau.chain(case, walk.day)
    verbs.deliver(case, "邮寄", tracking="EA123456789CN", by=walk.bureau.handler, at=at(walk.day, 16))
    page = walk.look()
    assert "本页是副本" in page and "邮寄" in page
    assert "先" in walk.paper(3)  # since 2024 review comes before a suit about a refusal


def test_a_fee_and_its_payment_a_split_and_a_case_taken_up_again_are_told(walk: Walk) -> None:
    case = registered(walk)
    other = verbs.split(case, "另一项：抽检经费", by=walk.bureau.office, at=walk.now)
    assert f"编号 {other.registration.number}" in walk.look()
    verbs.charge(case, "窗口", pages=68, **walk.handler())
    page = walk.look()
    assert "请您缴费" in page and "请于2024年3月18日前缴纳" in page
    verbs.pay(case, **walk.handler())
    assert "已于2024年2月19日收到您缴纳的费用" in walk.look()
    for one in (case, other):
        walk.bureau.answer(one, "grant.full", walk.day)
    verbs.close(case, by=walk.bureau.handler, at=at(walk.day, 17))
    walk.look()
    assert Box.objects.get().state == "open"  # the other one is not closed yet
    verbs.close(other, by=walk.bureau.handler, at=at(walk.day, 17))
    assert Box.objects.get().state == "closed"
    walk.later(1)
    verbs.reopen(case, "remedy", by=walk.bureau.office, at=walk.now)
    assert "重新办理，本机关会再次答复。答复期限为2024年3月19日" in walk.look()
    assert Box.objects.get().state == "open"


def test_a_registration_that_was_voided_is_told_with_its_reason_and_ends_the_box(walk: Walk) -> None:
    case = registered(walk)
    other = verbs.split(case, "另一项：抽检经费", by=walk.bureau.office, at=walk.now)
    act = {"approved_by": walk.bureau.leader, "by": walk.bureau.office, "at": walk.now}
    verbs.void(other, "拆分有误，两项是同一份文件", **act)
    page = walk.look()
    assert "登记作废" in page
    assert f"编号 {other.registration.number} 的登记已作废，不再办理" in page
    assert "理由：拆分有误，两项是同一份文件。" in page
    assert Box.objects.get().state == "open"  # the first one goes on
    verbs.void(case, "申请人声明误填", **act)
    assert "理由：申请人声明误填。" in walk.look()
    assert Box.objects.get().state == "closed"


def test_an_application_that_came_another_way_has_no_box_and_nothing_is_sealed_for_it(walk: Walk) -> None:
    case = walk.bureau.register(START)
    walk.bureau.whole(case, "grant.full", START)
    assert not Box.objects.exists()
    assert walk.now.astimezone(UTC).date() == START
