"""An article as HTML to paste: the styles are inside each tag, for an editor drops sheets and classes.

Nothing but these tags and our own styles comes out; what was said is escaped by the renderer.
"""

from __future__ import annotations

from html import escape

from lxml import html as parser

from gongkai.desk.outlets.making.source import Source
from gongkai.papers import html

_STYLES = {
    "p": "margin:0 0 1em;line-height:1.75;font-size:16px;color:#222;text-align:justify;",
    "h2": "margin:1.4em 0 .7em;font-size:18px;line-height:1.5;font-weight:bold;color:#1d5fa8;",
    "h3": "margin:1.2em 0 .6em;font-size:17px;line-height:1.5;font-weight:bold;color:#222;",
    "h4": "margin:1em 0 .5em;font-size:16px;font-weight:bold;color:#222;",
    "table": "width:100%;border-collapse:collapse;margin:0 0 1em;font-size:14px;",
    "th": "border:1px solid #bbb;padding:6px 8px;background:#f2f5f9;font-weight:bold;",
    "td": "border:1px solid #bbb;padding:6px 8px;",
    "ul": "margin:0 0 1em;padding-left:1.6em;",
    "ol": "margin:0 0 1em;padding-left:1.6em;",
    "li": "line-height:1.75;font-size:16px;",
    "blockquote": "margin:0 0 1em;padding:.6em 1em;border-left:4px solid #bbb;color:#555;",
}
_KEPT = {"colspan", "rowspan"}
_DROPPED = ("svg", "img", "script", "style", "details")


def article(source: Source) -> str:
    """The article, a piece of HTML to be pasted into an editor."""
    body = parser.fragment_fromstring(html.render(source.body), create_parent="section")
    for gone in _DROPPED:
        for node in list(body.iter(gone)):
            node.drop_tree()
    for node in list(body.iter()):
        if not isinstance(node.tag, str):
            node.drop_tree()
        elif node.tag == "a":
            node.drop_tag()
        else:
            _dress(node)
    inner = "".join(parser.tostring(node, encoding="unicode") for node in body)
    return f"<section>\n{_head(source)}\n{inner}\n{_foot(source)}\n</section>\n"


def simple(source: Source) -> str:
    """The same without styles, for the editor of a website."""
    return html.render(source.body) + "\n"


def _dress(node: parser.HtmlElement) -> None:
    for name in list(node.attrib):
        if name not in _KEPT:
            del node.attrib[name]
    if style := _STYLES.get(node.tag):
        node.set("style", style)


def _head(source: Source) -> str:
    about = [f"{source.published}" if source.published else "", source.agency]
    line = "　".join(part for part in about if part)
    return f'<p style="margin:0 0 1.2em;font-size:14px;color:#888;">{escape(line)}</p>'


def _foot(source: Source) -> str:
    """Where the whole stands; the address as text, for WeChat forbids links elsewhere."""
    more = f"　原文：{source.url}" if source.url else ""
    files = f"　附件 {len(source.attachments)} 个见原文" if source.attachments else ""
    said = escape(f"索引号：{source.index}{more}{files}")
    return f'<p style="margin:1.6em 0 0;font-size:13px;color:#888;">{said}</p>'
