"""Numbers and dates as official Chinese writes them: 十一、 2018年3月1日 2,180 12.5万元."""

from __future__ import annotations

from datetime import date as Date

from gongkai.refusal import Refused

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def chinese(number: int) -> str:
    """A whole number from 0 to 99,999,999 in Chinese numerals: 11 十一, 20 二十, 105 一百零五."""
    if not 0 <= number < 10**8:
        raise Refused("bad-number", f"{number} 不能写成中文数字", mend="请用 0 到 99999999 的整数")
    if number == 0:
        return "零"
    high, low = divmod(number, 10_000)
    words = _below_ten_thousand(low) if low else ""
    if high:
        gap = "零" if low and low < 1000 else ""
        words = f"{_below_ten_thousand(high)}万{gap}{words}"
    return words.removeprefix("一") if words.startswith("一十") else words


def _below_ten_thousand(number: int) -> str:
    out = ""
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if out.endswith("|") else "") + _DIGITS[digit] + name
        elif out and not out.endswith("|"):
            out += "|"
    if number:
        out += _DIGITS[number] if not out.endswith("|") else f"零{_DIGITS[number]}"
    return out.replace("|", "")


def ordinal(level: int, number: int) -> str:
    """The numeral before a heading or paragraph of ``level`` 1–4 (GB/T 9704): 一、 （一） 1. （1）."""
    forms = {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}
    if level not in forms:
        raise Refused("bad-number", f"结构层次 {level} 超出范围", mend="公文结构层次有四级，请用 1 到 4")
    return forms[level]


def date(day: Date) -> str:
    """A date in Arabic numerals without padding (GB/T 9704): 2018年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period(first: Date, last: Date) -> str:
    """A span of days, both named in full: 2017年1月1日至2017年12月31日."""
    return f"{date(first)}至{date(last)}"


def thousands(number: int) -> str:
    """A whole number with its thousands apart: 2,180."""
    return f"{number:,}"


def yuan(fen: int) -> str:
    """An amount of whole 分 in 元 with two decimals: 123456 → 1,234.56."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def wan_yuan(fen: int, decimals: int = 2) -> str:
    """An amount of whole 分 in 万元 (unit of the statutory tables), half rounded up: 123456789 → 123.46."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    scale = 10**decimals
    parts = (fen * scale * 2 + 1_000_000) // 2_000_000
    whole, rest = divmod(parts, scale)
    return f"{sign if parts else ''}{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
