"""An export is the register that was imported; importing it again changes nothing."""

import pytest

from gongkai.desk.casework.models import CaseKey, Event
from gongkai.ledgers import exports, imports
from gongkai.ledgers.checking import check
from gongkai.ledgers.imports.tests.conftest import AT, complaint, counts, least
from gongkai.ledgers.tests.files import csv_file, minimal
from gongkai.ledgers.writing import cells_of
from gongkai.refusal import Refused
from gongkai.sealing import events

pytestmark = pytest.mark.django_db

REGISTERS = {
    "complaints": [
        complaint(),
        complaint(登记编号="2", 诉求类型="投诉举报", 延期="", 重办="否", 转办时间="2017-03-15 08:00:05"),
        complaint(登记编号="3", 办结时间="", 满意度=""),
        complaint(登记编号="4", 办理结果="", 是否匿名="", 诉求人="", 联系电话=""),
        complaint(登记编号="", 来源单号="S5", 受理时间="2017-03-16", 诉求内容="=1+1\n第二行"),
        complaint(登记编号="1号", 来源渠道="12365"),
        complaint(登记编号="1号", 来源渠道="12331", 涉及金额=""),
        least("complaints", 8),
    ],
    "items": [
        minimal("items", 附件="附件/表.csv；附件/图.png", 公开渠道="局网站；公开栏", 发布日期="2017-03-02"),
        minimal("items", 索引号="2", 规范性文件="否", 公开渠道="局网站", 来源="转载", 内容="# 题\n文"),
        minimal("items", 索引号="3", 初审人="隋永强", 保密审查时间="2017-03-01 10:30", 有效性="废止"),
        minimal(
            "items", 索引号="4", 签发人="毕振国", 签发时间="2017-03-01 10:30", 责任单位="办公室（政务公开）"
        ),
        minimal("items", 索引号="5", 主题分类="综合政务", 关键词="年货；冷链", 内容概述="长" * 201),
    ],
    "applications": [
        minimal("applications", 提交方式="信函", 申请人类型="自然人", 申请人="隋洪梅", 联系方式="地址"),
        minimal(
            "applications",
            登记编号="2",
            提交方式="网络",
            申请人类型="其他",
            答复结果="信息不存在数",
            答复日期="2017-06-20",
            收费金额="0",
            减免="否",
            是否延期="否",
            申请内容="甲",
            备注="乙",
        ),
    ],
    "remedies": [
        minimal("remedies"),
        minimal("remedies", 类型="举报投诉", 结果="尚未审结", 备注="乙"),
        minimal("remedies", 案号="2", 结果="维持", 结案日期="2017-08-01", 关联登记编号="2"),
    ],
    "penalties": [
        minimal("penalties", 当事人类型="企业", 当事人名称="甲公司", 统一社会信用代码="91371000MA36YFYW28"),
        minimal(
            "penalties",
            决定书文号="2",
            当事人类型="自然人",
            当事人名称="于志静",
            违法事实="于志静，电话13912345678",
            罚款金额="0.008",
            是否跨省="是",
            送达日期="2017-06-10",
            备注="丙",
        ),
    ],
    "samples": [
        minimal("samples", 食品名称="面包"),
        minimal("samples", 不合格项目="铅", 结论="不合格", 报告日期="2017-01-02", 品牌="x"),
    ],
    "activities": [
        minimal("activities", 参加人数="0", 主要负责同志参加="否"),
        minimal("activities", 名称="培训", 地点="会议室", 现场受理件数="3", 来源="简报"),
    ],
}


@pytest.fixture
def register(tmp_path):
    """The file of a kind with what it names beside it."""
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "表.csv").write_text("a")
    (tmp_path / "附件" / "图.png").write_bytes(b"png")
    return lambda kind: csv_file(tmp_path, REGISTERS[kind], f"{kind}.csv")


def _cells(kind, path):
    file = check(kind, path)
    return sorted(sorted(cells_of(file.register, row).items()) for row in file)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", REGISTERS)
def test_what_comes_out_is_what_went_in_and_goes_in_again_without_a_change(
    agency, register, tmp_path, kind, ending
):
    source = register(kind)
    taken = imports.run(kind, [source], agency=agency, at=AT)
    assert taken.rejected == 0
    out = tmp_path / "out" / f"{kind}.{ending}"
    out.parent.mkdir()
    assert exports.run(kind, out, agency=agency, at=AT).rows == taken.new
    assert [[pair for pair in row if pair[1]] for row in _cells(kind, out)] == [
        [pair for pair in row if pair[1]] for row in _cells(kind, source)
    ]
    again = imports.run(kind, [out], agency=agency, at=AT)
    assert counts(again) == (0, 0, taken.new, 0, 0)


def test_attachments_are_laid_beside_the_register(agency, register, tmp_path):
    imports.run("items", [register("items")], agency=agency, at=AT)
    (tmp_path / "out").mkdir()
    done = exports.run("items", tmp_path / "out" / "items.csv", agency=agency, at=AT)
    assert done.files == 2
    assert (tmp_path / "out" / "附件" / "图.png").read_bytes() == b"png"


def test_an_export_is_an_event_of_the_agency(agency, register, tmp_path):
    imports.run("complaints", [register("complaints")], agency=agency, at=AT)
    exports.run("complaints", tmp_path / "x.csv", agency=agency, at=AT, year=2017, by="u1")
    event = events.read(bytes(Event.objects.get(stream="agency/371002SC").body))
    assert (event["type"], event["by"]) == ("exported", "u1")
    assert event["data"] == {"register": "complaints", "rows": 8, "year": 2017}


def test_a_year_is_a_year_of_the_main_date(agency, register, tmp_path):
    imports.run("complaints", [register("complaints")], agency=agency, at=AT)
    assert exports.run("complaints", tmp_path / "x.csv", agency=agency, at=AT, year=2016).rows == 0


def test_after_the_retention_period_the_masked_text_is_all_there_is(agency, register):
    imports.run("complaints", [register("complaints")], agency=agency, at=AT)
    CaseKey.objects.all().delete()
    row = next(iter(exports.rows("complaints", agency=agency)))
    assert (row.person, row.phone) == ("", "")
    assert row.text.startswith("〔姓名〕反映")


def test_an_unknown_kind_or_ending_is_refused_with_the_known_ones(agency, tmp_path):
    with pytest.raises(Refused, match="complaints"):
        exports.run("letters", tmp_path / "x.csv", agency=agency, at=AT)
    with pytest.raises(Refused, match=r"\.xlsx"):
        exports.run("items", tmp_path / "x.pdf", agency=agency, at=AT)
