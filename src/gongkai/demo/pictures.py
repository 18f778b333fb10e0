"""The three pictures of the narrative and a form to print, drawn with typst from the plan."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import typst

from gongkai.demo.events import activities
from gongkai.demo.items.rows import rows
from gongkai.demo.plan import Plan

_HEAD = """#set document(date: none)
#set page(width: 640pt, height: auto, margin: 22pt, fill: rgb("#f7f9fb"))
#set text(font: "Noto Sans SC", size: 12pt, lang: "zh", fill: rgb("#1c2733"))
#let blue = rgb("#1d5b8f")
#let pale = rgb("#e3edf6")
#let line-grey = rgb("#c3ced9")
#let quiet = rgb("#5b6873")
#let amber = rgb("#b26a00")
#let small(body) = text(size: 9.5pt, fill: quiet)[#body]
#let rule = (x, y) => (bottom: 0.5pt + line-grey)
#let frame(inset, body) = block(
  fill: white, stroke: 0.8pt + line-grey, radius: 6pt, inset: inset, width: 100%, body)
#let title(body, note) = block(below: 16pt)[
  #text(size: 18pt, fill: blue)[#body] #h(8pt) #text(size: 11pt, fill: quiet)[#note]]
#let step(n, name, who) = box(fill: blue, radius: 5pt, inset: (x: 10pt, y: 9pt), width: 100%)[
  #set text(fill: white)
  #grid(columns: (22pt, 1fr), align: horizon, circle(radius: 9pt, fill: white)[#set align(center + horizon)
    #text(size: 11pt, fill: blue)[#n]], [#text(size: 13pt)[#name] \\ #text(size: 9.5pt)[#who]])]
#let arrow = align(center + horizon, text(size: 15pt, fill: blue)[▶])
#let outlet(name, what) = box(fill: white, stroke: 0.8pt + line-grey, radius: 5pt, inset: 9pt, width: 100%)[
  #text(size: 12.5pt, fill: blue)[#name] \\ #text(size: 9.5pt, fill: quiet)[#what]]
"""
_OUTLETS = (
    ("门户网站", "“市场监管”专栏"),
    ("局网站", "与门户网站同步"),
    ("政务微信", "抽检、提示、解读"),
    ("电子显示屏", "业务大厅和商圈"),
    ("公开栏", "监管所、社区、市场"),
    ("报刊", "抽检结果、消费提示"),
    ("电视", "重大提示、集中宣传"),
    ("查阅点", "服务窗口现场查阅"),
)


def pictures(plan: Plan) -> dict[str, bytes]:
    """File name → PNG: the outlets, the campaigns of the year, the portal's column."""
    return {
        f"outlets-{plan.year}.png": _png(_outlets()),
        f"campaigns-{plan.year}.png": _png(_campaigns(plan)),
        f"column-{plan.year}.png": _png(_column(plan)),
    }


def application_form() -> bytes:
    """政府信息公开申请表 as a PDF to print."""
    rows_of_form = (
        "申请人姓名或者名称",
        "联系方式",
        "通信地址",
        "所需信息的内容描述",
        "所需信息的形式要求",
        "获取信息的方式",
        "申请日期",
    )
    cells = "".join(f"[{row}], [], " for row in rows_of_form)
    body = (
        '#set document(date: none)\n#set page(paper: "a4", margin: 28mm)\n'
        '#set text(font: "Noto Sans SC", size: 12pt, lang: "zh")\n'
        "#align(center, text(size: 18pt)[政府信息公开申请表])\n#v(8mm)\n"
        f"#table(columns: (40mm, 1fr), rows: 18mm, align: horizon, {cells})\n"
        "受理机构：办公室（政务公开），电话 0631-5681102\n"
    )
    return _compile(body, "pdf")


