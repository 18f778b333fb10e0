"""Little annual reports for the tests: correct ones that a test then breaks in one place."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import docx

from gongkai.law.forms import (
    Form,
    form_for_year,
    sections,
    with_totals,
)
from gongkai.papers import blocks as b
from gongkai.papers import pdf
from gongkai.reportcheck.tests.rows import Spans, rows_of

AGENCY = "威海火炬高技术产业开发区市场监督管理局"

SHANGHAI = {
    "in.new": {"natural": 821, "biz": 35, "other": 3},
    "in.carry": {"natural": 18},
    "out.grant": {"natural": 258, "biz": 12, "other": 2},
    "out.partial": {"natural": 3},
    "out.deny.law": {"natural": 14, "biz": 1},
    "out.deny.third": {"natural": 5, "biz": 2},
    "out.deny.internal": {"natural": 3},
    "out.deny.process": {"natural": 10},
    "out.unable.none": {"natural": 252, "biz": 12},
    "out.unable.make": {"natural": 44, "biz": 3},
    "out.unable.unclear": {"natural": 25, "biz": 1},
    "out.skip.petition": {"natural": 148, "biz": 4, "other": 1},
    "out.skip.repeat": {"natural": 5},
    "carry.next": {"natural": 72},
}
"""Table 3 of a real report for 2019 (a province): 877 applications, every column balances."""

OLD_TEXTS = {
    "overview": ["2017年，本局严格执行条例，全年主动公开政府信息147条，收到政府信息公开申请2件。"],
    "org": ["本局成立政务公开领导小组，专职人员1人，兼职人员17人。"],
    "response": ["围绕消费者权益日开展集中宣传。全年受理投诉举报2180起，处结率为95%。"],
    "key_areas": ["开设市场监管专栏，公开案件办理信息49条。"],
    "proactive": [
        "主动公开政府信息147条，其中案件办理信息49条，业务工作25条，抽检信息16条，消费警示信息15条，"
        "法律法规信息10条，信息公开流程信息3条，财务公开信息1条，典型案件1条，其他类27条。"
    ],
    "applications": ["收到政府信息公开申请2件，办结2件，其中按时办结2件。"],
    "fees": ["本年度没有收取费用。"],
    "disputes": ["没有发生因政府信息公开申请提起行政复议、行政诉讼的情况。"],
    "secrecy": ["严格执行先审查、后公开的规定，未发生失密、泄密情况。"],
    "subordinate": ["所属事业单位的信息由本局统一审查后公开。"],
    "problems": ["主动公开的内容还需要进一步规范，明年将继续改进。"],
}
NEW_TEXTS = {
    "general": [
        "主动公开方面，全年主动公开政府信息143条。依申请公开方面，新收政府信息公开申请859件。",
        "政府信息管理方面，严格审查。平台建设方面，更新专栏。监督保障方面，组织培训。",
    ],
    "proactive": ["有关数据见下表。"],
    "applications": [
        "收到政府信息公开申请859件，上年结转18件。予以公开及部分公开275件，不予公开35件，无法提供337件，"
        "不予处理158件，其他处理0件，结转下年度继续办理72件。"
    ],
    "disputes": ["行政复议3件，未经复议直接起诉1件，复议后起诉0件。"],
    "problems": ["解读形式单一，将增加图解。"],
    "others": ["本年度没有收取信息处理费，没有其他需要报告的事项。"],
}
STAT = {
    "pro.total": 147,
    "pro.norm": 2,
    "pro.norm_issued": 2,
    "pro.ch.web": 147,
    "pro.ch.wechat": 9,
    "resp.total": 3,
    "resp.press": 2,
    "resp.press_lead": 1,
    "resp.articles": 4,
    "app.recv.net": 1,
    "app.recv.mail": 1,
    "app.done.ontime": 2,
    "app.reply.full": 1,
    "app.reply.none": 1,
    "org.units": 1,
    "org.points": 6,
    "org.staff.full": 1,
    "org.staff.part": 17,
    "org.budget": 3,
    "mtg.n": 4,
    "train.n": 2,
    "train.people": 60,
}


def figures(form: Form) -> dict[str, object]:
    """All cells of a correct report; what is not given is 0."""
    values: dict[str, object] = {}
    if form.matrix is None:
        values |= STAT
    else:
        for row, cells in SHANGHAI.items():
            values |= {f"{row}.{column}": value for column, value in cells.items()}
        values |= {
            "t4.review.upheld": 2,
            "t4.review.open": 1,
            "t4.direct.other": 1,
            "t2.penalty.decisions": 52,
        }
    filled = with_totals(values, form=form)
    if form.matrix is not None:
        for row in ("in.new", "in.carry", "carry.next"):
            filled[f"{row}.total"] = sum(SHANGHAI[row].values())
    return {key: filled.get(key) or 0 for key in form.keys}


@dataclass
class Report:
    """A report that can be broken: change a field, then render it."""

    year: int
    agency: str = AGENCY
    form: Form | None = None
    values: dict[str, object] = field(default_factory=dict)
    title: str = ""
    preamble: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    signature: str = AGENCY
    date: str = ""
    without: set[str] = field(default_factory=set)
    """Keys of tables that are left out."""
    spans: Callable[[str, Spans], Spans] = lambda _key, rows: rows
    """Changes the rows of a table before it is rendered."""

    def edit(self, section: str, old: str, new: str) -> None:
        """Replace words in a section; they must be there."""
        texts = self.preamble if section == "preamble" else self.texts[section]
        assert any(old in text for text in texts), old
        texts[:] = [text.replace(old, new) for text in texts]

    def tables(self, section: str) -> list[tuple[str, Spans]]:
        """Key and rows of the tables of a section (``""``: after the signature); none before 2014."""
        if self.form is None:
            return []
        found = [
            table for table in self.form.tables if table.section == section and table.key not in self.without
        ]
        return [(table.key, self.spans(table.key, rows_of(table, self.values))) for table in found]

    def body(self):
        """Lines and tables in their order: (kind, content)."""
        yield "title", self.title
        yield from (("p", text) for text in self.preamble)
        for key, heading in self.headings:
            yield "h", heading
            yield from (("p", text) for text in self.texts[key])
            yield from (("table", rows) for _, rows in self.tables(key))
        yield "p", self.signature
        if self.date:
            yield "p", self.date
        for _, rows in self.tables(""):
            yield "h0", "附：政府信息公开情况统计表"
            yield "table", rows

    def html(self, *, junk: bool = False) -> bytes:
        """A page of an office; with ``junk`` a layout table, spans and blanks between the words."""
        parts = []
        for kind, content in self.body():
            if kind == "table":
                parts.append(html_table(content, junk))
            elif kind == "title":
                parts.append(f"<h1>{escape(content)}</h1>")
            else:
                text = escape(content)
                if junk and "<" not in text:
                    text = f'<span lang="EN-US">{text[:3]}</span><span>{text[3:]}<o:p></o:p></span>'
                parts.append(f"<p>{text}</p>")
        inside = "\n".join(parts)
        if junk:
            inside = (
                "<table><tr><td><a href='/'>首页</a> &gt; 政府信息公开年报</td></tr><tr><td>"
                f"<div>{inside}</div></td></tr><tr><td>上一篇：2013年政府信息公开情况</td></tr></table>"
            )
        head = "<title>政府信息公开</title><style>p{}</style><script>var a='XX局';</script>"
        return f"<!DOCTYPE html><html><head>{head}</head><body>{inside}</body></html>".encode()

    def docx(self) -> bytes:
        """A Word file, its main part only."""
        parts = []
        for kind, content in self.body():
            if kind == "table":
                parts.append(_docx_table(content))
            else:
                parts.append(_docx_paragraph(content))
        names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xml = f'<w:document xmlns:w="{names}"><w:body>{"".join(parts)}</w:body></w:document>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("word/document.xml", xml)
        return out.getvalue()

    def word(self) -> bytes:
        """The same as a word processor's library writes it (slow)."""
        file = docx.Document()
        for kind, content in self.body():
            if kind == "table":
                _word_table(file, content)
            else:
                file.add_paragraph(content)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()

    def text(self) -> bytes:
        """As copied from a page: tables as lines with tabs."""
        lines = []
        for kind, content in self.body():
            if kind == "table":
                lines += ["\t".join(text for text, _, _ in row) for row in content]
            else:
                lines.append(content)
        return "\n".join(lines).encode()

    def pdf(self) -> bytes:
        """Our own paper."""
        blocks: list[b.Block] = []
        title = ""
        for kind, content in self.body():
            if kind == "title":
                title = content
            elif kind == "table":
                wide = max(sum(span for _, span, _ in row) for row in content)
                rows = [tuple(b.cell(t, colspan=c, rowspan=r) for t, c, r in row) for row in content]
                blocks.append(b.table("表", [], rows, widths=(3,) * wide))
            else:
                blocks.append(b.heading(1, content) if kind == "h" else b.paragraph(content))
        return pdf.render(b.Document(title, tuple(blocks)))

    def figures(self) -> bytes:
        """Our ``figures.json``."""
        document = {
            "agency": self.agency,
            "year": self.year,
            "forms": [self.form.id],
            "figures": {key: {"value": value, "unit": "件"} for key, value in self.values.items()},
            "checks": [],
        }
        return json.dumps(document, ensure_ascii=False).encode()


