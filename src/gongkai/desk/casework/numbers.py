"""Numbers of registers: given out one by one, never twice, with gaps that are lawful and listed.

A number is taken in a short transaction of its own before the verb begins, so that registering does not
queue behind one counter; a verb that then fails leaves a gap. A number is public, never a key (law 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Number, Registration, Series

WORDS = {Series.COMPLAINTS: "诉", Series.APPLICATIONS: "依申请", Series.REMEDIES: "复诉"}
"""The word of a series in its numbers (机关代字 stands before it)."""
_WIDTH = {Series.COMPLAINTS: 4, Series.APPLICATIONS: 1, Series.REMEDIES: 1}
_BARE = re.compile(r"第?([0-9]{1,6})号?")
"""The last part of a number alone."""
_PATTERN = re.compile(r"(.*)[〔\[（(【](\d{4})[〕\]）)】]第?(\d{1,9})号?")
_NEXT = """
INSERT INTO casework_number (agency_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, series, year) DO UPDATE SET last = casework_number.last + 1
RETURNING last
"""
_RAISE = """
INSERT INTO casework_number (agency_id, series, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (agency_id, series, year) DO UPDATE SET last = excluded.last
WHERE casework_number.last < excluded.last
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no registration bears, ``first`` to ``last`` (both included), under one prefix."""

    prefix: str
    year: int
    first: int
    last: int

    def __str__(self) -> str:
        """As it is listed: 诉〔2017〕12号 or 诉〔2017〕12—15号."""
        span = str(self.first) if self.first == self.last else f"{self.first}—{self.last}"
        return f"{self.prefix}〔{self.year}〕{span}号"


def allocate(agency: Agency, series: str, year: int, *, durable: bool = True) -> int:
    """The next number of a series and year, durable at once. Call it before the verb's transaction.

    ``durable=False`` is for a receiver of messages, which runs inside the transaction that takes the message.
    """
    with transaction.atomic(using="default", durable=durable), connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency.pk, str(series), year])
        row = cursor.fetchone()
    return int(row[0])


def raise_to(agency: Agency, series: str, year: int, last: int) -> None:
    """See to it that the next number is above ``last``: after a register was imported."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [agency.pk, str(series), year, last])


def raise_above(agency: Agency, series: str, written: Iterable[str]) -> None:
    """See to it that the next numbers are above all of ``written``, whatever word stands before them."""
    highest: dict[int, int] = {}
    for text in written:
        known = read_number(text)
        if known is not None:
            highest[known[1]] = max(highest.get(known[1], 0), known[2])
    for year, last in highest.items():
        raise_to(agency, series, year, last)


def format_number(series: str, year: int, n: int, prefix: str = "") -> str:
    """A number as it is written on paper: 高市监诉〔2017〕0012号 with the agency's word as ``prefix``."""
    known = Series(series)
    return f"{prefix}{WORDS[known]}〔{year}〕{n:0{_WIDTH[known]}d}号"


def read_number(text: str) -> tuple[str, int, int] | None:
    """Prefix, year and number of a written number; null for numbers of another pattern."""
    found = _PATTERN.fullmatch(text.strip())
    return (found[1], int(found[2]), int(found[3])) if found else None


def short(number: str) -> str:
    """A number without the agency's word: 诉〔2017〕1764号."""
    found = read_number(number)
    return f"{found[0][-1:]}〔{found[1]}〕{found[2]:04d}号" if found else number


def written(said: str, agency: Agency, series: str, year: int | None = None) -> str:
    """A number as the register bears it: a short one, as pages show it, gets the agency's word.

    ``year``: whose the number is where its last part alone was typed.
    """
    number = said.strip()
    if year is not None and (bare := _BARE.fullmatch(number)):
        number = f"〔{year}〕{bare[1]}号"
    known, own = read_number(number), WORDS[Series(series)]
    if known is None or known[0] not in ("", own):
        return number
    if Registration.objects.filter(agency=agency, number=number).exists():
        return number
    return format_number(series, known[1], known[2], prefix_of(agency, series))


def prefix_of(agency: Agency, series: str) -> str:
    """The agency's word before the series' own in its newest number, so that registers are continued."""
    own = WORDS[Series(series)]
    rows = Registration.objects.filter(agency=agency, series=series).order_by("-registered_on", "-pk")
    for text in rows.values_list("number", flat=True)[:20]:
        known = read_number(text)
        if known and known[0].endswith(own):
            return known[0].removesuffix(own)
    return ""


def gaps(agency: Agency, series: str, year: int) -> list[Gap]:
    """The numbers of a year that were skipped, by prefix; voided registrations keep theirs.

    A prefix that a register brought along begins with its smallest number; the desk's own (no number
    above what was given out) with 1. Numbers of another pattern cannot have gaps.
    """
    borne: dict[str, set[int]] = {}
    rows = Registration.objects.filter(agency=agency, series=series, number__contains=str(year))
    for text in rows.values_list("number", flat=True).iterator(chunk_size=5000):
        known = read_number(text)
        if known and known[1] == year:
            borne.setdefault(known[0], set()).add(known[2])
    given = Number.objects.filter(agency=agency, series=series, year=year).values_list("last", flat=True)
    own = WORDS[Series(series)]
    found = []
    for prefix in sorted(borne.keys() | ({own} if given and not borne else set())):
        numbers = borne.get(prefix, set())
        is_own = bool(given) and prefix.endswith(own)
        first = 1 if is_own else min(numbers)
        last = max(given[0] if is_own else 0, max(numbers, default=0))
        found += _skipped(prefix, year, numbers, first, last)
    return found


def _skipped(prefix: str, year: int, numbers: set[int], first: int, last: int) -> list[Gap]:
    found, expected = [], first
    for number in [*sorted(numbers), last + 1]:
        if number > expected:
            found.append(Gap(prefix, year, expected, number - 1))
        expected = number + 1
    return found
