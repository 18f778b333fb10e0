"""Dates and numbers as an official Chinese page writes them. Pure functions; the template filters call them.

A value that does not exist is written ``—`` and never 0: what no register holds is not nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
WEEKDAYS = "一二三四五六日"
FEN_A_YUAN = 100
FEN_A_WAN = 1_000_000

Number = int | float | Decimal
Day = date | datetime | str


def as_day(value: Day | None) -> date | None:
    """The Chinese calendar day of a date, a datetime (aware ones in Asia/Shanghai) or ISO text."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        value = datetime.fromisoformat(text) if len(text) > len("2018-03-01") else date.fromisoformat(text)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date() if value.tzinfo else value.date()
    return value


def zh_date(value: Day | None) -> str:
    """A date as in running text: 2018年3月1日."""
    day = as_day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else NOTHING


def weekday(value: Day | None) -> str:
    """The weekday in short: 周五."""
    day = as_day(value)
    return f"周{WEEKDAYS[day.weekday()]}" if day else NOTHING


def md_weekday(value: Day | None) -> str:
    """A date of the running year in a list: 03-30 周五."""
    day = as_day(value)
    return f"{day:%m-%d} {weekday(day)}" if day else NOTHING


def iso_minute(value: date | None) -> str:
    """A moment as ``PubDate`` wants it, in Beijing time: 2017-09-22 15:30; a date stays a date."""
    if not value:
        return NOTHING
    if not isinstance(value, datetime):
        return value.isoformat()
    local = value.astimezone(SHANGHAI) if value.tzinfo else value
    return f"{local:%Y-%m-%d %H:%M}"


def as_number(value: object) -> Decimal | None:
    """The number behind a value, or ``None`` when it is none (text, nothing, a truth value)."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None


def thousands(value: object) -> str:
    """A count with its thousands set apart: 2,180. Text passes unchanged, nothing is —."""
    number = as_number(value)
    if number is None:
        return NOTHING if value is None else str(value)
    return f"{number:,f}"


def signed(value: object) -> str:
    """A difference: +218, −3 (a true minus sign), 0."""
    number = as_number(value)
    if number is None:
        return NOTHING if value is None else str(value)
    if number == 0:
        return "0"
    return f"{'+' if number > 0 else '−'}{abs(number):,f}"


def _rounded(number: Decimal, places: int) -> Decimal:
    """Half up, as Chinese statistics round."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent1(value: object) -> str:
    """A percentage (95.0 for 95.0 %, not 0.95) with one decimal: 95.0 %."""
    number = as_number(value)
    return NOTHING if number is None else f"{_rounded(number, 1):f} %"


def signed_percent1(value: object) -> str:
    """The change of a percentage or in per cent, with its sign: +11.1 %."""
    number = as_number(value)
    return NOTHING if number is None else f"{signed(_rounded(number, 1))} %"


def yuan(fen: object) -> str:
    """Whole 分 as 元 with two decimals: 137.60."""
    number = as_number(fen)
    return NOTHING if number is None else f"{_rounded(number / FEN_A_YUAN, 2):,f}"


def wan(fen: object) -> str:
    """Whole 分 as 万元 with two decimals, the unit of the statistical forms: 1.25."""
    number = as_number(fen)
    return NOTHING if number is None else f"{_rounded(number / FEN_A_WAN, 2):,f}"


def file_size(size: int | None) -> str:
    """The size of a file in the reader's units: 28 KB, 1.2 MB; KB are 1,000 bytes."""
    if size is None:
        return NOTHING
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{_rounded(Decimal(size) / 1000, 0):f} KB"
    return f"{_rounded(Decimal(size) / 1_000_000, 1):f} MB"
