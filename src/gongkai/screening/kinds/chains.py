"""Groups of digits that may be one number, with what stands around them."""

from __future__ import annotations

from typing import NamedTuple

from gongkai.screening.finding import Whom
from gongkai.screening.known import Known


class Chain(NamedTuple):
    """Some groups of a run, joined."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing stands between the digits."""
        return len(self.sizes) == 1


class Around(NamedTuple):
    """What stands around a chain."""

    part: str
    label: str
    owner: Whom
    known: Known
    alone: bool
    """The chain is the whole run."""


def is_even(chain: Chain, around: Around) -> bool:
    """Whether the groups are one number: one piece, fours, one break, a label, a run of its own."""
    if chain.whole or around.label in ("bank", "mobile", "tel", "id"):
        return True
    if len(chain.sizes) == 2 and chain.gaps[0] in (" ", "\n", "-"):
        return True
    return set(chain.sizes[:-1]) == {4} or (around.alone and set(chain.gaps) <= {" ", "\n"})
