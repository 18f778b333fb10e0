"""Each sentence of the registers' contract on a register of a few lines (FORMATS.md 2)."""

import tomllib
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from processes import assert_refused
from small import csv_at, least, xlsx_at

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


# --- dates and times


@pytest.mark.parametrize(
    "written", ["2017-03-15", "2017/3/15", "2017年3月15日", "2017-03-15 08:05", "2017/3/15 8:05", "2017-3-15"]
)
def test_dates_are_read_in_every_notation_of_the_contract(desk, written):
    assert desk.put("complaints", least("complaints", 登记时间=written))["new"] == 1
    assert desk.value("complaints.received_tj.by_month.03") == 1
    assert desk.exported("complaints")[0]["登记时间"] in ("2017-03-15", "2017-03-15 08:05")


def test_a_bare_date_in_a_time_column_is_that_day_and_comes_back_bare(desk):
    desk.put("complaints", least("complaints", 登记时间="2017-12-31"))
    assert desk.value("complaints.received") == 1
    assert desk.exported("complaints")[0]["登记时间"] == "2017-12-31"


def test_where_a_time_lacks_order_is_judged_by_date_and_the_same_day_is_only_a_warning(desk):
    row = least("complaints", 登记时间="2017-03-15 16:30", 受理决定="受理", 受理时间="2017-03-15")
    summary = desk.put("complaints", row)
    assert (summary["new"], summary["rejected"]) == (1, 0)
    assert summary["warned"] > 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("受理时间", "2017-03-14"),
        ("受理时间", "2017-03-15 09:29"),
        ("办结时间", "2017-03-15 09:00"),
        ("办结时间", "2016-12-31"),
    ],
)
def test_an_end_before_its_start_is_rejected(desk, column, value):
    summary = desk.put(
        "complaints", least("complaints", **{column: value}), least("complaints", 登记编号="诉2号")
    )
    (row,) = desk.rejected(summary)
    assert (row["文件"], row["行号"], row["列"]) == ("complaints.csv", "2", column)
    assert row["原因"] and summary["new"] == 1


@pytest.mark.parametrize(
    "value", ["2017-02-29", "2017-13-01", "2017年2月30日", "昨天", "0017-03-15", "42809", "2017-03-15 25:00"]
)
def test_an_impossible_date_is_rejected_and_the_rest_imported(desk, value):
    summary = desk.put(
        "complaints", least("complaints", 登记编号="诉2号"), least("complaints", 登记时间=value)
    )
    assert (summary["read"], summary["new"], summary["rejected"]) == (2, 1, 1)
    (row,) = desk.rejected(summary)
    assert (row["行号"], row["列"]) == ("3", "登记时间")
    assert value.split()[0] in row["原因"]


def test_real_excel_dates_and_numbers_are_read(desk, tmp_path):
    row = least(
        "complaints",
        登记时间=datetime(2017, 3, 15, 9, 30),
        受理决定="受理",
        受理时间=date(2017, 3, 16),
        来源渠道=12315,
        联系电话="0631-5681102",
        涉及金额=128.5,
    )
    desk.take("complaints", xlsx_at(tmp_path / "complaints.xlsx", [row]))
    (back,) = desk.exported("complaints")
    assert (back["登记时间"], back["受理时间"], back["来源渠道"]) == (
        "2017-03-15 09:30",
        "2017-03-16",
        "12315",
    )
    assert Decimal(back["涉及金额"]) == Decimal("128.5")
    assert desk.value("complaints.by_channel.12315") == 1


# --- cells


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("complaints", "诉求类型", "表扬"),
        ("complaints", "来源渠道", "12333"),
        ("complaints", "办理结果", "办好了"),
        ("complaints", "满意度", "非常满意"),
        ("complaints", "是否匿名", "也许"),
        ("items", "公开方式", "公开"),
        ("items", "公开渠道", "政府网站；黑板报"),
        ("applications", "提交方式", "飞鸽"),
        ("applications", "申请人类型", "企业"),
        ("remedies", "类型", "仲裁"),
        ("remedies", "结果", "赢了"),
        ("samples", "结论", "基本合格"),
        ("activities", "类型", "聚餐"),
    ],
)
def test_a_value_outside_its_list_is_rejected(desk, kind, column, value):
    summary = desk.put(kind, least(kind, **{column: value}))
    (row,) = desk.rejected(summary)
    assert (row["行号"], row["列"]) == ("2", column)
    assert summary["new"] == 0


