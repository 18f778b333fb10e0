"""Plain text: the encodings that offices use, one line a paragraph."""

from __future__ import annotations

import codecs
import re
import unicodedata

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Line, Paper
from gongkai.reportcheck.reading.limits import MAX_TEXT

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GBK = frozenset({"gb2312", "gbk", "gb18030"})
_MARK = re.compile(r"^#{1,6} +")
_CONTROL_SHARE = 0.01


def decode(data: bytes) -> str:
    """The text of ``data``: UTF-8 or UTF-16 with a mark, UTF-8, GB18030. Raises Refused for anything else."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(_try(data[len(mark) :], name))
    declared = _CHARSET.search(data[:4096])
    first = "gb18030" if declared and declared[1].decode("ascii").lower() in _GBK else "utf-8"
    for name in (first, "utf-8", "gb18030"):
        text = _try(data, name)
        if text is not None:
            return _checked(text)
    return _checked(None)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None) -> str:
    """The text if it is text: decodable, hardly any control characters."""
    if text is not None and len(text) <= MAX_TEXT * 2:
        sample = text[:100_000]
        odd = sum(unicodedata.category(one) in {"Cc", "Cn", "Co", "Cs"} for one in sample)
        odd -= sum(sample.count(one) for one in "\t\r\n\f\x0b")
        if odd <= len(sample) * _CONTROL_SHARE:
            return text
    elif text is not None:
        raise Refused("too-long", f"文字超过 {MAX_TEXT} 字", "请只检查年度报告本身")
    raise Refused(
        "not-text", "认不出文件的类型，或者文字编码损坏", "请提供 HTML、DOCX、PDF、TXT 或 figures.json"
    )


def read(text: str) -> Paper:
    """The lines of a text; empty ones are left out, marks of Markdown headings taken off."""
    lines = (line.rstrip() for line in text.replace("\x00", "").splitlines())
    made = (Line(_MARK.sub("", line), heading=_MARK.match(line) is not None) for line in lines)
    return Paper("text", tuple(line for line in made if line.text.strip()))
