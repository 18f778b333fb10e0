"""The date of the report against the limit of its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.law.deadlines import annual_report
from gongkai.refusal import Refused
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.structure import Structure
from gongkai.reportcheck.words import compact

_PERIOD = re.compile(
    r"(?:统计|数据)[^。；]{0,12}?(?:时限|期限|时段|时间|周期|期间)[^。；]{0,6}?"
    r"(?P<span>(?P<since>20\d\d)年(?P<first>\d{1,2}月\d{1,2}日)起?，?(?:至|到|—|-|－|~|～)+"
    r"(?:(?P<until>20\d\d)年)?(?P<last>\d{1,2}月\d{1,2}日))"
)
_STALE = re.compile(
    r"(?:^|[。；]|[）)][^。；，]{0,12}[。：:])(?P<year>20\d\d)年度?，?(?:我|本|全年|主动公开|共|新收|收到|受理|办结)"
)
"""A sentence that begins with a year as that of what the report tells: copied from the report of the year
before, it keeps its year."""
_COMPARED = re.compile(r"比|较|增|减|上升|下降|上年|去年|以来|累计|截至|结转|修订前")
"""Words of a sentence that rightly speaks of another year."""
_MENDED = re.compile(
    r"整改|(?:存在|上年度?|主要)[^。；]{0,40}?问题|问题[^。；]{0,20}?(?:已|得到|改进|解决|到位|完成)"
)
"""Words of a sentence, or of the one before it, that tells what became of the faults of the year before."""
_SENTENCE = re.compile("[^。；]{0,400}")
_BEFORE = 60
"""Characters of the sentence before that are looked at."""
_NEXT = re.compile(
    r"(?:^|[。；，：])(?P<said>(?P<year>20\d\d)年，?[^，。；\d]{0,20}?将(?:进一步|继续|不断|着力|认真|切实"
    r"|重点(?=在|从|对|围绕|做好|抓好|抓|推进|推动|加强|加大|开展|完善|提升|突出|解决|落实|强化|关注|做)"
    r"|(?:深入|坚持|从)(?![^，。；]{0,30}(?:纳入|列入|列为|作为|贯穿|融入))))"
)
"""What is to come, with its year; 将重点领域信息公开纳入考核 tells of what was done, its 将 is 把."""
_GOVERNMENT = re.compile(r"(?:政府|管理委员会|管委会|办事处)$")


def body_of(agency: str) -> str:
    """``government`` or ``department``: they have different limits since 2019."""
    return "government" if _GOVERNMENT.search(agency) else "department"


def findings(structure: Structure) -> Iterator[Finding]:
    """No date, an impossible one, one after the limit or inside the year that the report is about."""
    signed = structure.signed
    if signed is not None and signed.date is None:
        message = f"成文日期“{signed.text}”不存在；请改正"
        yield Finding("date.impossible", "error", "落款", message, None, signed.text)
    if signed is None and structure.published is None:
        yield Finding("date.missing", "warn", "落款", "没有找到成文日期；请在落款处写明")
    yield from _period(structure)
    if structure.year is None:
        return
    yield from _stale(structure, structure.year)
    for day, where in ((structure.signed, "落款"), (structure.published, "发布日期")):
        if day is not None and day.date is not None:
            yield from _day(structure, day.date, where)


def _period(structure: Structure) -> Iterator[Finding]:
    """A statistical period other than a whole year; whether it is the right one is told by the years."""
    for para in structure.paras:
        for found in _PERIOD.finditer(compact(para.text)):
            first, last, until = found["first"], found["last"], found["until"]
            whole = first == "1月1日" and last == "12月31日" and until in (None, found["since"])
            if whole:
                continue
            year = structure.year or int(found["since"])
            right = f"{year}年1月1日至12月31日"
            message = f"统计时限“{found['span']}”不是一个完整的报告年度；请改为 {right}"
            yield Finding("period", "error", para.where, message, right, found["span"])


def _stale(structure: Structure, year: int) -> Iterator[Finding]:
    """Sentences that tell of the year before as of this one, or of this one as still to come."""
    above = ""
    for para in structure.paras:
        text = compact(para.text)
        for found in _STALE.finditer(text):
            start = found.start("year")
            told = _SENTENCE.match(text, start)
            sentence = told[0] if told else ""
            other = _COMPARED.search(sentence) or f"{year}年" in sentence
            before = _sentence_before(text, start) or above
            mended = _MENDED.search(sentence) or _MENDED.search(before)
            if int(found["year"]) == year - 1 and not other and not mended:
                message = (
                    f"“{sentence[:24]}”写的是上一年，像是从上年度报告中复制来的；请核对年份和数字，"
                    f"本年度应为 {year} 年"
                )
                yield Finding("year.stale", "warn", para.where, message, year, year - 1)
        for found in _NEXT.finditer(text) if para.section == "problems" else ():
            if year - 1 <= int(found["year"]) <= year:
                message = (
                    f"“{found['said']}”说的是下一步的打算，年份却是 {found['year']} 年；请改为 {year + 1} 年"
                )
                yield Finding("year.stale", "warn", para.where, message, year + 1, int(found["year"]))
        above = text if len(text) <= _BEFORE else ""


def _sentence_before(text: str, at: int) -> str:
    """The sentence that ends where another begins, as far as it is looked at; empty at the beginning."""
    return re.split("[。；]", text[max(at - _BEFORE, 0) : at].rstrip("。；"))[-1]


def _day(structure: Structure, day: date, where: str) -> Iterator[Finding]:
    assert structure.year is not None
    if day.year <= structure.year:
        message = f"日期 {day} 在报告年度 {structure.year} 年结束以前；请核对年份"
        yield Finding("date.early", "error", where, message, f"{structure.year + 1} 年", day.isoformat())
        return
    try:
        answer = annual_report(structure.year, body=body_of(structure.agency))
    except Refused:
        return
    if answer.due is None or day <= answer.due:
        return
    message = f"日期 {day} 晚于公布期限 {answer.due}（{answer.basis}）；请按期公布，已经逾期的尽快公布并说明"
    if structure.agency:
        yield Finding("deadline", "error", where, message, answer.due.isoformat(), day.isoformat())
        return
    later = annual_report(structure.year, body="government").due
    late = later is not None and day > later
    yield Finding(
        "deadline", "error" if late else "warn", where, message, answer.due.isoformat(), day.isoformat()
    )
