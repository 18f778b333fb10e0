"""Lists, rates and counts in sentences: what is no contradiction is not told as one."""

import pytest

from gongkai.law.forms import form_for_year, with_totals
from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import STAT, correct


def told(made, kind="html"):
    return [(one.rule, one.severity) for one in check_report(getattr(made, kind)()).findings]


def answered():
    """A report for 2017 with nine replies, of which its table has one that the sentence leaves out."""
    made = correct(2017)
    form = form_for_year(2017)
    changes = {"app.recv.net": 8, "app.done.ontime": 9, "app.reply.full": 6, "app.reply.notours": 2}
    filled = with_totals(STAT | changes, form=form)
    made.values = {key: filled.get(key) or 0 for key in form.keys}
    made.texts["overview"] = ["2017年，本局严格执行条例。"]
    made.texts["applications"] = [
        "收到政府信息公开申请9件，办结9件。答复9件，其中同意公开6件，不同意公开0件，申请信息不存在1件。"
    ]
    return made


def test_a_list_whose_items_all_agree_with_the_table_may_leave_some_out():
    assert told(answered()) == []


def test_an_item_of_such_a_list_that_disagrees_is_told():
    made = answered()
    made.edit("applications", "信息不存在1件", "信息不存在2件")
    assert ("narrative.table", "error") in told(made)


@pytest.mark.parametrize(
    "change",
    ["较上年增加25件", "比2020年减少31件，下降3.5%", "同比增加12件，增长1.4%", "较2020年多了3件"],
)
def test_how_much_more_than_last_year_is_not_the_whole_of_the_list_behind_it(change):
    made = correct(2021)
    made.texts["general"].append(
        f"全年新收政府信息公开申请859件，{change}，其中自然人申请821件，法人或其他组织申请38件。"
    )
    assert told(made) == []


def test_the_list_behind_a_change_is_still_added_up():
    made = correct(2021)
    made.texts["general"].append("发布信息60条，较上年增加21条；其中抽检类20条，处罚类30条，其他类9条。")
    assert told(made) == [("narrative.sum", "error")]


def test_what_had_to_be_handled_is_new_and_carried_over_together():
    made = correct(2021)
    made.texts["general"].append("加上上年结转的18件，应办理877件。")
    assert told(made) == []
    made.edit("general", "877", "878")
    assert told(made) == [("narrative.table", "error")]


@pytest.mark.parametrize(
    ("rate", "found"),
    [("办结率100%", []), ("按时办结率为100%", []), ("办结率95%", [("narrative.percent", "error")])],
)
def test_a_rate_of_the_applications_must_follow_from_the_table(rate, found):
    made = answered()
    made.texts["applications"].append(f"{rate}。")
    assert told(made) == found


def test_a_rate_in_time_says_nothing_about_what_is_carried_over():
    made = correct(2021)
    made.texts["general"].append("政府信息公开申请按时办结率100%。")
    assert told(made) == []
    made.texts["general"][-1] = "政府信息公开申请办结率99%。"
    assert told(made) == [("narrative.percent", "error")]


@pytest.mark.parametrize("rate", ["年内答复率达100%", "答复率100%", "申请办结率100%"])
def test_all_are_answered_where_the_rest_is_carried_over_to_the_next_year(rate):
    made = correct(2021)
    made.texts["applications"].append(f"{rate}。")
    assert told(made) == []


def test_a_full_rate_is_told_where_nothing_is_carried_over():
    made = correct(2021)
    made.values |= {f"carry.next.{column}": 0 for column in ("natural", "total")}
    made.texts["applications"].append("申请答复率100%。")
    assert ("narrative.percent", "error") in told(made)


def test_a_wrong_rate_of_the_applications_names_both_figures():
    made = correct(2021)
    made.texts["applications"].append("申请答复率95%。")
    (one,) = check_report(made.html()).findings
    assert "办理结果总计 805÷本年新收申请 859=94%" in one.message


def test_the_rate_of_a_hotline_is_none_of_the_applications():
    made = answered()
    made.texts["applications"].append("12345热线工单按期处理，办结率95%。")
    assert told(made) == []


def test_applications_are_counted_in_the_unit_of_the_table():
    made = correct(2021)
    made.texts["general"].append("上年结转18条。")
    assert told(made) == [("unit", "warn")]


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_section_that_stands_twice_is_told(kind):
    made = correct(2021)
    at = next(place for place, (key, _) in enumerate(made.headings) if key == "problems")
    made.headings.insert(at, made.headings[at])
    assert told(made, kind) == [("section.twice", "error")]


@pytest.mark.parametrize("kind", ["html", "docx", "text"])
def test_a_table_of_contents_is_not_the_sections(kind):
    made = correct(2021)
    page = getattr(made, kind)
    lines = [heading for _, heading in made.headings]
    made.preamble = ["目录", *(f"{line}......{at}" for at, line in enumerate(lines, 1)), *made.preamble]
    assert [one.rule for one in check_report(page()).findings] == []


def test_six_sections_of_the_older_law_have_no_prescribed_order():
    made = correct(2017)
    keep = ["overview", "proactive", "applications", "disputes", "fees", "problems"]
    titles = dict(made.headings)
    numbers = "一二三四五六"
    made.headings = [(key, f"{numbers[at]}、{titles[key].partition('、')[2]}") for at, key in enumerate(keep)]
    assert told(made) == []


@pytest.mark.parametrize(("old", "new"), [("\t", "      "), ("\t", " | ")])
def test_rows_of_a_table_in_a_text_are_no_paragraphs_with_odd_indents(old, new):
    lines = correct(2021).text().decode().replace(old, new).splitlines()
    indented = [line if new in line or len(line) < 20 else "\u3000\u3000" + line for line in lines]
    assert check_report("\n".join(indented).encode()).findings == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到政府信息公开申请859件，上年结转18件，结转下年度办理72件。", []),
        ("政府信息公开申请结转下一年办理71件。", [("narrative.table", "error")]),
        ("办理的申请中，对其中272件予以公开，3件部分公开。", []),
        ("办理的申请中，对其中271件予以公开，3件部分公开。", [("narrative.table", "error")]),
        ("办理的申请中，对其中272件予以公开，4件部分公开。", [("narrative.table", "error")]),
        ("作出行政许可决定0件、行政处罚决定52件。", []),
        ("作出行政许可决定0件、行政处罚决定25件。", [("narrative.table", "error")]),
        ("公示行政许可决定20件、行政处罚决定25件。", []),
        ("登记来件90件，其中网上90件，办结85件，结转5件。", []),
        ("公开了90条信息，具体为网页类20条、公告类30条和其他类40条。", []),
        ("公开了90条信息，具体为网页类20条、公告类33条和其他类40条。", [("narrative.sum", "error")]),
    ],
)
def test_sentences_of_reports_against_their_tables(text, found):
    made = correct(2021)
    made.texts["general"].append(text)
    assert told(made) == found


def test_a_section_on_income_and_expense_tells_of_the_fees():
    made = correct(2017)
    made.headings = [
        (key, text.replace("政府信息公开的收费及减免情况", "人员和收支情况")) for key, text in made.headings
    ]
    assert any("收支" in text for _, text in made.headings)
    assert told(made) == []
