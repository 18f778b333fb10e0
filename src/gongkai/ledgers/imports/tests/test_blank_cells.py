"""An empty cell is no value outside a list: FORMATS.md 2 rejects an empty key, nothing else that is empty."""

import csv
import io

import pytest

from gongkai.ledgers import exports
from gongkai.ledgers.imports.tests.conftest import AT, counts
from gongkai.ledgers.registers import REGISTERS
from gongkai.ledgers.tests.files import minimal

pytestmark = pytest.mark.django_db
FULL = {
    "complaints": minimal(
        "complaints",
        诉求人="隋洪梅",
        联系电话="13863160001",
        是否匿名="否",
        被诉主体="禾润粮油店",
        统一社会信用代码="91440300708461136T",
        主体地址="怡园街5号",
        商品服务类别="食品",
        诉求内容="面粉有虫",
        涉及金额="38.50",
        承办单位="消费者权益保护科",
        受理决定="受理",
        受理时间="2017-06-06 09:00",
        不予受理原因="无",
        办结时间="2017-06-20",
        办理结果="调解成功",
        答复内容="已退款",
        答复时间="2017-06-20",
        满意度="满意",
        关联编号="9号",
        来源单号="S1",
        转办单位="市长热线",
        转办时间="2017-06-05",
        签收时间="2017-06-05",
        要求反馈时限="2017-06-30",
        延期="否",
        退单="否",
        重办="是",
        回访结果="满意",
        录音编号="R1",
        条线="食药",
    ),
    "items": minimal(
        "items",
        责任单位="办公室（政务公开）",
        文号="1号",
        成文日期="2017-06-01",
        发布日期="2017-06-02",
        公开渠道="政府网站",
        规范性文件="否",
        有效性="有效",
        内容="正文",
        初审人="甲",
        初审时间="2017-06-01",
        保密审查人="乙",
        保密审查时间="2017-06-01",
        签发人="丙",
        签发时间="2017-06-02",
    ),
    "applications": minimal(
        "applications",
        提交日期="2017-06-01",
        提交方式="信函",
        申请人类型="自然人",
        申请人="隋洪梅",
        联系方式="13863160001",
        申请内容="处理结果",
        补正通知日期="2017-06-12",
        补正收到日期="2017-06-13",
        征求第三方日期="2017-06-14",
        第三方意见日期="2017-06-15",
        是否延期="否",
        答复结果="同意公开答复",
        答复日期="2017-06-20",
        送达方式="邮寄",
        收费金额="0",
        减免="否",
    ),
    "remedies": minimal("remedies", 关联登记编号="1号", 结果="维持", 结案日期="2017-08-01"),
    "penalties": minimal(
        "penalties",
        当事人名称="禾润粮油店",
        统一社会信用代码="91440300708461136T",
        当事人类型="企业",
        违法行为类型="过期食品",
        违法事实="销售过期面粉",
        处罚依据="食品安全法",
        处罚种类="罚款",
        处罚内容="罚款",
        罚款金额="1",
        没收金额="0.01",
        是否跨省="否",
        送达日期="2017-06-30",
        条线="食药",
    ),
    "samples": minimal(
        "samples",
        公告批次="2017年第1期",
        食品名称="面粉",
        规格型号="5kg",
        商标="禾润",
        生产日期或批号="2017-05-01",
        标称生产企业="某厂",
        标称生产企业地址="某路",
        被抽样单位="某店",
        被抽样单位地址="某街",
        不合格项目="铅",
        检验结果="0.3",
        标准值="0.2",
        结论="不合格",
        检验机构="检测中心",
        任务来源="市局",
        报告日期="2017-06-01",
    ),
    "activities": minimal(
        "activities",
        主办单位="办公室（政务公开）",
        参加人数="38",
        主要负责同志参加="是",
        关联信息索引号="X",
        说明="略",
        地点="礼堂",
        发放材料份数="10",
        接待咨询人次="5",
        现场受理件数="1",
    ),
}


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        (one.kind, column.header)
        for one in REGISTERS.values()
        for column in one.columns
        if not column.required
    ],
)
def test_a_cell_that_is_no_key_may_be_empty_and_comes_back_empty(importing, agency, tmp_path, kind, header):
    row = FULL[kind] | {header: ""}
    assert counts(importing(kind, row)) == (1, 0, 0, 0, 0)
    assert counts(importing(kind, row)) == (0, 0, 1, 0, 0)
    exports.run(kind, tmp_path / "back.csv", agency=agency, at=AT)
    (back,) = csv.DictReader(io.StringIO((tmp_path / "back.csv").read_text("utf-8-sig")))
    assert back[header] == ""


@pytest.mark.parametrize(
    ("kind", "header"),
    [(one.kind, header) for one in REGISTERS.values() for header in one.key if header != one.may_lack],
)
def test_an_empty_key_is_rejected(importing, kind, header):
    summary = importing(kind, FULL[kind] | {header: "", "来源单号": ""})
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert header in summary.rejected_file.read_text("utf-8-sig")
