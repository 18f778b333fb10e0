"""The three pictures of the narrative and a form to print, drawn with typst: what they show comes from the plan."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from gongkai.demo.events import activities
from gongkai.demo.plan import Plan

_HEAD = """#set document(date: none)
#set page(width: 600pt, height: 300pt, margin: 20pt, fill: white)
#set text(font: "Noto Sans SC", size: 12pt, lang: "zh")
#let blue = rgb("#1d5a9e")
#let quiet = rgb("#eaf1f8")
#let card(body) = box(fill: quiet, stroke: 0.6pt + blue, radius: 3pt, inset: 8pt, width: 100%, align(center, body))
"""


def pictures(plan: Plan) -> dict[str, bytes]:
    """File name → PNG: the outlets, the campaigns of the year, the portal's column."""
    return {
        "图1.png": _png(_outlets()),
        "图2.png": _png(_campaigns(plan)),
        "图3.png": _png(_column(plan)),
    }


def application_form() -> bytes:
    """政府信息公开申请表 as a PDF to print."""
    rows = (
        "申请人姓名或者名称",
        "联系方式",
        "通信地址",
        "所需信息的内容描述",
        "所需信息的形式要求",
        "获取信息的方式",
        "申请日期",
    )
    cells = "".join(f"[{row}], [], " for row in rows)
    body = (
        '#set document(date: none)\n#set page(paper: "a4", margin: 28mm)\n#set text(font: "Noto Sans SC", size: 12pt, lang: "zh")\n'
        "#align(center, text(size: 18pt)[政府信息公开申请表])\n#v(8mm)\n"
        f"#table(columns: (40mm, 1fr), rows: 18mm, align: horizon, {cells})\n"
        "受理机构：办公室（政务公开），电话 0631-5681102\n"
    )
    return _compile(body, "pdf")


def _outlets() -> str:
    steps = "".join(f"card[{step}], " for step in ("起草单位初审", "保密审查", "分管领导签发"))
    outlets = "".join(
        f"card[{name}], " for name in ("门户网站", "局网站", "公开栏", "电子显示屏", "报刊", "电视")
    )
    return (
        "#text(size: 16pt, fill: blue)[信息怎样到群众手中]\n#v(6pt)\n"
        f"#grid(columns: (1fr,) * 3, gutter: 14pt, {steps})\n#align(center, text(size: 20pt, fill: blue)[↓])\n"
        f"#grid(columns: (1fr,) * 3, gutter: 14pt, {outlets})\n#v(8pt)\n先审查、后公开；同一信息在不同渠道公开，计一条。\n"
    )


def _campaigns(plan: Plan) -> str:
    held = [row for row in activities(plan) if row["类型"] == "宣传活动"]
    rows = "".join(
        f"[{row['日期'][5:7].lstrip('0')}月{row['日期'][8:].lstrip('0')}日], [{row['名称']}], [{row['地点']}], "
        for row in held
    )
    return (
        f"#text(size: 16pt, fill: blue)[{plan.year}年集中宣传活动]\n#v(4pt)\n"
        f"#table(columns: (70pt, 1fr, 130pt), inset: 6pt, stroke: 0.4pt + blue, {rows})\n"
    )


def _column(plan: Plan) -> str:
    cards = "".join(
        f"card[{name} \\ #text(size: 18pt, fill: blue)[{plan.few(count)}] 条], "
        for name, count in plan.table["items"].items()
    )
    return (
        f"#text(size: 16pt, fill: blue)[“市场监管”专栏（{plan.year}年）]\n#v(4pt)\n"
        f"#grid(columns: (1fr,) * 3, gutter: 10pt, {cards})\n"
    )


def _png(body: str) -> bytes:
    return _compile(_HEAD + body, "png")


def _compile(source: str, form: str) -> bytes:
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.typ")
        file.write_text(source, encoding="utf-8")
        made = typst.compile(str(file), format=form, ppi=144, font_paths=[fonts], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made
