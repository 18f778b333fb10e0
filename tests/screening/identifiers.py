"""Identifiers with right and wrong check digits: an oracle of its own, written from the standards.

GB 11643 (resident id), GB 32100 with GB 11714 (unified social credit code), ISO/IEC 7812 (Luhn).
Nothing here is shared with ``gongkai.screening``: what both agree on is more likely to be right.
"""

import random
from datetime import date

ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id18_check(first17):
    """The 18th character of a resident id (GB 11643: weights 2^i mod 11, from the end)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return ID_CHECKS[total % 11]


def is_id18(text):
    """Whether a resident id of 18 places has a real day of birth and the right check character."""
    if len(text) != 18 or not text[:17].isdigit():
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return id18_check(text[:17]) == text[17].upper()


def id18_born(text):
    """The day of birth in a resident id of 18 places."""
    return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))


def is_id15(text):
    """Whether fifteen digits can be a resident id of the first generation (year of two digits, 19..)."""
    if len(text) != 15 or not text.isdigit():
        return False
    try:
        date(1900 + int(text[6:8]), int(text[8:10]), int(text[10:12]))
    except ValueError:
        return False
    return True


def organisation_check(first8):
    """The 9th character of an organisation code (GB 11714)."""
    values = [int(c) if c.isdigit() else ord(c) - 55 for c in first8]
    rest = 11 - sum(w * v for w, v in zip(ORGANISATION_WEIGHTS, values, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_check(first17):
    """The 18th character of a unified social credit code (GB 32100)."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(first17))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_uscc(text):
    """Whether a unified social credit code is well formed with the right check character."""
    if len(text) != 18 or any(c not in CREDIT_ALPHABET for c in text):
        return False
    return credit_check(text[:17]) == text[17]


def luhn_check(body):
    """The last digit that makes ``body`` pass Luhn."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_luhn(text):
    """Whether digits pass Luhn."""
    return text.isdigit() and luhn_check(text[:-1]) == text[-1]


def make_id18(rng, born, region="371002"):
    """A valid resident id of an invented person."""
    first17 = f"{region}{born:%Y%m%d}{rng.randrange(1, 1000):03d}"
    return first17 + id18_check(first17)


def make_id15(rng, born, region="371002"):
    """A well-formed id of the first generation."""
    return f"{region}{born:%y%m%d}{rng.randrange(1, 1000):03d}"


def make_uscc(rng, region="371002", kind="91"):
    """A valid credit code of an invented enterprise (91) or trader (92)."""
    body = "MA3" + "".join(rng.choice(CREDIT_ALPHABET) for _ in range(5))
    first17 = f"{kind}{region}{body}{organisation_check(body)}"
    return first17 + credit_check(first17)


def make_bank(rng, length=19, start="622848"):
    """A card number that passes Luhn; its middle is zero, so that no real account is meant."""
    body = start + "0" * (length - 11) + f"{rng.randrange(10000):04d}"
    return body + luhn_check(body)


def make_mobile(rng):
    """A mobile number in a block of zeros."""
    block = rng.choice(("38", "59", "86", "77", "99", "33", "51", "66", "92", "47"))
    return f"1{block}0000{rng.randrange(10000):04d}"


def spoilt(number):
    """The same number with its last character wrong."""
    last = number[-1]
    return number[:-1] + (str((int(last) + 1) % 10) if last.isdigit() else "0")


def seeded(key):
    """A source of numbers that is the same on every run."""
    return random.Random(key)
