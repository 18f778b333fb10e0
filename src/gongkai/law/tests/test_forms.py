from itertools import pairwise

import pytest

from gongkai.law.forms import (
    BlockTable,
    GroupTable,
    ListTable,
    MatrixTable,
    form,
    form_for_year,
    forms,
    section_named,
    sections,
)
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused


def words(text):
    return text.split()


OLD = words("""
pro.total pro.norm pro.norm_issued pro.ch.gazette pro.ch.web pro.ch.weibo pro.ch.wechat pro.ch.other
resp.total resp.press resp.press_lead resp.online resp.online_lead resp.articles resp.social resp.other
app.recv app.recv.face app.recv.fax app.recv.net app.recv.mail app.done app.done.ontime app.done.ext
app.reply app.reply.already app.reply.full app.reply.part app.reply.deny app.reply.deny.secret
app.reply.deny.trade app.reply.deny.privacy app.reply.deny.safety app.reply.deny.notinfo app.reply.deny.law
app.reply.notours app.reply.none app.reply.amend app.reply.otherway
rev.total rev.upheld rev.corrected rev.other lit.total lit.upheld lit.corrected lit.other grievance fee
org.units org.points org.staff org.staff.full org.staff.part org.budget mtg.n train.n train.people
""")
ROWS = words("""
in.new in.carry out.grant out.partial out.deny.secret out.deny.law out.deny.safety out.deny.third
out.deny.internal out.deny.process out.deny.enforce out.deny.query out.unable.none out.unable.make
out.unable.unclear out.skip.petition out.skip.repeat out.skip.pub out.skip.bulk out.skip.reissue
""")
COLUMNS = words("natural biz research ngo legal other total")
LAST = {
    2019: ["out.other", "out.total", "carry.next"],
    2021: ["out.other.nocorr", "out.other.nofee", "out.other.misc", "out.total", "carry.next"],
}
BLOCKS = {
    2019: words("""
t2.rule.made t2.rule.published t2.rule.total t2.norm.made t2.norm.published t2.norm.total
t2.license.prev t2.license.delta t2.license.decisions t2.service.prev t2.service.delta t2.service.decisions
t2.penalty.prev t2.penalty.delta t2.penalty.decisions t2.coercion.prev t2.coercion.delta
t2.coercion.decisions t2.fee.prev t2.fee.delta t2.procure.n t2.procure.amount
"""),
    2021: words("""
t2.rule.issued t2.rule.repealed t2.rule.valid t2.norm.issued t2.norm.repealed t2.norm.valid
t2.license.decisions t2.penalty.decisions t2.coercion.decisions t2.fee.amount_wan
"""),
}
RESULTS = words("upheld corrected other open total")


@pytest.mark.parametrize(
    ("year", "identity"),
    [
        (2014, "report.stat_2014"),
        (2018, "report.stat_2014"),
        (2019, "report.fmt_2019"),
        (2020, "report.fmt_2019"),
        (2021, "report.fmt_2021"),
        (2025, "report.fmt_2021"),
        (9999, "report.fmt_2021"),
    ],
)
def test_the_report_year_chooses_the_form(year, identity):
    assert form_for_year(year).id == identity
    assert form(identity) is form_for_year(year)


@pytest.mark.parametrize("year", [2013, 2008, 0, -3])
def test_before_2014_there_was_no_national_form(year):
    with pytest.raises(Refused, match="2014"):
        form_for_year(year)


def test_unknown_ids_and_keys_are_refused_with_the_way_out():
    with pytest.raises(Refused, match=r"report\.fmt_2021"):
        form("report.fmt_2031")
    with pytest.raises(Refused, match="没有指标"):
        form_for_year(2021).label_of("t2.procure.amount")
    with pytest.raises(Refused, match="没有表"):
        form_for_year(2017).table("t3")


def test_the_2014_form_has_exactly_its_58_indicators_in_order():
    assert list(form_for_year(2017).keys) == OLD
    assert len(OLD) == 58


@pytest.mark.parametrize("year", [2019, 2021])
def test_the_2019_and_2021_forms_have_exactly_their_cells_in_order(year):
    rows = [f"{row}.{column}" for row in [*ROWS, *LAST[year]] for column in COLUMNS]
    results = [f"t4.{group}.{result}" for group in ("review", "direct", "after") for result in RESULTS]
    assert list(form_for_year(year).keys) == [*BLOCKS[year], *rows, *results]


@pytest.mark.parametrize(("year", "leaves"), [(2019, 19), (2021, 21)])
def test_the_total_of_table_3_adds_up_19_outcomes_in_2019_and_21_since_2021(year, leaves):
    matrix = form_for_year(year).matrix
    assert matrix is not None
    assert len(matrix.leaves) == leaves
    assert all(row.key.startswith("out.") for row in matrix.leaves)


