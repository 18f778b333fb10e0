"""What a cell says: text to dates, times, money, numbers and lists, and to one normal notation.

Each reader returns the *normal notation* (one spelling for one meaning, so that digests agree) and
the value. A cell that says something impossible raises :class:`BadCell` with the reason in words.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation

FIRST_YEAR, LAST_YEAR = 1949, 2099
"""Years that a register may speak of; others are slips of the pen."""

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
    r"(?:(?:[T\s]+|(?<=日))(.*))?"
)
_TIME = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?|时(?:(\d{1,2})分(?:(\d{1,2})秒)?)?)")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_MONEY_NOISE = re.compile(r"^[¥￥]|元$|,(?=\d{3})")
_LIST = re.compile(r"[；;\n]+")
UNSHOWN = "该单元格的内容"
"""What stands in a reason for a cell that is not quoted."""
_SHOWN = 30
_NEAR = 0.5
_NUMBERS = re.compile(
    r"[\d\s:/.\-,+%¥￥T年月日时分秒点上下午昨今天元万一二三四五六七八九十百千约]+|[a-z_.]+|NaN|inf",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_TRUE = {"是", "有", "y", "yes", "true", "1", "√"}
_FALSE = {"否", "无", "n", "no", "false", "0", "×"}


class BadCell(ValueError):
    """A cell that cannot be taken; the message is the reason in the user's words."""


def plain(text: str) -> str:
    """Text for comparing words: NFKC (full width becomes half width), without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def quoted(text: str, words: Iterable[str] = ()) -> str:
    """A cell as a reason shows it: in quotation marks where it can be no person, else only named as a cell.

    A column that slipped puts names and phones among dates and words, and reasons lie in logs. So only what
    is written like a date, a time or an amount is quoted, and what is nearly one of ``words``.
    """
    line = " ".join(unicodedata.normalize("NFKC", text).split())
    near = difflib.get_close_matches(plain(line), [plain(word) for word in words], 1, _NEAR)
    if len(line) <= _SHOWN and (near or _is_no_person(line)):
        return f"“{' '.join(text.split())}”"
    return UNSHOWN


def _is_no_person(line: str) -> bool:
    digits = "".join(character for character in line if character.isdigit())
    return bool(
        _NUMBERS.fullmatch(line)
        and all(len(run) < 7 or _COMPACT.fullmatch(run) for run in re.findall(r"\d+", line))
        and not _MOBILE.fullmatch(digits)
    )


def read_moment(text: str) -> tuple[str, date, time | None]:
    """A day with or without a time: ``("2017-01-02 10:30", date, time)``; seconds stay only if not zero.

    Reads ``2017-01-02``, ``2017/1/2``, ``2017.1.2``, ``2017年1月2日``, each also with a time behind it.
    """
    cell = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.fullmatch(cell)
    if match is None:
        if _SERIAL.fullmatch(cell):
            raise BadCell(f"{quoted(text)}是数字，不是日期；请把单元格格式设为日期，或写成 2017-01-02")
        raise BadCell(f"{quoted(text)}不是日期；请写成 2017-01-02")
    year, *parts, rest = match.groups()
    month, day = (int(part) for part in parts if part is not None)
    try:
        on = date(int(year), month, day)
    except ValueError:
        raise BadCell(f"{quoted(text)}不是存在的日期") from None
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BadCell(f"{quoted(text)}的年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    at = _time(rest, text) if rest else None
    return (on.isoformat() if at is None else f"{on.isoformat()} {clock(at)}"), on, at


def _time(rest: str, text: str) -> time:
    match = _TIME.fullmatch(rest.strip())
    if match is None:
        raise BadCell(f"{quoted(text)}的时刻不对；请写成 2017-01-02 10:30")
    hour, minute, second, minute2, second2 = match.groups()
    try:
        return time(int(hour), int(minute or minute2 or 0), int(second or second2 or 0))
    except ValueError:
        raise BadCell(f"{quoted(text)}的时刻不存在") from None


def clock(at: time) -> str:
    """A time in the notation of the registers: ``HH:MM``, with seconds only where they are not zero."""
    return at.isoformat("seconds" if at.second else "minutes")


def read_day(text: str) -> tuple[str, date]:
    """A day; a time behind it is refused unless it is midnight (spreadsheets add ``00:00:00``)."""
    _, on, at = read_moment(text)
    if at is not None and at != time(0):
        raise BadCell(f"{quoted(text)}带有时刻，本列只写日期，如 2017-01-02")
    return on.isoformat(), on


def _decimal(text: str, example: str) -> Decimal:
    cell = _MONEY_NOISE.sub("", plain(text))
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise BadCell(f"{quoted(text)}不是金额；请只写数字，如 {example}") from None
    if not number.is_finite() or number.adjusted() > 12:
        raise BadCell(f"{quoted(text)}不是可用的金额")
    if number < 0:
        raise BadCell(f"金额{quoted(text)}是负数")
    return number


def read_yuan(text: str) -> tuple[str, int]:
    """An amount in 元 as whole 分; the normal notation has two decimals."""
    fen = _decimal(text, "128.50") * 100
    if fen != int(fen):
        raise BadCell(f"金额{quoted(text)}不足一分；请精确到分")
    return show_yuan(int(fen)), int(fen)


def read_wan(text: str) -> tuple[str, int]:
    """An amount in 万元 as whole 分; the normal notation has no trailing zeros."""
    fen = _decimal(text.strip().removesuffix("万元").removesuffix("万"), "4.6") * 1_000_000
    if fen != int(fen):
        raise BadCell(f"金额{quoted(text)}（万元）不足一分；请核对单位")
    return show_wan(int(fen)), int(fen)


def show_yuan(fen: int) -> str:
    """Whole 分 as 元 with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def show_wan(fen: int) -> str:
    """Whole 分 as 万元 without trailing zeros."""
    shown = f"{fen // 1_000_000}.{fen % 1_000_000:06d}"
    return shown.rstrip("0").removesuffix(".")


def read_count(text: str) -> tuple[str, int]:
    """A whole number that is not negative."""
    cell = plain(text).replace(",", "")
    cell = cell.removesuffix(".0")
    if not (cell.isascii() and cell.isdecimal()) or len(cell) > 12:
        raise BadCell(f"{quoted(text)}不是整数")
    return str(int(cell)), int(cell)


def read_flag(text: str) -> tuple[str, bool]:
    """是 or 否."""
    word = plain(text).lower()
    if word in _TRUE:
        return "是", True
    if word in _FALSE:
        return "否", False
    raise BadCell(f"{quoted(text)}应为 是 或 否")


def read_list(text: str) -> tuple[str, tuple[str, ...]]:
    """Parts separated by ；, in order, without blanks and repetitions."""
    parts = tuple(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip()))
    return "；".join(parts), parts
