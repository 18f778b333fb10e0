"""A year in small: items of every column, a warning, an annual report with charts, tables and files."""

from __future__ import annotations

from gongkai.papers import blocks as b
from gongkai.portal.tests.desk import Desk, meta

REPORT_INDEX = "37100017-8/2018-00021"
ITEM_INDEX = "37100017-8/2017-00113"
MONTHS = (150, 98, 292, 178, 170, 168, 214, 221, 165, 152, 208, 164)
TITLES = {
    "cases": ("某食品店经营超过保质期的食品案行政处罚信息", "某电梯维保单位未按规范维护保养案行政处罚信息"),
    "warnings": ("使用燃气热水器消费警示", "年货选购与预付卡消费警示"),
    "work": ("我局部署“双随机、一公开”抽查工作", "春节前特种设备安全检查情况", "校园周边食品安全整治情况"),
    "laws": ("《无证无照经营查处办法》施行",),
    "other": ("关于部分检验检测业务停办期间安排的公告",),
    "finance": ("2017年部门预算",),
}
FIGURES = [
    {"key": "items.total", "label": "主动公开政府信息", "value": "147", "unit": "条"},
    {"key": "complaints.received_tj", "label": "受理投诉举报", "value": "2180", "unit": "件"},
    {"key": "complaints.closing_rate", "label": "投诉举报处结率", "value": "95.0", "unit": "%",
     "note": "2,071 件办结 ÷ 2,180 件受理", "part": 2071, "whole": 2180},
    {"key": "foi.received", "label": "收到依申请公开申请", "value": "1", "unit": "件"},
    {"key": "remedies.reviews", "label": "因信息公开被复议、诉讼", "value": "0", "unit": "件"},
]  # fmt: skip


def item_body() -> b.Blocks:
    rows = [
        ("广式五仁月饼 125克/个", "2017-08-21", "威海海月坊食品有限公司", "威海高区田和好邻居超市"),
        ("豆沙月饼 80克/个", "2017-08-26", "威海福满园食品有限公司", "威海福满园食品有限公司"),
        ("蛋黄莲蓉月饼 100克/个", "2017-08-18", "烟台桂香里食品有限公司", "威海万家乐商贸有限公司高区分店"),
    ]
    return (
        b.paragraph(
            "中秋节前，我局对辖区内月饼生产企业、商场超市、餐饮单位和农贸市场销售的月饼开展专项监督抽检，共抽检42批次，"
            "合格41批次，不合格1批次。检验依据为《食品安全国家标准 糕点、面包》（GB 7099—2015）等标准。"
        ),
        b.heading(1, "一、不合格产品"),
        b.paragraph("五仁月饼过氧化值（以脂肪计）0.41 g/100g，标准值≤0.25 g/100g。已责令下架并立案调查。"),
        b.heading(1, "二、合格产品"),
        b.table("合格产品", [("食品名称、规格", "生产日期", "标称生产者", "被抽样单位")], rows),
        b.Signature("威海火炬高技术产业开发区市场监督管理局"),
    )


def report_body() -> b.Blocks:
    months = tuple(f"{number}月" for number in range(1, 13))
    classes = ("案件办理", "其他", "业务工作", "抽检信息", "消费警示", "法律法规", "其他三栏")
    rows = [
        ("一、主动公开情况", "", ""),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "147"),
        ("其中：主动公开规范性文件数", "条", "0"),
        ("二、依申请公开情况", "", ""),
        ("收到申请数", "件", "1"),
    ]
    return (
        b.paragraph(
            "根据《中华人民共和国政府信息公开条例》的要求，现将2017年度政府信息公开工作情况报告如下。"
        ),
        b.heading(1, "一、概述"),
        b.paragraph(
            "2017年，我局坚持依法行政，深化信息公开，发挥质监、工商、食药工作合力，保障人民群众的知情权。"
        ),
        b.heading(1, "二、发布解读、回应社会关切以及互动交流情况"),
        b.Paragraph((b.Text("全年受理投诉举报"), b.Figure("complaints.received_tj", "2180"), b.Text("件。"))),
        b.Chart(
            "column",
            "受理投诉举报，按登记月份",
            "3月为“3·15”集中受理，合计2,180件，不含咨询。",
            months,
            (b.Series("件数", MONTHS),),
            "件",
        ),
        b.heading(1, "三、主动公开政府信息以及公开平台建设情况"),
        b.Chart(
            "bar",
            "主动公开政府信息，按栏目",
            "合计147条；同一信息在不同渠道公开，只计1条。",
            classes,
            (b.Series("条数", (49, 27, 25, 16, 15, 10, 5)),),
            "条",
        ),
        b.heading(1, "四、统计表"),
        b.table("政府信息公开情况统计表", [("统计指标", "单位", "统计数")], rows),
    )


def publish_year(desk: Desk) -> None:
    """The whole year through the door, with the log after it."""
    desk.say_who()
    number = 0
    for column, titles in TITLES.items():
        for title in titles:
            number += 1
            day = f"2017-{number % 12 + 1:02d}-1{number % 10}"
            until = "2018-03-31" if title.startswith("使用燃气") else None
            desk.publish(
                f"37100017-8/2017-{number:05d}", title, column=column, published=day, warning_until=until
            )
    files = [
        desk.file("附件1 2017年中秋月饼专项监督抽检结果.xlsx", b"PK" * 14_000),
        desk.file("附件2 月饼抽检项目和检验依据.pdf", b"%PDF" * 28_000),
    ]
    desk.publish(
        ITEM_INDEX,
        "2017年中秋月饼专项监督抽检信息",
        item_body(),
        files,
        meta=meta("sampling", "2017-09-22", validity="有效"),
    )
    publish_report(desk)
    desk.send_log()


def publish_report(desk: Desk) -> None:
    files = [
        desk.file("2017年度报告.pdf", b"%PDF" * 100_000),
        desk.file("2017年度报告.docx", b"PK" * 90_000),
        desk.file("2017年度统计表.xlsx", b"PK" * 11_000),
        desk.file("figures.json", b"{}" * 3_000),
    ]
    facts = meta(
        "other",
        "2018-03-01",
        kind="annual-report",
        year=2017,
        period={"from": "2017-01-01", "to": "2017-12-31"},
        figures=FIGURES,
    )
    desk.publish(
        REPORT_INDEX, "2017年度政府信息公开工作报告", report_body(), files, meta=facts, category="年度报告"
    )
