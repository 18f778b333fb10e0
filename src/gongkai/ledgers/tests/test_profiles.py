import pytest

from gongkai.ledgers import profiles
from gongkai.ledgers.checking import check
from gongkai.ledgers.registers import COMPLAINTS, Type
from gongkai.ledgers.tests.files import checked, csv_file, minimal
from gongkai.refusal import Refused

EXPORTS = {
    "12315": {
        "投诉单编号": "137100201703150001",
        "投诉时间": "2017-03-15 09:30:00",
        "业务类型": "消费者投诉",
        "投诉人姓名": "于志静",
        "被投诉企业名称": "某店",
        "调解结果": "达成调解协议",
        "办结日期": "2017-03-20",
        "满意度评价": "非常满意",
    },
    "12365": {
        "受理编号": "Z-17-001",
        "来电时间": "2017/3/15 9:30",
        "来电性质": "产品质量申诉",
        "申诉举报人": "于志静",
        "被申诉举报单位": "某店",
        "处理情况": "调解达成",
        "结案时间": "2017/3/20",
        "回访满意度": "很满意",
    },
    "12331": {
        "投诉举报编号": "SP-1",
        "接收日期": "2017年3月15日",
        "投诉举报类型": "投诉类",
        "投诉举报人": "于志静",
        "被投诉举报单位": "某店",
        "办理情况": "达成协议",
        "办结日期": "2017-03-20",
        "满意情况": "非常满意",
    },
    "市长热线": {
        "工单编号": "SZRX-1",
        "来电时间": "2017-03-15 09:30",
        "工单类型": "投诉求助",
        "来电人": "于志静",
        "反映对象": "某店",
        "办理情况": "已解决",
        "办结日期": "2017-03-20",
        "群众评价": "非常满意",
    },
}


@pytest.mark.parametrize("name", EXPORTS)
def test_the_export_of_each_hotline_becomes_our_register(tmp_path, name):
    path = csv_file(tmp_path, [EXPORTS[name]])
    [row] = checked("complaints", path, profile=profiles.load(name))[0]
    assert row.channel == name
    assert (row.kind, row.person, row.respondent) == ("投诉", "于志静", "某店")
    assert (row.outcome, row.satisfaction, row.extras) == ("调解成功", "满意", {})
    assert row.key == (name, row.source_number)


@pytest.mark.parametrize("name", EXPORTS)
def test_our_own_layout_goes_through_every_profile(tmp_path, name):
    path = csv_file(tmp_path, [minimal("complaints", 来源渠道=name)])
    assert checked("complaints", path, profile=profiles.load(name))[1].accepted == 1


def test_a_row_under_a_profile_has_the_digest_of_the_same_row_in_our_layout(tmp_path):
    profile = profiles.load("12331")
    [theirs] = checked("complaints", csv_file(tmp_path, [EXPORTS["12331"]]), profile=profile)[0]
    ours = minimal(
        "complaints",
        **{
            "登记编号": "",
            "来源渠道": "12331",
            "登记时间": "2017-03-15",
            "诉求人": "于志静",
            "被诉主体": "某店",
        },
        **{
            "办理结果": "调解成功",
            "办结时间": "2017-03-20",
            "满意度": "满意",
            "来源单号": "SP-1",
            "条线": "食药",
        },
    )
    [row] = checked("complaints", csv_file(tmp_path, [ours]))[0]
    assert (row.digest, row.key) == (theirs.digest, theirs.key)


def test_a_word_that_a_profile_does_not_know_is_rejected_not_guessed(tmp_path):
    path = csv_file(tmp_path, [{**EXPORTS["12315"], "业务类型": "表扬"}])
    _, result = checked("complaints", path, profile=profiles.load("12315"))
    assert result.rejections[0].column == "诉求类型"


CELLS = {
    Type.MOMENT: "2017-03-20 15:00",
    Type.FLAG: "是",
    Type.YUAN: "12.50",
    Type.TEXT: "甲",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_each_header_and_each_word_of_a_shipped_profile_is_read_as_it_says(tmp_path, name):
    profile = profiles.load(name)
    least = {"来源单号": "T1", "登记时间": "2017-03-15 09:30", "诉求类型": "投诉"}
    tried = []
    for theirs, ours in profile.headers.items():
        column = COMPLAINTS.column(ours)
        cell = column.words[-1] if column.words else CELLS[column.type]
        tried.append((theirs, column, cell, cell))
    for ours, words in profile.values.items():
        theirs = next((one for one, meant in profile.headers.items() if meant == ours), ours)
        tried += [(theirs, COMPLAINTS.column(ours), said, meant) for said, meant in words.items()]
    for theirs, column, cell, meant in tried:
        row = {head: one for head, one in least.items() if head != column.header} | {theirs: cell}
        (read,), result = checked("complaints", csv_file(tmp_path, [row]), profile=profile)
        assert result.extras == ()
        if column.words:
            assert getattr(read, column.name) == meant, (theirs, cell)
        else:
            assert getattr(read, column.name, None) or getattr(read, f"{column.name}_on"), (theirs, cell)


def test_an_unknown_profile_is_refused_with_the_list():
    with pytest.raises(Refused, match="12315、12365、12331、市长热线"):
        profiles.load("12345")


def test_an_office_brings_its_own_profile_as_a_file(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'kind = "penalties"\n[constants]\n"处罚机关" = "某局"\n[headers]\n"文书号" = "决定书文号"\n'
        '[values."当事人类型"]\n"*" = "企业"\n',
        encoding="utf-8",
    )
    path = csv_file(tmp_path, [{"文书号": "1号", "决定日期": "2017-06-09", "当事人类型": "有限公司"}])
    [row] = checked("penalties", path, profile=profiles.load(str(own)))[0]
    assert (row.key, row.party_kind) == (("某局", "1号"), "企业")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("kind =", "TOML"),
        ('kind = "letters"', "letters"),
        ('colour = "red"', "colour"),
        ('[headers]\n"工单" = "单号"', "单号"),
        ('[constants]\n"来源渠道" = "12344"', "12344"),
        ('[values."诉求类型"]\n"骂" = "骂人"', "骂人"),
        ('[values."是否匿名"]\n"y" = "真"', "真"),
        ('headers = "x"', "headers"),
        ('[headers]\n"工单" = 1', "工单"),
    ],
)
def test_a_profile_that_says_what_it_should_not_is_refused(text, word):
    with pytest.raises(Refused, match=word):
        profiles.parse("own.toml", text)


def test_a_profile_of_another_register_is_refused(tmp_path):
    with pytest.raises(Refused, match="政府信息目录"):
        check("items", csv_file(tmp_path, [minimal("items")]), profile=profiles.load("12315"))


def test_a_missing_profile_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="读不出"):
        profiles.load(str(tmp_path / "none.toml"))
