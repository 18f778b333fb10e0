"""What an application costs, by its day, and what was published because somebody asked for it."""

from datetime import UTC, datetime

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.law import fees, registry
from gongkai.portal import publishing
from gongkai.portal.publishing import derived
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
IN_2024, IN_2018, IN_2016 = (datetime(year, 3, 1, 2, tzinfo=UTC) for year in (2024, 2018, 2016))
INDEX = "37100017-8/2018-00411"


def fee_page(now):
    return derived.render("/fees/", now).body.decode()


def test_the_tariff_is_that_of_the_day_with_examples_that_add_up(desk):
    desk.say_who()
    html = fee_page(IN_2024)
    check(html)
    assert classes_without_rule(html) == set()
    for said in ("第 11—30 件", "每件 100 元", "第 31—40 件", "每件 200 元", "第 201 页以上", "每页 40 元"):
        assert said in html
    for yuan in ("3000", "380", "1700"):  # 35 pieces, 68 and 150 pages
        assert f'<td class="num">{yuan}</td>' in html
    assert "20个工作日内缴纳" in html and "视为放弃申请" in html and "次日起重新计算" in html
    assert "财税〔2017〕20号" in html and "国务院令第492号" in html  # the regimes before


@pytest.mark.parametrize(("now", "said"), [(IN_2018, "不再收取"), (IN_2016, "成本费用")])
def test_before_2021_there_is_no_tariff_and_nothing_to_pay_by(desk, now, said):
    desk.say_who()
    html = fee_page(now)
    lead = html.partition('<p class="lead">')[2].partition("</p>")[0]
    assert said in lead and 'id="examples"' not in html and "20个工作日内缴纳" not in html


def test_a_row_of_the_tariff_costs_what_is_reckoned():
    pieces, pages = fees.tariffs(registry.select("fee", IN_2024.date()))
    assert [row.price for row in pieces.rows] == [
        "不收费",
        "每件 100 元",
        "每件 200 元",
        "以 10 件为一档，每档每件再加 100 元",
    ]
    assert fees.fee_for_pieces(1, IN_2024.date(), already=40).yuan == 300
    assert pages.rows[-1].price == "每页 40 元" and fees.fee_for_pages(201, IN_2024.date()).yuan == 2740
    assert fees.tariffs(registry.select("fee", IN_2018.date())) == ()


def test_what_was_requested_stands_on_a_page_of_its_own_to_which_guide_form_and_sitemap_lead(desk, reader):
    desk.say_who()
    publishing.refresh(NOW)
    html = reader.get("/requested/").text
    check(html)
    assert classes_without_rule(html) == set()
    assert "还没有这样的信息" in html and "多人申请同一信息" in html
    desk.publish(INDEX, "历年抽检不合格名单", column="work", published="2018-02-15", requested=True)
    desk.publish("37100017-8/2018-00412", "另一条", column="work", published="2018-02-15")
    publishing.refresh(NOW)
    html = reader.get("/requested/").text
    check(html)
    assert f'href="/gk/{INDEX}"' in html and "另一条" not in html
    guide = reader.get("/gk/").text
    assert 'href="/requested/"' in guide and 'href="/fees/"' in guide and "更正" in guide
    assert "/requested/" in reader.get("/sitemap-pages.xml").text
    desk.withdraw(INDEX)
    publishing.refresh(NOW)
    assert "还没有这样的信息" in reader.get("/requested/").text
