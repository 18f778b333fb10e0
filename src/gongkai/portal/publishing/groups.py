"""Which columns stand together as a special column 专栏: data (``portal/data/specials.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Special:
    """A special column: its key in addresses, its name, the keys of its sub-columns in order."""

    key: str
    name: str
    description: str
    columns: tuple[str, ...]


@cache
def specials() -> tuple[Special, ...]:
    """All special columns."""
    text = files("gongkai.portal").joinpath("data/specials.toml").read_text(encoding="utf-8")
    return tuple(
        Special(**(one | {"columns": tuple(one["columns"])})) for one in tomllib.loads(text)["special"]
    )


def special(key: str) -> Special | None:
    """The special column with that key."""
    return next((one for one in specials() if one.key == key), None)


def holding(column: str) -> tuple[Special, ...]:
    """The special columns that hold a column."""
    return tuple(one for one in specials() if column in one.columns)
