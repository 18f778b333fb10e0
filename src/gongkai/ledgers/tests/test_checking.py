import dataclasses
from datetime import date, time

import pytest

from gongkai.ledgers import rows as typed
from gongkai.ledgers.checking import MAX_NOTICES, Rejection, check
from gongkai.ledgers.registers import REGISTERS, Type
from gongkai.ledgers.tests.files import MINIMAL, checked, csv_file, csv_text, minimal, one, xlsx_file
from gongkai.refusal import Refused


@pytest.mark.parametrize("kind", REGISTERS)
def test_every_register_is_read_from_its_least_row(kind, tmp_path):
    row = one(kind, tmp_path)
    assert isinstance(row, REGISTERS[kind].row)
    assert row.row_number == 2
    assert len(row.digest) == 16


@pytest.mark.parametrize("kind", REGISTERS)
def test_the_fields_of_a_row_stand_in_the_order_of_its_columns(kind):
    names = []
    for column in REGISTERS[kind].columns:
        names.append(column.name)
        if column.type is Type.MOMENT:
            names[-1:] = [
                column.name if column.name == "feedback_due" else f"{column.name}_on",
                f"{column.name}_time",
            ]
    fields = [field.name for field in dataclasses.fields(REGISTERS[kind].row)]
    assert fields == [*names, "key", "digest", "row_number", "extras"]


