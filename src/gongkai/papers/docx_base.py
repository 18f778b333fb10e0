"""The style base of word-processor files: an ordinary .docx that an office opens, changes and keeps.

``data/base.docx`` is what :func:`make` makes; a test holds them together. An office's own base must have the
same paragraph styles (:data:`STYLES`); fonts, sizes, margins and the page number are its own affair.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.refusal import Refused

FANG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
"""The four faces of GB/T 9704; :data:`_ALTERNATIVES` names what a machine without them takes instead."""
_ALTERNATIVES = {FANG: "仿宋", HEI: "SimHei", KAI: "楷体", SONG: "宋体"}
_PITCH = Pt(28.95)
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

OURS: dict[str, dict[str, Any]] = {
    "公文文号": {"size": 16, "align": _CENTER},
    "公文主送": {"size": 16},
    "公文署名": {"size": 16, "align": _RIGHT},
    "公文附件": {"size": 16, "hanging": True},
    "公文表题": {"size": 14, "face": HEI, "align": _CENTER, "keep": True},
    "公文表格": {"size": 12, "free": True},
    "公文表注": {"size": 10.5, "free": True},
    "公文图": {"size": 12, "align": _CENTER, "free": True},
    "公文脚注": {"size": 10.5, "free": True},
}
"""Our own paragraph styles: size in points, face, alignment; ``free`` stands off the 22-line grid."""
BUILT_IN = (
    *("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "List Bullet", "List Bullet 2"),
    *("List Bullet 3", "List Number", "List Number 2", "List Number 3", "List Continue", "Quote", "Footer"),
)
STYLES = (*BUILT_IN, *OURS)
"""Paragraph styles that a base must have."""


def make() -> bytes:
    """The base that comes with the program."""
    doc = docx.Document()
    for style in list(doc.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    _defaults(doc)
    _built_in(doc)
    for name, look in OURS.items():
        style = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = doc.styles["Normal"]
        style.quick_style = True
        _set(style, indent=False, **look)
    _page(doc)
    _fonts(doc)
    doc.core_properties.author = ""
    doc.core_properties.comments = ""
    return saved(doc)


def opened(base: Path | None) -> Any:
    """The base without its text, checked for the styles that we use."""
    source = (
        BytesIO(files(__package__).joinpath("data/base.docx").read_bytes()) if base is None else str(base)
    )
    try:
        opened = docx.Document(source)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as wrong:
        raise Refused(
            "bad-base", f"样式模板“{base}”不能打开", mend="请提供 Word 可以打开的 .docx 文件"
        ) from wrong
    names = {style.name for style in opened.styles}
    if missing := [name for name in STYLES if name not in names]:
        raise Refused(
            "bad-base",
            f"样式模板缺少样式：{'、'.join(missing)}",
            mend="请在随附模板的基础上修改，不要删去其中的样式",
        )
    body = opened.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return opened


def saved(doc: Any) -> bytes:
    """The file of ``doc`` with fixed times inside, so that the same document gives the same bytes."""
    raw, out = BytesIO(), BytesIO()
    doc.save(raw)
    with ZipFile(raw) as source, ZipFile(out, "w") as target:
        for info in source.infolist():
            entry = ZipInfo(info.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(info.filename))
    return out.getvalue()


def element(name: str, **attributes: str) -> Any:
    """A ``w:`` element with ``w:`` attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(paragraph: Any, code: str) -> None:
    """A field such as PAGE, computed by the word processor."""
    run = paragraph.add_run()
    run._r.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = code
    run._r.append(instruction)
    run._r.append(element("fldChar", fldCharType="separate"))
    run._r.append(element("t"))
    run._r.append(element("fldChar", fldCharType="end"))


def _face(style: Any, face: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), face)


