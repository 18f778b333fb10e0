"""Pages made of many items: what they show, when they change, and that all of them are pages of ours."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongkai.face.tests.pages import Page as Read
from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.portal import fingerprint, publishing
from gongkai.portal.models import Page, Published, StalePage
from gongkai.portal.publishing import derived
from gongkai.portal.publishing.columns import months
from gongkai.portal.publishing.refreshing import BATCH
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import COLUMNS, NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def test_every_stored_page_is_a_page_of_ours_without_script(published):
    pages = [page for page in Page.objects.all() if page.content_type.startswith("text/html")]
    assert len(pages) > 25
    for page in pages:
        html = bytes(page.raw).decode()
        check(html)
        assert page.path == "/screen/" or "<script" not in html
        assert classes_without_rule(html, {"figure"}) == set(), page.path


def test_no_page_leads_to_an_address_that_is_not_there(published, reader):
    """A dead link is a defect: every link inside the portal is asked for."""
    html = [bytes(page.raw).decode() for page in Page.objects.filter(content_type__startswith="text/html")]
    targets = {target for text in html for target in Read(text).values("href") if target.startswith("/")}
    pages = {target.partition("#")[0] for target in targets if not target.startswith("/static/")}
    assert len(pages) > 40
    assert {target: reader.get(target).status for target in pages if reader.get(target).status != 200} == {}


def test_every_anchor_of_the_same_page_is_there(published):
    for page in Page.objects.filter(content_type__startswith="text/html"):
        read = Read(bytes(page.raw).decode())
        anchors = {target[1:] for target in read.values("href") if target.startswith("#")}
        assert anchors - set(read.values("id")) == set(), page.path


def test_the_front_page_shows_columns_warnings_and_the_year_in_five_figures(published, reader):
    html = reader.get("/").text
    assert html.count('<section class="stat">') == 5
    assert html.count('<section class="door">') == 3
    assert html.count('<section class="column">') == 6
    for part in (
        "147",
        "2,180",
        "95.0",
        "有效至 2018-03-31",
        "财务公开（1）",
        "2017 年度报告",
        "2017 年 3 条",
    ):
        assert part in html, part


def test_each_figure_has_the_chart_that_speaks_of_it(published, reader):
    stats = re.findall(r'<section class="stat">.*?</section>', reader.get("/").text, re.S)
    assert "按栏目" in stats[0] and "按登记月份" in stats[1]
    assert ["<svg" in stat for stat in stats] == [True, True, True, False, False]


def test_the_order_of_the_columns_is_the_agencys(published, reader):
    html = reader.get("/columns/").text
    places = [html.index(f'href="/columns/{key}/"') for key in COLUMNS]
    assert places == sorted(places)


def test_a_column_leads_to_its_months_and_a_month_holds_its_items(published, reader):
    html = reader.get("/columns/sampling/").text
    assert 'href="/columns/sampling/2017-09/"' in html and "/columns/sampling/2017-08/" not in html
    month = reader.get("/columns/sampling/2017-09/").text
    assert "中秋月饼" in month and 'aria-current="true"' in month
    assert "2017年9月" in month


@pytest.mark.parametrize("key", ["sampling", "market"])
def test_a_month_that_cannot_have_been_is_no_page(published, reader, key):
    """None of the future and none of before the column; this month and an empty one in between are pages."""
    this = NOW.date().replace(day=1)
    for month, there in ((this, True), (this + timedelta(days=31), False), (date(2099, 1, 1), False)):
        assert (derived.render(f"/columns/{key}/{month:%Y-%m}/", NOW) is not None) is there, month
    first = min(month for one in COLUMNS if one == key or key == "market" for month in months(one))
    assert reader.get(f"/columns/{key}/{first:%Y-%m}/").status == 200
    assert reader.get(f"/columns/{key}/{first - timedelta(days=1):%Y-%m}/").status == 404
    assert (
        reader.get(f"/columns/{key}/1999-01/").status == reader.get(f"/columns/{key}/2099-01/").status == 404
    )
    empty = reader.get(f"/columns/{key}/{this:%Y-%m}/")
    assert empty.status == 200 and "没有公开的信息" in empty.text


def test_the_five_parts_of_政府信息公开_lead_to_the_reports(published, reader):
    html = reader.get("/gk/").text
    assert f'href="/gk/{year.REPORT_INDEX}"' in html
    assert "0631-5681102" in html


def test_a_report_has_contents_figures_charts_with_tables_and_downloads(published, reader):
    html = reader.get(f"/gk/{year.REPORT_INDEX}").text
    for part in (
        'href="#s1"',
        "四、统计表",
        "查看这张图的数据表",
        "PDF",
        "Word",
        "Excel",
        "2017-01-01",
        "2,180",
    ):
        assert part in html, part
    assert html.count('role="img"') == 3  # two charts and the code for phones
    assert re.search(r"<dt>受理投诉举报</dt><dd>2,?180", html)


def test_feeds_are_well_formed_and_lead_to_the_items(published, reader):
    feed = Xml.fromstring(reader.get("/feeds/sampling.atom").body)
    assert feed.find("a:entry/a:title", ATOM).text == "2017年中秋月饼专项监督抽检信息"
    assert feed.find("a:entry/a:published", ATOM).text == "2017-09-22T00:00:00+08:00"
    link = feed.find("a:entry/a:link", ATOM).get("href")
    assert link == f"https://xxgk.example.gov.cn/gk/{year.ITEM_INDEX}"
    said = json.loads(reader.get("/feeds/sampling.json").body)
    assert said["items"][0]["url"] == link
    assert reader.get("/feeds/nichts.atom").status == 404


def test_the_sitemap_holds_every_item_and_robots_lead_there(published, reader):
    index = Xml.fromstring(reader.get("/sitemap.xml").text)
    parts = [one.text.removeprefix("https://xxgk.example.gov.cn") for one in index.iter(f"{SITEMAP}loc")]
    found = [
        one.text for path in parts for one in Xml.fromstring(reader.get(path).text).iter(f"{SITEMAP}loc")
    ]
    assert parts[0] == "/sitemap-pages.xml" and "/sitemap-2017-09.xml" in parts
    items = {
        f"https://xxgk.example.gov.cn/gk/{item}" for item in Published.objects.values_list("index", flat=True)
    }
    assert items <= set(found) and len(found) == len(set(found))
    assert "https://xxgk.example.gov.cn/columns/work/" in found
    assert reader.get("/sitemap-1999-01.xml").status == 404
    assert "Sitemap: https://xxgk.example.gov.cn/sitemap.xml" in reader.get("/robots.txt").text


def test_an_empty_portal_has_a_front_page(desk, reader):
    for path in ("/", "/gk/", "/columns/"):
        answer = reader.get(path)
        assert answer.status == 200
        check(answer.text)


def test_a_refresh_with_nothing_to_do_does_nothing(published):
    assert publishing.refresh(NOW) == 0


def test_a_new_day_renders_the_front_page_and_ends_warnings(published, reader):
    later = NOW + timedelta(days=31)
    assert publishing.refresh(later) > 0
    html = reader.get("/").text
    assert "2018年4月1日" in html and 'class="warnings"' not in html
    assert "已过有效期" in reader.get("/gk/37100017-8/2017-00003").text
    assert publishing.refresh(later) == 0


def test_new_facts_of_the_agency_reach_every_page_and_old_ones_are_gone(published, reader):
    published.say_who(telephone="0631-5699999")
    assert fingerprint.waiting()[0] == Page.objects.filter(file="").count()
    publishing.refresh(NOW)
    publishing.renew(NOW, 10_000)
    for page in Page.objects.filter(content_type__startswith="text/html"):
        assert b"0631-5681102" not in bytes(page.raw), page.path
    published.say_who(telephone="0631-5699999")
    assert not StalePage.objects.exists() and not fingerprint.waits()


def test_statistics_that_say_nothing_of_the_agency_change_nothing(published):
    published.message("stats", {"visits": 3})
    published.deliver()
    assert not StalePage.objects.exists()


def test_a_release_renders_its_own_column_and_month_only(published):
    """What one release costs does not grow with the number of columns and months there are."""
    published.publish("37100017-8/2017-00900", "又一条", column="work", published="2017-05-05")
    marked = set(StalePage.objects.values_list("path", flat=True))
    own = {"/columns/work/", "/feeds/work.atom", "/feeds/work.json", "/data/items-work.csv"}
    own |= {"/sitemap-2017-05.xml", "/columns/work/2017-05/", "/feeds/market.atom", "/feeds/market.json"}
    fixed = {"/", "/gk/", "/columns/", "/sitemap.xml", "/data/", "/catalog.jsonld", "/catalog.ttl"}
    fixed |= {"/screen/", "/screen/loop.json", "/statistics/", "/en/", "/en/statistics/"}
    months = {path for path in marked if path.startswith(("/columns/work/", "/columns/market/"))}
    assert marked - months == (own | fixed) - months
    published.publish("37100017-8/2017-00901", "再一条", column="work", published="2017-05-06")
    assert set(StalePage.objects.values_list("path", flat=True)) == marked


def test_columns_are_counted_once_for_a_batch(published):
    published.publish("37100017-8/2017-00902", "又一条", column="work", published="2017-05-05")
    with CaptureQueriesContext(connections["portal"]) as asked:
        pages = publishing.refresh(NOW)
    sql = [one["sql"] for one in asked.captured_queries]
    batches = -(-pages // BATCH)
    assert len([one for one in sql if "COUNT(" in one and "column_name" in one]) == batches < pages / 4
