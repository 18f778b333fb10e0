"""Percentages in sentences: against the numbers beside them, against the figures of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.structure import Para, Structure
from gongkai.reportcheck.tables import Tables
from gongkai.reportcheck.words import HAN, flat

LONGEST = 4000
"""Characters of a paragraph that are read; a longer one is no sentence."""
UNITS = "条|件|起|宗|次|篇|份|批次|个|人次"
_COUNT = r"\d{1,9}"
_PERCENT = r"\d{1,9}(?:\.\d{1,6})?"
"""More digits are no count and no rate of an office, and more than decimal arithmetic holds."""
_TOO_MANY = Decimal(10**12)
WHOLE = re.compile(
    rf"(?<!\d)(?P<n>{_COUNT})(?P<u>{UNITS})(?:(?:政府)?信息)?[，。；：（]?(?:其中|包括|分别是|分别为|具体为|具体是)[：，]?(?P<list>[^。；]{{3,600}})"
)
_SHARE = re.compile(
    rf"(?<!\d)(?P<n>{_COUNT})(?P<u>{UNITS})[，（]?占(?P<of>[^\d%。；]{{0,14}}?)(?P<p>{_PERCENT})%"
)
_RATE = re.compile(
    rf"(?:受理|收到|登记)[{HAN}、“”]{{0,14}}?(?P<all>{_COUNT})(?:件|起)，[{HAN}]{{0,6}}?(?:办结|处结|处理完毕)[{HAN}]{{0,2}}?"
    rf"(?P<n>{_COUNT})(?:件|起)，[{HAN}]{{0,6}}率[为达到]{{0,2}}(?P<p>{_PERCENT})%"
)
_ANY_RATE = re.compile(rf"(?P<name>[{HAN}]{{1,6}}率)[为达到]{{0,2}}(?P<p>{_PERCENT})%")
_CLOSED = re.compile(
    r"(?P<timely>按时|按期|及时|限时|期限内|时限内|规定时间内)?(?:办结|答复|办理)率均?[为达到]{0,2}"
    rf"(?P<p>{_PERCENT})%"
)
_OTHER_WORK = re.compile(
    r"热线|投诉|举报|提案|建议|工单|信箱|留言|咨询|信访|案件|诉求|许可|处罚|来信|来电|平台"
)
_RATIOS = (
    ("收到申请", "申请办结"), ("收到申请", "按时办结"), ("收到申请", "申请答复"), ("申请办结", "按时办结"),
    ("本年新收申请", "办理结果总计"), ("应办理申请", "办理结果总计"),
)  # fmt: skip
"""What a rate of the applications may be a share of: the whole and the part, by the names of the figures."""
_FIGURES = {
    "收到申请": ("app.recv",), "申请办结": ("app.done",), "按时办结": ("app.done.ontime",),
    "申请答复": ("app.reply",), "本年新收申请": ("in.new.total",), "办理结果总计": ("out.total.total",),
    "应办理申请": ("in.new.total", "in.carry.total"), "结转下年度": ("carry.next.total",),
}  # fmt: skip
_ON_TIME = "按时办结"
_CARRIED = "结转下年度"
_HUNDRED = Decimal(100)


def findings(structure: Structure, said: Mapping[str, Decimal], read: Tables | None) -> Iterator[Finding]:
    """Percentages that do not follow from the counts. ``said`` holds the numbers of the sentences by name."""
    known = {
        name: number
        for name, number in (dict(said) | dict(_figures(read))).items()
        if abs(number) < _TOO_MANY
    }
    for para in structure.paras:
        text = flat(para.text[:LONGEST])
        yield from _shares(para, text)
        if para.section in {"applications", "general"}:
            yield from _closed(para, text, known)


def _figures(read: Tables | None) -> Iterator[tuple[str, Decimal]]:
    for name, keys in _FIGURES.items():
        if read is not None and all(read.counted.get(key) is not None for key in keys):
            yield name, Decimal(sum(read.counted[key] or 0 for key in keys))


def _shares(para: Para, text: str) -> Iterator[Finding]:
    for found in _RATE.finditer(text):
        whole, part = Decimal(found["all"]), Decimal(found["n"])
        yield from _share(para, found[0], part, whole, found["p"])
    for found in _ANY_RATE.finditer(text):
        if Decimal(found["p"]) > _HUNDRED and not re.search("增长|增幅|完成|增加|上升", found["name"]):
            message = f"“{found[0]}”超过百分之百；请核对"
            yield Finding("narrative.percent", "error", para.where, message, "≤ 100%", found["p"] + "%")
    for found in WHOLE.finditer(text):
        for share in _SHARE.finditer(found["list"]):
            if share["u"] == found["u"] and re.fullmatch(
                "|比|总数的?|全部的?|总量的?|比例?为?|比为", share["of"]
            ):
                yield from _share(para, share[0], Decimal(share["n"]), Decimal(found["n"]), share["p"])


def _share(
    para: Para, words: str, part: Decimal, whole: Decimal, said: str, names: tuple[str, str] = ("", "")
) -> Iterator[Finding]:
    """A percentage that is not the share at the precision in which it is printed.

    ``names`` are what the part and the whole are, where the sentence itself does not say it.
    """
    if not whole or _agrees(part, whole, said):
        return
    right = (part * _HUNDRED / whole).quantize(_step(said))
    message = f"“{words}”：{names[0]}{part}÷{names[1]}{whole}={right}%，写的是 {said}%；请核对件数和比例"
    yield Finding("narrative.percent", "error", para.where, message, f"{right}%", f"{said}%")


def _step(said: str) -> Decimal:
    return Decimal(1).scaleb(-len(said.partition(".")[2]))


def _agrees(part: Decimal, whole: Decimal, said: str) -> bool:
    return abs(part * _HUNDRED / whole - Decimal(said)) <= _step(said) / 2


def _closed(para: Para, text: str, known: Mapping[str, Decimal]) -> Iterator[Finding]:
    """A rate of the applications closed, alone in its sentence, that no figure of the report gives.

    All are closed that were due, 100%, where what is open is carried over to the next year.
    """
    for found in _CLOSED.finditer(text):
        before = text[text.rfind("。", 0, found.start()) + 1 : found.start()]
        if _OTHER_WORK.search(before) or (para.section == "general" and "申请" not in before):
            continue
        ratios = [one for one in _RATIOS if not found["timely"] or one[1] == _ON_TIME]
        ratios = [(whole, part) for whole, part in ratios if known.get(whole) and part in known]
        if not ratios or any(_agrees(known[part], known[whole], found["p"]) for whole, part in ratios):
            continue
        if Decimal(found["p"]) == _HUNDRED and known.get(_CARRIED, 0) > 0:
            continue
        whole, part = ratios[0]
        yield from _share(para, found[0], known[part], known[whole], found["p"], (f"{part} ", f"{whole} "))
