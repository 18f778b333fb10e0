"""对草案的意见: taken in the period only, sealed, with the draft's index number, once."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from gongkai.portal.messages.tests.conftest import INTAKE, Browser
from gongkai.portal.models import Envelope, Published
from gongkai.sealing import envelope

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX = "37100017-8/2017-00401"
PAGE = f"/opinion/{INDEX}"


@pytest.fixture
def draft(browser):
    del browser
    return published("2017-09-20", "2017-10-20")


def published(first: str, last: str) -> Published:
    return Published.objects.create(
        agency="371002SC", index=INDEX, title="小摊点管理办法（征求意见稿）", category="业务工作",
        column="work", column_name="业务工作", published="2017-09-15",
        meta={"consultation": {"feedback_by": "2017-11-17"}},
        content=b"", content_digest="", release=b"", release_digest="", release_no=1, log_index=1,
        released=timezone.now(), since=timezone.now(), updated=timezone.now(),
        asks_from=first, asks_until=last,
    )  # fmt: skip


def said(browser: Browser, **more: str) -> Browser:
    browser.get(PAGE).send(PAGE, clause="第七条", text="请保留早市。", **more)
    return browser.send(PAGE, sender="firm", name="", phone="")


def test_an_opinion_is_sealed_with_the_draft_it_is_about_and_gives_a_code(browser, draft) -> None:
    page = said(browser)
    assert "请保留早市" in page.text  # everything once more before it is sent
    page.send(PAGE, "send")
    assert page.code
    row = Envelope.objects.get()
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    assert message["kind"] == "opinion"
    given = {"about": INDEX, "clause": "第七条", "text": "请保留早市。", "sender": "firm"}
    assert message["fields"] == given and message["identity"] is None


def test_sent_twice_it_is_kept_once_and_shows_the_same_code(browser, draft) -> None:
    data = said(browser).fields() | {"go": "send"}
    codes = []
    for _ in range(2):
        browser.page = browser.client.post(PAGE, data)
        codes.append(browser.code)
    assert codes[0] == codes[1] and Envelope.objects.count() == 1


def test_what_the_address_says_cannot_be_overwritten_by_a_field(browser, draft) -> None:
    said(browser, about="something else").send(PAGE, "send", about="something else")
    row = Envelope.objects.get()
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    assert message["fields"]["about"] == INDEX


def test_an_empty_opinion_is_told_at_its_field(browser, draft) -> None:
    assert "请写明意见" in browser.get(PAGE).send(PAGE, text="").text and browser.page.status_code == 400


def test_after_the_last_day_the_form_is_closed_and_says_so_also_to_one_that_was_open(
    browser, draft, monkeypatch
) -> None:
    data = said(browser).fields() | {"go": "send"}
    monkeypatch.setattr(timezone, "now", lambda: datetime(2017, 10, 20, 16, 30, tzinfo=UTC))  # 00:30 there
    for answer in (browser.client.get(PAGE), browser.client.post(PAGE, data)):
        text = answer.content.decode()
        assert answer.status_code == 410
        assert "征求意见已于2017年10月20日（周五）截止，不再接收意见" in text
        assert "2017年11月17日（周五）前在草案页面公布" in text
    assert not Envelope.objects.exists()


def test_on_the_last_day_it_is_still_taken(browser, draft, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2017, 10, 20, 15, 30, tzinfo=UTC))  # 23:30 there
    said(browser).send(PAGE, "send")
    assert Envelope.objects.count() == 1


def test_before_the_first_day_the_form_says_when_it_opens(browser) -> None:
    published("2017-10-09", "2017-11-08")
    answer = browser.client.get(PAGE)
    assert answer.status_code == 403 and "自2017年10月9日（周一）开始" in answer.content.decode()


def test_there_is_no_form_for_what_asks_nothing(browser) -> None:
    assert browser.client.get(PAGE).status_code == 404
