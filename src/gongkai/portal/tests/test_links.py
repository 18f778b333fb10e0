"""Items that belong together are read both ways, and what was withdrawn is named nowhere."""

import pytest

from gongkai.portal import publishing
from gongkai.portal.models import Link, Page
from gongkai.portal.tests.desk import NOW, meta

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
DOCUMENT, READING = "37100017-8/2017-00113", "37100017-8/2017-00114"
POINTS = {"related": [{"kind": "interprets", "index": DOCUMENT, "title": "从前写在里面的题目"}]}


def page(index: str) -> str:
    return bytes(Page.objects.get(path=f"/gk/{index}").raw).decode()


def publish(desk, index: str, title: str, **more: object) -> None:
    desk.publish(index, title, meta=meta("laws", **more))
    publishing.refresh(NOW)


def test_an_interpretation_and_its_document_lead_to_each_other(desk):
    publish(desk, DOCUMENT, "小作坊管理办法")
    publish(desk, READING, "图解小作坊管理办法", **POINTS)
    there, back = page(READING), page(DOCUMENT)
    assert "所解读的文件" in there and f"/gk/{DOCUMENT}" in there and ">小作坊管理办法</a>" in there
    assert f"/gk/{READING}" in back and ">图解小作坊管理办法</a>" in back and "解读" in back
    assert "从前写在里面的题目" not in there


def test_a_document_that_comes_later_is_led_to_from_then_on(desk):
    publish(desk, READING, "图解小作坊管理办法", **POINTS)
    assert f"/gk/{DOCUMENT}" not in page(READING)
    publish(desk, DOCUMENT, "小作坊管理办法")
    assert f"/gk/{DOCUMENT}" in page(READING)


@pytest.mark.parametrize(("gone", "left"), [(DOCUMENT, READING), (READING, DOCUMENT)])
def test_what_was_withdrawn_is_named_by_no_other_page(desk, gone, left):
    publish(desk, DOCUMENT, "某某的处罚决定")
    publish(desk, READING, "某某一案的说明", **POINTS)
    desk.withdraw(gone, "privacy")
    publishing.refresh(NOW)
    assert f"/gk/{gone}" not in page(left)
    assert Link.objects.count() == (1 if gone == DOCUMENT else 0)


def test_a_reprint_says_where_it_comes_from_and_every_item_what_it_is_about(desk):
    publish(desk, DOCUMENT, "食品安全法", source="https://www.npc.gov.cn/c2/x.html")
    html = page(DOCUMENT)
    assert "转载来源" in html and 'href="https://www.npc.gov.cn/c2/x.html"' in html
    assert '<meta name="ContentSource" content="www.npc.gov.cn">' in html
    assert "内容概述" in html
    publish(desk, READING, "自己写的", source="javascript:alert(1)")
    assert "转载来源" not in page(READING) and "javascript:" not in page(READING)
