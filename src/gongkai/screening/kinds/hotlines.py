"""Public short numbers: 12315, 12345 and those that a label calls a telephone. They stay."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import context, near
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_HOTLINE = near.lazy(r"1(?<![A-Za-z0-9_./:-].)(?:23\d\d|1[09]|2[02]|14)(?![A-Za-z0-9_/年元万个件条]|[.-]\d)")
_HOTLINES = frozenset(
    [
        "12315",
        "12345",
        "12331",
        "12365",
        "12358",
        "12330",
        "12320",
        "12329",
        "12333",
        "12348",
        "12366",
        "12388",
        "12309",
        "12318",
        "12369",
    ]
)


def find(part: str, known: Known) -> Iterator[Hit]:
    """Public short numbers, which stay."""
    for found in _HOTLINE.finditer(part):
        number = found[0]
        called = number in _HOTLINES or context.label_before(part, found.start()) in ("tel", "mobile")
        if called:
            yield Hit("tel.hotline", found.start(), found.end(), Whom.OFFICE, number)
