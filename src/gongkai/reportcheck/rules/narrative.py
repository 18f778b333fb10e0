"""Numbers in sentences: against the tables, against each other, sums and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.law.forms import Form
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.rules import shares
from gongkai.reportcheck.rules.shares import LONGEST, UNITS, WHOLE
from gongkai.reportcheck.structure import Para, Structure
from gongkai.reportcheck.tables import Tables
from gongkai.reportcheck.words import flat

_OTHER_YEAR = re.compile(
    r"去年|上年(?!度?结转)|上一年(?!度?结转)|同期|同比|历年|累计|以来|近[两三四五\d]年|计划|力争|不少于"
)
_NOT_ALL = re.compile(r"^(?:被|败诉|纠错|撤销|案件(?:被|败)|超期|逾期)")
_ITEM = re.compile(rf"(?:^|[，、和及])(?P<name>[^\d，、。；]{{1,24}}?)(?P<n>\d+)(?P<u>{UNITS})")
_INNER = re.compile(rf"(?P<n>\d+)(?P<u>{UNITS})（(?P<list>[^（）]{{3,200}})）")
_CHANGE = re.compile(
    rf"[，；]?(?:同比|环比|较|比|与)[^，。；]{{0,16}}?(?:增加|减少|增长|下降|上升|多|少|提高|降低)了?\d+(?:{UNITS})"
    r"(?:[，、]?(?:同比)?(?:增长|增幅|下降|上升|降幅)[为达约]?\d+(?:\.\d+)?%)?"
)
"""How much more or less than another year: not the number that a list behind it divides."""
_HANDLED = re.compile(r"(?:已|均|全部|共|目前)*(?:办结|答复|回复|结转)")
_HANDLED_NEXT = re.compile(rf"[，、](?={_HANDLED.pattern})")
"""What became of the applications, behind the list of how they came: no item of it."""
_CHANNEL = re.compile(r"网站|微信|微博|公报|报刊|电视|公开栏|显示屏|客户端|媒体|广播")
_MANY = 20
"""Complaints from which a number in row 六 that equals them is no accident."""


@dataclass(frozen=True, slots=True)
class Said:
    """A number that a sentence states: what, how many, where, in which words."""

    name: str
    number: Decimal
    where: str
    words: str
    keys: tuple[str, ...]


def findings(structure: Structure, read: Tables | None) -> Iterator[Finding]:
    """All that the sentences of the report get wrong."""
    form = read.form if read else None
    said = [one for para in structure.paras for one in _stated(para, form)]
    if read is not None:
        yield from _against_tables(said, read)
        yield from _outcomes(structure, said, read)
        yield from _hotlines(structure, read)
    yield from _repeated(said, read)
    sure = _confirmed(said, read)
    for para in structure.paras:
        yield from _sums(para, flat(para.text[:LONGEST]), sure)
    yield from shares.findings(structure, {one.name: one.number for one in said}, read)


@cache
def _entries(form_id: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, dict[str, Any]], ...]:
    return tuple(
        (re.compile(entry["pattern"]), re.compile(entry["zero"]) if "zero" in entry else None, entry)
        for entry in data("narrative")["said"]
        if not form_id or form_id in entry["forms"]
    )


def _keys(entry: dict[str, Any], form: Form | None) -> tuple[str, ...]:
    prefix = entry.get("sum_of")
    if prefix is None or form is None or form.matrix is None:
        return tuple(entry.get("keys", ()))
    return tuple(f"{row.key}.total" for row in form.matrix.leaves if row.key.startswith(prefix))


def _stated(para: Para, form: Form | None) -> Iterator[Said]:
    text = flat(para.text[:LONGEST])
    for pattern, zero, entry in _entries(form.id if form else ""):
        if "sections" in entry and para.section not in entry["sections"]:
            continue
        keys = _keys(entry, form)
        for found in pattern.finditer(text):
            if not _of_another_year(text, found.start()) and _fits(text, found, entry):
                yield Said(entry["name"], Decimal(found["n"]), para.where, found[0], keys)
        for found in zero.finditer(text) if zero else ():
            if not _of_another_year(text, found.start()) and not _NOT_ALL.match(text[found.end() :]):
                yield Said(entry["name"], Decimal(0), para.where, found[0], keys)


def _of_another_year(text: str, at: int) -> bool:
    """Whether the words before a number speak of another year or a total over years."""
    start = max(text.rfind("。", 0, at), text.rfind("；", 0, at), at - 14) + 1
    return _OTHER_YEAR.search(text[max(start, 0) : at]) is not None


def _fits(text: str, found: re.Match[str], entry: dict[str, Any]) -> bool:
    """Whether the sentence up to a number has the words that an entry needs and none against it."""
    before = text[text.rfind("。", 0, found.start()) + 1 : found.end()]
    wanted, barred = entry.get("needs"), entry.get("unless")
    return (not wanted or re.search(wanted, before) is not None) and not (
        barred and re.search(barred, before) is not None
    )


def _against_tables(said: list[Said], read: Tables) -> Iterator[Finding]:
    for one in said:
        if not one.keys or any(key not in read.counted for key in one.keys):
            continue
        expected = sum((read.counted[key] or 0 for key in one.keys), start=0)
        if one.number != expected:
            tables = "；".join(read.form.label_of(key) for key in one.keys[:3])
            more = " 等" if len(one.keys) > 3 else ""
            message = (
                f"正文写“{one.words}”（{one.name} {one.number}），表中为 {expected}（{tables}{more}）；"
                "请核对台账，使两处一致"
            )
            yield Finding("narrative.table", "error", one.where, message, expected, one.number)


def _outcomes(structure: Structure, said: list[Said], read: Tables) -> Iterator[Finding]:
    """The outcomes of a paragraph, all named, against the total of table 3."""
    total = read.counted.get("out.total.total")
    if total is None:
        return
    for para in structure.paras:
        here = {one.name: one.number for one in said if one.where == para.where}
        granted = ["予以公开及部分公开"] if "予以公开及部分公开" in here else ["予以公开", "部分公开"]
        names = [*granted, "不予公开", "无法提供", "不予处理"]
        if any(name not in here for name in names):
            continue
        names += ["其他处理"] if "其他处理" in here else []
        found = sum((here[name] for name in names), start=Decimal(0))
        if found != total:
            listed = " + ".join(f"{name} {here[name]}" for name in names)
            message = f"正文各种办理结果之和为 {listed} = {found}，表三总计为 {total}；请核对后改正正文"
            yield Finding("narrative.sum", "error", para.where, message, total, found)


def _hotlines(structure: Structure, read: Tables) -> Iterator[Finding]:
    """Consumer complaints in the row for complaints about the disclosure work."""
    value = read.values.get("grievance")
    if not value or value < _MANY:
        return
    for para in structure.paras:
        found = re.search(
            r"(?:受理|收到|登记)[^。；，]{0,12}(?:投诉|举报)[^。；，\d]{0,6}(\d+)(?:件|起)",
            flat(para.text[:LONGEST]),
        )
        if found and Decimal(found[1]) == value:
            message = (
                f"统计表六“举报投诉数量”填了 {value}，与消费投诉举报数相同；"
                "本行只填对政府信息公开工作的举报投诉，"
                "没有的填 0"
            )
            yield Finding("grievance.hotline", "error", "统计表 六 举报投诉数量", message, 0, value)
            return


def _repeated(said: list[Said], read: Tables | None) -> Iterator[Finding]:
    """The same thing with two numbers where no table decides."""
    first: dict[str, Said] = {}
    for one in said:
        if read is not None and one.keys and all(key in read.values for key in one.keys):
            continue
        before = first.setdefault(one.name, one)
        if before.number != one.number:
            message = (
                f"{one.name}前后不一致：{before.where}写“{before.words}”，{one.where}写“{one.words}”；请统一"
            )
            yield Finding("narrative.repeat", "error", one.where, message, before.number, one.number)


def _confirmed(said: list[Said], read: Tables | None) -> dict[str, str]:
    """By paragraph, the words of the numbers that agree with the table."""
    words: dict[str, str] = {}
    if read is None:
        return words
    for one in said:
        known = bool(one.keys) and all(key in read.counted for key in one.keys)
        if known and one.number == sum((read.counted[key] or 0 for key in one.keys), start=0):
            words[one.where] = words.get(one.where, "") + "|" + one.words
    return words


def _sums(para: Para, text: str, sure: dict[str, str]) -> Iterator[Finding]:
    """Lists behind 其中 that do not add up to the number before; one or two items may be a part of it."""
    known = sure.get(para.where, "")
    for found in _INNER.finditer(text):
        yield from _sum(para, found, found["list"], known)
    outer = _CHANGE.sub("", re.sub(r"（[^（）]{0,200}）", "", text))
    for found in WHOLE.finditer(outer):
        listed = re.split(r"其中|另外|另有|此外|同时|与上年|同比", found["list"])[0]
        listed = listed if _HANDLED.match(listed) else _HANDLED_NEXT.split(listed)[0]
        yield from _sum(para, found, listed, known)


def _sum(para: Para, found: re.Match[str], listed: str, known: str) -> Iterator[Finding]:
    total, unit = int(found["n"]), found["u"]
    if re.search(r"^(?:含|不含|包含|另|较|比|同比)|最多|最少|以上|左右|比上年|平均", listed):
        return
    items = [one for one in _ITEM.finditer(listed) if one["u"] == unit]
    amount = sum(int(one["n"]) for one in items)
    if not items or amount == total:
        return
    words = " + ".join(f"{one['name']} {one['n']}" for one in items)
    channels = sum(_CHANNEL.search(one["name"]) is not None for one in items) * 2 >= len(items)
    whole = len(items) >= 3 or "其他" in items[-1]["name"] or "其它" in items[-1]["name"]
    chosen = all(f"{one['name']}{one['n']}{unit}" in known for one in items)
    if (amount > total and channels) or (amount < total and (chosen or not whole)):
        return
    message = f"“{total}{unit}”下列各项之和为 {words} = {amount}，与 {total} 不相等；请核对各项和合计"
    yield Finding("narrative.sum", "error", para.where, message, total, amount)
