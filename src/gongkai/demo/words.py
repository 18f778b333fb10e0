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
