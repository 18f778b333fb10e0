"""Chinese text as the checker compares it: widths, blanks, ordinals and numbers."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_ORDINAL = re.compile(
    r"^(?:其中[:：]?|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.,]|\d{1,2}[、.](?!\d))"
)
_NUMBER = re.compile(r"^([-+]?)(\d{1,12}(?:\.\d{1,6})?)(?:件|条|次|篇|个|人次|人|项|元|万元)?$")
_GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!\d)")
_COUNTED = re.compile(
    r"(?<![第一二三四五六七八九十百千万零〇两])[一二三四五六七八九两][一二三四五六七八九十百千零〇两]{1,8}(?=件|起|宗|份|条|次|篇|人)"
)
"""A count of two characters or more; the number of an article (第二十条) is none."""
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = str.maketrans(",;:()!?", "，；：（）！？")
_NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "无", "－", "*", "_", "\\\\"})
_WAN = 10000


def compact(text: str) -> str:
    """The text in one width, without blanks, with Chinese punctuation: so labels are compared."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_CHINESE)


def ungrouped(text: str) -> str:
    """The text without thousands separators: ``3,128`` as ``3128``."""
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), text)


def flat(text: str) -> str:
    """Like :func:`compact`, without thousands separators, counts in digits: so sentences are read."""
    return _COUNTED.sub(_in_digits, compact(ungrouped(text)))


def _in_digits(found: re.Match[str]) -> str:
    """``八百六十件`` as ``860件``; what is no number stays."""
    value = chinese_number(found[0])
    return found[0] if value is None else str(value)


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """A row or column label without ordinals, quotes, parentheses and punctuation."""
    plain = compact(text)
    while (shorter := _ORDINAL.sub("", plain)) != plain:
        plain = shorter
    return letters(plain)


def letters(compacted: str) -> str:
    """Compact text without parentheses, quotes and punctuation."""
    plain = re.sub(r"（[^（）]{0,80}）", "", compacted)
    return re.sub(r"[^0-9A-Za-z" + HAN + r"]", "", plain)


def is_nothing(text: str) -> bool:
    """Whether a cell holds nothing, a dash or 无 where the form wants 0."""
    return compact(text) in _NOTHING


def number(text: str, unit: str = "") -> int | Decimal | None:
    """The number that a cell holds, ``None`` for anything else; 万元 is turned into a cell of 元."""
    plain = compact(ungrouped(unicodedata.normalize("NFKC", text))).replace("−", "-").replace("–", "-")
    match = _NUMBER.match(plain)
    if match is None:
        return None
    try:
        value = Decimal(match[1] + match[2])
    except InvalidOperation:  # pragma: no cover  (the pattern gives decimals only)
        return None
    if unit == "元" and plain.endswith("万元"):
        value *= _WAN
    return int(value) if value == value.to_integral_value() else value


_DIGITS = dict(zip("〇零○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def chinese_year(text: str) -> int | None:
    """``二〇一七`` as 2017; ``None`` if a character is no digit."""
    if len(text) != 4 or any(one not in _DIGITS for one in text):
        return None
    return int("".join(str(_DIGITS[one]) for one in text))


def chinese_number(text: str) -> int | None:
    """A number below ten thousand in Chinese digits with their units: ``八百六十``; else ``None``."""
    total, digit = 0, 0
    last = 10_000
    for one in text:
        if one in _UNITS:
            if not digit or _UNITS[one] >= last:
                return None
            last = _UNITS[one]
            total, digit = total + digit * last, 0
        elif one in "零〇":
            if digit:
                return None
        elif digit:
            return None
        else:
            digit = 2 if one == "两" else _DIGITS[one]
    return total + digit if last < 10_000 else None


def chinese_small(text: str) -> int | None:
    """A number up to 99 in Chinese or Arabic digits: ``十二``, ``二十一``, ``3``."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text)
    first = _DIGITS.get(tens) if tens else 1
    second = _DIGITS.get(ones) if ones else 0
    return None if first is None or second is None else first * 10 + second
