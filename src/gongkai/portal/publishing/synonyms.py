"""Words that mean the same to a reader, as data: one list ships, an office may add its own."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from gongkai import grams
from gongkai.refusal import Refused

FILE = "synonyms.toml"
MOST = 6
"""Words of a group that are looked for beside one another."""


def of(word: str) -> list[str]:
    """The word itself first, then what means the same, in normal form."""
    own = os.path.join(settings.GONGKAI_PORTAL_KEYS, FILE)  # noqa: PTH118 - for every word of every question
    try:
        changed = os.stat(own).st_mtime_ns  # noqa: PTH116 - as above
    except FileNotFoundError:
        changed = 0
    return [word, *_others(own, changed).get(word, ())]


@lru_cache(maxsize=2)
def _others(own: str, changed: int) -> dict[str, tuple[str, ...]]:
    groups = read(files("gongkai.portal").joinpath(f"data/{FILE}").read_text(encoding="utf-8"))
    if changed:
        groups += read(Path(own).read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for group in groups:
        for word in group:
            others = found.setdefault(word, [])
            others += [one for one in group if one != word and one not in others]
    return {word: tuple(others[: MOST - 1]) for word, others in found.items()}


def read(text: str) -> list[list[str]]:
    """The groups of a list. Raises Refused (``bad-synonyms``) when it is none."""
    try:
        given = tomllib.loads(text).get("groups", [])
    except tomllib.TOMLDecodeError as wrong:
        raise _unfit() from wrong
    if not isinstance(given, list) or not all(isinstance(group, list) for group in given):
        raise _unfit()
    groups = [[grams.normal(word) for word in group if isinstance(word, str)] for group in given]
    return [[word for word in group if word and " " not in word] for group in groups]


def _unfit() -> Refused:
    return Refused("bad-synonyms", f"{FILE} 看不懂", '请写成 groups = [["消费警示", "消费提示"]]')
