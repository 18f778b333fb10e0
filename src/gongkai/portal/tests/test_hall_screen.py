"""The hall screen: what is live turns there, what is not is gone within a cycle, with or without network."""

import json
import re
from datetime import timedelta

import pytest

from gongkai.portal import publishing
from gongkai.portal.front import SECURITY
from gongkai.portal.publishing import hall
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW, meta

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
WARNING = "37100017-8/2017-00003"


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def loop(reader):
    return json.loads(reader.get(hall.LOOP).body)


def titles(reader):
    return [slide["title"] for slide in loop(reader)["slides"]]


def test_a_lasting_warning_comes_first_and_says_until_when(published, reader):
    first = loop(reader)["slides"][0]
    assert (first["title"], first["until"], first["state"]) == ("使用燃气热水器消费警示", "2018-03-31", "due")
    assert "有效至 2018-03-31" in reader.get("/screen/").text


def test_a_warning_leaves_the_loop_on_the_day_after_its_last(published, reader):
    publishing.refresh(NOW + timedelta(days=31))
    assert loop(reader)["slides"][0]["state"] == "now"


def test_a_withdrawn_item_is_gone_from_page_and_loop_with_the_commit(published, reader):
    published.withdraw(WARNING, reason="privacy")
    for path in ("/screen/", hall.LOOP):
        assert "燃气热水器" not in reader.get(path).text
    publishing.refresh(NOW)
    assert WARNING not in reader.get(hall.LOOP).text


def test_what_was_released_for_the_screen_is_shown_for_its_days(published, reader):
    facts = meta("work", "2018-02-20", outlets=["局网站", "电子显示屏"])
    published.publish("37100017-8/2018-00009", "窗口服务时间调整", meta=facts)
    for day in ("2018-02-21", "2018-02-22", "2018-02-23"):
        published.publish(f"37100017-8/2018-1{day[-2:]}", f"部署{day}", column="work", published=day)
    publishing.refresh(NOW)
    assert "窗口服务时间调整" in titles(reader)
    publishing.refresh(NOW + timedelta(days=hall.SHOWN_DAYS))
    assert "窗口服务时间调整" not in titles(reader)


def test_an_annual_report_is_no_slide_and_there_are_always_some(published, reader):
    assert len(titles(reader)) >= 3
    assert not [title for title in titles(reader) if "年度政府信息公开" in title]


def test_sampling_results_stand_beside_it_with_their_counts(published, reader):
    figures = [
        {"key": "sampled", "label": "抽检", "value": "16", "unit": "批次"},
        {"key": "passed", "label": "合格", "value": "15", "unit": "批次"},
    ]
    facts = meta("sampling", "2018-02-20", figures=figures)
    published.publish("37100017-8/2018-00010", "蔬菜监督抽检", meta=facts)
    publishing.refresh(NOW)
    (row,) = loop(reader)["table"]["rows"]
    assert (row["sampled"], row["passed"], row["words"], row["state"]) == (16, 15, "不合格 1", "due")
    assert "不合格 1" in reader.get("/screen/").text


def test_only_the_screen_runs_a_script_and_only_its_own(published, reader):
    answer = reader.get("/screen/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert re.findall(r"<script ([^>]*)>", answer.text) == ['src="/static/portal/screen.js" defer']
    assert "script-src" not in dict(SECURITY)["Content-Security-Policy"]
    assert "script-src" not in reader.get("/").headers["Content-Security-Policy"]
    again = reader.get("/screen/", if_none_match=answer.headers["ETag"])
    assert (again.status, again.headers["Content-Security-Policy"]) == (304, policy)


def test_a_screen_made_for_one_reader_has_the_same_policy(desk, reader):
    assert (
        reader.get("/screen/").headers["Content-Security-Policy"] == hall.HEADERS["Content-Security-Policy"]
    )


def test_the_keeper_of_copies_is_a_script_in_the_screens_own_folder(published, reader):
    answer = reader.get(hall.WORKER)
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    for path in ("/screen/", hall.LOOP, "/static/portal/screen.js", "/static/face/screen.css"):
        assert f'"{path}"' in answer.text


def test_an_empty_portal_has_a_screen_too(desk, reader):
    assert "公开为常态" in reader.get("/screen/").text
    assert loop(reader)["slides"] == []
