"""Documents and strategies that the tests share."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from hypothesis import strategies as st

from gongkai.papers import blocks as b

AGENCY = "威海火炬高技术产业开发区市场监督管理局"
SECTIONS = (
    "概述",
    "组织领导和制度建设",
    "发布解读、回应社会关切以及互动交流情况",
    "重点领域政府信息公开工作推进情况",
)
SECTIONS += (
    "主动公开政府信息以及公开平台建设情况",
    "政府信息公开申请的办理情况",
    "政府信息公开的收费及减免情况",
)
SECTIONS += ("因政府信息公开申请提起行政复议、行政诉讼情况", "政府信息公开保密审查及监督检查情况")
SECTIONS += ("所属事业单位信息公开工作推进措施和落实情况", "存在的主要问题和改进措施")


def png(width: int = 40, height: int = 20) -> bytes:
    """A small red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\xc0\x20\x20" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def document(*blocks: b.Block, title: str = "标题", **more: object) -> b.Document:
    return b.Document(title, blocks, **more)  # type: ignore[arg-type]


def months() -> b.Chart:
    values = (150, 98, 292, 178, 170, 168, 214, 221, 165, 152, 208, None)
    labels = tuple(f"{month}月" for month in range(1, 13))
    series = (b.Series("受理", values),)
    return b.Chart("column", "受理投诉举报，按登记月份", "3月最多，292件。", labels, series, "件", ("3月",))


def spanning() -> b.Table:
    """A head of two rows with spans, a spanning cell in the body."""
    head = ((b.Cell("来源", rowspan=2), b.Cell("件数", colspan=2)), ("受理", "办结"))
    body = (
        (b.Cell("热线", header=True), "1,800", "1,700"),
        (b.Cell("信函", header=True), b.Cell("380", rowspan=2), "371"),
        (b.Cell("走访", header=True, indent=1), "—"),
    )
    return b.Table("投诉举报情况", head, body, ("注：不含咨询。",), (3, 1, 1), "件")  # type: ignore[arg-type]


def everything() -> b.Document:
    """One of each block and inline."""
    return b.Document(
        f"{AGENCY}\n2017年度政府信息公开工作报告",
        (
            b.paragraph("各科室：", "flush"),
            b.heading(1, "一、概述"),
            b.paragraph(
                [
                    *(
                        "全年公开",
                        b.Figure("items.total", "147", "/gk/"),
                        "条，其中",
                        b.Stated("12", "办公室台账"),
                    ),
                    *("条为", b.Emphasis(("消费警示",)), b.Footnote((b.Text("按栏目统计。"),)), "，见"),  # type: ignore[arg-type]
                    *(b.Link((b.Text("网站"),), "https://www.example.gov.cn/"), "。\n另起一行。"),
                ]
            ),
            b.heading(3, "1.越级的标题"),
            b.NumberedList(
                ("网上申请0件；", (b.paragraph("信函申请1件："), b.BulletList(("个人1件", "企业0件")))), 2
            ),  # type: ignore[arg-type]
            b.Quote((b.paragraph("能够当场答复的，应当当场予以答复。"),)),
            b.Note((b.paragraph("以收到日期计入年度。"),), "due"),
            spanning(),
            b.Picture("a" * 64, "办事大厅的信息公开栏", "信息公开栏", 40),
            b.QrCode("https://www.example.gov.cn/gk/1", "扫码看网页版"),
            b.Attachments(("政府信息公开情况统计表", b.Attachment("情况说明", "/f/1.pdf", 2048, "PDF"))),  # type: ignore[arg-type]
            b.Signature(AGENCY, date(2018, 3, 1)),
        ),
        subtitle="（2018年3月1日公布）",
        doc_no="威高市监发〔2018〕5号",
        agency=AGENCY,
        date=date(2018, 3, 1),
        meta={"keywords": "政府信息公开 年度报告", "description": "年度报告"},
    )


