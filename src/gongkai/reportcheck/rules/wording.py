"""Words: leftovers, widths, indents, telephone numbers, fees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from gongkai.law import registry
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.labels import is_statutory
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.structure import Para, Structure
from gongkai.reportcheck.words import HAN, compact

_PHONE = re.compile(r"(?<!\d)(0\d{2,3})\s*([—–－―─一﹣‒]{1,2})\s*(\d{7,8})(?!\d)")
_HALF = re.compile(
    r"(?<=[" + HAN + r"])[,;:?!](?=[" + HAN + r"])|(?<=[" + HAN + r"\d])[,;](?=[" + HAN + r"])"
    r"|(?<=[" + HAN + r"])\((?=[" + HAN + r"])|(?<=[" + HAN + r"])\.(?=$|[" + HAN + r"])"
)
_ROW = re.compile(r"\t|\||[ \u3000]{4,}")
"""A row of a table in a file that has lines only: no paragraph."""
_UNIT = re.compile(
    r"(?:公开申请|上年度?结转|结转下一?年度?(?:继续办理)?|不予公开|无法提供|不予处理|行政复议|行政诉讼)(?:共计|共)?"
    r"\d{1,9}(条|篇|个|次)"
    r"(?=$|[，。；、：（）]|其中|均|已|被|全部|都|与|和|及|以及|政府信息|信息|申请|案件|办结|答复|维持|比|较|同比)"
)
"""A count of them and nothing else: 行政复议2次听证 and 不予公开3个方面的信息 count hearings and kinds."""
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_OLD_FEE = re.compile(
    r"(?:印刷|复制|复印|检索|邮寄|工本).{0,16}(?:费|减免)|(?:收取|减免).{0,12}(?:复印|复制|检索|邮寄|工本)费"
)


def findings(paper: Paper, structure: Structure) -> Iterator[Finding]:
    """Everything about the words of the report."""
    for para in structure.paras:
        yield from _leftovers(para)
        yield from _phones(para)
    for heading in structure.headings:
        yield from _leftovers(Para(heading.text, "", heading.where))
    yield from _outside(paper, structure)
    yield from _widths(structure)
    yield from _indents(paper, structure)
    yield from _units(structure)
    yield from _fees(structure)


@cache
def _leftover_patterns() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple(
        (re.compile(entry["pattern"], re.IGNORECASE), entry["rule"], entry["what"], entry["mend"])
        for entry in data("leftovers")["leftover"]
    )


def _leftovers(para: Para) -> Iterator[Finding]:
    for pattern, rule, what, mend in _leftover_patterns():
        for found in pattern.finditer(para.text):
            message = f"“{found[0]}”{what}；{mend}"
            yield Finding(rule, "error", para.where, message, None, found[0])


_SURELY = re.compile(r"[:：{#]|image|picture|photo|_GoBack", re.IGNORECASE)
"""A web page around the report says [图片] in its own lists."""


def _outside(paper: Paper, structure: Structure) -> Iterator[Finding]:
    """What is left over in the cells of tables, and in lines of a page behind the signature."""
    page = paper.kind == "html"
    for number, grid in enumerate(paper.grids, 1):
        cells = {cell.origin: cell.text for row in grid.rows for cell in row}
        whole = not page or is_statutory(cells.values())
        for text in cells.values():
            found = _leftovers(Para(text, "", f"第 {number} 个表格"))
            yield from (one for one in found if whole or _SURELY.search(str(one.found)))
    texts = [para.text for para in structure.paras] + [heading.text for heading in structure.headings]
    read = "\n".join([structure.title, *texts])
    for line in paper.lines if page else ():
        if line.text.strip() not in read:
            found = _leftovers(Para(line.text, "", "正文之外"))
            yield from (one for one in found if _SURELY.search(str(one.found)))


def _phones(para: Para) -> Iterator[Finding]:
    for found in _PHONE.finditer(para.text):
        right = f"{found[1]}-{found[3]}"
        message = f"电话号码中用了破折号“{found[2]}”，读屏和拨号都不能识别；请改为 {right}"
        yield Finding("phone.dash", "warn", para.where, message, right, found[0])


def _widths(structure: Structure) -> Iterator[Finding]:
    """Half-width punctuation between Chinese characters; full-width digits and letters."""
    half = [(para, found) for para in structure.paras for found in _HALF.finditer(para.text)]
    if half:
        para, found = half[0]
        around = para.text[max(found.start() - 6, 0) : found.end() + 6].strip()
        message = f"中文之间用了半角标点 {len(half)} 处，如“{around}”；请改为全角“，；：？！”"
        yield Finding("style.width", "warn", para.where, message, "全角标点", found[0])
    wide = [(para, found) for para in structure.paras for found in _WIDE.finditer(para.text)]
    if wide:
        para, found = wide[0]
        around = para.text[max(found.start() - 6, 0) : found.end() + 6].strip()
        message = f"数字、字母用了全角 {len(wide)} 个，如“{around}”；请改为半角"
        yield Finding("style.width", "warn", para.where, message, "半角数字", found[0])


def _indents(paper: Paper, structure: Structure) -> Iterator[Finding]:
    """Paragraphs that begin with different blanks."""
    if not paper.indents:
        return
    kinds: Counter[str] = Counter()
    first: dict[str, str] = {}
    for para in structure.paras:
        text = para.text
        if len(compact(text)) < 20 or compact(text) == structure.title or _ROW.search(text.strip()):
            continue
        lead = text[: len(text) - len(text.lstrip())]
        kind = _indent(lead)
        kinds[kind] += 1
        first.setdefault(kind, para.where)
    if len(kinds) > 1:
        listed = "；".join(f"{kind} {count} 段（如{first[kind]}）" for kind, count in kinds.most_common())
        odd = kinds.most_common()[-1][0]
        message = f"段首缩进不一致：{listed}；请统一用段落格式缩进二字，不用空格"
        yield Finding("style.indent", "warn", first[odd], message, kinds.most_common(1)[0][0], odd)


def _units(structure: Structure) -> Iterator[Finding]:
    """Applications, reviews and suits in another unit than 件, in which the tables count them."""
    for para in structure.paras:
        for found in _UNIT.finditer(compact(para.text)):
            message = f"“{found[0]}”的计量单位应当与统计表一致；请把“{found[1]}”改为“件”"
            yield Finding("unit", "warn", para.where, message, "件", found[1])


def _indent(lead: str) -> str:
    if not lead:
        return "没有空格"
    wide = lead.count("\u3000")
    if wide and wide == len(lead):
        return "全角空格"
    return "全角半角混用" if wide else "半角空格"


def _fees(structure: Structure) -> Iterator[Finding]:
    """Wording of the time of copying fees; no word about the information processing fee."""
    year = structure.year
    old = registry.by_id("fee.none")
    if year is None or structure.family == "new" or year < old.from_.year:
        return
    for para in structure.paras:
        text = compact(para.text)
        if (
            para.section == "fees"
            and _OLD_FEE.search(text)
            and not re.search(r"没有向|未向|未收|没有收|停收|停征|不收", text)
        ):
            message = (
                f"自{old.from_.year}年{old.from_.month}月{old.from_.day}日起不再收取检索、复制、邮寄等费用"
                f"（{old.number}，{old.confidence.label}），不存在减免；请写“本年度没有收取费用”"
            )
            yield Finding("fee.wording", "warn", para.where, message, "没有收取费用", text[:40])
