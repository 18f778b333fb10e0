"""Every column and every allowed value of the registers' contract, in and out again (FORMATS.md 2)."""

import openpyxl
import pytest
from small import csv_at

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

YES_NO = "是 否"
FULL = {
    "complaints": {
        "登记编号": "诉{n}号", "来源渠道": "12315", "登记时间": "2017-03-15 09:30", "诉求类型": "投诉",
        "诉求人": "张某", "联系电话": "0631-5681102", "是否匿名": "否", "被诉主体": "好味道食品店",
        "统一社会信用代码": "92371002MA3N8K2X46", "主体地址": "火炬路10号", "商品服务类别": "食品",
        "诉求内容": "买到过期饼干", "涉及金额": "36.50", "承办单位": "办公室", "受理决定": "受理",
        "受理时间": "2017-03-16 10:00", "不予受理原因": "", "办结时间": "2017-03-20 15:00",
        "办理结果": "调解成功",
        "答复内容": "已调解", "答复时间": "2017-03-20 16:00", "满意度": "满意", "关联编号": "",
        "来源单号": "", "转办单位": "市热线办", "转办时间": "2017-03-15 10:00",
        "签收时间": "2017-03-15 11:00",
        "要求反馈时限": "2017-03-25", "延期": "否", "退单": "否", "重办": "否", "回访结果": "满意",
        "录音编号": "LY{n}", "条线": "工商",
    },
    "items": {
        "索引号": "371002SC/2017-{n:05}", "标题": "公告", "信息类别": "业务工作", "公开方式": "主动公开",
        "责任单位": "办公室", "文号": "高市监〔2017〕{n}号", "成文日期": "2017-03-01",
        "发布日期": "2017-03-10",
        "公开渠道": "政府网站", "规范性文件": "否", "有效性": "有效", "内容": "正文", "附件": "",
        "初审人": "甲", "初审时间": "2017-03-02 09:00", "保密审查人": "乙",
        "保密审查时间": "2017-03-03 09:00",
        "签发人": "丙", "签发时间": "2017-03-04 09:00",
    },
    "applications": {
        "登记编号": "申{n}号", "提交日期": "2017-06-08", "收到日期": "2017-06-09", "提交方式": "信函",
        "申请人类型": "自然人", "申请人": "李某", "联系方式": "某路1号", "申请内容": "抽检名单",
        "补正通知日期": "2017-06-10", "补正收到日期": "2017-06-12", "征求第三方日期": "2017-06-13",
        "第三方意见日期": "2017-06-14", "是否延期": "否", "答复结果": "同意公开答复",
        "答复日期": "2017-06-20",
        "送达方式": "邮寄", "收费金额": "12.50", "减免": "否",
    },
    "remedies": {
        "类型": "行政复议", "案号": "复{n}号", "关联登记编号": "", "收案日期": "2017-06-09", "结果": "维持",
        "结案日期": "2017-08-01",
    },
    "penalties": {
        "决定书文号": "罚{n}号", "当事人名称": "某公司", "统一社会信用代码": "91440300708461136T",
        "当事人类型": "企业", "违法行为类型": "虚假宣传", "违法事实": "夸大", "处罚依据": "广告法",
        "处罚种类": "罚款",
        "处罚内容": "罚款1.5万元", "罚款金额": "1.5", "没收金额": "0.25", "决定日期": "2017-06-09",
        "处罚机关": "某局", "是否跨省": "否", "送达日期": "2017-06-12", "条线": "工商",
    },
    "samples": {
        "抽样编号": "DC{n}", "公告批次": "第1期", "食品名称": "饼干", "规格型号": "500g", "商标": "某",
        "生产日期或批号": "2017-01-01", "标称生产企业": "甲厂", "标称生产企业地址": "甲路",
        "被抽样单位": "乙店",
        "被抽样单位地址": "乙路", "不合格项目": "菌落总数", "检验结果": "10", "标准值": "≤5",
        "结论": "不合格",
        "检验机构": "丙所", "任务来源": "省局", "报告日期": "2017-05-01",
    },
    "activities": {
        "类型": "会议", "名称": "会{n}", "日期": "2017-03-03", "主办单位": "办公室", "参加人数": "12",
        "主要负责同志参加": "是", "关联信息索引号": "", "说明": "略", "地点": "三楼", "发放材料份数": "100",
        "接待咨询人次": "20", "现场受理件数": "3",
    },
}  # fmt: skip
"""A whole row of each register: all columns of the contract, in its order."""

