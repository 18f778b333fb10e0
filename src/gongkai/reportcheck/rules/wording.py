"""Words: titles of rules, leftovers, names of the body, widths, telephone numbers, fees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from gongkai.law import registry
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.labels import is_statutory
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.structure import PREAMBLE, Para, Structure
from gongkai.reportcheck.words import HAN, compact

_TITLE = re.compile(r"《([^《》\n]{3,60})》(?:[(（]([^()（）\n]{2,40})[)）])?")
_ORDER = re.compile(r"(国务院|省政府|省人民政府|[" + HAN + r"]{2,4}省人民政府)令?第?(\d{2,4})号")
_BRACKETS = re.compile(
    r"(?:国办|国发|财税|鲁政|办公开|政发|政办)[" + HAN + r"]{0,8}[\[［【(（](20\d\d)[\]］】)）]第?\d{1,4}号"
)
_PHONE = re.compile(r"(?<!\d)(0\d{2,3})\s*([—–－―─一﹣‒]{1,2})\s*(\d{7,8})(?!\d)")
_HALF = re.compile(
    r"(?<=[" + HAN + r"])[,;:?!](?=[" + HAN + r"])|(?<=[" + HAN + r"\d])[,;](?=[" + HAN + r"])"
    r"|(?<=[" + HAN + r"])\((?=[" + HAN + r"])|(?<=[" + HAN + r"])\.(?=$|[" + HAN + r"])"
)
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_OLD_FEE = re.compile(
    r"(?:印刷|复制|复印|检索|邮寄|工本).{0,16}(?:费|减免)|(?:收取|减免).{0,12}(?:复印|复制|检索|邮寄|工本)费"
)
_LOOSE = (
    "现将|以及|按照|根据|通过|联系|咨询|与|由|请|向|对|经|及|和|是|为|在|将|据|的|把|被|同|给|到|从|并|各|我"
)
_SUBJECT = (
    "认真|严格|高度|积极|始终|坚持|继续|按照|深入|切实|全面|围绕|不断|进一步|进行|成立|公开"
    "|全年|组织|累计|主动"
)


def findings(paper: Paper, structure: Structure) -> Iterator[Finding]:
    """Everything about the words of the report."""
    for para in structure.paras:
        yield from _titles(para, structure)
        yield from _leftovers(para)
        yield from _fields(para, structure)
        yield from _phones(para)
    for heading in structure.headings:
        yield from _leftovers(Para(heading.text, "", heading.where))
    yield from _outside(paper, structure)
    yield from _other_bodies(structure)
    yield from _names(structure)
    yield from _widths(structure)
    yield from _indents(paper, structure)
    yield from _fees(structure)


@cache
def _wrong_titles() -> dict[str, tuple[str, str]]:
    """Wrong title → the right one and the rule set (or field) that holds its number."""
    return {
        wrong: (entry["right"], entry.get("law", ""))
        for entry in data("titles")["title"]
        for wrong in entry["wrong"]
    }


@cache
def _right_titles() -> dict[str, str]:
    found = {entry["right"]: entry.get("law", "") for entry in data("titles")["title"]}
    for entry in data("titles")["title"]:
        found.update(dict.fromkeys(entry.get("short", ()), entry.get("law", "")))
    return found


def _number(law: str, year: int | None) -> str:
    """The number of a rule set, or of that of a field in force at the end of the report year."""
    if not law or year is None:
        return ""
    if any(rule.id == law for rule in registry.rule_sets()):
        return registry.by_id(law).number
    rule = registry.find(law, date(min(max(year, 1), 9998) + 1, 3, 31))
    return rule.number if rule else ""


def _titles(para: Para, structure: Structure) -> Iterator[Finding]:
    for found in _TITLE.finditer(para.text):
        title = compact(found[1])
        if title in _wrong_titles():
            right, law = _wrong_titles()[title]
            number = _number(law, structure.year)
            whole = f"《{right}》" + (f"（{number}）" if number else "")
            message = f"没有《{title}》这部规定，应为{whole}；请改正"
            yield Finding("rule.title", "error", para.where, message, right, title)
        elif title in _right_titles() and found[2]:
            yield from _numbers(para, title, found[2], structure)
    for found in _BRACKETS.finditer(para.text):
        message = f"发文字号“{found[0]}”的年份应当用六角括号；请改为〔{found[1]}〕"
        yield Finding("rule.brackets", "warn", para.where, message, f"〔{found[1]}〕", found[0])


def _numbers(para: Para, title: str, said: str, structure: Structure) -> Iterator[Finding]:
    """The number behind a title against that of the text in force."""
    order = _ORDER.search(compact(said))
    law = _right_titles()[title]
    if order is None or not law:
        return
    known = {_number(law, structure.year)} - {""}
    if law == "foi" and structure.year is not None:
        known.add(_number(law, structure.year - 1))
    if known and not any(f"第{order[2]}号" in one for one in known):
        right = "、".join(sorted(known))
        message = f"《{title}》的令号应为{right}，写的是“{compact(said)}”；请改正"
        yield Finding("rule.number", "error", para.where, message, right, compact(said))


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


def _fields(para: Para, structure: Structure) -> Iterator[Finding]:
    """Text that only a body of another field writes: copied from its report."""
    agency = "".join(name.text for name in structure.names)
    if not agency or agency.endswith("政府"):
        return
    text = compact(para.text)
    for entry in data("leftovers")["field"]:
        if re.search(entry["body"], agency):
            continue
        for phrase in entry["phrases"]:
            if phrase in text:
                message = f"“{phrase}”不是{structure.agency}的工作，像是从别的单位的报告中复制来的；请改写"
                yield Finding("leftover.template", "error", para.where, message, None, phrase)


def _phones(para: Para) -> Iterator[Finding]:
    for found in _PHONE.finditer(para.text):
        right = f"{found[1]}-{found[3]}"
        message = f"电话号码中用了破折号“{found[2]}”，读屏和拨号都不能识别；请改为 {right}"
        yield Finding("phone.dash", "warn", para.where, message, right, found[0])


@cache
def _bureaus() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry["names"]) for entry in data("leftovers")["bureau"])


def _field_of(name: str) -> int | None:
    """Which bureau of the list a name is, told by its ending."""
    best: tuple[int, int] | None = None
    for at, names in enumerate(_bureaus()):
        for one in names:
            if name.endswith(one) and (best is None or len(one) > best[0]):
                best = (len(one), at)
    return best[1] if best else None


def _other_bodies(structure: Structure) -> Iterator[Finding]:
    """The name of another bureau where the report's own has to stand."""
    own = _field_of(structure.agency)
    if own is None:
        return
    for name in structure.names:
        other = _field_of(name.text)
        if name.text != structure.agency and other is not None and other != own:
            message = (
                f"{name.where}的名称是“{name.text}”，与{structure.agency}不是同一单位；请改为本单位的名称"
            )
            yield Finding("leftover.body", "error", name.where, message, structure.agency, name.text)
    names = "|".join(sorted((one for names in _bureaus() for one in names), key=len, reverse=True))
    pattern = re.compile(rf"(?:^|[。；，])(?:20\d\d年，?)?([{HAN}]{{0,16}}?(?:{names}))(?={_SUBJECT})")
    for para in structure.paras:
        for found in pattern.finditer(compact(para.text)):
            other = _field_of(found[1])
            if other is not None and other != own and not re.search("和|与|及|同|、", found[1]):
                message = f"以“{found[1]}”为主语，像是从别的单位的报告中复制来的；请改为本单位的名称"
                yield Finding("leftover.body", "error", para.where, message, structure.agency, found[1])


