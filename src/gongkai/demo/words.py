"""Reads the TOML files of ``demo/data``; each file once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(path: str) -> dict[str, Any]:
    """The parsed file at ``path`` below ``demo/data``, for example ``"words/names.toml"``."""
    with resources.files("gongkai.demo.data").joinpath(path).open("rb") as file:
        return tomllib.load(file)


@cache
def years() -> tuple[int, ...]:
    """The years that have a plan in ``data/years``."""
    names = (entry.name for entry in resources.files("gongkai.demo.data").joinpath("years").iterdir())
    return tuple(sorted(int(name[:4]) for name in names if name.endswith(".toml")))


@cache
def year_table(year: int) -> dict[str, Any]:
    """The plan of a year; what its file leaves out is as in the year that ``like`` names."""
    own = read(f"years/{year}.toml")
    if "like" not in own:
        return own
    table = dict(year_table(own["like"]))
    for key, value in own.items():
        grows = key in ("penalties", "samples", "stated")
        table[key] = _over(table[key], value, deep=key == "penalties") if grows else value
    return table


def _over(base: dict[str, Any], own: dict[str, Any], *, deep: bool) -> dict[str, Any]:
    """``own`` laid over ``base``; ``deep`` does the same with the tables inside."""
    found = dict(base)
    for key, value in own.items():
        both = deep and isinstance(value, dict) and isinstance(base.get(key), dict)
        found[key] = _over(base[key], value, deep=True) if both else value
    return found