@pytest.mark.parametrize("outcome", ["grant.all", "都给了"])
def test_an_unknown_outcome_code_is_rejected(desk, outcome):
    row = least("applications", 收到日期="2020-06-09", 答复日期="2020-06-12", 答复结果=outcome)
    (back,) = desk.rejected(desk.put("applications", row))
    assert back["列"] == "答复结果"
    assert "可以是" in back["原因"]


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("complaints", "来源渠道"),
        ("complaints", "登记编号"),
        ("items", "索引号"),
        ("applications", "登记编号"),
        ("remedies", "案号"),
        ("penalties", "决定书文号"),
        ("samples", "抽样编号"),
        ("activities", "名称"),
    ],
)
def test_an_empty_key_is_rejected(desk, kind, column):
    (row,) = desk.rejected(
        desk.put(
            kind,
            least(kind, **{column: ""}),
        )
    )
    assert column in row["列"]


def test_numbers_phones_and_codes_keep_leading_zeros(desk):
    row = least(
        "complaints", 登记编号="000123", 联系电话="06315681102", 统一社会信用代码="012345678901234567"
    )
    desk.put("complaints", row)
    (back,) = desk.exported("complaints")
    assert {name: back[name] for name in ("登记编号", "联系电话")} == {
        "登记编号": "000123",
        "联系电话": "06315681102",
    }
    assert back["统一社会信用代码"] == "012345678901234567"


@pytest.mark.parametrize("cell", ["=1+1", "+8613812345678", "-3", "@某人", "'=1"])
def test_a_cell_that_looks_like_a_formula_comes_back_as_text(desk, cell, tmp_path):
    desk.put("items", least("items", 标题=f"'{cell}"))
    assert desk.exported("items")[0]["标题"] == f"'{cell}"
    out = tmp_path / "items.xlsx"
    assert desk.call("export", "items", "--out", out).status == 0
    sheet = openpyxl.load_workbook(out).active
    at = [one.value for one in sheet[1]].index("标题")
    shown = sheet[2][at]
    assert (shown.data_type, shown.value) == ("s", cell)
    assert desk.take("items", tmp_path / "out-items.csv")["changed"] == 0


def test_aliases_of_headers_and_values(desk):
    row = least("complaints", 办结时间="2017-03-20", 办理结果="终止调解（未达成一致）")
    row |= {"被投诉（举报）人": "好味道食品店", "争议金额": "36.50"}
    desk.put("complaints", row)
    (back,) = desk.exported("complaints")
    assert (back["被诉主体"], back["办理结果"]) == ("好味道食品店", "调解不成")
    assert Decimal(back["涉及金额"]) == Decimal("36.5")


def test_unknown_columns_are_kept_and_written_out_again(desk, tmp_path):
    desk.put("complaints", least("complaints") | {"网格员": "老王", "备注": "下雨"})
    (back,) = desk.exported("complaints")
    assert (back["网格员"], back["备注"]) == ("老王", "下雨")
    again = desk.take("complaints", tmp_path / "out-complaints.csv")
    assert (again["unchanged"], again["changed"], again["new"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "kind", ["items", "complaints", "applications", "remedies", "penalties", "samples", "activities"]
)
def test_what_is_exported_is_imported_again_without_a_change(desk, kind, tmp_path):
    assert desk.put(kind, least(kind))["new"] == 1
    desk.exported(kind)
    again = desk.take(kind, tmp_path / f"out-{kind}.csv")
    assert (again["new"], again["changed"], again["unchanged"], again["rejected"]) == (0, 0, 1, 0)


# --- keys


def test_the_same_file_again_shuffled_changes_nothing(desk, tmp_path):
    rows = [least("complaints", 登记编号=f"诉{n}号") for n in range(5)]
    assert desk.put("complaints", *rows)["new"] == 5
    shuffled = [dict(reversed(row.items())) for row in reversed(rows)]
    again = desk.put("complaints", *shuffled, name="complaints-b.csv")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 5)
    assert desk.value("complaints.received") == 5


def test_the_later_file_wins(desk, tmp_path):
    first = csv_at(tmp_path / "b.csv", [least("complaints")])
    second = csv_at(tmp_path / "a.csv", [least("complaints", 办结时间="2017-03-20", 办理结果="调解成功")])
    desk.take("complaints", first, second)
    assert desk.value("complaints.mediated") == desk.value("complaints.closed") == 1
    desk.take("complaints", first)
    assert desk.value("complaints.closed") == 0


def test_equal_rows_of_one_file_count_once_and_differing_ones_are_all_rejected(desk):
    rows = [
        least("complaints", 登记编号="同"),
        least("complaints", 登记编号="同"),
        least("complaints", 登记编号="异", 满意度="满意"),
        least("complaints", 登记编号="好"),
        least("complaints", 登记编号="异", 满意度="不满意"),
    ]
    summary = desk.put("complaints", *rows)
    assert (summary["read"], summary["new"], summary["rejected"]) == (5, 2, 2)
    assert [row["行号"] for row in desk.rejected(summary)] == ["4", "6"]
    assert desk.value("complaints.received") == 2