ASSETS = {"a" * 64: png()}

# ── strategies ───────────────────────────────────────────────

CHARACTERS = "国家公开信息，。、“”《》（）〔〕0123456789 abcXYZ<>&\"'#*_$@`~\\{}[]=-+/|;:!?%^"
texts = st.text(st.sampled_from(CHARACTERS), max_size=30)
said = st.text(st.sampled_from(CHARACTERS.replace(" ", "")), min_size=1, max_size=20)
hrefs = st.sampled_from(["", "/gk/1", "#s1", "https://a.gov.cn/?x=1&y=2", "mailto:a@b.cn", "tel:12315"])
numbers = st.none() | st.integers(0, 10**9) | st.decimals(0, 1000, places=2)


def _inlines(children: st.SearchStrategy[b.Inline]) -> st.SearchStrategy[b.Inline]:
    inner = st.lists(children, max_size=3).map(tuple)
    return st.one_of(inner.map(b.Emphasis), st.builds(b.Link, inner, hrefs))


words = st.one_of(
    *(texts.map(b.Text), st.just(b.Break())),
    *(st.builds(b.Figure, said, said, hrefs), st.builds(b.Stated, said, said)),
)
leaves = words | st.lists(words, max_size=3).map(lambda inner: b.Footnote(tuple(inner)))
inlines = st.lists(st.recursive(leaves, _inlines, max_leaves=5), max_size=4).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> b.Table:
    columns = draw(st.integers(1, 4))
    cells = st.builds(
        b.Cell, inlines, align=st.sampled_from(["", "left", "center", "right"]), indent=st.integers(0, 2)
    )
    rows = st.lists(st.lists(cells, min_size=columns, max_size=columns).map(tuple), max_size=3).map(tuple)
    head = draw(
        st.lists(st.lists(cells, min_size=columns, max_size=columns).map(tuple), min_size=1, max_size=2)
    )
    return b.Table(
        draw(texts), tuple(head), draw(rows), tuple(draw(st.lists(texts, max_size=2))), (), draw(texts)
    )


@st.composite
def charts(draw: st.DrawFn) -> b.Chart:
    labels = tuple(draw(st.lists(said, min_size=1, max_size=14)))
    values = st.lists(numbers, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = tuple(draw(st.lists(st.builds(b.Series, said, values), min_size=1, max_size=5)))
    kind = draw(st.sampled_from(["bar", "column", "line", "stack"]))
    return b.Chart(kind, draw(said), draw(said), labels, series, draw(texts), (labels[0],))


simple = st.one_of(
    st.builds(b.Heading, st.integers(1, 4), inlines.map(lambda words: (*words, b.Text("题")))),
    st.builds(b.Paragraph, inlines, st.sampled_from(["body", "flush", "center", "right"])),
    tables(),
    charts(),
    st.lists(st.builds(b.Attachment, said, hrefs), min_size=1, max_size=3).map(tuple).map(b.Attachments),
    st.builds(b.Signature, said, st.none() | st.dates()),
    st.builds(b.QrCode, said, texts),
    st.just(b.PageBreak()),
)


def _nested(children: st.SearchStrategy[b.Block]) -> st.SearchStrategy[b.Block]:
    some = st.lists(children, min_size=1, max_size=2).map(tuple)
    items = st.lists(some, min_size=1, max_size=3).map(tuple)
    notes = st.sampled_from(["", "due", "late", "done", "calm"])
    return st.one_of(
        items.map(b.BulletList), st.builds(b.NumberedList, items, st.integers(0, 9)), some.map(b.Quote),
        st.builds(b.Note, some, notes),
    )  # fmt: skip


bodies = st.lists(st.recursive(simple, _nested, max_leaves=4), max_size=4).map(tuple)
documents = st.builds(
    b.Document,
    said,
    bodies,
    texts,
    texts,
    texts,
    st.none() | st.dates(),
    meta=st.dictionaries(said, texts, max_size=2),
)
