"""The portal's pages: complete, escaped, without script, and silent where the law asks for silence."""

from pathlib import Path

import pytest
from django.template.backends.django import DjangoTemplates

from gongkai.face.tests.pages import Page, check, classes_without_rule
from gongkai.portal.tests import page_samples as samples

FOLDER = Path(__file__).resolve().parent.parent / "templates"


@pytest.fixture(scope="module")
def render():
    engine = DjangoTemplates({"NAME": "pages", "DIRS": [FOLDER], "APP_DIRS": True, "OPTIONS": {}})
    return lambda name, context: engine.get_template(name).render(context)


@pytest.mark.parametrize("name", sorted(samples.PAGES))
def test_a_page_is_complete_and_needs_no_script(render, name):
    html = render(name, samples.PAGES[name])
    check(html)
    assert "<script" not in html
    assert classes_without_rule(html) == set()


@pytest.mark.parametrize("name", sorted(samples.PAGES))
def test_a_page_stands_with_nothing_to_show(render, name):
    check(render(name, {"agency": samples.AGENCY}))


def test_what_a_reader_asks_is_escaped(render):
    html = render("portal/search.html", samples.PAGES["portal/search.html"])
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "选购&lt;月饼&gt;消费警示" in html


def test_the_front_page_has_three_doors_and_five_figures(render):
    html = render("portal/index.html", samples.INDEX)
    assert html.count('<section class="door">') == 3
    assert html.count('<section class="stat">') == 5
    assert "2,180" in html
    assert "这个栏目还没有公开的信息。" in html
    assert ">2017-11-08</time>" in html and ">02-26</time>" in html


def test_warnings_stay_only_while_they_last(render):
    assert "有效至 2018-03-05" in render("portal/index.html", samples.INDEX)
    assert 'class="warnings"' not in render("portal/index.html", samples.INDEX | {"warnings": []})


def test_a_receipt_code_never_stands_in_an_address(render):
    """A form that sends the code with GET would leave it in logs and histories."""
    page = Page(render("portal/index.html", samples.INDEX))
    assert [attrs.get("action") for tag, attrs in page.tags if tag == "form"] == ["/search"]


def test_an_item_shows_its_metadata_attachments_and_proof(render):
    html = render("portal/item.html", samples.PAGES["portal/item.html"])
    for part in (
        "37100017-8/2017-00113",
        "2017-09-22 15:30",
        "长期公开",
        "XLSX，28 KB；42 行",
        "发布记录证明",
        "9f2c41d7",
    ):
        assert part in html
    assert "附件1 &lt;结果&gt;" in html


def test_a_tombstone_is_kind_and_leads_to_what_replaced_it(render):
    html = render("portal/tombstone.html", samples.PAGES["portal/tombstone.html"])
    assert "您收藏的网址没有错" in html
    assert "选购电热毯消费警示（更正版）" in html
    assert 'content="noindex"' in html


def test_the_quiet_tombstone_says_nothing_whatever_it_is_given(render):
    """Repaired credit and privacy: no title, party, index, date or reason, in no tag either."""
    context = {
        "agency": samples.AGENCY,
        "tombstone": samples.TOMBSTONE,
        "item": samples.ITEM,
        "crumbs": [{"title": samples.TOMBSTONE["title"], "url": "/x"}],
        "meta": {
            "article_title": samples.TOMBSTONE["title"],
            "column_name": "案件办理",
            "pub_date": "2017-11-14 09:00",
        },
    }
    html = render("portal/tombstone_quiet.html", context)
    assert "该信息已停止公开" in html
    for secret in ("电热毯", "00128", "00113", "2017", "标准编号", "案件办理", "月饼"):
        assert secret not in html
    assert 'content="noindex"' in html


def test_a_report_puts_the_table_of_a_chart_one_click_away(render):
    html = render("portal/report.html", samples.PAGES["portal/report.html"])
    assert "查看这张图的数据表" in html
    assert html.index("<details") < html.index('<td class="num">150</td>')


def test_the_part_政府信息公开_has_exactly_its_five_sections__platform_rule_2019(render):
    page = Page(render("portal/gk.html", samples.PAGES["portal/gk.html"]))
    sections = [attrs["id"] for tag, attrs in page.tags if tag == "section" and "id" in attrs]
    assert sections == ["guide", "rules", "statutory", "reports", "request"]


@pytest.mark.parametrize("name", sorted(samples.PAGES))
def test_a_page_leads_to_nothing_that_this_portal_does_not_offer(render, name):
    """Absent is honest, a dead link is a defect; the search page itself exists only with its feature."""
    if name == "portal/search.html":
        return
    page = Page(render(name, samples.PAGES[name] | {"features": {}}))
    targets = page.values("href") + page.values("action")
    absent = ("/search", "/apply", "/complain", "/ask", "/receipt", "/catalog")
    allowed = ("/search?category=x",)
    assert [one for one in targets if one.startswith(absent) and one not in allowed] == []


def test_without_search_the_front_page_leads_to_the_columns_and_to_the_telephone(render):
    html = render("portal/index.html", samples.INDEX | {"features": {}})
    check(html)
    assert html.count('<section class="door">') == 3
    assert 'href="/columns/"' in html and 'href="tel:12315"' in html and 'href="/gk/#request"' in html
