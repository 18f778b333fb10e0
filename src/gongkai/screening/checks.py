"""Check digits and dates of identifiers; every function takes plain digits and capital letters."""

from __future__ import annotations

from datetime import date
from operator import mul

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_DIGITS = "10X98765432"
_USCC = {letter: value for value, letter in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, at, 31) for at in range(17))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def birthday(digits: str) -> date | None:
    """The day that eight digits name, None when there is none such between 1850 and 2100."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if 1850 < day.year < 2100 else None


def is_province(code: str) -> bool:
    """Whether an area code begins with a province (GB/T 2260), Hong Kong, Macao and Taiwan included."""
    return code[:2] in _PROVINCES


def is_id18(number: str) -> bool:
    """Whether the check digit of a resident id of eighteen digits fits (GB 11643); never of anything else."""
    if len(number) < len(_ID_WEIGHTS) + 1 or not number[: len(_ID_WEIGHTS)].isdecimal():
        return False
    total = sum(map(mul, _ID_WEIGHTS, map(int, number)))
    return _ID_DIGITS[total % 11] == number[17]


def looks_like_id18(number: str) -> bool:
    """Whether area and birthday of eighteen digits are possible, whatever the check digit."""
    return is_province(number) and birthday(number[6:14]) is not None


def is_id15(number: str) -> bool:
    """Whether fifteen digits name a province and a day of the twentieth century: the old id."""
    return is_province(number) and birthday("19" + number[6:12]) is not None


def is_uscc(code: str) -> bool:
    """Whether the check digit of a 统一社会信用代码 fits (GB 32100)."""
    if len(code) != 18:
        return False
    try:
        total = sum(map(mul, _USCC_WEIGHTS, map(_USCC.__getitem__, code)))
    except KeyError:
        return False
    return code[17] in _USCC and _USCC_LETTERS[-total % 31] == code[17]


def has_organisation(code: str) -> bool:
    """Whether characters nine to seventeen of a credit code are a right organisation code (GB 11714)."""
    body = code[8:17]
    if any(letter not in _USCC for letter in body):
        return False
    values = (int(letter) if letter.isdigit() else ord(letter) - 55 for letter in body[:8])
    rest = 11 - sum(value * weight for value, weight in zip(values, _ORG_WEIGHTS, strict=True)) % 11
    return body[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def is_luhn(number: str) -> bool:
    """Whether the check digit of a bank card fits (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = sum(digit * 2 - 9 * (digit > 4) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


def is_ean13(number: str) -> bool:
    """Whether the check digit of a barcode of thirteen digits fits."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(number[:12]))
    return str(-total % 10) == number[12]
