"""专栏: its sub-columns with their counts, its months, and months for which nothing was reported 零报告."""

import json

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.portal import publishing
from gongkai.portal.models import Page, StalePage
from gongkai.portal.publishing.groups import holding, specials
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import COLUMNS, NOW
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def say_nil(desk, **nil):
    order = [
        {"key": key, "name": name} | ({"nil": nil[key]} if key in nil else {})
        for key, name in COLUMNS.items()
    ]
    desk.message("stats", {"columns": order})
    desk.deliver()


def test_a_special_column_is_data_and_no_column_has_its_key():
    assert [one.key for one in specials()] == ["market"]
    assert not {one.key for one in specials()} & {key for one in specials() for key in one.columns}
    assert [one.key for one in holding("work")] == ["market"] and holding("unknown") == ()


def test_its_page_has_the_sub_columns_with_their_counts_and_newest(published, reader):
    html = reader.get("/columns/market/").text
    check(html)
    assert classes_without_rule(html, {"figure"}) == set()
    assert "市场监管专栏" in html and "共 11 条" in html and "7 个子栏目" in html
    work = html.partition('href="/columns/work/">业务工作')[2]
    assert work.partition("</section>")[0].count("<li>") == 3 and "3 条" in work


def test_a_month_lists_what_each_sub_column_published_and_the_counts_are_right(published, reader):
    html = reader.get("/columns/market/2017-09/").text
    assert "2017中秋" in html.replace("2017年中秋", "2017中秋")
    assert "共 2 条" in html
    assert html.count("本月没有公开的信息") == 7 - 2
    assert 'href="/columns/sampling/2017-09/"' in html


def test_it_is_linked_from_front_page_columns_and_sitemap(published, reader):
    for path in ("/", "/columns/", "/sitemap-pages.xml"):
        assert "/columns/market/" in reader.get(path).text, path


def test_its_feeds_hold_the_newest_items_of_all_sub_columns(published, reader):
    said = json.loads(reader.get("/feeds/market.json").body)
    assert said["title"].endswith("市场监管专栏") and said["home_page_url"].endswith("/columns/market/")
    assert len(said["items"]) == 11
    assert reader.get("/feeds/market.atom").text.count("<entry>") == 11
    assert 'href="/feeds/market.atom"' in reader.get("/columns/market/").text


def test_a_release_and_a_withdrawal_renew_its_pages(published, reader):
    published.publish("37100017-8/2017-00900", "又一条", column="work", published="2017-09-05")
    assert {
        "/columns/market/",
        "/columns/market/2017-09/",
        "/feeds/market.atom",
        "/feeds/market.json",
    } <= set(StalePage.objects.values_list("path", flat=True))
    publishing.refresh(NOW)
    assert "又一条" in reader.get("/columns/market/2017-09/").text
    published.withdraw("37100017-8/2017-00900")
    assert not Page.objects.filter(path="/columns/market/2017-09/").exists()
    assert "又一条" not in reader.get("/columns/market/2017-09/").text


def test_a_month_without_anything_says_that_none_was_reported(published, reader):
    say_nil(published, work=["2017-02"])
    assert Page.objects.filter(path="/gk/").exists()  # nothing else is rendered again
    waiting = set(StalePage.objects.values_list("path", flat=True))
    assert "/columns/work/2017-02/" in waiting and "/columns/laws/" not in waiting and "/" not in waiting
    publishing.refresh(NOW)
    assert "2月（零报告）" in reader.get("/columns/work/").text
    assert "零报告：责任单位报告本月没有应当公开的信息" in reader.get("/columns/work/2017-02/").text
    assert "零报告：" in reader.get("/columns/market/2017-02/").text
    assert "2月（零报告）" not in reader.get("/columns/market/").text  # the other sub-columns said nothing


def test_a_month_with_items_is_no_nil_return(published, reader):
    day = reader.get("/columns/laws/").text.partition('datetime="')[2][:7]
    say_nil(published, laws=[day])
    publishing.refresh(NOW)
    assert "零报告" not in reader.get(f"/columns/laws/{day}/").text


def test_months_that_are_none_are_refused(published):
    with pytest.raises(Refused) as refused:
        say_nil(published, work=["2017-13"])
    assert refused.value.code == "E_META"


def test_an_empty_portal_has_no_special_column(desk, reader):
    desk.say_who()
    assert reader.get("/columns/market/").status == 404
    assert reader.get("/columns/market/2017-01/").status == 404
