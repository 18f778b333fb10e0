"""A strict reader of the registers of FORMATS.md 2, written apart from the program's own."""

import csv
import itertools
from datetime import datetime
from pathlib import Path

YES_NO = {"是", "否"}
LISTS = {
    "complaints": {
        "来源渠道": {"12315", "12365", "12331", "市长热线", "网络", "来信", "来访", "现场", "12345", "其他"},
        "诉求类型": {"咨询", "投诉", "举报", "投诉举报"},
        "是否匿名": YES_NO,
        "受理决定": {"受理", "不予受理", "移送", "告知"},
        "办理结果": {"调解成功", "调解不成", "撤回", "终止调解", "立案", "不予立案", "答复", "移送", "其他"},
        "满意度": {"满意", "基本满意", "不满意", "未评价"},
        "延期": YES_NO,
        "退单": YES_NO,
        "重办": YES_NO,
        "条线": {"工商", "质监", "食药"},
    },
    "items": {
        "公开方式": {"主动公开", "依申请公开", "不予公开"},
        "规范性文件": YES_NO,
        "有效性": {"有效", "失效", "废止"},
    },
    "applications": {
        "提交方式": {"当面", "信函", "传真", "网络", "电子邮件"},
        "申请人类型": {"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
        "是否延期": YES_NO,
        "减免": YES_NO,
    },
    "remedies": {
        "类型": {"行政复议", "行政诉讼-直接起诉", "行政诉讼-复议后起诉", "举报投诉"},
        "结果": {"维持", "纠正", "其他", "尚未审结"},
    },
    "penalties": {
        "当事人类型": {"企业", "个体工商户", "自然人"},
        "是否跨省": YES_NO,
        "条线": {"工商", "质监", "食药"},
    },
    "samples": {"结论": {"合格", "不合格"}},
    "activities": {
        "类型": {"会议", "培训", "宣传活动", "新闻发布会", "在线访谈", "政策解读", "热点回应"},
        "主要负责同志参加": YES_NO,
    },
}
OUTLETS = {
    "政府网站",
    "局网站",
    "政府公报",
    "政务微博",
    "政务微信",
    "报刊",
    "电视",
    "电子显示屏",
    "公开栏",
    "其他",
}
OUTCOMES_2014 = {
    "属于已主动公开范围",
    "同意公开答复",
    "同意部分公开答复",
    "涉及国家秘密",
    "涉及商业秘密",
    "涉及个人隐私",
    "不是《条例》所指政府信息",
    "法律法规规定的其他情形",
    "不属于本行政机关公开",
    "申请信息不存在",
    "告知作出更改补充",
    "告知通过其他途径办理",
}
OUTCOMES_2019 = {
    "grant.public",
    "grant.full",
    "grant.partial",
    "deny.state_secret",
    "deny.law",
    "deny.safety",
    "deny.third_party",
    "deny.internal",
    "deny.process",
    "deny.enforcement",
    "unable.none",
    "unable.not_ours",
    "unable.make",
    "unable.unclear",
    "skip.repeat",
    "skip.petition",
    "skip.publication",
    "skip.bulk",
    "skip.reissue",
    "other.no_correction",
    "other.no_fee",
    "other.misc",
    "redirect.query",
}
FILLED = {
    "complaints": ("登记编号", "来源渠道", "登记时间", "诉求类型", "是否匿名", "诉求内容", "承办单位"),
    "items": (
        "索引号",
        "标题",
        "信息类别",
        "公开方式",
        "责任单位",
        "成文日期",
        "内容",
        "初审人",
        "保密审查人",
        "签发人",
    ),
    "applications": (
        "登记编号",
        "提交日期",
        "收到日期",
        "提交方式",
        "申请人类型",
        "申请人",
        "申请内容",
        "是否延期",
    ),
    "remedies": ("类型", "案号", "收案日期", "结果", "关联登记编号"),
    "penalties": (
        "决定书文号",
        "当事人名称",
        "违法行为类型",
        "违法事实",
        "处罚依据",
        "决定日期",
        "处罚机关",
        "送达日期",
    ),
    "samples": ("抽样编号", "公告批次", "食品名称", "被抽样单位", "结论", "报告日期"),
    "activities": ("类型", "名称", "日期", "主办单位"),
}
KEYS = {
    "items": ("索引号",),
    "applications": ("登记编号",),
    "remedies": ("类型", "案号"),
    "penalties": ("处罚机关", "决定书文号"),
    "samples": ("抽样编号", "不合格项目"),
    "activities": ("类型", "名称", "日期"),
}
ORDER = {
    "complaints": [
        ("登记时间", "受理时间", "办结时间"),
        ("转办时间", "签收时间"),
        ("登记时间", "答复时间", "办结时间"),
    ],
    "items": [("成文日期", "初审时间", "保密审查时间", "签发时间"), ("成文日期", "发布日期")],
    "applications": [
        (
            "提交日期",
            "收到日期",
            "补正通知日期",
            "补正收到日期",
            "征求第三方日期",
            "第三方意见日期",
            "答复日期",
        )
    ],
    "remedies": [("收案日期", "结案日期")],
    "penalties": [("决定日期", "送达日期")],
    "samples": [("生产日期或批号", "报告日期")],
    "activities": [("日期",)],
}
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a file; every row has as many cells as the head."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *body = csv.reader(file)
    assert len(set(head)) == len(head)
    assert all(len(cells) == len(head) for cells in body), path
    return [dict(zip(head, cells, strict=True)) for cells in body]


def moment(cell: str) -> datetime:
    """A date or a time, in one of the two forms that the generator writes."""
    return datetime.strptime(cell, "%Y-%m-%d %H:%M" if len(cell) > 10 else "%Y-%m-%d")


def faults(kind: str, row: Row) -> list[str]:
    """What is wrong with a row by itself."""
    found = [f"{name} is empty" for name in FILLED[kind] if not row[name]]
    found += [
        f"{name}={row[name]}" for name, allowed in LISTS[kind].items() if row[name] not in allowed | {""}
    ]
    found += [f"{name} has blanks" for name, cell in row.items() if cell != cell.strip()]
    found += [f"{name}: {cell}" for name, cell in row.items() if "{" in cell or "}" in cell or "None" in cell]
    for names in ORDER[kind]:
        given = [(moment(row[name]), name, len(row[name])) for name in names if row[name]]
        for (earlier, first, wide), (later, second, wider) in itertools.pairwise(given):
            if (wide == wider and earlier > later) or earlier.date() > later.date():
                found.append(f"{second} before {first}")
    return [f"{fault} in {list(row.values())[:3]}" for fault in found + _own(kind, row)]


def _own(kind: str, row: Row) -> list[str]:
    if kind == "complaints":
        closed = [bool(row[name]) for name in ("办结时间", "办理结果", "答复内容", "答复时间")]
        wrong = [] if len(set(closed)) == 1 else ["half closed"]
        wrong += (
            ["refused without ground"] if row["受理决定"] == "不予受理" and not row["不予受理原因"] else []
        )
        return wrong + (["named anonymous"] if row["是否匿名"] == "是" and row["诉求人"] else [])
    if kind == "items":
        outlets = set(row["公开渠道"].split("；")) - {""}
        wrong = [] if outlets <= OUTLETS and bool(outlets) == bool(row["发布日期"]) else ["outlets"]
        persons = {row["初审人"], row["保密审查人"], row["签发人"]}
        wrong += [] if len(persons) == 3 else ["not three reviewers"]
        late = row["发布日期"] and row["签发时间"][:10] > row["发布日期"]
        return wrong + (["signed after publication"] if late else [])
    if kind == "applications":
        known = OUTCOMES_2014 if (row["答复日期"] or row["收到日期"]) < "2019" else OUTCOMES_2019
        wrong = [] if row["答复结果"] in known | {""} else [row["答复结果"]]
        return wrong + (["half answered"] if bool(row["答复结果"]) != bool(row["答复日期"]) else [])
    if kind == "remedies":
        return ["open and closed"] if (row["结果"] == "尚未审结") == bool(row["结案日期"]) else []
    if kind == "samples":
        return ["failed without item"] if (row["结论"] == "不合格") != bool(row["不合格项目"]) else []
    return []


def repeated(kind: str, rows: list[Row]) -> list[object]:
    """Keys that come more than once."""
    if kind == "complaints":
        keys: list[object] = [row["登记编号"] for row in rows]
        keys += [(row["来源渠道"], row["来源单号"]) for row in rows if row["来源单号"]]
    else:
        keys = [tuple(row[name] for name in KEYS[kind]) for row in rows]
    seen: set[object] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
