"""The outlets as data: what each needs, what the desk makes for it, which row of the 2014 form counts it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.law import scope
from gongkai.refusal import Refused

MAKES = ("poster-a3", "poster-a4", "press", "tv", "short", "wechat", "html", "package")
"""What the desk can make out of the cleared text."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """One outlet. ``counts`` is its 公开渠道 (empty: counted by another), ``limit`` characters (0: none).

    ``automatic``: the program itself carries it. ``place``: the kind of place where it hangs. ``live_check``:
    its page can be compared with the cleared text.
    """

    key: str
    name: str
    counts: str
    automatic: bool
    proof: str
    makes: tuple[str, ...]
    hint: str
    limit: int = 0
    place: str = ""
    live_check: bool = False

    @property
    def row(self) -> str:
        """The row of the 2014 form; empty where it is not counted apart."""
        return scope.outlet(self.counts).row if self.counts else ""


@cache
def adapters() -> tuple[Adapter, ...]:
    """All outlets in their order."""
    text = files(__package__).joinpath("data/outlets.toml").read_text(encoding="utf-8")
    return tuple(Adapter(**(one | {"makes": tuple(one["makes"])})) for one in tomllib.loads(text)["outlet"])


def adapter(key: str) -> Adapter:
    """The outlet with that key. Raises Refused (``unknown-outlet``)."""
    for one in adapters():
        if one.key == key:
            return one
    raise Refused("unknown-outlet", f"没有“{key}”这个渠道", "请从列出的渠道中选择")


def for_register(word: str) -> Adapter | None:
    """The outlet that a planned 公开渠道 means: the first of that count; the portal stands for 局网站."""
    return next((one for one in adapters() if one.counts == word), None)
