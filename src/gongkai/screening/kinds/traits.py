"""Birth dates, sex, ethnicity, education of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context, near, words
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_DAY = (
    r"(?:(?:18|19|20)\s?\d\s?\d\s?(?:年|[.\-/])\s?\d{1,2}\s?(?:月"
    r"|[.\-/]?)\s?(?:\d{1,2}\s?日?)?|(?:19|20)\d{2}年|(?:19|20)\d{6}|\d{2}年\d{1,2}月)"
)
_WORDS = r"[一二〇○零九八七六五四三]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
"""A day written in numerals: 一九八五年六月十二日."""
_BORN = near.lazy(
    rf"(?P<day>{_DAY}|{_WORDS})(?P<born>\s?生(?=[人，。,；;、）)\s]|$))?+(?:(?<=生)|\s?出?生(?![产效成活意态物命机动]))"
)
_LABELLED = near.lazy(
    rf"(?:出生(?:日期|年月日|年月|时间|于)?|生日|(?<![诞衍产派])生于)[：:是为 ]{{0,3}}"
    rf"(?P<day>{_DAY}|{_WORDS})"
)
_GOODS = near.lazy(r"(?:前身|品牌)[是系为于]?$|生产|制造|批号|包装|保质|出厂|设备|产品")
_SEX = near.lazy(
    r"(?P<before>[，,、；;：: （(])(?P<sex>男|女)(?=[，,、；;。）) \n])|性别[：: ]?(?P<named>[男女])"
)
_PEOPLE = near.lazy(
    rf"[，,、；;：: （(系为是人某](?P<people>(?:{words.PEOPLES})族)(?=[，,、；;。）) \n])"
    rf"|民族[：: ]{{0,3}}(?P<named>(?:{words.PEOPLES})族)"
    rf"|民族(?:[：:] {{0,2}}| {{1,3}})(?P<short>{words.PEOPLES})(?=[，,、；;。）) \n\t]|$)"
)
_SCHOOLING = near.lazy(
    r"(?:文化程度|学历)[：: 为是]{0,2}(?P<level>小学|初中|高中|中专|中技|大专|专科|本科"
    r"|大学本科|大学|硕士|博士|研究生|文盲|高职)|(?P<before>(?:小学|初中|高中|中专|中技|大专|专科|(?:大学)?本科"
    r"|大学|研究生|硕士|博士|文盲|高职)(?:文化(?:程度)?|(?:研究生)?学[历位](?![教要类证]))(?=[，,。；、）)\s]|$))"
)
_PERSON = near.lazy(
    r"身份证|出生|\d年|\d岁|住|族|男|女|姓名|当事人|投诉人|举报人|法定代表人|经营者|负责人"
    r"|证人|联系人|性别|民族|文化程度|[求映电访告者]人|某"
)
_THINGS = near.lazy(r"款|装|鞋|服|童|士|厕|宾|用品|性|\d码|岗|裤|衣")


_ASKED = near.lazy(r"要求|以上|及以|不限|须|应|具有|具备|招聘|招录|岗位|条件|其中|人员?学历|名|\d人")


def _is_described(part: str, found: re.Match[str]) -> bool:
    """Whether the degree is one of a person, none that a post asks for or that staff are counted by."""
    around = part[max(0, found.start() - 30) : found.start()] + part[found.end() : found.end() + 30]
    return _PERSON.search(around) is not None and not _ASKED.search(around)


def find_births(part: str, known: Known) -> Iterator[Hit]:
    """Birth dates: by 生 behind or a label before."""
    for pattern in (_BORN, _LABELLED):
        for found in pattern.finditer(part):
            start, end = found.span("day")
            if not _GOODS.search(part[max(0, start - 8) : start]):
                whole = max(end, found.end("born") if pattern is _BORN else end)
                yield Hit("birth.ok", start, whole, context.owner_before(part, start), part[start:end])


def find_traits(part: str, known: Known) -> Iterator[Hit]:
    """Sex, ethnicity and education where a person is described."""
    for found in _SEX.finditer(part):
        group = "named" if found["named"] else "sex"
        around = part[max(0, found.start() - 30) : found.start()] + part[found.end() : found.end() + 40]
        if group == "named" or (
            _PERSON.search(around) and not _THINGS.search(part[found.end() - 3 : found.end() + 2])
        ):
            yield Hit("sex.ok", *found.span(group), context.owner_before(part, found.start()))
    for found in _PEOPLE.finditer(part):
        group = found.lastgroup or "people"
        around = part[max(0, found.start() - 30) : found.start() + 1] + part[found.end() : found.end() + 40]
        if group != "people" or _PERSON.search(around):
            yield Hit("ethnicity.ok", *found.span(group), context.owner_before(part, found.start()))
    for found in _SCHOOLING.finditer(part):
        if found["before"] and "学" in found["before"][-2:] and not _is_described(part, found):
            continue
        yield Hit(
            "education.ok",
            *found.span("level" if found["level"] else "before"),
            context.owner_before(part, found.start()),
        )
