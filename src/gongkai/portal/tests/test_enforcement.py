"""行政执法公示 on the portal: every part on one page, text and day of each entry, gone with a withdrawal."""

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX = "37100017-8/2018-00301"


@pytest.fixture
def listed(desk):
    desk.say_who()
    body = (b.heading(1, "一、抽查事项"), b.paragraph("对食品生产企业的监督检查。"))
    desk.publish(INDEX, "随机抽查事项清单", body, column="work", published="2018-02-01", standing="random")
    publishing.refresh(NOW)
    return desk


def test_the_page_has_every_part_and_the_text_with_its_day(listed, reader):
    html = reader.get("/enforcement/").text
    check(html)
    assert classes_without_rule(html, {"figure"}) == set()
    part = html.partition('id="random"')[2].partition("</section>")[0]
    assert "随机抽查事项清单" in part and "对食品生产企业的监督检查" in part and "2018-02-01" in part
    assert html.count('<section class="gk"') == 1  # parts without an entry are left out
    assert 'href="/enforcement/"' in reader.get("/").text


def test_an_empty_directory_has_no_page_and_nothing_leads_to_it(desk, reader):
    desk.say_who()
    publishing.refresh(NOW)
    assert reader.get("/enforcement/").status == 404
    assert "/enforcement/" not in reader.get("/").text + reader.get("/sitemap-pages.xml").text


def test_a_withdrawal_takes_the_entry_away_at_once(listed, reader):
    assert "/enforcement/" in reader.get("/sitemap-pages.xml").text
    listed.withdraw(INDEX)
    assert "对食品生产企业的监督检查" not in reader.get("/enforcement/").text
    publishing.refresh(NOW)
    assert reader.get("/enforcement/").status == 404 and "/enforcement/" not in reader.get("/").text


def test_other_items_are_not_in_the_directory(listed, reader):
    listed.publish("37100017-8/2018-00302", "工作动态一条", column="work", published="2018-02-02")
    publishing.refresh(NOW)
    assert "工作动态一条" not in reader.get("/enforcement/").text
