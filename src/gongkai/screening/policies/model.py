"""A policy: a dated table of elements and persons with an action in each cell, and its settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.refusal import Refused
from gongkai.screening import articles
from gongkai.screening.finding import Whom

DEFAULT = "all"
"""The policy where none is named: everything that screening does not mark as to be kept goes out."""


class Action(StrEnum):
    """What a policy does with an element."""

    KEEP = "keep"
    MASK = "mask"
    """姓+某, the same for the same person."""
    ROLE = "role"
    """The person's role instead of the name: 举报人."""
    REMOVE = "remove"
    """The placeholder instead of the value."""
    DROP = "drop"
    """Nothing instead of it, and the comma after it goes too."""
    REFUSE = "refuse"
    """No copy at all: a text with a secrecy mark is no case for redaction."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an office may choose within a policy."""

    key: str
    title: str
    value: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One element of the table: its kinds of finding, and for whom which action."""

    element: str
    kinds: tuple[str, ...]
    cells: Mapping[str, str]
    """Key of :class:`Whom`, or ``other``, → an action, or ``=`` and the key of a setting."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy in force for a period. ``policy()`` gives the one of a day."""

    id: str
    name: str
    title: str
    since: date
    basis: tuple[str, ...]
    """Names of ``data/articles.toml``; :meth:`cited` gives the words of a day."""
    rows: tuple[Row, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    tracked_changes: str = "accept"
    """``accept``: the text as if all changes were accepted; ``reject``: as if none; ``refuse``: no copy."""
    hidden: str = "drop"
    """Hidden rows, columns and sheets: ``drop`` or ``show``."""
    smallest_cell: int = 0
    """Statistics: the smallest count that is shown; 0 where the policy has no such rule."""

    def cited(self, day: date | None = None) -> str:
        """What the policy rests on, by the day of the text; without a day what is in force now."""
        return articles.cite_all(self.basis, day)

    def decide(self, kind: str, whom: Whom) -> tuple[Action, str]:
        """The action for an element of a person, and the place in the table: ``penalty.2021/姓名/person``."""
        row = next(row for row in self.rows if kind in row.kinds or "*" in row.kinds)
        column = whom.value if whom.value in row.cells else "other"
        cell = row.cells[column]
        if cell.startswith("="):
            cell = self.settings[cell[1:]].value
        return Action(cell), f"{self.id}/{row.element}/{column}"

    @property
    def placeholder(self) -> str:
        """What stands instead of a removed value."""
        return self.words.get("placeholder", "×××")

    def having(self, **choices: str) -> Policy:
        """The policy with the office's choices: ``having(officers="mask")``. Raises Refused."""
        settings = dict(self.settings)
        for key, value in choices.items():
            if key not in settings:
                raise Refused(
                    "unknown-setting",
                    f"处理规则“{self.title}”没有选项 {key}",
                    f"可以是 {'、'.join(settings) or '（无）'}",
                )
            if value not in settings[key].choices:
                raise Refused(
                    "unknown-choice",
                    f"选项 {key} 不能是 {value}",
                    f"可以是 {'、'.join(settings[key].choices)}",
                )
            settings[key] = replace(settings[key], value=value)
        return replace(self, settings=MappingProxyType(settings))


@cache
def policies() -> tuple[Policy, ...]:
    """Every policy in the data, the youngest first."""
    folder = resources.files("gongkai.screening.data").joinpath("policies")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    found = [_read(tomllib.loads(one.read_text(encoding="utf-8"))) for one in files]
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))


def _read(data: dict[str, Any]) -> Policy:
    rows = tuple(
        Row(
            element=row["element"],
            kinds=tuple(row["kinds"]),
            cells=MappingProxyType({key: row[key] for key in row if key not in {"element", "kinds"}}),
        )
        for row in data["row"]
    )
    settings = {
        key: Setting(key, one["title"], one["default"], tuple(one["choices"]))
        for key, one in data.get("settings", {}).items()
    }
    return Policy(
        id=data["id"],
        name=data["name"],
        title=data["title"],
        since=data["from"],
        basis=tuple(data["basis"]),
        rows=rows,
        settings=MappingProxyType(settings),
        words=MappingProxyType(dict(data.get("words", {}))),
        tracked_changes=data["tracked_changes"],
        hidden=data["hidden"],
        smallest_cell=data.get("cells", {}).get("smallest", 0),
    )


def policy_names() -> tuple[str, ...]:
    """The names there are."""
    return tuple(sorted({one.name for one in policies()}))


def policy(name: str = DEFAULT, on: date | None = None) -> Policy:
    """The policy of this name in force on a day; without a day the youngest. Raises Refused."""
    named = [one for one in policies() if one.name == name]
    if not named:
        raise Refused("unknown-policy", f"没有名为“{name}”的处理规则", f"可以是 {'、'.join(policy_names())}")
    for one in named:
        if on is None or one.since <= on:
            return one
    return named[-1]
