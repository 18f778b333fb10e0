"""统计数据: figures and charts of released reports with their tables, years side by side, nothing else."""

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.papers import blocks as b
from gongkai.portal import fingerprint, publishing
from gongkai.portal.models import Page, StalePage
from gongkai.portal.publishing import stale
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW, meta

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
BEFORE = "37100017-8/2017-90021"


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def publish_year_before(desk, *, value="129", labels=None):
    months = labels or tuple(f"{number}月" for number in range(1, 13))
    chart = b.Chart(
        "column",
        "受理投诉举报，按登记月份",
        "合计1,962件。",
        months,
        (b.Series("件数", (1,) * len(months)),),
        "件",
    )
    figures = [
        {"key": "items.total", "label": "主动公开政府信息", "value": value, "unit": "条"},
        {"key": "complaints.received_tj", "label": "受理投诉举报", "value": "1962", "unit": "件"},
    ]
    facts = meta("other", "2017-03-02", kind="annual-report", year=2016, figures=figures)
    desk.publish(
        BEFORE,
        "2016年度政府信息公开工作报告",
        (b.paragraph("概述。"), chart),
        meta=facts,
        category="年度报告",
    )


def test_the_newest_report_gives_five_figures_and_its_charts_with_their_tables(published, reader):
    html = reader.get("/statistics/").text
    check(html)
    assert classes_without_rule(html, {"figure"}) == set()
    assert "2017 年的五个数" in html
    assert html.count('<section class="stat">') == 5
    assert html.count("查看这张图的数据表") == 2
    assert (
        html.index('id="complaints"')
        < html.index("受理投诉举报，按登记月份（件）")
        < html.index('id="items"')
    )
    assert 'href="/data/charts-2017.csv"' in html and 'href="/data/"' in html


def test_items_are_counted_by_column_and_year_and_the_sums_are_right(published, reader):
    html = reader.get("/statistics/").text
    assert "现有 11 条" in html
    assert "2018 年" not in html.partition('id="public"')[2]
    assert "历年对照" not in html


def test_years_stand_side_by_side_with_the_change(published, reader):
    publish_year_before(published)
    publishing.refresh(NOW)
    html = reader.get("/statistics/").text
    over = html.partition('id="over"')[2]
    assert "+18" in over and "+218" in over
    assert over.count('<section class="stat">') == 5
    assert over.partition("收到依申请公开申请")[2].count("—") > 0


def test_a_chart_has_the_year_before_beside_it_where_both_count_the_same(published, reader):
    publish_year_before(published)
    publishing.refresh(NOW)
    of_2017 = reader.get("/statistics/2017/").text
    assert "2016 年（" in of_2017.partition('id="complaints"')[2]
    assert "2016 年（" not in of_2017.partition('id="items"')[2].partition('id="take"')[0]


def test_labels_that_the_year_before_does_not_have_are_not_compared(published, reader):
    publish_year_before(published, labels=("1月", "2月"))
    publishing.refresh(NOW)
    assert "2016 年（" not in reader.get("/statistics/2017/").text


def test_each_year_has_a_page_that_a_withdrawal_takes_away_at_once(published, reader):
    publish_year_before(published)
    publishing.refresh(NOW)
    assert reader.get("/statistics/2016/").status == 200
    published.withdraw(BEFORE)
    assert not Page.objects.filter(path__startswith="/statistics/").exists()
    assert reader.get("/statistics/2016/").status == 404
    assert "1,962" not in reader.get("/statistics/").text
    publishing.refresh(NOW)
    assert "/statistics/2016/" not in reader.get("/statistics/2017/").text


def test_a_new_report_renews_the_pages_of_all_years(published):
    publish_year_before(published)
    waiting = set(StalePage.objects.values_list("path", flat=True))
    assert {"/statistics/", "/statistics/2016/", "/statistics/2017/"} <= waiting


def test_statistics_are_rendered_again_with_everything_else(published):
    stale.mark_everything()
    waiting = set(fingerprint.outdated(fingerprint.present()).values_list("path", flat=True))
    assert {"/statistics/", "/statistics/2017/"} <= waiting


def test_without_a_report_the_page_says_so(desk, reader):
    desk.say_who()
    publishing.refresh(NOW)
    html = reader.get("/statistics/").text
    assert "还没有发布的年报" in html
    assert reader.get("/statistics/2017/").status == 404


def test_every_page_leads_to_the_numbers_and_the_front_page_says_so(published, reader):
    front = reader.get("/").text
    assert front.count('href="/statistics/"') >= 3
    assert 'href="/statistics/" aria-current="page"' in reader.get("/statistics/").text
    assert "/statistics/2017/" in reader.get("/sitemap-pages.xml").text
