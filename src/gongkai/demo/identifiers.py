"""Identifiers that are invented but pass their check: credit codes, telephone numbers."""

from __future__ import annotations

from random import Random

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE_HEADS = (
    "130",
    "131",
    "132",
    "133",
    "135",
    "136",
    "138",
    "139",
    "150",
    "151",
    "155",
    "158",
    "159",
    "180",
    "182",
    "186",
    "187",
    "189",
)


def organisation_code(body: str) -> str:
    """The eight characters of ``body`` and their check character (GB 11714, modulus 11)."""
    values = (int(char) if char.isdigit() else ord(char) - 55 for char in body)
    check = 11 - sum(weight * value for weight, value in zip(_ORG_WEIGHTS, values, strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(head: str, body: str) -> str:
    """统一社会信用代码 of 18 characters: ``head`` is class and area (``"91371000"``)."""
    first = head + organisation_code(body)
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return first + _ALPHABET[(31 - total % 31) % 31]


def invented_credit_code(dice: Random, *, sole_trader: bool) -> str:
    """A code of the zone's kind: 91371000MA3… for companies, 92371000MA3… for 个体工商户."""
    body = "MA3" + "".join(dice.choices(_ALPHABET, k=5))
    return credit_code("92371000" if sole_trader else "91371000", body)


def invented_mobile(dice: Random) -> str:
    """A mobile number whose middle block ``0000`` no operator gives out."""
    return f"{dice.choice(_MOBILE_HEADS)}0000{dice.randrange(10000):04d}"


def invented_landline(dice: Random) -> str:
    """A number of the area code 0631 in the block 555-0000 to 555-9999."""
    return f"0631-555{dice.randrange(10000):04d}"
