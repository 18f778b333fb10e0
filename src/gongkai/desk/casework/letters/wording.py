"""The prose of letters by key, read once; placeholders are filled from the law and the case, never typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.refusal import Refused

_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The prose of one letter. ``third`` letters go to others than the applicant and never name them;
    ``slip`` letters carry a form for the reply 意见回执; ``suffix`` ends their number. ``other`` opens a
    letter to the other side; ``parties`` papers name both sides as parties, not as who is written to.
    ``minutes`` are signed by those who were there, on the day of the meeting: the bureau does not sign them.
    """

    key: str
    suffix: str
    opening: tuple[str, ...]
    middle: tuple[str, ...]
    closing: tuple[str, ...]
    third: bool
    slip: bool
    other: tuple[str, ...] = ()
    parties: bool = False
    minutes: bool = False


@cache
def _all() -> dict[str, Wording]:
    text = files("gongkai.desk.casework.letters").joinpath("wording.toml").read_text(encoding="utf-8")
    return {
        key: Wording(
            key=key,
            suffix=entry["suffix"],
            opening=tuple(entry.get("opening", ())),
            middle=tuple(entry.get("middle", ())),
            closing=tuple(entry.get("closing", ())),
            third=entry.get("third", False),
            slip=entry.get("slip", False),
            other=tuple(entry.get("other", ())),
            parties=entry.get("parties", False),
            minutes=entry.get("minutes", False),
        )
        for key, entry in tomllib.loads(text).items()
    }


def keys() -> tuple[str, ...]:
    """Every letter that has words."""
    return tuple(_all())


def wording(key: str) -> Wording:
    """The prose of a letter. Raises Refused for one that has none."""
    found = _all().get(key)
    if found is None:
        raise Refused("unknown-letter", f"没有文书“{key}”的行文", f"可以是 {'、'.join(_all())}")
    return found


def filled(lines: tuple[str, ...], values: Mapping[str, str]) -> list[str]:
    """The paragraphs with their placeholders; one that lacks a value (other than ``by``) is left out."""
    found = []
    for line in lines:
        wanted = set(_PLACE.findall(line))
        if all(values.get(name) for name in wanted - {"by"}):
            found.append(_PLACE.sub(lambda place: values.get(place[1], ""), line))
    return found
