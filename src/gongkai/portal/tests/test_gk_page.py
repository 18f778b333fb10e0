"""政府信息公开 and the tags of RULES 9: the bureau's own words, else only what is true of every bureau."""

import re
from datetime import UTC, datetime

import pytest

from gongkai.face.tests.pages import Page as Read
from gongkai.face.tests.pages import check
from gongkai.law import registry
from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.models import Page
from gongkai.portal.publishing import gk, site
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
SITE = {"SiteName", "SiteDomain"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url"}


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def tags(html):
    return {
        attrs["name"]: attrs["content"] for tag, attrs in Read(html).tags if tag == "meta" and "name" in attrs
    }


def test_without_a_guide_of_its_own_the_page_says_only_what_is_true(published, reader):
    html = reader.get("/gk/").text
    check(html)
    assert "现有 7 个栏目" in html and 'href="/columns/cases/">案件办理</a>' in html
    assert "现场查阅" not in html


def test_the_guide_that_the_bureau_gave_stands_in_its_place(published, reader):
    body = (b.heading(1, "一、公开的范围"), b.paragraph("我局公开的信息包括<机构职能>。"))
    published.say_who(guide=b.body_to_json(body), reading_place="一楼大厅")
    publishing.refresh(NOW)
    html = reader.get("/gk/").text
    check(html)
    assert "一、公开的范围" in html and "&lt;机构职能&gt;" in html and "现有 7 个栏目" not in html


def test_a_guide_with_a_picture_is_refused_before_it_can_break_the_page(published):
    picture = b.Picture("9" * 64, "流程图")
    with pytest.raises(Refused) as refused:
        published.say_who(guide=b.body_to_json((picture,)))
    assert refused.value.code == "E_META"


def test_the_bureaus_own_rules_are_named_while_they_are_public(published, reader):
    own = "37100017-8/2017-00004"
    published.say_who(rules=[own, "37100017-8/2099-00001"])
    publishing.refresh(NOW)
    rules = reader.get("/gk/").text.partition('id="rules"')[2].partition("</section>")[0]
    assert f'href="/gk/{own}"' in rules and "2099" not in rules
    published.withdraw(own)
    assert own not in reader.get("/gk/").text


@pytest.mark.parametrize("day", [datetime(2018, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)])
def test_the_law_of_the_day_is_named_with_the_limit_of_the_reply(desk, day):
    html = gk.page(day).body.decode()
    rule = registry.find("foi", site.day_of(day))
    assert rule.cite() in html and rule.limit("reply").text in html
    assert registry.find("fee", site.day_of(day)).cite() in html


def test_reports_stand_by_year_newest_first(published, reader):
    published.publish("R/2", "2016年度政府信息公开工作报告", column="other", kind="annual-report", year=2016)
    publishing.refresh(NOW)
    reports = reader.get("/gk/").text.partition('id="reports"')[2].partition("</section>")[0]
    assert [int(found) for found in re.findall(r"(20\d\d)年度", reports)] == [2017, 2016]


def test_every_page_has_the_tags_of_its_level(published, reader):
    """政府网站发展指引: site tags everywhere, column tags on columns and items, article tags on items."""
    for page in Page.objects.filter(content_type__startswith="text/html", status=200):
        found = tags(bytes(page.raw).decode())
        assert set(found) >= SITE, page.path
        assert page.path == "/" or set(found) >= COLUMN, page.path
        assert not page.owner or set(found) >= ARTICLE, page.path
        assert all(found.values()), page.path
        if page.owner:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    for path in ("/search", "/deadline"):
        assert set(tags(reader.get(path).text)) >= SITE | COLUMN, path


def test_the_footer_names_codes_and_records_only_where_they_were_given(published, reader):
    assert "网站标识码" not in reader.get("/").text and "SiteIDCode" not in reader.get("/").text
    published.say_who(
        site_code="3710000000", icp="鲁ICP备00000000号", mistakes_url="https://zhaocuo.example.gov.cn/"
    )
    publishing.refresh(NOW)
    html = reader.get("/").text
    assert tags(html)["SiteIDCode"] == "3710000000"
    for part in ("网站标识码：3710000000", "鲁ICP备00000000号", "政府网站找错"):
        assert part in html
    assert "党政机关网站标识" not in html


def test_items_and_reports_carry_their_address_as_a_picture_for_phones(published, reader):
    for index in (year.ITEM_INDEX, year.REPORT_INDEX):
        html = reader.get(f"/gk/{index}").text
        assert 'aria-label="本页网址的二维码"' in html and "<script" not in html