def correct(year: int) -> Report:
    """A report of ``year`` with which nothing is wrong."""
    form = form_for_year(year)
    old = form.matrix is None
    texts = {key: list(text) for key, text in (OLD_TEXTS if old else NEW_TEXTS).items()}
    if old:
        texts["overview"] = [text.replace("2017", str(year)) for text in texts["overview"]]
    name = f"{year}年度政府信息公开工作报告" if old else f"{year}年政府信息公开工作年度报告"
    basis = "《山东省政府信息公开办法》（省政府令第225号）" if old else ""
    number = "国务院令第492号" if old else "国务院令第711号"
    return Report(
        year=year,
        form=form,
        values=figures(form),
        title=AGENCY + name,
        preamble=[
            f"根据《中华人民共和国政府信息公开条例》（{number}）{'和' if basis else ''}{basis}，编制本报告。"
            f"统计期限为{year}年1月1日至12月31日。联系电话：0631-5681102。"
        ],
        headings=[(one.key, one.heading) for one in sections(year) if one.number],
        texts=texts,
        date=f"{year + 1}年1月25日",
    )


def html_table(rows: Spans, junk: bool) -> str:
    """Cells with spans, as an editor of a site writes them."""
    lines = []
    for row in rows:
        cells = []
        for text, columns, deep in row:
            inside = escape(text)
            if junk:
                inside = f'<p style="text-align:center"><span>&nbsp;{inside}\n</span></p>'
                if text.isdecimal() and len(text) == 2:
                    inside = f"<table><tr><td>{text}</td></tr></table>"
            cells.append(f'<td colspan="{columns}" rowspan={deep}>{inside}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1>{''.join(lines)}</table>"


def _docx_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _docx_table(rows: Spans) -> str:
    """A merged cell stands in every row that it covers, as Word writes it."""
    below: dict[int, tuple[int, int]] = {}
    lines = []
    for row in rows:
        cells, place, waiting = [], 0, list(row)
        while waiting or place in below:
            if place in below:
                columns, deep = below.pop(place)
                cells.append((place, "", columns, "<w:vMerge/>"))
            else:
                text, columns, deep = waiting.pop(0)
                cells.append((place, text, columns, '<w:vMerge w:val="restart"/>' if deep > 1 else ""))
            if deep > 1:
                below[place] = (columns, deep - 1)
            place += columns
        lines.append(cells)
    made = []
    for cells in lines:
        inner = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/>{merge}</w:tcPr>{_docx_paragraph(text)}</w:tc>'
            for _, text, columns, merge in cells
        )
        made.append(f"<w:tr>{inner}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def _word_table(file, rows: Spans) -> None:
    wide = sum(columns for _, columns, _ in rows[0])
    table = file.add_table(len(rows), wide)
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        place = 0
        for text, columns, deep in row:
            while (at, place) in taken:
                place += 1
            taken |= {(at + down, place + right) for down in range(deep) for right in range(columns)}
            cell = table.cell(at, place)
            if columns > 1 or deep > 1:
                cell = cell.merge(table.cell(at + deep - 1, place + columns - 1))
            cell.text = text
            place += columns