def _outlets() -> str:
    outlets = ", ".join(f"outlet[{_safe(name)}][{_safe(what)}]" for name, what in _OUTLETS)
    return (
        "#title[一条信息怎样到群众手中][先审查、后公开]\n"
        "#grid(columns: (1fr, 20pt, 1fr, 20pt, 1fr), align: horizon, step[1][初审][起草单位负责人], arrow, "
        "step[2][保密审查][保密审查员], arrow, step[3][签发][分管领导])\n"
        "#align(center, text(size: 16pt, fill: blue)[▼])\n"
        "#block(fill: pale, radius: 6pt, inset: 12pt, width: 100%)[\n"
        f"#grid(columns: (1fr,) * 4, gutter: 10pt, {outlets})]\n"
        "#text(size: 10pt, fill: quiet)[同一信息在不同渠道公开，计一条。]\n"
    )


def _campaigns(plan: Plan) -> str:
    held = [row for row in activities(plan) if row["类型"] == "宣传活动"]
    most = max(int(row["接待咨询人次"]) for row in held)
    cells = []
    for row in held:
        month, day = row["日期"][5:7].lstrip("0"), row["日期"][8:].lstrip("0")
        width = 6 + 104 * int(row["接待咨询人次"]) / most
        cells += [
            f"[#text(size: 15pt, fill: blue)[{month}.{day}]]",
            f"[#text(size: 12.5pt)[{_safe(row['名称'])}] \\ #small[{_safe(row['地点'])}]]",
            f"[#box(baseline: 1pt, rect(width: {width:.1f}pt, height: 10pt, fill: amber, radius: 2pt))"
            f" #text(size: 10.5pt)[{row['接待咨询人次']}]]",
        ]
    return (
        f"#title[{plan.year}年集中宣传活动][横条为现场接待咨询人次]\n"
        "#frame((x: 14pt, y: 6pt))[\n"
        "#table(columns: (58pt, 1fr, 160pt), inset: (x: 4pt, y: 7pt), align: horizon, "
        f"stroke: (x, y) => if y > 0 {{ (top: 0.5pt + line-grey) }}, {', '.join(cells)})]\n"
    )


def _column(plan: Plan) -> str:
    counts = ", ".join(
        f"[{_safe(name)}], align(right, text(fill: blue)[{plan.few(count)}])"
        for name, count in plan.table["items"].items()
        if count
    )
    published = [row for row in rows(plan, edges=False) if row["信息类别"] != "案件办理信息"][-9:]
    latest = ", ".join(
        f"[#text(fill: blue)[·] {_safe(_short(row['标题']))}], "
        f"align(right, text(size: 10pt, fill: quiet)[{row['发布日期'][5:]}])"
        for row in reversed(published)
    )
    return (
        "#block(fill: blue, radius: (top: 6pt), inset: (x: 16pt, y: 11pt), width: 100%, below: 0pt)["
        "#text(size: 17pt, fill: white)[市场监管] #h(1fr) #text(size: 10pt, fill: white)[政府信息公开专栏]]\n"
        "#block(fill: white, stroke: 0.8pt + line-grey, radius: (bottom: 6pt), inset: 14pt, width: 100%)[\n"
        "#grid(columns: (168pt, 1fr), gutter: 22pt,\n"
        f"[#text(size: 11pt, fill: quiet)[栏目（{plan.year}年公开条数）]\n"
        f"#table(columns: (1fr, 34pt), inset: (x: 0pt, y: 5.5pt), stroke: rule, {counts})],\n"
        "[#text(size: 11pt, fill: quiet)[最新公开]\n"
        f"#table(columns: (1fr, 40pt), inset: (x: 0pt, y: 5.5pt), stroke: rule, {latest})])]\n"
    )


def _short(title: str) -> str:
    return title if len(title) <= 25 else f"{title[:24]}…"


def _safe(words: str) -> str:
    return "".join(f"\\{char}" if char in '#$*_[]<>@\\`"' else char for char in words)


def _png(body: str) -> bytes:
    return _compile(_HEAD + body, "png")


def _compile(source: str, form: Literal["png", "pdf"]) -> bytes:
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.typ")
        file.write_text(source, encoding="utf-8")
        made = typst.compile(str(file), format=form, ppi=144, font_paths=[fonts], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made
