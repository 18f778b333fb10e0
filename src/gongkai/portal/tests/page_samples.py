"""What the portal's pages are filled with in tests; persons, firms and numbers by month are invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

SHANGHAI = ZoneInfo("Asia/Shanghai")
Data = dict[str, Any]

AGENCY: Data = {
    "name": "威海火炬高技术产业开发区市场监督管理局",
    "region": "威海火炬高技术产业开发区",
    "short_name": "市场监督管理局",
    "site_domain": "www.example.gov.cn",
    "site_code": "3710000000",
    "icp": "鲁ICP备00000000号（示例）",
    "police_record": "鲁公网安备 37100000000000号（示例）",
    "organiser": "局政务公开工作领导小组办公室",
    "address": "威海市文化西路288号",
    "postcode": "264209",
    "telephone": "0631-5681102",
    "telephone_href": "tel:+866315681102",
    "hours": "工作日 8:30–11:30，13:30–17:00",
    "hotlines": ["12315", "12331", "12365"],
    "hotline_main": "12315",
    "reading_place": "业务大厅信息公开栏",
}
MONTHS = [150, 98, 292, 178, 170, 168, 214, 221, 165, 152, 208, 164]


def link(title: str, **more: object) -> Data:
    return {"title": title, "href": "/gk/x", **more}


FIGURES: list[Data] = [
    {
        "label": "主动公开政府信息",
        "value": 147,
        "unit": "条",
        "note": "同一信息在不同渠道公开，只计 1 条",
        "source_href": "/data/items.csv",
        "chart": {
            "kind": "bars",
            "title": "147 条按栏目分",
            "unit": "条",
            "rows": [("案件办理", 49), ("其他", 98)],
        },
    },
    {
        "label": "受理投诉举报",
        "value": 2180,
        "unit": "件",
        "note": "不含咨询",
        "chart": {"kind": "columns", "title": "按月", "unit": "件", "rows": list(enumerate(MONTHS, start=1))},
    },
    {
        "label": "处结率",
        "value": "95.0",
        "unit": "%",
        "note": "2,071 件 ÷ 2,180 件",
        "chart": {"kind": "rate", "title": "处结率", "part": 2071, "whole": 2180},
    },
    {
        "label": "依申请公开",
        "value": 1,
        "unit": "件",
        "note": "按时办结",
        "chart": {
            "kind": "cells",
            "title": "用时",
            "desc": "第 12 个工作日答复。",
            "total": 15,
            "marked": 12,
        },
    },
    {
        "label": "复议、诉讼",
        "value": 0,
        "unit": "件",
        "note": "没有发生",
        "chart": {
            "kind": "zeros",
            "title": "复议、诉讼",
            "desc": "各月均为 0 件。",
            "rows": ["行政复议", "行政诉讼"],
        },
    },
]
FEATURES = dict.fromkeys(("search", "apply", "complain", "ask", "receipt", "catalog"), True)
INDEX: Data = {
    "agency": AGENCY,
    "features": FEATURES,
    "today": date(2018, 3, 1),
    "warnings": [link("元宵节食用汤圆", until=date(2018, 3, 5))],
    "warnings_href": "/columns/warnings/",
    "often": [link("预付卡")],
    "all_href": "/columns/market/",
    "columns": [
        {
            "name": "案件办理",
            "href": "/columns/cases/",
            "count_label": "2017 年 49 条",
            "items": [
                link("某食品店案", date=date(2018, 2, 26)),
                link("去年的案件", date=date(2017, 11, 8), date_label="2017-11-08"),
            ],
        },
        {"name": "典型案例", "href": "/columns/typical/", "count_label": "2017 年 0 条", "items": []},
    ],
    "more_columns": [link("财务公开（1）")],
    "year_figures": {"year": 2017, "note": "每个数都能查到来源", "report_href": "/gk/r", "figures": FIGURES},
    "guide": [link("政府信息公开指南", note="公开什么，怎样查")],
}
ITEM: Data = {
    "title": "2017年中秋月饼专项监督抽检信息",
    "index": "37100017-8/2017-00113",
    "category": "抽检信息",
    "unit": "食品流通餐饮科",
    "formed": date(2017, 9, 20),
    "published": datetime(2017, 9, 22, 15, 30, tzinfo=SHANGHAI),
    "validity": {"state": "done", "words": "有效"},
    "result": {
        "figures": [{"label": "抽检", "value": 42, "unit": "批次"}],
        "chart": {
            "kind": "cells",
            "mode": "exceptions",
            "title": "结果",
            "desc": "42",
            "total": 42,
            "marked": 1,
        },
    },
    "body_html": SafeString("<p>共抽检 42 批次。</p><h2>处置</h2><p>已责令停止销售。</p>"),
    "attachments": [
        {"name": "附件1 <结果>", "type": "xlsx", "size": 28_000, "href": "/files/1", "note": "42 行"}
    ],
    "pdf": {"href": "/files/p", "size": 84_000, "pages": 2},
    "related": [link("选购月饼消费警示")],
    "qr_svg": SafeString('<svg role="img" viewBox="0 0 1 1"><title>本页网址二维码</title></svg>'),
    "placements": [{"outlet": "业务大厅信息公开栏", "date": date(2017, 9, 25)}],
    "digest": "9f2c41d7" * 8,
    "json_href": "/gk/x.json",
    "proof_href": "/gk/x.tlog-proof",
}
CRUMBS: list[Data] = [{"title": "市场监管", "url": "/columns/market/"}, {"title": "抽检信息"}]
HIT: Data = {
    "title": "选购<月饼>消费警示",
    "href": "/gk/x",
    "snippet_html": SafeString("…散装<mark>月饼</mark>…"),
    "category": "消费警示",
    "category_href": "/search?category=x",
    "date": date(2017, 9, 15),
    "index": "37100017-8/2017-00109",
    "attachments": 2,
    "validity": {"state": "calm", "words": "已过有效期"},
}
MONTH_LINKS: list[Data] = [
    {
        "year": 2018,
        "months": [
            {"label": "1月", "href": "/columns/x/2018/01/", "current": True},
            {"label": "2月", "href": ""},
        ],
    }
]
TOMBSTONE: Data = {
    "title": "选购电热毯消费警示",
    "index": "37100017-8/2017-00128",
    "published": date(2017, 11, 14),
    "withdrawn": date(2017, 11, 16),
    "unit": "政务公开办公室",
    "reason": "文中一处产品标准编号有误",
    "successor": link("选购电热毯消费警示（更正版）", date=date(2017, 11, 16)),
}
REPORT: Data = {
    "year": 2017,
    "period": {"from": date(2017, 1, 1), "to": date(2017, 12, 31)},
    "keys": [{"label": "主动公开政府信息", "value": 147, "unit": "条"}],
    "toc": [{"anchor": "s1", "title": "一、概述"}],
    "downloads": [{"label": "PDF", "href": "/files/r", "size": 412_000, "pages": 8}],
    "parts": [
        {"html": SafeString('<h2 id="s1">一、概述</h2>')},
        {
            "chart": {"kind": "columns", "title": "按月", "rows": MONTHS},
            "title": "受理投诉举报，按登记月份",
            "rows": [{"label": "1月", "value": 150}],
            "unit": "件",
        },
        {"table_html": SafeString("<table><tbody><tr><td>147</td></tr></tbody></table>"), "label": "统计表"},
    ],
}
GK: Data = {
    "guide": {"html": SafeString("<p>公开什么。</p>"), "updated": date(2018, 1, 1)},
    "rules": [link("条例", date=date(2007, 4, 5))],
    "statutory": [link("机构职能")],
    "reports": [link("2017 年度", date=date(2018, 3, 1))],
    "on_request": {"lead": "可以在线、信函、当面申请。", "deadline_note": "收到之日起 15 个工作日内答复"},
    "office": {"name": "办公室", "telephone": "0631-5681102"},
}
PAGES: dict[str, Data] = {
    "portal/index.html": INDEX,
    "portal/item.html": {"agency": AGENCY, "item": ITEM, "crumbs": CRUMBS, "nav": "find"},
    "portal/report.html": {"agency": AGENCY, "item": ITEM, "report": REPORT},
    "portal/search.html": {
        "agency": AGENCY,
        "q": '"><script>',
        "total": 9,
        "groups": [{"month_label": "2017年9月", "items": [HIT]}],
        "facets": [
            {"title": "栏目", "entries": [{"label": "全部", "count": 9, "href": "?", "current": True}]}
        ],
        "months": MONTH_LINKS,
        "pager": {"previous": "", "next": "?before=9", "shown": 1, "total": 9},
    },
    "portal/column.html": {
        "agency": AGENCY,
        "column": {"name": "抽检信息", "count_label": "2017 年 16 条", "feed_href": "/feeds/x.atom"},
        "siblings": [link("抽检信息", count=16, current=True)],
        "items": [link("元宵抽检", date=date(2018, 2, 27))],
        "months": MONTH_LINKS,
    },
    "portal/tombstone.html": {"agency": AGENCY, "tombstone": TOMBSTONE, "crumbs": CRUMBS},
    "portal/tombstone_quiet.html": {"agency": AGENCY},
    "portal/message.html": {
        "agency": AGENCY,
        "message": {
            "title": "请到全国12315平台",
            "word": "改道",
            "kind": "now",
            "links": [link("平台", note="网址")],
        },
    },
    "portal/gk.html": {"agency": AGENCY, **GK},
    "portal/columns.html": {
        "agency": AGENCY,
        "total": 16,
        "columns": [
            link("抽检信息", count=16, months=MONTH_LINKS),
            link("其他", count=1, months=MONTH_LINKS),
        ],
    },
}
