"""Working texts: what screening finds of a person is masked before a text is stored to be read every day.

One way for typed-in texts, registers and letters: :mod:`gongkai.screening.masking`, which lets most texts
pass after one fast search (5 to 10 µs for 40 characters) and asks the engine of screening about the others
(about 0.2 ms). The parties of the record come first: their names are known, the respondent's name and
premises stay.
"""

from __future__ import annotations

from functools import lru_cache

from gongkai.screening.known import Known, Party
from gongkai.screening.masking import CARD, EMAIL, ID, NAME, PASSPORT, PHONE, persons
from gongkai.screening.masking import mask as mask_known

_SHORTEST_FIRM = 5
"""Characters of a respondent's name from which it is a firm's; a shorter one may be a person's."""
NOBODY = Known(shipped_lists=False)
"""Nothing is known about a text; lists of words have no part in masking."""


@lru_cache(maxsize=1024)
def knowing(written: str, respondent: str = "", premises: str = "") -> Known:
    """What a row or case knows about its texts: the cell with its persons, the respondent, the premises."""
    firm = (Party(respondent, "enterprise"),) if len(respondent) >= _SHORTEST_FIRM else ()
    return Known(
        parties=(*persons(written), *firm), premises=(premises,) if premises else (), shipped_lists=False
    )


def mask(text: str, *names: str) -> str:
    """``text`` without what says who a person is; ``names`` are those of the record's persons."""
    return mask_known(text, knowing("、".join(names)) if names else NOBODY)


def mask_numbers(text: str) -> str:
    """``text`` as :func:`mask` leaves it where no person is known."""
    return mask_known(text, NOBODY)


__all__ = [
    "CARD",
    "EMAIL",
    "ID",
    "NAME",
    "NOBODY",
    "PASSPORT",
    "PHONE",
    "knowing",
    "mask",
    "mask_known",
    "mask_numbers",
]