LISTS = {
    "complaints": {
        "来源渠道": "12315 12365 12331 市长热线 网络 来信 来访 现场 12345 其他",
        "诉求类型": "咨询 投诉 举报 投诉举报",
        "是否匿名": YES_NO,
        "受理决定": "受理 不予受理 移送 告知",
        "办理结果": "调解成功 调解不成 撤回 终止调解 立案 不予立案 答复 移送 其他",
        "满意度": "满意 基本满意 不满意 未评价",
        "延期": YES_NO,
        "退单": YES_NO,
        "重办": YES_NO,
        "条线": "工商 质监 食药",
    },
    "items": {
        "公开方式": "主动公开 依申请公开 不予公开",
        "公开渠道": "政府网站 局网站 政府公报 政务微博 政务微信 报刊 电视 电子显示屏 公开栏 其他",
        "规范性文件": YES_NO,
        "有效性": "有效 失效 废止",
    },
    "applications": {
        "提交方式": "当面 信函 传真 网络 电子邮件",
        "申请人类型": "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "是否延期": YES_NO,
        "减免": YES_NO,
    },
    "remedies": {
        "类型": "行政复议 行政诉讼-直接起诉 行政诉讼-复议后起诉 举报投诉",
        "结果": "维持 纠正 其他 尚未审结",
    },
    "penalties": {"当事人类型": "企业 个体工商户 自然人", "是否跨省": YES_NO, "条线": "工商 质监 食药"},
    "samples": {"结论": "合格 不合格"},
    "activities": {
        "类型": "会议 培训 宣传活动 新闻发布会 在线访谈 政策解读 热点回应",
        "主要负责同志参加": YES_NO,
    },
}
OUTCOMES_2017 = (
    "属于已主动公开范围 同意公开答复 同意部分公开答复 涉及国家秘密 涉及商业秘密 涉及个人隐私 "
    "危及国家安全、公共安全、经济安全和社会稳定 不是《条例》所指政府信息 法律法规规定的其他情形 "
    "不属于本行政机关公开 "
    "申请信息不存在 告知作出更改补充 告知通过其他途径办理"
)
OUTCOMES_2019 = (
    "deny.state_secret deny.law deny.safety deny.third_party deny.internal deny.process deny.enforcement "
    "unable.none unable.not_ours unable.make unable.unclear skip.repeat skip.petition skip.publication "
    "skip.bulk "
    "skip.reissue other.no_correction other.no_fee other.misc redirect.query grant.public grant.full "
    "grant.partial "
    "予以公开 部分公开 属于国家秘密 其他法律行政法规禁止公开 危及“三安全一稳定” 保护第三方合法权益 "
    "属于三类内部事务信息 "
    "属于四类过程性信息 属于行政执法案卷 属于行政查询事项 本机关不掌握相关政府信息 没有现成信息需要另行制作 "
    "补正后申请内容仍不明确 信访举报投诉类申请 重复申请 要求提供公开出版物 无正当理由大量反复申请 "
    "要求行政机关确认或重新出具已获取信息 其他处理 其他"
)
OUTCOMES_2021 = (
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 "
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
)
NEVER_EMPTY = {
    "complaints": "来源渠道 诉求类型", "items": "公开方式", "applications": "提交方式 申请人类型",
    "remedies": "类型 结果", "penalties": "当事人类型", "samples": "结论", "activities": "类型",
}  # fmt: skip
"""Columns that every row states, where it is whole: a figure or a rule goes by them."""


def whole(kind, n, **cells):
    """The n-th whole row of a register, with cells of one's own."""
    return {name: cell.format(n=n) for name, cell in FULL[kind].items()} | cells


def every(kind):
    """A row for each allowed value of each column, and one for each column that may be empty."""
    rows = [whole(kind, 1)]
    for column, words in LISTS[kind].items():
        for word in [*words.split(), *([] if column in NEVER_EMPTY[kind].split() else [""])]:
            more = {"结案日期": ""} if word == "尚未审结" else {}
            rows.append(whole(kind, len(rows) + 1, **{column: word}, **more))
    if kind == "applications":
        for day, words in ((2017, OUTCOMES_2017), (2020, OUTCOMES_2019), (2022, OUTCOMES_2021)):
            for word in words.split():
                dates = {name: f"{day}{cell[4:]}" for name, cell in whole(kind, 1).items() if "日期" in name}
                rows.append(whole(kind, len(rows) + 1, **dates | {"答复结果": word}))
    return rows


