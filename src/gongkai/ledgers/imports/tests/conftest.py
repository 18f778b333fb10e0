"""An agency with units, and short ways to import rows."""

from datetime import UTC, datetime

import pytest

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.ledgers import imports
from gongkai.ledgers.tests.files import csv_file, minimal

AT = datetime(2018, 1, 8, 1, 30, tzinfo=UTC)
PERSON, PHONE = "欧阳志静", "13912345678"
COMPLAINT = {
    "登记编号": "高市监诉〔2017〕1号",
    "来源渠道": "12315",
    "登记时间": "2017-03-15 09:30",
    "诉求类型": "投诉",
    "诉求人": PERSON,
    "联系电话": "139-1234-5678",
    "是否匿名": "否",
    "被诉主体": "蔚田渔具网店",
    "统一社会信用代码": "92371000MA373E396Y",
    "商品服务类别": "网络购物",
    "诉求内容": f"{PERSON}反映：电话{PHONE}，商家拒绝七日无理由退货。",
    "涉及金额": "128.00",
    "承办单位": "消费者权益保护科",
    "受理决定": "受理",
    "受理时间": "2017-03-16 10:00",
    "办结时间": "2017-03-30 16:00",
    "办理结果": "调解成功",
    "答复内容": f"已电告{PERSON}（{PHONE}），商家退货。",
    "答复时间": "2017-03-30 15:30",
    "满意度": "满意",
    "延期": "否",
    "重办": "是",
    "回访结果": f"回访{PHONE}，满意",
    "备注": f"微信同{PHONE}",
    "条线": "工商",
}


@pytest.fixture
def agency(db, keys):
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    Unit.objects.create(agency=agency, code="XBK", name="消费者权益保护科", kind="科室")
    Unit.objects.create(agency=agency, code="BGS", name="办公室（政务公开）", kind="科室")
    return agency


@pytest.fixture
def importing(agency, tmp_path):
    """Import rows of one kind as a file; ``row`` changes the complaint above."""

    def run(kind, *rows, name="register.csv", **options):
        path = csv_file(tmp_path, rows, name)
        return imports.run(kind, [path], agency=agency, at=AT, **options)

    return run


def complaint(**cells):
    """The full complaint with cells of one's own."""
    return COMPLAINT | cells


def counts(summary):
    """new, changed, unchanged, repeated, rejected."""
    return (summary.new, summary.changed, summary.unchanged, summary.repeated, summary.rejected)


def least(kind, number, **cells):
    """Small different rows of a kind."""
    return minimal(kind, **({"登记编号": f"高市监诉〔2017〕{number}号"} | cells))
