"""English on the portal: the fixed page and the statistics, under addresses of their own, kept fresh."""

import re

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.publishing import english, english_charts
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def test_the_statistics_stand_in_english_with_figures_and_columns_named(published, reader):
    html = reader.get("/en/statistics/").text
    check(html)
    assert classes_without_rule(html, {"figure"}) == set()
    assert '<html lang="en"' in html and "<h1>Statistics</h1>" in html
    assert "Complaints and reports received" in html and "2,180" in html
    assert "Food sampling results" in html
    assert 'href="/en/statistics/2017/"' in html and 'hreflang="zh-CN" href="/statistics/"' in html
    assert 'class="body" lang="zh-CN"' not in html


def test_the_charts_speak_english_in_title_labels_description_and_table(published, reader):
    html = reader.get("/en/statistics/2017/").text
    main = html[html.index("<main") : html.index("</main>")]
    for words in ("by month of registration (cases)", "Mar", "Show the data of this chart", "largest: Mar"):
        assert words in main, words
    assert set(re.findall("[\u4e00-\u9fff]+", re.sub(r"<[^>]*lang=\"zh-CN\"[^>]*>[^<]*", "", main))) == set()


def test_a_chart_as_the_desk_draws_it_is_told_in_english_with_its_year():
    chart = b.Chart(
        "bar",
        "2017年受理投诉举报，按来源渠道",
        "说明",
        ("12315", "市长热线"),
        (b.Series("受理件数", (1090, 567)),),
        "件",
    )
    said = english_charts.translated(chart)
    assert said is not None
    assert said.title == "Complaints and reports received, by channel, 2017"
    assert said.labels == ("12315", "Mayor's hotline")
    assert said.description == "Total 1,657 cases; largest: 12315, 1,090"


def test_a_chart_with_a_word_that_has_no_english_one_stays_chinese_and_is_marked(published):
    chart = b.Chart("bar", "2017年某种新图", "说明", ("甲",), (b.Series("件数", (1,)),), "件")
    assert english_charts.translated(chart) is None


def test_a_year_has_its_english_page_and_other_years_have_none(published, reader):
    assert '<html lang="en"' in reader.get("/en/statistics/2017/").text
    assert reader.get("/en/statistics/1999/").status == 404


def test_the_chinese_page_stays_chinese_and_leads_to_the_english_one(published, reader):
    html = reader.get("/statistics/").text
    assert '<html lang="zh-CN"' in html and "受理投诉举报" in html and "Statistics" not in html
    assert 'href="/en/statistics/"' in html


def test_the_fixed_page_says_what_is_here_and_whom_to_call(published, reader):
    html = reader.get("/en/").text
    check(html)
    assert classes_without_rule(html) == set()
    assert "Information in English" in html and "Asking for information" in html
    assert 'href="tel:12315"' in html and 'href="/en/statistics/"' in html
    assert 'href="/en/"' in reader.get("/").text and "/en/" in reader.get("/sitemap-pages.xml").text


def test_a_withdrawn_report_leaves_the_english_pages_too(published, reader):
    published.withdraw(year.REPORT_INDEX, "error")
    assert "2,180" not in reader.get("/en/statistics/").text
    publishing.refresh(NOW)
    assert reader.get("/en/statistics/2017/").status == 404


def test_what_has_no_english_name_keeps_its_own(published):
    assert english.column("unheard", "专题") == "专题"
    assert english.figures([{"key": "x", "label": "指标", "unit": "件"}])[0]["label"] == "指标"