def test_a_row_is_frozen_and_slotted_although_it_is_built_fast(tmp_path):
    row = one("complaints", tmp_path)
    assert type(row) is typed.ComplaintRow
    assert not hasattr(row, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        row.number = "2"
    assert dataclasses.replace(row, number="2") != row


def test_an_unknown_kind_is_refused_with_the_kinds(tmp_path):
    with pytest.raises(Refused, match="complaints"):
        check("organisation", tmp_path / "a.csv")


def test_values_are_typed(tmp_path):
    row = one(
        "complaints",
        tmp_path,
        登记时间="2017年3月15日 9时30分",
        是否匿名="否",
        涉及金额="1,280.5",
        办结时间="2017/3/20",
        办理结果="终止调解（未达成一致）",
        延期="是",
        条线="工商",
        要求反馈时限="2017-03-22 17:00",
    )
    assert (row.registered_on, row.registered_time) == (date(2017, 3, 15), time(9, 30))
    assert (row.closed_on, row.closed_time, row.accepted_on) == (date(2017, 3, 20), None, None)
    assert (row.anonymous, row.extended, row.returned) == (False, True, None)
    assert (row.amount_fen, row.outcome, row.line) == (128050, "调解不成", "工商")
    assert (row.feedback_due, row.feedback_due_time) == (date(2017, 3, 22), time(17))


def test_penalties_are_in_wan_and_items_list_their_outlets(tmp_path):
    penalty = one("penalties", tmp_path, **{"罚款金额（万元）": "4.6", "没收金额": "0.019"})
    assert (penalty.fine_fen, penalty.confiscated_fen) == (4_600_000, 19_000)
    item = one("items", tmp_path, 公开渠道="局网站；公开栏;局网站", 附件="附件/a.pdf；b.pdf")
    assert (item.outlets, item.attachments) == (("局网站", "公开栏"), ("附件/a.pdf", "b.pdf"))


@pytest.mark.parametrize(
    "alias", ["被投诉（举报）人", "被投诉(举报)人", " 被诉主体 ", "被诉 主体", "*被诉主体"]
)
def test_aliases_blanks_and_widths_of_headers_are_seen_through(tmp_path, alias):
    row = one("complaints", tmp_path, **{alias: "某店", "争议金额": "8"})
    assert (row.respondent, row.amount_fen, row.extras) == ("某店", 800, {})


def test_unknown_columns_are_kept_as_extras(tmp_path):
    assert one("items", tmp_path, 备注="急", 空=" ").extras == {"备注": "急"}


@pytest.mark.parametrize(
    ("kind", "column", "cell"),
    [
        ("complaints", "登记时间", "2017-02-29"),
        ("complaints", "登记时间", ""),
        ("complaints", "来源渠道", "12344"),
        ("complaints", "来源渠道", ""),
        ("complaints", "诉求类型", "吵架"),
        ("complaints", "是否匿名", "不知道"),
        ("complaints", "涉及金额", "约一百"),
        ("items", "索引号", " "),
        ("items", "公开渠道", "局网站；抖音"),
        ("items", "公开方式", "公开"),
        ("applications", "收到日期", "0217-06-09"),
        ("remedies", "案号", ""),
        ("penalties", "处罚机关", ""),
        ("penalties", "罚款金额", "-1"),
        ("samples", "抽样编号", ""),
        ("samples", "结论", "不知"),
        ("activities", "参加人数", "若干"),
        ("activities", "日期", "3月"),
    ],
)
def test_a_cell_that_cannot_be_is_rejected_by_file_row_and_column(tmp_path, kind, column, cell):
    rejection = one(kind, tmp_path, **{column: cell})
    assert isinstance(rejection, Rejection)
    assert (rejection.file, rejection.row_number, rejection.column) == ("register.csv", 2, column)
    assert rejection.reason


def test_all_that_is_wrong_in_a_row_comes_back_in_one_line(tmp_path):
    rejection = one("complaints", tmp_path, 登记时间="昨天", 满意度="较满意")
    assert set(rejection.column.split("；")) == {"登记时间", "满意度"}
    assert "昨天" in rejection.reason
    assert "较满意" in rejection.reason


def test_a_complaint_is_known_by_its_source_number_or_else_by_its_own(tmp_path):
    assert one("complaints", tmp_path, 登记编号="1号").key == ("12315", "1号")
    assert one("complaints", tmp_path, 登记编号="1号", 来源单号="S-7").key == ("12315", "S-7")
    assert one("complaints", tmp_path, 登记编号="", 来源单号="S-7").key == ("12315", "S-7")
    assert one("complaints", tmp_path, 登记编号="", 来源单号="").column == "来源单号、登记编号"


def test_the_keys_are_those_of_the_contract(tmp_path):
    assert one("samples", tmp_path, 不合格项目="菌落总数").key == ("DC1", "菌落总数")
    assert one("samples", tmp_path).key == ("DC1", "")
    assert one("activities", tmp_path, 日期="2017/3/3").key == ("会议", "动员会", "2017-03-03")
    assert one("penalties", tmp_path).key == ("某局", "1号")
    assert one("remedies", tmp_path).key == ("行政复议", "1号")


INVERTED = [
    ("complaints", {"办结时间": "2017-03-14"}, "办结时间"),
    ("complaints", {"办结时间": "2017-03-15 09:29"}, "办结时间"),
    ("complaints", {"受理时间": "2017-03-01"}, "受理时间"),
    ("complaints", {"答复时间": "2017-03-01"}, "答复时间"),
    ("complaints", {"受理时间": "2017-03-20", "办结时间": "2017-03-19"}, "办结时间"),
    ("applications", {"提交日期": "2017-06-10"}, "收到日期"),
    ("applications", {"答复日期": "2017-06-08"}, "答复日期"),
    ("applications", {"补正通知日期": "2017-06-12", "补正收到日期": "2017-06-11"}, "补正收到日期"),
    ("remedies", {"结案日期": "2017-06-08"}, "结案日期"),
    ("penalties", {"送达日期": "2017-06-08"}, "送达日期"),
]


@pytest.mark.parametrize(("kind", "cells", "column"), INVERTED)
def test_an_end_before_its_start_is_rejected(tmp_path, kind, cells, column):
    rejection = one(kind, tmp_path, **cells)
    assert rejection.column == column
    assert "早于" in rejection.reason


@pytest.mark.parametrize(
    ("registered", "closed", "warned"),
    [
        ("2017-03-15 09:30", "2017-03-15", 1),
        ("2017-03-15", "2017-03-15 09:30", 0),
        ("2017-03-15", "2017-03-15", 0),
        ("2017-03-15 09:30", "2017-03-15 09:30", 0),
    ],
)
def test_where_a_side_lacks_a_time_the_same_day_is_at_most_a_warning(tmp_path, registered, closed, warned):
    row = minimal("complaints", 登记时间=registered, 办结时间=closed, 办理结果="答复")
    rows, result = checked("complaints", csv_file(tmp_path, [row]))
    assert len(rows) == 1
    assert len([notice for notice in result.notices if notice.row_number == 2]) == warned


def test_what_is_odd_but_not_wrong_is_a_warning(tmp_path):
    rows = [
        minimal("items", 成文日期="2017-03-02", 发布日期="2017-03-01", 保密审查人="王"),
    ]
    accepted, result = checked("items", csv_file(tmp_path, rows))
    assert len(accepted) == 1
    assert {notice.column for notice in result.notices if notice.row_number > 1} == {
        "发布日期",
        "保密审查时间",
    }


def test_warnings_are_all_counted_but_not_all_kept(tmp_path):
    rows = [minimal("items", 索引号=str(n), 保密审查人="王") for n in range(MAX_NOTICES + 10)]
    _, result = checked("items", csv_file(tmp_path, rows))
    assert (len(result.notices), result.warned) == (MAX_NOTICES, MAX_NOTICES + 11)


@pytest.mark.parametrize(
    ("outcome", "replied", "good"),
    [
        ("同意公开答复", "2017-06-27", True),
        ("同意公开答复数", "2017-06-27", True),
        ("grant.full", "2017-06-27", False),
        ("同意", "2017-06-27", False),
        ("grant.full", "2020-06-27", True),
        ("unable.not_ours", "2020-06-27", True),
        ("属于国家秘密", "2022-06-27", True),
        ("deny.whatever", "2022-06-27", False),
    ],
)
def test_an_outcome_is_one_of_the_vocabulary_of_its_day(tmp_path, outcome, replied, good):
    found = one("applications", tmp_path, 答复结果=outcome, 答复日期=replied)
    assert isinstance(found, Rejection) is not good
    if not good:
        assert found.column == "答复结果"


def test_equal_rows_with_one_key_count_once_whatever_their_notation(tmp_path):
    rows = [
        minimal("complaints", 办结时间="2017-03-20 10:00", 涉及金额="128"),
        minimal("complaints", 登记编号="2号"),
        minimal("complaints", 登记时间="2017/3/15 9:30", 办结时间="2017年3月20日10时", 涉及金额="128.00"),
    ]
    accepted, result = checked("complaints", csv_file(tmp_path, rows))
    assert [row.number for row in accepted] == ["高市监诉〔2017〕1号", "2号"]
    assert (result.repeated, result.rejected) == (1, 0)


def test_differing_rows_with_one_key_are_all_rejected(tmp_path):
    rows = [minimal("complaints", 诉求人=name) for name in ("王", "李", "王")]
    accepted, result = checked(
        "complaints", csv_file(tmp_path, [*rows, minimal("complaints", 登记编号="2号")])
    )
    assert [row.number for row in accepted] == ["2号"]
    assert [rejection.row_number for rejection in result.rejections] == [2, 3, 4]


def test_a_row_that_cannot_be_read_contradicts_its_twin_too(tmp_path):
    rows = [minimal("complaints"), minimal("complaints", 登记时间="昨天")]
    assert checked("complaints", csv_file(tmp_path, rows))[1].rejected == 2


def test_a_sample_has_a_row_for_each_failed_item(tmp_path):
    rows = [minimal("samples", 结论="不合格", 不合格项目=name) for name in ("铅", "镉")]
    assert checked("samples", csv_file(tmp_path, rows))[1].accepted == 2


def test_the_digest_forgets_order_of_columns_notation_file_type_and_empty_columns(tmp_path):
    cells = minimal("complaints", 涉及金额="128.00", 满意度="满意", 备注="急")
    plain = one("complaints", tmp_path, **cells).digest
    turned = dict(reversed(cells.items())) | {"涉及金额": "128", "登记时间": "2017/3/15 09:30", "空": ""}
    rows, _ = checked("complaints", csv_file(tmp_path, [turned]))
    assert rows[0].digest == plain
    rows, _ = checked("complaints", xlsx_file(tmp_path, [list(cells), list(cells.values())]))
    assert rows[0].digest == plain


@pytest.mark.parametrize("change", [{"备注": "缓"}, {"满意度": "不满意"}, {"备注": "", "满意度": "急"}])
def test_the_digest_knows_other_content(tmp_path, change):
    cells = {"满意度": "满意", "备注": "急"}
    before = one("complaints", tmp_path, **cells)
    after = one("complaints", tmp_path, **{**cells, **change})
    assert after.digest != before.digest if not isinstance(after, Rejection) else "满意度" in after.column


def test_columns_that_a_register_should_have_are_listed_once(tmp_path):
    _, result = checked("complaints", csv_file(tmp_path, [MINIMAL["complaints"]]))
    [notice] = result.notices
    assert (notice.row_number, "办结时间" in notice.column, "条线" in notice.column) == (1, True, False)


def test_a_missing_header_is_refused_with_what_was_found_and_what_it_may_be(tmp_path):
    cells = minimal("complaints")
    cells["登记时间1"] = cells.pop("登记时间")
    with pytest.raises(Refused) as caught:
        check("complaints", csv_file(tmp_path, [cells]))
    assert caught.value.code == "missing-header"
    assert "登记时间1" in caught.value.sentence
    assert "“登记时间1”是否就是“登记时间”" in caught.value.mend


@pytest.mark.parametrize("double", ["被投诉（举报）人", "备注"])
def test_a_header_that_stands_twice_is_refused(tmp_path, double):
    path = tmp_path / "a.csv"
    head = [*minimal("complaints"), double, "被诉主体" if double != "备注" else "备注"]
    path.write_text(",".join(head) + "\n", encoding="utf-8")
    with pytest.raises(Refused, match="表头重复"):
        check("complaints", path)


def test_cells_beyond_the_header_and_under_no_header_are_rejected(tmp_path):
    path = tmp_path / "a.csv"
    head, line = csv_text([minimal("complaints")]).splitlines()
    path.write_text(f"{head},\n{line},\n{line.replace('1号', '2号')},x\n{line},,y\n", encoding="utf-8")
    _, result = checked("complaints", path)
    assert (result.accepted, [r.column for r in result.rejections]) == (1, ["第 5 列", "第 6 列"])


def test_short_lines_are_read_as_if_they_went_on_empty(tmp_path):
    path = tmp_path / "a.csv"
    head, line = csv_text([minimal("complaints")]).splitlines()
    path.write_text(f"{head},来源单号,备注\n{line}\n", encoding="utf-8")
    assert checked("complaints", path)[1].accepted == 1


def test_a_file_that_breaks_off_hands_out_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([minimal("complaints")]) + '"', encoding="utf-8")
    with pytest.raises(Refused):
        check("complaints", path)


def test_rejections_can_go_elsewhere_than_into_memory(tmp_path):
    rows = [minimal("complaints", 登记编号=str(n), 登记时间="昨天") for n in range(3)]
    seen = []
    _, result = checked("complaints", csv_file(tmp_path, rows), on_rejection=seen.append)
    assert (len(seen), result.rejections) == (3, [])


def test_going_through_the_rows_again_gives_the_same(tmp_path):
    bad = minimal("complaints", 登记编号="3号", 登记时间="昨天")
    rows = [minimal("complaints"), minimal("complaints", 登记编号="2号"), minimal("complaints"), bad]
    result = check("complaints", csv_file(tmp_path, rows))
    assert list(result) == list(result)
    assert (result.read, result.accepted, result.repeated, result.rejected) == (4, 2, 1, 1)
    assert (len(result.rejections), len(result.notices)) == (1, result.warned)
