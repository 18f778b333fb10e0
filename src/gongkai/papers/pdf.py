"""Documents as PDF/A-2a and PDF/UA-1 on the grid of GB/T 9704, by typst.

The template is ours and fixed; what a document says goes in as data, so no text is ever read as typst code. A
character that no font has stops the work with its name: an official paper never shows an empty box.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

from gongkai.papers import charts
from gongkai.papers.assets import Assets
from gongkai.papers.model import Chart, Document, Signature, walk
from gongkai.papers.printing import CHART_WIDTH, Printer
from gongkai.refusal import Refused

STANDARDS: tuple[Literal["a-2a", "ua-1"], ...] = ("a-2a", "ua-1")
_LOCK = Lock()
_EPOCH = Date(1970, 1, 1)
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of the font families and a folder of the office's own fonts.

    ``body`` stands for 仿宋, ``head`` 黑体, ``kai`` 楷体, ``title`` 小标宋. What a family lacks is taken from
    the others and from Noto Serif SC and Noto Sans SC, which come with the program.
    """

    body: str = "Noto Serif SC"
    head: str = "Noto Sans SC"
    kai: str = "Noto Serif SC"
    title: str = "Noto Serif SC"
    folder: Path | None = None


DEFAULT_FONTS = Fonts()


def render(
    doc: Document,
    *,
    assets: Assets | None = None,
    fonts: Fonts = DEFAULT_FONTS,
    base_url: str = "",
) -> bytes:
    """The document as PDF. Same document, same fonts: same bytes.

    ``assets`` gives the pictures by name, ``base_url`` makes links of this site work on paper. Raises
    :class:`~gongkai.refusal.Refused` for a missing picture, font or glyph.
    """
    printer = Printer(assets, base_url, fonts.head)
    body = printer.blocks(doc.blocks)
    day = dated(doc)
    region = "cn" if doc.language == "zh-CN" else "us"
    data = {
        "title": doc.title.split("\n"),
        "under": [line for line in (doc.subtitle, doc.doc_no) if line],
        "author": [doc.agency] if doc.agency else [],
        "keywords": doc.meta.get("keywords", "").split(),
        "description": doc.meta.get("description") or None,
        "date": [day.year, day.month, day.day],
        "lang": doc.language.partition("-")[0],
        "region": region,
        "fonts": {"body": fonts.body, "head": fonts.head, "kai": fonts.kai, "title": fonts.title},
        "title-stroke": 0.35 if fonts.title == fonts.body else 0,
        "looks": printer.looks,
        "body": body,
    }
    made = _compile(
        _template("paper.typ"),
        {"paper": json.dumps(data)},
        fonts,
        printer.pictures,
        day=day,
        standards=STANDARDS,
    )
    assert isinstance(made, bytes)
    return made


def chart_png(chart: Chart, *, fonts: Fonts = DEFAULT_FONTS, ppi: int = 200) -> bytes:
    """The chart as a PNG picture, for word processors."""
    svg = charts.draw(chart, width=CHART_WIDTH, font=fonts.head)
    made = _compile(_template("chart.typ"), {"svg": svg}, fonts, {}, form="png", ppi=ppi)
    return made if isinstance(made, bytes) else made[0]


def dated(doc: Document) -> Date:
    """The date in the file's properties: of the document, else of its signature, else a fixed one."""
    signed = (block.date for block in walk(doc.blocks) if isinstance(block, Signature) and block.date)
    return doc.date or next(signed, _EPOCH)


@lru_cache(maxsize=4)
def _compiler(fonts: Fonts) -> typst.Compiler:
    """A compiler that has read the fonts once. Refuses a family that is not there."""
    folders = [str(pylopdf_fonts_zh_cn.sans_path().parent)]
    folders += [str(fonts.folder)] if fonts.folder else []
    book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    known = set(book.families())
    for family in (fonts.body, fonts.head, fonts.kai, fonts.title):
        if family not in known:
            raise Refused(
                "no-font",
                f"找不到字体“{family}”",
                mend=f"请把字体文件放进字体目录，可用的有：{'、'.join(sorted(known))}",
            )
    return typst.Compiler(font_paths=book, ignore_system_fonts=True)


@lru_cache(maxsize=4)
def _template(name: str) -> bytes:
    return files(__package__).joinpath(f"data/{name}").read_bytes()


def _compile(
    source: bytes,
    inputs: dict[str, str],
    fonts: Fonts,
    pictures: dict[str, bytes],
    *,
    day: Date = _EPOCH,
    standards: Sequence[Any] = (),
    form: Any = "pdf",
    ppi: int | None = None,
) -> bytes | list[bytes]:
    """One run of typst in a folder that holds nothing but the pictures of this document."""
    with TemporaryDirectory(prefix="gongkai-") as folder, _LOCK:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)
        try:
            made = _compiler(fonts).compile(
                input=source,
                format=form,
                ppi=ppi,
                sys_inputs=inputs,
                pdf_standards=list(standards),
                root=folder,
                timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            )
        except typst.TypstError as error:
            raise _refusal(error) from error
    assert made is not None
    return made


def _refusal(error: typst.TypstError) -> Exception:
    """A refusal for what a person can mend; anything else is our own defect and goes up as it is."""
    if missing := _MISSING.findall(error.diagnostic):
        characters = "".join(dict.fromkeys("".join(_unescaped(text) for text in missing)))
        codes = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters)
        return Refused(
            "no-glyph", f"字体中没有字符{codes}", mend="请换用常用字，或者在字体目录中添加有这个字的字体"
        )
    if "failed to decode image" in error.message:
        return Refused("bad-picture", "有图片已损坏，不能印出", mend="请重新另存为 PNG 或 JPEG 后上传")
    return error


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)