def differ(rows, back):
    """What came back another than it went in: (row, column, in, out)."""
    return [
        (n, name, cell, out[name])
        for n, (row, out) in enumerate(zip(rows, back, strict=True), start=2)
        for name, cell in row.items()
        if out[name] != cell
    ]


def sheet_rows(path):
    """The rows of an exported XLSX."""
    lines = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("kind", FULL)
def test_every_allowed_value_of_every_column_comes_back_as_it_went_in(desk, kind, tmp_path):
    rows = every(kind)
    summary = desk.put(kind, *rows)
    assert (summary["new"], summary["rejected"]) == (len(rows), 0), desk.rejected(summary)
    back = desk.exported(kind)
    assert list(back[0]) == list(FULL[kind])
    key = next(iter(name for name, cell in FULL[kind].items() if "{n" in cell))
    order = {row[key]: row for row in back}
    assert differ(rows, [order[row[key]] for row in rows]) == []
    again = desk.take(kind, tmp_path / f"out-{kind}.csv")
    assert (again["unchanged"], again["changed"], again["new"]) == (len(rows), 0, 0)
    out = tmp_path / f"{kind}.xlsx"
    assert desk.call("export", kind, "--out", out).status == 0
    assert list(sheet_rows(out)[0]) == list(FULL[kind])
    again = desk.take(kind, out)
    assert (again["unchanged"], again["changed"], again["new"], again["rejected"]) == (len(rows), 0, 0, 0)


@pytest.mark.parametrize("kind", FULL)
def test_every_closed_list_refuses_another_value_with_row_column_and_what_it_may_be(desk, kind):
    rows = [whole(kind, n, **{column: "别的值"}) for n, column in enumerate(LISTS[kind], start=1)]
    summary = desk.put(kind, *rows)
    back = desk.rejected(summary)
    assert summary["new"] == 0
    assert [(row["行号"], row["列"]) for row in back] == [
        (str(n), column) for n, column in enumerate(LISTS[kind], start=2)
    ]
    for row, words in zip(back, LISTS[kind].values(), strict=True):
        assert words.split()[0] in row["原因"], row


@pytest.mark.parametrize("kind", FULL)
def test_columns_in_another_order_and_other_notations_of_dates_are_the_same_rows(desk, kind, tmp_path):
    rows = [whole(kind, n) for n in (1, 2)]
    assert desk.put(kind, *rows)["new"] == 2
    for name, turn in (("斜线", _slashed), ("年月日", _spelled)):
        turned = [{head: turn(head, cell) for head, cell in reversed(row.items())} for row in rows]
        again = desk.take(kind, csv_at(tmp_path / f"{name}.csv", turned))
        assert (again["unchanged"], again["rejected"]) == (2, 0), name


def _slashed(head, cell):
    return cell.replace("-", "/").replace("/0", "/") if _is_date(head) else cell


def _spelled(head, cell):
    if not _is_date(head) or not cell:
        return cell
    on, _, at = cell.partition(" ")
    year, month, day = on.split("-")
    return f"{year}年{int(month)}月{int(day)}日{' ' if at else ''}{at}"


def _is_date(head):
    return head.endswith(("日期", "时间", "时限"))


@pytest.mark.parametrize("kind", ["complaints", "penalties", "activities"])
def test_optional_columns_may_be_absent_without_a_word(desk, kind, tmp_path):
    optional = {
        "complaints": "来源单号 转办单位 转办时间 签收时间 要求反馈时限 延期 退单 重办 回访结果 "
        "录音编号 条线",
        "penalties": "送达日期 条线",
        "activities": "地点 发放材料份数 接待咨询人次 现场受理件数",
    }[kind].split()
    row = {head: cell for head, cell in whole(kind, 1).items() if head not in optional}
    summary = desk.put(kind, row)
    assert (summary["new"], summary["rejected"], summary["warned"]) == (1, 0, 0)
    assert all(desk.exported(kind)[0].get(head, "") == "" for head in optional)


@pytest.mark.parametrize(("year", "word"), [(2017, "予以公开"), (2017, "grant.full"), (2020, "同意公开答复")])
def test_an_outcome_of_another_years_words_is_refused_or_read_as_the_law_of_its_day(desk, year, word):
    dates = {name: f"{year}{cell[4:]}" for name, cell in whole("applications", 1).items() if "日期" in name}
    summary = desk.put("applications", whole("applications", 1, **dates | {"答复结果": word}))
    (back,) = desk.rejected(summary)
    assert (back["行号"], back["列"]) == ("2", "答复结果")