def test_the_source_number_is_the_key_where_it_is_given(desk):
    row = least("complaints", 登记编号="诉1号") | {"来源单号": "P-77"}
    desk.put("complaints", row)
    again = desk.put("complaints", row | {"登记编号": "诉9号"}, name="b.csv")
    assert (again["new"], again["changed"]) == (0, 1)
    other = desk.put("complaints", row | {"来源渠道": "12331"}, name="c.csv")
    assert (other["new"], other["rejected"]) == (1, 0)


def test_a_row_without_a_number_of_ours_is_known_by_its_source(desk):
    assert desk.put("complaints", least("complaints", 登记编号="") | {"来源单号": "P-77"})["new"] == 1
    assert desk.exported("complaints")[0]["登记编号"] == ""


def test_one_sample_may_fail_on_several_counts(desk):
    rows = [least("samples", 结论="不合格", 不合格项目=one) for one in ("菌落总数", "大肠菌群")]
    assert desk.put("samples", *rows)["new"] == 2


# --- profiles


SHIPPED = {
    "12315": {"投诉单编号": "T1", "投诉时间": "2017-03-15 09:30", "业务类型": "违法举报", "处理结果": ""},
    "市长热线": {
        "转办单号": "T1",
        "来电时间": "2017-03-15 09:30",
        "工单类型": "违法举报",
        "群众评价": "满意",
    },
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_maps_headers_and_values(desk, tmp_path, name):
    summary = desk.take("complaints", csv_at(tmp_path / "导出.csv", [SHIPPED[name]]), profile=name)
    assert (summary["new"], summary["rejected"]) == (1, 0)
    assert desk.value(f"complaints.by_channel.{name}.举报") == 1


@pytest.mark.parametrize("name", ["12315", "12331", "12365", "市长热线"])
def test_the_four_hotlines_have_a_profile_that_takes_the_plain_headers_too(desk, tmp_path, name):
    row = {header: cell for header, cell in least("complaints").items() if header != "来源渠道"}
    assert desk.take("complaints", csv_at(tmp_path / "导出.csv", [row]), profile=name)["new"] == 1
    assert desk.value(f"complaints.by_channel.{name}") == 1


def test_a_profile_of_ones_own_is_a_toml_file(desk, tmp_path):
    profile = tmp_path / "本局.toml"
    profile.write_text(
        'title = "本局旧台账"\nkind = "complaints"\n[constants]\n"来源渠道" = "来访"\n'
        '[headers]\n"序号" = "登记编号"\n'
        '"日期" = "登记时间"\n"类别" = "诉求类型"\n[values."诉求类型"]\n"告状" = "举报"\n',
        encoding="utf-8",
    )
    path = csv_at(tmp_path / "旧.csv", [{"序号": "1", "日期": "2017年3月15日", "类别": "告状"}])
    desk.take("complaints", path, profile=str(profile))
    assert desk.value("complaints.by_channel.来访.举报") == 1


def test_an_unknown_profile_is_wrong_use(desk, tmp_path):
    path = csv_at(tmp_path / "complaints.csv", [least("complaints")])
    assert_refused(desk.call("import", "complaints", path, "--profile", "12399"), "12399")


def test_the_organisation_comes_back_as_the_file_that_made_it(desk, tmp_path):
    made = tmp_path / "organisation.toml"
    made.write_text(
        '[agency]\nname = "高新区市场监督管理局"\ncode = "371002SC"\nparent = "某管委会"\n'
        '[[units]]\ncode = "BGS"\nname = "办公室"\nkind = "科室"\n[leading_group]\nname = "领导小组"\n'
        "[years.2017.staffing]\nfull_time = 1\n[years.2017.funding]\nbudget_wan = 120345.67\n"
        '[years.2017.figures]\n"resp.press" = { value = 3, stated_by = "某" }\n'
        '[years.2017.narrative]\noverview = "一行“引”\\n{{ items.total }}条"\n',
        encoding="utf-8",
    )
    desk.take("organisation", made)
    out = tmp_path / "out.toml"
    assert desk.call("export", "organisation", "--out", out).status == 0
    given, back = (tomllib.loads(path.read_text("utf-8")) for path in (made, out))
    assert back == given
    again = desk.take("organisation", out)
    assert (again["new"], again["changed"]) == (0, 0) and again["unchanged"] > 5
    assert_refused(desk.call("export", "organisation", "--out", tmp_path / "out.csv"), ".toml")
