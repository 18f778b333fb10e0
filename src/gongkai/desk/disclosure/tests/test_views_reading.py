"""What the deciding page reads out of stored content: lines, differences, findings; and when it is due."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screens.differences import compare
from gongkai.desk.disclosure.screens.findings import mark
from gongkai.desk.disclosure.verbs.drafting import read_text
from gongkai.refusal import Refused

TODAY = date(2017, 10, 20)


def shown(before, after):
    return [
        (one.sign, one.what, one.where, str(one.before), str(one.after), one.nature, one.matters)
        for one in compare(before, after)
    ]


def marked(text, title="提示"):
    item = Item(agency=Agency(code="1", name="某局", telephone="0631-5621234"), means="主动公开")
    return mark(title, read_text(text), item)


# differences


def test_equal_contents_have_no_difference():
    lines = [("标题", "甲"), ("正文", "乙")]
    assert compare(lines, list(lines)) == []


def test_a_number_moves_as_a_whole_and_is_named():
    found = shown([("正文", "罚款 30,000 元，限期改正。")], [("正文", "罚款 50,000 元，限期改正。")])
    assert found == [
        (
            "≠",
            "改",
            "正文",
            "罚款 <del>30,000</del> 元，限期改正。",
            "罚款 <ins>50,000</ins> 元，限期改正。",
            "数字",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("where", "before", "after", "nature", "matters"),
    [
        ("正文", "于 10 月 11 日作出", "于 10 月 12 日作出", "日期", True),
        ("成文日期", "2017-10-11", "2017-10-12", "日期", True),
        ("附件", "决定书.pdf　12 KB　aa", "决定书.pdf　13 KB　bb", "附件", True),
        ("正文", "责令改正违法行为", "责令立即改正违法行为", "文字", False),
        ("正文", "罚款 5 万元", "", "数字", True),
    ],
)
def test_what_kind_of_words_moved_is_said(where, before, after, nature, matters):
    (found,) = compare([(where, before)], [(where, after)] if after else [])
    assert (found.nature, found.matters) == (nature, matters)


def test_lines_that_share_nothing_are_shown_whole_and_escaped():
    ((*_rest, before, after, _nature, _matters),) = shown([("正文", "<原来>的话")], [("正文", "另外一句")])
    assert before == "<del>&lt;原来&gt;的话</del>" and after == "<ins>另外一句</ins>"


def test_added_and_removed_lines_stand_with_their_label():
    found = shown([("标题", "甲"), ("正文", "旧句")], [("标题", "甲"), ("文号", "某〔2017〕1号")])
    assert [(sign, where) for sign, _what, where, *_ in found] == [("＋", "文号"), ("－", "正文")]


# findings


def test_a_finding_is_marked_where_it_stands_and_listed_with_its_reason():
    found = marked("联系人电话 13800006227。")
    assert '<span class="d-f d-f--person">13800006227</span>' in found.html
    (one,) = found.findings
    assert one.word == "应当隐去" and one.why and one.needs_judgement and found.open == 1


def test_a_finding_over_several_inlines_is_marked_in_each():
    found = marked("电话 1380000**6227**。")
    assert found.html.count('class="d-f d-f--person"') == 2
    assert len(found.findings) == 1


def test_findings_in_tables_lists_and_title_are_found():
    found = marked("|姓名|电话|\n|-|-|\n|甲|13800006227|\n\n- 13900006227", title="关于 13700006227 的提示")
    assert [one.text for one in found.findings] == ["13700006227", "13800006227", "13900006227"]
    assert found.html.count("d-f--person") == 2


def test_signs_that_stand_for_marks_do_no_harm_in_a_text():
    found = marked("\ue0011\ue003 电话 13800006227")
    assert "d-f--person" not in found.html and len(found.findings) == 1


def test_marking_changes_nothing_of_what_is_read():
    text = "# 标题\n\n联系人 13800006227，见[说明](https://example.cn/a?b=1&c=2)。"
    blocks = read_text(text)
    item = Item(agency=Agency(code="1", name="某局"), means="主动公开")
    mark("提示", blocks, item)
    assert blocks == read_text(text)


# text


@pytest.mark.parametrize(
    "text", ["<b>粗</b>", "##### 太深", "![图](other.png)", "{{ items.total }}", "看\u202e不见"]
)
def test_what_cannot_become_blocks_is_refused_in_words_or_kept_as_text(text):
    try:
        assert "<b>" not in str(read_text(text)) or text == "<b>粗</b>"
    except Refused as refused:
        assert refused.sentence and refused.mend


# due


def test_the_reasoning_is_the_laws_and_counts_working_days():
    found = due.publication(Item(means="主动公开", formed_on=date(2017, 9, 18)), TODAY)
    assert found.on == TODAY and found.left == 0 and not found.provisional
    assert found.words == "成文 09-18 周一 +20 个工作日 → 10-20 周五"
    assert any("调休上班" in step.what for step in found.steps) and "第十八条" in found.basis


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"means": "依申请公开"}, "不主动公开，没有公开期限"),
        ({"formed_on": None}, "没有成文日期，还算不出期限"),
    ],
)
def test_without_a_date_it_says_why(more, words):
    given = {"means": "主动公开", "formed_on": date(2017, 9, 18)} | more
    found = due.publication(Item(**given), TODAY)
    assert found.on is None and found.words == words


def test_days_over_and_left_are_working_days():
    late = due.publication(Item(means="主动公开", formed_on=date(2017, 9, 14)), TODAY)
    assert (late.on, late.left) == (date(2017, 10, 18), -2)
    early = due.publication(Item(means="主动公开", formed_on=date(2017, 10, 9)), TODAY)
    assert (early.on, early.left) == (date(2017, 11, 6), 11)


def test_what_became_public_in_time_is_done_and_late_by_nothing():
    item = Item(means="主动公开", formed_on=date(2017, 9, 18))
    assert due.publication(item, TODAY, date(2017, 10, 20)).late_by == 0
    found = due.publication(item, TODAY, date(2017, 10, 24))
    assert (found.state, found.late_by) == ("done", 2)


def test_a_new_calendar_of_the_home_moves_the_dates(settings, tmp_path):
    settings.GONGKAI_HOME = tmp_path
    item = Item(means="主动公开", formed_on=date(2030, 3, 1))
    before = due.publication(item, TODAY)
    assert before.provisional
    (tmp_path / "calendar.csv").write_text("日期,类型,名称\n2030-03-04,放假,某节\n", encoding="utf-8")
    try:
        after = due.publication(item, TODAY)
    finally:
        (tmp_path / "calendar.csv").unlink()
    assert after.on > before.on