@pytest.mark.parametrize(
    ("year", "key", "label", "unit"),
    [
        (2017, "app.reply.deny.secret", "三（三）4 其中：涉及国家秘密", "件"),
        (2017, "pro.total", "一（一） 主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
        (2017, "resp.articles", "二（二）3 政策解读稿件发布数", "篇"),
        (2017, "fee", "七 依申请公开信息收取的费用", "万元"),
        (2017, "train.people", "九（三） 接受培训人员数", "人次"),
        (2021, "out.deny.secret.natural", "三（三）1 属于国家秘密：自然人", "件"),
        (2021, "carry.next.total", "四 结转下年度继续办理：总计", "件"),
        (2021, "t4.review.upheld", "行政复议：结果维持", "件"),
        (2021, "t4.after.open", "行政诉讼（复议后起诉）：尚未审结", "件"),
        (2021, "t2.license.decisions", "第二十条第（五）项 行政许可：本年处理决定数量", "件"),
        (2021, "t2.fee.amount_wan", "第二十条第（八）项 行政事业性收费：本年收费金额（单位：万元）", "万元"),
        (2019, "t2.procure.amount", "第二十条第（九）项 政府集中采购：采购总金额", "元"),
        (2019, "out.other.biz", "三（六） 其他处理：商业企业", "件"),
    ],
)
def test_a_cell_says_its_place_its_label_and_its_unit(year, key, label, unit):
    assert form_for_year(year).label_of(key) == label
    assert form_for_year(year).unit_of(key) == unit


def test_the_tables_have_the_shape_to_be_laid_out():
    (stat,) = form_for_year(2017).tables
    assert isinstance(stat, ListTable)
    printed = [row.text for row in stat.rows]
    assert printed[:3] == [
        "一、主动公开情况",
        "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
        "其中：主动公开规范性文件数",
    ]
    assert "1.当面申请数" in printed
    assert [row.key for row in stat.rows if row.level == 0 and row.key] == [
        "rev.total",
        "lit.total",
        "grievance",
        "fee",
    ]
    second, third, fourth = form_for_year(2023).tables
    assert isinstance(second, BlockTable)
    assert isinstance(third, MatrixTable)
    assert isinstance(fourth, GroupTable)
    assert all(len(row.cells) == len(block.heads) - 1 for block in second.blocks for row in block.rows)
    secret = next(row for row in third.rows if row.key == "out.deny.secret")
    assert secret.path == ("三、本年度办理结果", "（三）不予公开")
    assert [column.group for column in third.columns] == ["", *["法人或其他组织"] * 5, ""]
    assert third.keys_of(third.rows[0])[0] == "in.new.natural"
    assert third.keys_of(third.rows[2]) == ()
    assert [group.heads for group in fourth.groups][1:] == [
        ("行政诉讼", "未经复议直接起诉"),
        ("行政诉讼", "复议后起诉"),
    ]


def test_indents_never_jump_a_level():
    for one in forms():
        for table in one.tables:
            if isinstance(table, ListTable | MatrixTable):
                assert table.rows[0].level == 0
                assert all(after.level <= row.level + 1 for row, after in pairwise(table.rows)), one.id


def test_labels_of_a_form_are_unique_and_rows_say_how_sure_they_are():
    for one in forms():
        labels = [one.label_of(key) for key in one.keys]
        assert len(set(labels)) == len(labels), one.id
        for table in one.tables:
            assert table.source
            for row in getattr(table, "rows", ()):
                assert row.source
                assert row.confidence in Confidence


def test_only_the_confirmed_rows_of_the_2014_form_count_as_found():
    (stat,) = form_for_year(2017).tables
    assert isinstance(stat, ListTable)
    assert {row.key for row in stat.rows if row.confidence is Confidence.FOUND} == {
        "pro.total",
        "pro.norm",
        "pro.norm_issued",
        "app.reply.none",
        "app.reply.amend",
        "app.reply.otherway",
    }


def test_reports_to_2018_have_the_preface_and_eleven_sections():
    found = sections(2017)
    assert [section.key for section in found] == words(
        "preamble overview org response key_areas proactive applications fees disputes secrecy "
        "subordinate problems"
    )
    assert [section.number for section in found][1:] == words("一 二 三 四 五 六 七 八 九 十 十一")
    assert found[1].heading == "一、概述"
    assert found[0].heading == "前言"
    assert {section.item for section in found} == {0, 1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2025])
def test_reports_since_2019_have_six_sections_with_their_tables(year):
    found = sections(year)
    assert [section.heading for section in found] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert [section.tables for section in found] == [(), ("t2",), ("t3",), ("t4",), (), ()]
    keys = {section.key for section in found}
    assert {table.section for table in form_for_year(year).tables} <= keys


def test_since_2021_section_1_has_five_things_to_cover_and_section_6_the_fee():
    assert sections(2021)[0].covers == ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    assert sections(2021)[5].covers == ("信息处理费",)
    assert sections(2020)[0].covers == ()


def test_sections_are_found_by_key_title_other_title_and_number():
    assert section_named("fees", 2017) is section_named("七、政府信息公开的收费及减免情况", 2017)
    assert section_named("收费及减免情况", 2017).key == "fees"
    assert section_named(" 总体情况 ", 2023).key == section_named("general", 2023).key == "general"
    with pytest.raises(Refused, match="总体情况"):
        section_named("fees", 2023)
    for year in (2007, 0, -1, 10_000):
        with pytest.raises(Refused, match="2008"):
            sections(year)
