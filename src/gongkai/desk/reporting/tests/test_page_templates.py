"""Figures and annual report: every number leads to its records, nothing without a source passes unseen."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template.backends.django import DjangoTemplates
from django.utils.safestring import SafeString

from gongkai.face.tests.pages import Page, check, classes_without_rule

FOLDER = Path(__file__).resolve().parent.parent / "templates"
HOOKS = {"d-page--figures", "d-page--report"}


def cell(value, href="/d", current=False):
    return {"value": value, "href": href, "current": current}


def channel(label, cells, total, previous, delta, percent):
    return {
        "label": label,
        "cells": cells,
        "total": cell(total, "/d/total"),
        "previous": cell(previous, "/d/previous"),
        "delta": delta,
        "delta_percent": percent,
        "months": [78, 52, 141, 88, 84, 80, 97, 104, 86, 83, 97, 100],
    }


FIGURES = {
    "year": 2017,
    "previous_year": 2016,
    "years": [{"year": 2016, "href": "/2016"}, {"year": 2017, "href": "/2017"}, {"year": 2018, "href": ""}],
    "period": {"from": date(2017, 1, 1), "to": date(2017, 12, 31)},
    "computed_at": datetime(2018, 1, 8, 1, 30, tzinfo=UTC),
    "cards": [
        {"label": "投诉举报", "value": 2180, "unit": "件", "href": "/d/all", "hint": "2016 年 1,962，+218"}
    ],
    "channel_table": {
        "key": "complaints.received_tj",
        "columns": ["投诉", "举报"],
        "rows": [channel("12315<", [cell(872), cell(163, "/d/163", True)], 1090, 980, 110, 11.2)],
        "total_row": channel("合计", [cell(1480, ""), cell(560, "")], 2180, 1962, 218, 11.1),
    },
    "category_table": {
        "most": 49,
        "rows": [
            {
                "label": "案件办理信息",
                "value": 49,
                "href": "/d/49",
                "previous": 43,
                "delta": 6,
                "on_time": 48,
                "within": 49,
            }
        ],
    },
    "drill": {
        "title": "12315 × 举报",
        "value": 163,
        "definition": "未作废",
        "rows": [
            {
                "number": "〔2017〕0011",
                "href": "/c/11",
                "day": date(2017, 1, 3),
                "subject": "<油烟>",
                "days": 12,
            }
        ],
        "more_href": "/d/163?after=11",
        "previous_year": 2016,
        "previous_value": 121,
    },
    "checks": [
        {"ok": True, "rule": "类型之和", "detail": "1,480+560+140"},
        {"ok": False, "severity": "hint", "rule": "来源单号只在一处", "href": "/r"},
        {"ok": False, "severity": "error", "rule": "分类之和不等"},
    ],
    "quality": [
        {"label": "办结用时，平均", "previous": None, "value": 18.2, "unit": "工作日", "href": "/d/days"}
    ],
    "statutory": [
        {"title": "统计表", "html": SafeString("<table><tbody><tr><td>147</td></tr></tbody></table>")}
    ],
}


class SignForm(forms.Form):
    opinion = forms.CharField(label="意见", required=False)


REPORT = {
    "report": {
        "year": 2017,
        "title": "2017 年度政府信息公开工作报告",
        "draft_no": 5,
        "author": "姜文博",
        "form": "2014 年统计表",
        "due_chip": {"due": date(2018, 3, 30), "today": date(2018, 1, 8), "state": "open", "left": 58},
    },
    "stages": [
        {"label": "指标", "note": "一致", "state": "done"},
        {"label": "编写", "note": "", "state": "here"},
    ],
    "sections": [
        {"key": "overview", "title": "一、概述", "state": "ok"},
        {
            "key": "talk",
            "title": "三、解读回应",
            "state": "bad",
            "current": True,
            "html": SafeString('<p>受理 <a class="d-b" href="/d">2,180</a> 起</p>'),
            "findings": [
                {
                    "severity": "error",
                    "text": "“3000 余”没有来源。",
                    "links": [{"label": "删去", "href": "/x"}],
                }
            ],
        },
    ],
    "bindings": [
        {
            "text": "2,180",
            "key": "complaints.received_tj",
            "value": 2180,
            "href": "/d",
            "kind": "figure",
            "current": True,
        },
        {"text": "4,600", "kind": "stated", "by": "邵丽娟"},
        {"text": "3000 余", "kind": "none"},
    ],
    "checks": FIGURES["checks"],
    "check_counts": {"errors": 1, "hints": 1, "ok": 1},
    "downloads": [{"label": "PDF", "href": "/pdf", "size": 412_000}],
    "drift": [{"key": "complaints.closed", "label": "年内办结", "signed": 2071, "now": 2072, "href": "/d"}],
    "sign_form": SignForm(),
    "blockers": ["还有 1 处错误，不能签发"],
    "paper_href": "/paper",
}


@pytest.fixture(scope="module")
def render():
    engine = DjangoTemplates({"NAME": "pages", "DIRS": [FOLDER], "APP_DIRS": True, "OPTIONS": {}})
    return lambda name, context: engine.get_template(f"reporting/{name}.html").render(
        {"csrf_token": "t", **context}
    )


@pytest.mark.parametrize(("name", "context"), [("figures", FIGURES), ("report", REPORT)])
def test_a_page_is_complete(render, name, context):
    html = render(name, context)
    check(html)
    assert classes_without_rule(html, HOOKS) == set()


def test_pages_stand_with_nothing_to_show(render):
    assert "还没有可以计算的事实" in render("figures", {"year": 2019})
    check(render("figures", {"year": 2019, "channel_table": {"columns": []}, "category_table": {"most": 0}}))
    check(render("report", {"report": {"year": 2019, "title": "报告"}}))


def test_every_number_that_counts_records_leads_to_them(render):
    links = set(Page(render("figures", FIGURES)).values("href"))
    assert {"/d/all", "/d", "/d/163", "/d/total", "/d/previous", "/d/49", "/c/11", "/d/days"} <= links


def test_the_cell_one_looks_behind_is_marked(render):
    assert '<td class="n is-here"><a href="/d/163" aria-current="true">163</a></td>' in render(
        "figures", FIGURES
    )


def test_what_last_year_did_not_count_is_a_dash(render):
    assert '<td class="n">—</td><td class="n d-with-unit"><a href="/d/days">18.2</a> 工作日</td>' in render(
        "figures", FIGURES
    )


def test_text_from_records_is_escaped(render):
    html = render("figures", FIGURES)
    assert "12315&lt;" in html and "&lt;油烟&gt;" in html


def test_the_period_and_the_moment_of_computing_are_said(render):
    html = render("figures", FIGURES)
    assert "统计时限 2017-01-01 至 2017-12-31" in html
    assert "2018-01-08 09:30 重算" in html


@pytest.mark.parametrize("word", ["通过：", "提示：", "错误："])
def test_a_check_has_a_word_beside_its_sign(render, word):
    assert word in render("figures", FIGURES)


def test_a_drill_down_stands_alone_too(render):
    html = render("drill", {"drill": FIGURES["drill"]})
    assert "反查明细：12315 × 举报 = 163" in html
    assert "前 1 件，共 163 件" in html and "2016 年同格 121 件" in html
    assert "手工填报" in render("drill", {"drill": {"title": "会议", "value": 2, "rows": []}})


def test_a_report_with_errors_cannot_be_sent_and_says_why(render):
    html = render("report", REPORT)
    assert "× 还有 1 处错误，不能签发" in html
    assert '<button class="d-btn d-btn--go" type="submit" data-primary disabled>送签</button>' in html
    assert "disabled" not in render("report", REPORT | {"blockers": []})


def test_a_number_without_source_is_named_as_such(render):
    html = render("report", REPORT)
    assert '<span class="d-b d-b--none">3000 余</span>' in html
    assert "× 没有来源" in html and "人工填报 邵丽娟" in html


def test_what_changed_after_the_signature_stands_beside_what_was_signed(render):
    html = render("report", REPORT)
    assert "签发后数据变动" in html
    assert '<td class="n">2,071</td><td class="n"><a href="/d">2,072</a></td>' in html


def test_a_signed_report_shows_its_digest_and_no_button(render):
    frozen = {"count": 38, "digest": "9f2c", "at": datetime(2018, 3, 1, 1, 0, tzinfo=UTC), "by": "毕振国"}
    html = render("report", REPORT | {"frozen": frozen})
    assert "冻结 38 个数值" in html and "2018-03-01 09:00" in html
    assert "送签" not in html
