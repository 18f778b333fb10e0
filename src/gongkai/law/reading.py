"""Reads the TOML files of ``law/data``; each file once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(path: str) -> dict[str, Any]:
    """The parsed file at ``path`` below ``law/data``, for example ``"foi/2019.toml"``."""
    with resources.files("gongkai.law.data").joinpath(path).open("rb") as file:
        return tomllib.load(file)


@cache
def read_folder(folder: str) -> tuple[dict[str, Any], ...]:
    """All TOML files of a folder below ``law/data``, in the order of their names."""
    names = sorted(
        entry.name
        for entry in resources.files("gongkai.law.data").joinpath(folder).iterdir()
        if entry.name.endswith(".toml")
    )
    return tuple(read(f"{folder}/{name}") for name in names)
