"""Reads the TOML files of ``reportcheck/data``; each once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def data(name: str) -> dict[str, Any]:
    """The parsed file ``name`` (without ending) of ``reportcheck/data``."""
    with resources.files("gongkai.reportcheck.data").joinpath(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
