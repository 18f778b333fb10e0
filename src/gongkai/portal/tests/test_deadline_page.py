"""The deadline calculator: the law's answer, told day by day, and every wrong question refused in words."""

import json
import re
from datetime import date
from urllib.parse import urlencode

import pytest

from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import compute
from gongkai.portal.calculator.questions import QUESTIONS, Unanswered, read
from gongkai.portal.calculator.sheet import sheet

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
TODAY = date(2026, 3, 2)


def ask(reader, ending="", **given):
    return reader.get(f"/deadline{ending}?" + urlencode(given))


def cells(html):
    """Each day of the calendar: class, number in the count, word."""
    found = re.findall(
        r'<td(?: class="(\w+)")?><time class="d" datetime="([\d-]+)">.*?</time>'
        r'(?:<b class="n">(\d+)</b>)?(?:<span class="why">(.*?)</span>)?</td>',
        html,
    )
    return {day: (mark, number, why.replace("<wbr>", "")) for mark, day, number, why in found}


def test_the_form_asks_for_a_kind_and_a_date_and_says_how(desk, reader):
    answer = reader.get("/deadline")
    check(answer.text)
    assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count("<option") == len(QUESTIONS)
    assert "<script" not in answer.text and 'method="get"' in answer.text


def test_the_days_over_the_national_holiday_of_2017_are_counted_as_in_the_printed_example(desk, reader):
    html = ask(reader, kind="foi-reply", on="2017-09-25").text
    check(html)
    assert classes_without_rule(html) == set()
    assert "最迟" in html and "2017年10月20日" in html and "（星期五）" in html
    days = cells(html)
    assert len(days) == 28
    assert days["2017-09-25"] == ("start", "", "收到")
    assert days["2017-09-30"] == ("extra", "5", "调休上班")
    assert days["2017-10-01"] == ("off", "", "国庆")
    assert days["2017-10-04"] == ("off", "", "中秋")
    assert days["2017-10-14"] == ("off", "", "周末")
    assert days["2017-10-20"] == ("end", "15", "到期")
    assert "调休上班 1 天，计入；节假日 8 天，不计" in html
    assert "2017年11月10日" in html  # after an extension


def test_law_and_article_and_every_step_stand_on_the_page(desk, reader):
    told = compute("foi-reply", date(2017, 9, 25))
    html = ask(reader, kind="foi-reply", on="2017-09-25").text
    assert all(step.what in html for step in told.steps)
    assert "第二十四条" in html and told.basis in html


def test_the_second_reading_of_a_limit_stands_beside_it(desk, reader):
    html = ask(reader, kind="complaint-mediation", on="2024-07-01").text
    assert "2024年8月30日" in html and "2024年9月2日" in html and "另一个日期" in html


def test_the_time_of_testing_is_left_out_and_a_long_count_is_folded(desk, reader):
    given = {"testing_from": "2024-07-08", "testing_until": "2024-09-19"}
    html = ask(reader, kind="complaint-mediation", on="2024-07-01", **given).text
    check(html)
    days = cells(html)
    assert days["2024-07-08"] == ("off", "", "不计入")
    assert re.search(r'<td colspan="7"><span class="d">2024年.*周，计入 \d+ 日', html)


def test_a_correction_starts_the_count_again(desk, reader):
    days = cells(ask(reader, kind="foi-reply", on="2024-03-01", corrected="2024-03-11").text)
    assert days["2024-03-01"] == ("start", "", "收到")
    assert days["2024-03-11"] == ("start", "", "重新起算")
    assert days["2024-03-12"][1] == "1"


def test_a_year_without_an_official_calendar_is_provisional(desk, reader):
    html = ask(reader, kind="foi-reply", on="2026-12-20").text
    assert "暂定最迟" in html and "这个日期是暂定的" in html


def test_the_calendar_of_the_home_goes_before_the_shipped_one(desk, reader, settings, tmp_path):
    settings.GONGKAI_HOME = tmp_path
    (tmp_path / "calendar.csv").write_text("日期,类型,名称\n2027-01-01,放假,元旦\n", encoding="utf-8")
    assert "暂定最迟" not in ask(reader, kind="foi-reply", on="2026-12-20").text


