"""意见征集 on the portal: when opinions are taken, in words, and what came of them, on the draft's page."""

from datetime import UTC, datetime

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.portal import publishing
from gongkai.portal.models import Page
from gongkai.portal.tests.desk import NOW
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX, ANSWER = "37100017-8/2018-00401", "37100017-8/2018-00402"
ASKS = {"from": "2018-02-20", "to": "2018-03-22", "feedback_by": "2018-04-20", "basis": "《食品安全法》"}
AFTER = datetime(2018, 3, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def asked(desk):
    desk.say_who()
    desk.publish(
        INDEX, "小摊点管理办法（征求意见稿）", column="work", published="2018-02-15", consultation=ASKS
    )
    publishing.refresh(NOW)
    return desk


def test_the_page_of_a_draft_says_until_when_with_weekday_and_date(asked, reader):
    html = reader.get(f"/gk/{INDEX}").text
    check(html)
    assert classes_without_rule(html, {"figure"}) == set()
    assert "接收意见：2018年2月20日（周二）至2018年3月22日（周四）" in html
    assert "采纳情况将于2018年4月20日（周五）前公布" in html and "《食品安全法》" in html
    assert "正在公开征求意见" in html


def test_the_page_turns_with_the_day_on_which_the_period_ended(asked, reader):
    publishing.refresh(AFTER)
    html = reader.get(f"/gk/{INDEX}").text
    assert "征求意见已截止" in html and "已不再接收意见" in html and "正在公开征求意见" not in html


def test_the_feedback_and_the_final_document_stand_on_the_drafts_page_while_they_are_public(asked, reader):
    said = {"index": INDEX, "as": "feedback"}
    asked.publish(ANSWER, "采纳情况的反馈", column="work", published="2018-02-28", consulted=said)
    publishing.refresh(NOW)
    assert f'href="/gk/{ANSWER}"' in reader.get(f"/gk/{INDEX}").text
    assert f'href="/gk/{ANSWER}"' in reader.get("/consultations/").text
    asked.withdraw(ANSWER)
    publishing.refresh(NOW)
    assert f'href="/gk/{ANSWER}"' not in reader.get(f"/gk/{INDEX}").text


def test_all_consultations_stand_on_one_page_to_which_others_lead(asked, reader):
    html = reader.get("/consultations/").text
    check(html)
    assert classes_without_rule(html) == set()
    assert "正在征集" in html and f'href="/gk/{INDEX}"' in html
    assert 'href="/consultations/"' in reader.get("/").text
    assert "/consultations/" in reader.get("/sitemap-pages.xml").text
    asked.withdraw(INDEX)
    publishing.refresh(NOW)
    left = reader.get("/consultations/").text
    assert f'href="/gk/{INDEX}"' not in left and "目前没有征集" in left


def test_before_the_first_consultation_the_page_says_what_will_stand_there(desk, reader):
    desk.say_who()
    publishing.refresh(NOW)
    answer = reader.get("/consultations/")
    assert answer.status == 200 and "目前没有征集" in answer.text and "没有采纳的理由" in answer.text
    check(answer.text)
    assert classes_without_rule(answer.text) == set()
    assert 'href="/consultations/"' in reader.get("/").text
    assert "/consultations/" in reader.get("/sitemap-pages.xml").text
    assert Page.objects.filter(path="/consultations/").exists(), "so it is baked too"


def test_other_items_ask_nothing(desk, reader):
    desk.say_who()
    desk.publish(INDEX, "工作动态一条", column="work", published="2018-02-02")
    publishing.refresh(NOW)
    assert "征求意见" not in reader.get(f"/gk/{INDEX}").text


@pytest.mark.parametrize(
    "more",
    [
        {"consultation": ASKS | {"to": "2018-02-01"}},
        {"consultation": {"from": "2018-02-01"}},
        {"consulted": {"index": INDEX, "as": "x"}},
    ],
)
def test_a_period_that_does_not_fit_is_refused_by_name(desk, more):
    with pytest.raises(Refused) as refused:
        desk.publish(INDEX, "草案", column="work", **more)
    assert refused.value.code == "E_META"
