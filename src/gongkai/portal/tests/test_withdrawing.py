"""Withdrawn means gone in the same commit, and says so as far as the law allows."""

import json
from datetime import UTC, datetime

import pytest

from gongkai.portal import publishing
from gongkai.portal.models import Page, Published, PublishedFile, Tombstone
from gongkai.portal.publishing import blobs, derived
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX, OTHER = "37100017-8/2017-00113", "37100017-8/2017-00114"
TITLE, UNIT = "某某某食品店经营超过保质期的食品案", "食品流通餐饮科"
LISTS = (
    "/",
    "/gk/",
    "/columns/",
    "/columns/cases/",
    "/columns/cases/2017-09/",
    "/feeds/cases.atom",
    "/feeds/cases.json",
    "/sitemap-2017-09.xml",
    "/data/items-cases.csv",
)


@pytest.fixture
def published(desk):
    """Two items of one month, one of them with a file, and all pages rendered."""
    desk.say_who()
    file = desk.file("处罚决定书.pdf", b"%PDF-1.7 decision")
    desk.publish(INDEX, TITLE, files=[file], column="cases", category="案件办理信息")
    desk.publish(OTHER, "另一家食品店案", column="cases", category="案件办理信息")
    publishing.refresh(NOW)
    return file


def test_the_item_stands_in_all_lists_before(reader, published):
    for path in LISTS:
        if path not in ("/gk/", "/columns/"):
            assert TITLE in reader.get(path).text or "00113" in reader.get(path).text, path


@pytest.mark.parametrize("reason", ["error", "credit-repaired", "something-new"])
def test_the_item_leaves_every_page_list_feed_and_file_with_the_commit(
    desk, reader, published, reason, django_capture_on_commit_callbacks
):
    file = f"/files/{published['sha256']}/%E5%A4%84%E7%BD%9A%E5%86%B3%E5%AE%9A%E4%B9%A6.pdf"
    assert reader.get(file).status == 200
    with django_capture_on_commit_callbacks(using="portal", execute=True):
        desk.withdraw(INDEX, reason)
    for path in LISTS:
        answer = reader.get(path)
        assert answer.status == 200
        assert TITLE not in answer.text and "00113" not in answer.text, path
    assert reader.get(f"/gk/{INDEX}").status == 410
    assert reader.get(f"/gk/{INDEX}.json").status == 410
    assert reader.get(file).status == 410
    assert not blobs.place(desk.files, published["sha256"]).exists()
    assert PublishedFile.objects.count() == 0
    publishing.refresh(NOW)
    assert "另一家食品店案" in reader.get("/columns/cases/").text


def test_a_spoken_tombstone_says_when_and_why(desk, reader, published):
    desk.withdraw(INDEX, "error", "文中一处标准编号有误")
    html = reader.get(f"/gk/{INDEX}").text
    for part in (TITLE, INDEX, "2018-03-01", "文中一处标准编号有误"):
        assert part in html
    assert json.loads(reader.get(f"/gk/{INDEX}.json").body)["reason"] == "error"


def test_the_reason_of_a_tombstone_does_not_say_again_that_it_is_down_and_since_when(desk, reader, published):
    desk.withdraw(INDEX, "error", "该信息已于2018-03-01停止公开，原因：内容有误")
    html = reader.get(f"/gk/{INDEX}").text
    assert "<dt>原因</dt><dd>内容有误</dd>" in html and "该信息已于" not in html
    told = json.loads(reader.get(f"/gk/{INDEX}.json").body)
    assert told["text"] == "该信息已于2018-03-01停止公开，原因：内容有误"  # as it was signed


@pytest.mark.parametrize("reason", ["error", "privacy"])
def test_the_address_of_a_withdrawn_attachment_says_that_it_is_gone_and_where_to_ask(
    desk, reader, published, reason
):
    desk.withdraw(INDEX, reason)
    answer = reader.get(f"/files/{published['sha256']}/%E5%A4%84%E7%BD%9A%E5%86%B3%E5%AE%9A%E4%B9%A6.pdf")
    assert answer.status == 410 and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Content-Disposition" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    for said in ("这个附件已经停止提供", "申请公开", "0631-5681102", "noindex"):
        assert said in answer.text
    for secret in (TITLE, "00113", "处罚决定书"):
        assert secret not in answer.text
    assert not Page.objects.filter(path__contains=published["sha256"]).exists()


def test_the_attachment_that_a_correction_replaced_is_gone_too(desk, reader, published):
    desk.publish(INDEX, TITLE, files=[desk.file("新附件.pdf", b"%PDF-1.7 new")], column="cases")
    assert reader.get(f"/files/{published['sha256']}/{'%E5%A4%84'}.pdf").status == 410