def test_a_fixed_day_of_the_year_is_shown_without_a_count(desk, reader):
    html = ask(reader, kind="annual-report", on="2017-05-01", body="department").text
    days = cells(html)
    assert days["2018-03-31"] == ("end", "", "到期") and days["2018-03-30"][2] == "另一日期"
    assert not any(number for _, number, _ in days.values())


def test_no_duty_is_an_answer_too(desk, reader):
    answer = ask(reader, kind="foi-reply", on="2007-09-25")
    check(answer.text)
    assert answer.status == 200 and "没有法定的日期" in answer.text and "<table" not in answer.text


def test_json_is_what_the_command_prints(desk, reader):
    answer = ask(reader, ".json", kind="foi-reply", on="2017-09-25", extended="1")
    told = compute("foi-reply", date(2017, 9, 25), events={"extended": None})
    assert json.loads(answer.body) == told.as_json()
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"kind": "foi-reply", "on": ""}, "没有填"),
        ({"kind": "foi-reply", "on": "2017-02-30"}, "不存在"),
        ({"kind": "foi-reply", "on": "gestern"}, "看不出是哪一天"),
        ({"kind": "foi-reply", "on": "9999-01-01"}, "年份太早或者太晚"),
        ({"kind": "nichts", "on": "2017-09-25"}, "没有这一种期限"),
        ({"kind": "foi-reply", "on": "2017-09-25", "corrected": "2017-09-01"}, "早于"),
        ({"kind": "foi-reply", "on": "2017-09-25", "opinion": "2017-09-29"}, "请补上发出征求意见书的日期"),
        ({"kind": "complaint-mediation", "on": "2024-07-01", "extended": "1"}, "不能延长"),
        ({"kind": "complaint-mediation", "on": "2024-07-01", "testing_from": "2024-07-02"}, "起止两个日期"),
        ({"kind": "complaint-accept", "on": "2015-07-01", "line": "12331"}, "没有收录适用的规定"),
        ({"kind": '"><script>', "on": '"><script>'}, "没有这一种期限"),
    ],
)
def test_a_wrong_question_is_refused_in_words_with_what_was_filled_in(desk, reader, given, word):
    answer = ask(reader, **given)
    check(answer.text)
    assert answer.status == 400 and word in answer.text
    assert "--" not in re.sub(r"<!--.*?-->", "", answer.text) and "<script" not in answer.text
    said = ask(reader, ".json", **given)
    assert said.status == 400 and json.loads(said.body)["error"]["sentence"]


@pytest.mark.parametrize("text", ["2017-09-25", "2017/9/25", "2017年9月25日", "20170925", " 2017.9.25 "])
def test_a_date_is_read_as_people_write_it(text):
    assert read({"kind": "foi-reply", "on": text}, TODAY).on == date(2017, 9, 25)


def test_fields_of_another_kind_are_passed_over():
    asked = read({"kind": "item-publication", "on": "2024-07-01", "extended": "1", "line": "12315"}, TODAY)
    assert asked.said == {}


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_the_number_on_the_due_day_is_the_length_of_the_limit(kind):
    """Over years of first days: every count ends where the law says, and numbers rise by one."""
    calendar = Calendar.default()
    for first in range(date(2015, 1, 1).toordinal(), date(2026, 11, 1).toordinal(), 37):
        try:
            answer = read({"kind": kind, "on": date.fromordinal(first).isoformat()}, TODAY).answer(calendar)
        except Unanswered:
            continue
        found = sheet(answer, calendar, "收到")
        if answer.counted is None:
            continue
        numbers = [day.number for week in found.weeks for day in week.days if day.number]
        if not any(week.instead for week in found.weeks):
            assert numbers == list(range(1, found.counted + 1))
        if answer.due == answer.counted.end:
            assert [day.mark for week in found.weeks for day in week.days if day.number == found.counted] == [
                "end"
            ]


def test_the_front_page_and_every_footer_lead_to_it(desk, reader):
    html = reader.get("/").text
    assert html.count('href="/deadline"') == 2
    assert 'href="/deadline"' in reader.get("/columns/").text