def _names(structure: Structure) -> Iterator[Finding]:
    """The body under several names, without saying which is short for which."""
    field = _field_of(structure.agency)
    if field is None:
        return
    core = "|".join(sorted(_bureaus()[field], key=len, reverse=True))
    pattern = re.compile(rf"([{HAN}]{{0,24}}?)({core})")
    whole = next((one for one in _bureaus()[field] if structure.agency.endswith(one)), "")
    place = structure.agency.removesuffix(whole)
    seen: dict[str, str] = {
        name.text: name.where for name in reversed(structure.names) if _field_of(name.text) == field
    }
    for para in structure.paras:
        text = compact(para.text)
        for found in pattern.finditer(text):
            before = re.split(_LOOSE, found[1])[-1]
            if _inside(before, place) and not _declared(text, before + found[2]):
                seen.setdefault(before + found[2], para.where)
    declared = "".join(compact(para.text) for para in structure.paras if para.section == PREAMBLE)
    names = [name for name in seen if not _declared(declared, name)]
    if len(names) > 1:
        listed = "；".join(f"“{name}”（{seen[name]}）" for name in names)
        message = f"本单位有 {len(names)} 种名称：{listed}；请统一为全称，或者在首次出现时写明“以下简称”"
        yield Finding("name.varies", "warn", seen[names[-1]], message, structure.agency, "、".join(names))


def _inside(short: str, whole: str) -> bool:
    """Whether ``short`` abbreviates ``whole``, its characters in their order: 高区 of 高技术产业开发区."""
    letters = iter(whole)
    return all(one in letters for one in short)


def _declared(text: str, name: str) -> bool:
    return re.search(rf"简称[:：]?[“\"《「]?{re.escape(name)}", text) is not None


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
        if len(compact(text)) < 20 or compact(text) == structure.title:
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
