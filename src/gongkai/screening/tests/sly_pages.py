"""Sly files of other kinds: PDF, pages of the web, texts; each hides a mobile number."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from gongkai.screening.tests.files_built import MOBILE, annotate, line, located_jpeg, pdf, saved
from gongkai.screening.tests.sly_files import OFFICE, Sly
from gongkai.screening.tests.sly_pdfs import PDFS
from gongkai.screening.tests.sly_pictures import PICTURES
from gongkai.screening.tests.sly_words import WORDS


def updated_pdf() -> bytes:
    """A number in the first version; the update that follows has another page in its place."""
    first = saved(pdf(line(MOBILE)))
    with pikepdf.open(io.BytesIO(first)) as document:
        content = document.pages[0].obj.Contents
        number = content.objgen[0]
    last = int(first.rpartition(b"startxref")[2].split()[0])
    size = len(pikepdf.open(io.BytesIO(first)).objects) + 1
    at = len(first)
    text = line("notice")
    made = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(text), text)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    with pikepdf.open(io.BytesIO(first)) as document:
        root = document.Root.objgen[0]
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, last, at + len(made)
    )  # fmt: skip
    return first + made + table + trailer


def layered() -> bytes:
    document = pdf(line("notice"))
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    config = Dictionary(OFF=Array([group]), Order=Array([group]))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=config)
    page = document.pages[0].obj
    page.Resources.Properties = Dictionary(MC0=group)
    page.Contents = document.make_stream(line("notice") + b" /OC /MC0 BDC " + line(MOBILE, 600) + b" EMC")
    return saved(document)


def boxed() -> bytes:
    return saved(pdf(line(MOBILE) + b" 0 g 90 690 300 30 re f"))


def noted() -> bytes:
    document = pdf(line("notice"))
    annotate(document, Subtype=Name.Text, Contents=f"电话{MOBILE}", F=2)
    return saved(document)


def popup_reply() -> bytes:
    document = pdf(line("notice"))
    annotate(document, Subtype=Name.Highlight, RC=f"<body><p>电话{MOBILE}</p></body>", T="z")
    return saved(document)


def actual_text() -> bytes:
    """A picture of letters whose replacement text says something else."""
    hexed = ("\ufeff电话" + MOBILE).encode("utf-16-be").hex().encode()
    said = b"/Span << /ActualText <" + hexed + b"> >> BDC "
    return saved(pdf(said + line("notice") + b" EMC"))


def bookmarked() -> bytes:
    document = pdf(line("notice"))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"电话{MOBILE}", 0))
    return saved(document)


def page_piece() -> bytes:
    document = pdf(line("notice"))
    document.pages[0].obj.PieceInfo = Dictionary(Word=Dictionary(Private=String(f"电话{MOBILE}")))
    return saved(document)


def named_destination() -> bytes:
    document = pdf(line("notice"))
    document.Root.Dests = Dictionary({f"/tel{MOBILE}": Array([document.pages[0].obj, Name.Fit])})
    return saved(document)


def alt_of_figure() -> bytes:
    document = pdf(line("notice"))
    figure = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(f"电话{MOBILE}"))
    )
    document.Root.StructTreeRoot = document.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([figure]))
    )
    return saved(document)


def html(body: str) -> Callable[[], bytes]:
    page = f"<!doctype html><html><head><title>公告</title></head><body><p>公告</p>{body}</body></html>"
    return page.encode


def framed(body: str) -> bytes:
    """A page with a photo in the address that ``body`` leaves open."""
    inside = base64.b64encode(located_jpeg()).decode()
    return html(body.format(f"data:image/jpeg;base64,{inside}"))()


SLY: dict[str, Sly] = {
    **OFFICE,
    **PICTURES,
    **PDFS,
    **WORDS,
    "incremental update": Sly("a.pdf", updated_pdf, ("pdf_history",)),
    "incremental update behind a blank": Sly("a.pdf", lambda: b" \n" + updated_pdf(), ("pdf_history",)),
    "optional layer": Sly("a.pdf", layered, ("hidden_text",)),
    "under a black box": Sly("a.pdf", boxed, ("hidden_text",)),
    "hidden note": Sly("a.pdf", noted, ("comment",)),
    "rich text of a mark": Sly("a.pdf", popup_reply, ("comment",)),
    "replacement text": Sly("a.pdf", actual_text),
    "bookmark": Sly("a.pdf", bookmarked),
    "private piece of a page": Sly("a.pdf", page_piece),
    "name of a destination": Sly("a.pdf", named_destination, ("metadata",), reads=False),
    "description of a figure": Sly("a.pdf", alt_of_figure),
    "csv in GB 18030": Sly("a.csv", lambda: f"姓名,电话\r\n张三,{MOBILE}\r\n".encode("gb18030")),
    "utf-16 text": Sly("a.txt", lambda: f"公告\r\n电话{MOBILE}\r\n".encode("utf-16")),
    "html attribute of one's own": Sly("a.html", html(f'<p phone="{MOBILE}">x</p>')),
    "html comment in a style": Sly(
        "a.html", html(f"<style>/* 电话{MOBILE} */ p {{margin:0}}</style>"), ("hidden_text",)
    ),
    "html option": Sly("a.html", html(f'<select><option label="电话{MOBILE}">x</option></select>')),
    "html picture of a style": Sly(
        "a.html",
        html(f'<p style="background:url(https://a.gov.cn/{MOBILE}.png)">x</p>'),
        ("hidden_text",),
        reads=False,
    ),
    "html hidden": Sly("a.html", html(f"<p hidden>电话{MOBILE}</p>"), ("hidden_text",)),
    "html comment": Sly("a.html", html(f"<!-- 电话{MOBILE} -->"), ("comment", "hidden_text")),
    "html data attribute": Sly("a.html", html(f'<p data-phone="{MOBILE}">x</p>')),
    "html title attribute": Sly("a.html", html(f'<p title="电话{MOBILE}">x</p>')),
    "html input": Sly("a.html", html(f'<input type="hidden" value="电话{MOBILE}">')),
    "html template": Sly("a.html", html(f"<template><p>电话{MOBILE}</p></template>")),
    "html noscript": Sly("a.html", html(f"<noscript>电话{MOBILE}</noscript>")),
    "html style content": Sly("a.html", html(f'<style>p::after{{content:"电话{MOBILE}"}}</style>')),
    "html style content in escapes": Sly(
        "a.html",
        html(f"<style>p::after{{content:'{''.join(f'{chr(92)}3{digit}' for digit in MOBILE)}'}}</style>"),
        ("hidden_text",),
    ),
    "html property of a style": Sly(
        "a.html", html(f"<p style=\"--a:'电话{MOBILE}'\">x</p>"), ("hidden_text",)
    ),
    "html collapsed": Sly("a.html", html(f"<details><summary>x</summary>电话{MOBILE}</details>")),
    "html behind its end": Sly("a.html", lambda: html("")() + f"<p>电话{MOBILE}</p>".encode()),
    "html number under a reading": Sly(
        "a.html", html(f"<p>电话<ruby>{MOBILE[:5]}<rp>(</rp><rt>wei</rt><rp>)</rp></ruby>{MOBILE[5:]}</p>")
    ),
    "html reading of a word": Sly("a.html", html(f"<p><ruby>某<rt>电话{MOBILE}</rt></ruby></p>")),
    "html backwards": Sly(
        "a.html", html(f'<p><bdo dir="rtl">{MOBILE[::-1]}</bdo></p>'), ("hidden_text",), reads=False
    ),
    "html near white": Sly(
        "a.html", html(f'<p style="color:rgb(255, 255, 254)">{MOBILE}</p>'), ("hidden_text",)
    ),
    "html hardly opaque": Sly("a.html", html(f'<p style="opacity:.01">{MOBILE}</p>'), ("hidden_text",)),
    "html scaled to nothing": Sly(
        "a.html", html(f'<p style="transform:scale(0)">{MOBILE}</p>'), ("hidden_text",)
    ),
    "html cut away": Sly("a.html", html(f'<p style="clip-path:inset(100%)">{MOBILE}</p>'), ("hidden_text",)),
    "html hidden on the screen": Sly(
        "a.html",
        html(f'<style>@media screen{{.b{{display:none}}}}</style><p class="b">{MOBILE}</p>'),
        ("hidden_text",),
    ),
    "html photo of a style": Sly(
        "a.html", lambda: framed('<p style="background:url({})">x</p>'), ("exif_gps",), reads=False
    ),
    "html photo of a style sheet": Sly(
        "a.html", lambda: framed("<style>p{{background:url('{}')}}</style>"), ("exif_gps",), reads=False
    ),
    "html photo for sharp screens": Sly(
        "a.html", lambda: framed('<img src="a.png" srcset="{} 2x">'), ("exif_gps",), reads=False
    ),
    "html photo in a drawing": Sly(
        "a.html", lambda: framed('<svg><image xlink:href="{}"/></svg>'), ("exif_gps",), reads=False
    ),
    "html photo": Sly("a.html", lambda: framed('<img alt="" src="{}">'), ("exif_gps",), reads=False),
}
"""Every sly file by what it does."""
