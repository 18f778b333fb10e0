"""Minors by words; by resident id they are found in ``text``, which knows the day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import words
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_HANZI = {"十": 10, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_AGE = re.compile(r"(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})\s?周?岁")
_GENERAL_BEFORE = re.compile(
    r"(?:未满|不满|年满|已满|满|低于|小于|大于|超过|适用|适合|针对|面向"
    r"|[0-9一二三四五六七八九十]\s?[-~～至到—])\s?$"
)
_GENERAL_AFTER = re.compile(
    r"\s?(?:以[下上内]|[-~～至到—]|及以|儿童票|的未成年人|的人|的儿童不|婴幼儿配方|宝宝适|段)"
)
_PUPIL = re.compile(
    r"(?:系|为|是|就读于|就读|现读|在读|正在|在)[^，。；\n]{0,24}?(?:小学|中学|学校|幼儿园"
    r"|实验学校|初中|高中)[^，。；\n]{0,12}?(?:学生|年级|班|幼儿|就读|小朋友)"
    r"|就读于?[^，。；\n]{2,24}?(?:小学|中学|学校|幼儿园|初中|高中)"
    r"|(?:小学|初中|高中|[一二三四五六七八九1-9])年级(?:\s?[(（]?\d{1,2}[)）]?班)?(?:的)?(?:学生|女生|男生)"
)
_NAMED = re.compile(
    rf"(?:未成年人|其子|其女|之子|之女|儿子|女儿|女童|男童|幼儿|儿童|孩子|小学生|中学生|初中生"
    rf"|高中生|学生|婴儿|患儿)(?P<name>[{words.surnames()}]"
    r"(?:某{1,2}|[一-龥]{1,2}(?=[，,。；（(\s]|在|于|的|因|食用|购买)))"
)
_STATE = re.compile(
    r"(?:系|为|属于?|是|尚|均为|均系|当时)(?:一名)?未成年(?!人保护)人?|未成年(?:子女|儿子|女儿"
    r"|当事人|受害人|消费者|患者|孩子|学生|顾客)"
)
_CHILD = re.compile(
    r"(?:一|该|[0-9]|[两二三四五六七八九十])名(?:幼儿|儿童|女童|男童|婴儿|小学生|中学生|学生"
    r"|未成年人|初中生|高中生)|年仅|[女男]童[，,。]"
)


def find(part: str, known: Known) -> Iterator[Hit]:
    """Words that point to one minor."""
    for found in _AGE.finditer(part):
        if 0 < _number(found["age"]) < known.adult_from and not _is_general(part, found):
            yield Hit("minor.words", found.start(), found.end())
    for found in _PUPIL.finditer(part):
        yield Hit("minor.words", found.start(), found.end())
    for found in _NAMED.finditer(part):
        yield Hit("minor.words", *found.span("name"))
    for found in _STATE.finditer(part):
        yield Hit("minor.words", found.start(), found.end())
    for found in _CHILD.finditer(part):
        yield Hit("minor.hint", found.start(), found.end())


def _number(text: str) -> int:
    """The number that digits or numerals name."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HANZI.get(tens, 1) * 10 if ten else 0) + _HANZI.get(ones, 0)


def _is_general(part: str, found: re.Match[str]) -> bool:
    """An age that a rule or a label names: 未满18周岁, 3岁以下, 0-6岁."""
    return bool(
        _GENERAL_BEFORE.search(part[max(0, found.start() - 6) : found.start()])
        or _GENERAL_AFTER.match(part, found.end())
    )
