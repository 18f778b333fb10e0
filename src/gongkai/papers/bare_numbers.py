"""Numbers in a narrative that have no source: neither bound to a figure nor stated with a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.papers.dialect import REFERENCE, tokens

_GAP = "\ufffc"
"""Stands where a reference, a code or a picture stood."""

_MEASURE = r"[件条起次人家批户元万亿个份场期篇例宗%％]"
_DASH = r"[-—–－~～]"
_YEAR = r"(?:19|20)\d{2}"

# Names, dates and addresses, which are no counts. Tried at every place; the first that fits is skipped.
_NAMES = (
    r"(?:https?://|www\.)[^\s，。；）]+|[\w.+-]+@[\w.-]+",
    rf"{_YEAR}(?:年|年度)?(?:{_DASH}|[、和至到]){_YEAR}(?:年度?)?",  # 2016—2017年
    rf"{_YEAR}年度?(?:第?[一二三四1-4]季度|上半年|下半年)?(?:\d{{1,2}}月(?:份|\d{{1,2}}[日号])?)?",
    rf"{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)",
    r"\d{1,2}月(?:份|底|初|中旬|上旬|下旬|\d{1,2}[日号](?!文))?",
    r"\d{1,2}日(?!内)",
    r"\d{1,2}[:：]\d{2}(?!\d)|\d{1,2}[时点](?:\d{1,2}分|半)?(?!间)",
    r"[〔［\[【（(](?:19|20)\d{2}[〕］\]】）)]\s*(?:第\s*)?\d+(?:-\d+)?\s*号?",  # 〔2014〕32号
    rf"第\s*\d+(?:[.{_DASH[1:-1]}]\d+)*\s*[号条款项章节次期届版部批页季令位名]?",
    rf"\d+(?:{_DASH}\d+)?\s*号(?!召)",  # 288号, 12号文
    r"(?:GB|DB|SB|QB|NY|HG|JJF|JJG|TSG|ISO|IEC)(?:/?[A-Z])?\s?/?\s?\d+(?:\.\d+)*(?:[-—–:]\d{4})?",
    r"[A-Za-z]+[-/]?\d+(?:\.\d+)?(?:[-/][A-Za-z0-9]+)*",  # A4, IMG_1
    r"\d{1,2}[·•・]\d{1,2}|[“\"‘「]\d{1,2}[.．]\d{1,2}[”\"’」]",  # 3·15, “3.15”
    r"(?<!\d)0\d{2,3}\s*[-—–－]*\s*\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400[-—]?\d{3}[-—]?\d{4}(?!\d)",
    rf"(?<!\d)(?:12[3-9]\d{{2}}|96\d{{3,4}}|110|119|120)(?!\d|,\d|\s*{_MEASURE})",  # hotlines
    r"邮(?:政编码|编)\s*[:：]?\s*\d{6}",
    r"(?:附件|附表|附图|表|图|专栏)\s*\d+(?:-\d+)?",
    r"[（(]\d{1,2}[）)]",
    r"(?m:^)\s*\d{1,2}(?:[.．]\d{1,2})*[.．、)）](?!\d)\s*",  # 1. at the head of a line
    r"(?<=[：；。，:;])\d{1,2}[.．、](?=[一-鿿])",  # 工作：1.加强…；2.规范…
    r"\d+\s*[×xX*]\s*\d+\s*小时",
)
_CHINESE = r"[零〇一二三四五六七八九十百千万两]"
_BARE = re.compile(
    rf"(?P<name>{'|'.join(_NAMES)})"
    r"|(?P<number>(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?\s*(?:个百分点|%|％|‰)?)"
    rf"|(?P<words>百分之{_CHINESE}+(?:点{_CHINESE}+)?|(?<!第){_CHINESE}*[十百千]{_CHINESE}*[余多]?(?=[件起次批户元份宗例]|条[^件例]))"
)


@dataclass(frozen=True, slots=True)
class BareNumber:
    """A number without a source: as written, the line of the Markdown text, and the words around it."""

    text: str
    line: int
    around: str


def numbers(md: str) -> tuple[BareNumber, ...]:
    """All numbers of ``md`` that need a source and have none.

    Dates, years, document numbers, articles, section numbers, addresses, telephone numbers, postcodes, codes
    and names such as “3·15” or “12315” are not counts and need none.
    """
    found = []
    for token in tokens(md):
        if token.type != "inline":
            continue
        first = token.map[0] + 1 if token.map else 1
        words = "".join(_words(child.type, child.content, child.markup) for child in token.children or [])
        for hit in _BARE.finditer(words):
            if hit["name"] is None:
                line = first + words.count("\n", 0, hit.start())
                around = re.sub(rf"[\s{_GAP}]+", "…", words[max(hit.start() - 12, 0) : hit.end() + 12])
                found.append(BareNumber(hit[0].strip(), line, around))
    return tuple(found)


def _words(kind: str, content: str, markup: str) -> str:
    if kind in ("text", "text_special"):
        return content
    if kind in ("softbreak", "hardbreak"):
        return "\n"
    if kind in (REFERENCE, "code_inline", "image"):
        return _GAP + "\n" * markup.count("\n")
    return ""