def _set(
    style: Any,
    *,
    size: float,
    face: str = FANG,
    align: Any = None,
    indent: bool = True,
    hanging: bool = False,
    free: bool = False,
    keep: bool = False,
) -> None:
    """Give a paragraph style its look."""
    _face(style, face)
    for name in ("w:spacing", "w:kern"):
        for tuned in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(tuned)
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    format_ = style.paragraph_format
    format_.space_before = format_.space_after = Pt(0)
    format_.alignment = align
    format_.keep_with_next = keep
    format_.widow_control = False
    if free:
        format_.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        format_.line_spacing_rule, format_.line_spacing = WD_LINE_SPACING.EXACTLY, _PITCH
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    indents = properties.get_or_add_ind()
    for attribute in list(indents.attrib):
        del indents.attrib[attribute]
    if hanging:
        values = {"leftChars": "500", "left": "1600", "hangingChars": "300", "hanging": "960"}
    elif indent:
        values = {"firstLineChars": "200", "firstLine": "640"}
    else:
        values = {"firstLineChars": "0", "firstLine": "0"}
    for key, value in values.items():
        indents.set(qn(f"w:{key}"), value)


def _defaults(doc: Any) -> None:
    """Chinese is the language of the file."""
    properties = doc.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")


def _built_in(doc: Any) -> None:
    """The styles that every word processor knows by name, so that outline and contents work."""
    styles = doc.styles
    _set(styles["Normal"], size=16)
    properties = styles["Normal"].element.rPr
    # 28 characters of 16 points a line of 156 mm: a quarter of a point (in twentieths) less for each
    properties.find(qn("w:sz")).addprevious(element("spacing", val="-5"))
    styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _set(styles["Title"], size=22, face=SONG, align=_CENTER, indent=False)
    for level, face in enumerate((HEI, KAI, FANG, FANG), 1):
        _set(styles[f"Heading {level}"], size=16, face=face, keep=True)
    for name in ("List Bullet", "List Number"):
        for depth, suffix in enumerate(("", " 2", " 3"), 1):
            _set(styles[name + suffix], size=16, indent=False)
            indents = styles[name + suffix].element.pPr.ind
            for key in list(indents.attrib):
                del indents.attrib[key]
            indents.set(qn("w:left"), str(640 * depth + 480))
            indents.set(qn("w:hangingChars"), "150")  # else the two characters of Normal would win
            indents.set(qn("w:hanging"), "480")
    _set(styles["List Continue"], size=16, indent=False)
    styles["List Continue"].paragraph_format.left_indent = Pt(56)
    _set(styles["Quote"], size=16, face=KAI)
    styles["Quote"].paragraph_format.left_indent = Pt(32)
    _set(styles["Footer"], size=14, indent=False)
    _face(styles["Footer"], "宋体")


def _page(doc: Any) -> None:
    """A4, the margins and the grid of GB/T 9704, page numbers outside: odd right, even left."""
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    # 22 lines: 579 twentieths of a point. 28 characters come from the style's spacing, not from a character
    # grid: LibreOffice makes the cells of such a grid as wide as the lines are high.
    section._sectPr.append(element("docGrid", type="lines", linePitch="579"))
    doc.settings.odd_and_even_pages_header_footer = True
    mirror = element("mirrorMargins")
    doc.settings.element.insert(1, mirror)
    for footer, align, side in (
        (section.footer, _RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = doc.styles["Footer"]
        paragraph.alignment = align
        indents = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indents.set(qn(f"w:{side}Chars"), "100")
        indents.set(qn(f"w:{side}"), "280")
        paragraph.add_run("— ")
        field(paragraph, "PAGE")
        paragraph.add_run(" —")


def _fonts(doc: Any) -> None:
    """The font table: what stands in for a face that a machine does not have."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _ALTERNATIVES.items()
    )
    part = doc.part.part_related_by(RT.FONT_TABLE)
    xml = f"<w:fonts {nsdecls('w')}>{rows}</w:fonts>"
    parse_xml(xml)
    part._blob = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml).encode()