def test_what_is_no_address_of_an_attachment_is_not_found(desk, reader, published):
    for path in ("/files/", "/files/abc/x.pdf", f"/files/{published['sha256']}", f"/files/{'0' * 64}/a/b"):
        assert reader.get(path).status == 404, path


@pytest.mark.parametrize("reason", ["period-ended", "credit-repaired", "privacy", "something-new"])
def test_a_quiet_tombstone_says_nothing_and_the_database_keeps_nothing(desk, reader, published, reason):
    desk.withdraw(INDEX, reason, f"{TITLE}的当事人已经修复信用")
    for path in (f"/gk/{INDEX}", f"/gk/{INDEX}.json"):
        text = reader.get(path).text
        for secret in (TITLE, "信用", UNIT, "2017-09", "案件办理"):
            assert secret not in text
    stone = Tombstone.objects.get()
    assert (stone.title, stone.text, stone.reason, stone.published) == ("", "", "", None)
    for page in Page.objects.all():
        assert TITLE.encode() not in bytes(page.raw)


def test_a_file_that_another_item_shares_stays(desk, reader, published, django_capture_on_commit_callbacks):
    desk.publish("X/2017-00003", "同一附件的另一条", files=[published], column="cases")
    with django_capture_on_commit_callbacks(using="portal", execute=True):
        desk.withdraw(INDEX)
    assert blobs.place(desk.files, published["sha256"]).exists()
    item = Published.objects.get(index="X/2017-00003")
    assert reader.get(derived.site.href(item.files.get().path)).status == 200


def test_a_withdrawal_is_carried_out_for_what_the_portal_never_had(desk, reader):
    desk.release(desk.content(INDEX, TITLE))
    desk.seq, desk.prev, desk.sent = 0, None, []
    desk.withdraw(INDEX)
    assert reader.get(f"/gk/{INDEX}").status == 410
    assert Tombstone.objects.get().quiet


def test_a_month_keeps_its_address_when_its_last_item_goes(desk, reader, published):
    desk.publish("X/2017-00003", "十月的一条", column="cases", published="2017-10-09")
    desk.withdraw("X/2017-00003")
    publishing.refresh(NOW)
    answer = reader.get("/columns/cases/2017-10/")
    assert answer.status == 200 and "没有公开的信息" in answer.text
    assert 'href="/columns/cases/2017-10/"' not in reader.get("/columns/cases/").text


def test_the_first_month_of_a_column_keeps_its_address_too(desk, reader, published):
    desk.publish("X/2016-00003", "最早的一条", column="cases", published="2016-03-09")
    assert reader.get("/columns/cases/2016-02/").status == 404
    desk.withdraw("X/2016-00003")
    publishing.refresh(NOW)
    assert reader.get("/columns/cases/2016-03/").status == 200
    assert reader.get("/columns/cases/2016-04/").status == 404  # now before the first month


def test_a_column_without_items_is_no_page(desk, reader, published):
    desk.withdraw(INDEX)
    desk.withdraw(OTHER)
    publishing.refresh(NOW)
    assert reader.get("/columns/cases/").status == reader.get("/feeds/cases.atom").status == 404
    assert not Page.objects.filter(path__startswith="/columns/cases").exists()


def test_what_comes_back_replaces_its_tombstone(desk, reader, published):
    desk.withdraw(INDEX)
    desk.publish(INDEX, "更正版", column="cases")
    assert reader.get(f"/gk/{INDEX}").status == 200
    assert not Tombstone.objects.exists()


def test_a_withdrawn_warning_leaves_the_top_of_the_front_page(desk, reader):
    desk.publish(INDEX, "使用燃气热水器消费警示", column="warnings", warning_until="2018-03-31")
    publishing.refresh(NOW)
    assert 'class="warnings"' in reader.get("/").text
    desk.withdraw(INDEX)
    assert 'class="warnings"' not in reader.get("/").text


def test_an_item_whose_period_is_over_goes_even_when_the_desk_is_late(desk, reader):
    desk.release(desk.content(INDEX, TITLE, column="cases"), until="2018-03-10T00:00:00Z")
    desk.deliver()
    publishing.refresh(NOW)
    assert reader.get(f"/gk/{INDEX}").status == 200
    publishing.refresh(datetime(2018, 3, 10, tzinfo=UTC))
    answer = reader.get(f"/gk/{INDEX}")
    assert answer.status == 410 and TITLE not in answer.text
    assert "00113" not in reader.get("/sitemap-2017-09.xml").text
    desk.withdraw(INDEX, "period-ended")
    assert Tombstone.objects.get().log_index == 1
