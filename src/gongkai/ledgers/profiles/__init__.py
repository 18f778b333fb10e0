"""Profiles: how another platform's export is laid out, as a TOML file that maps headers and values.

::

    title = "全国12315平台导出"
    kind = "complaints"
    [constants]            # our header = the value where the file has none
    "来源渠道" = "12315"
    [headers]              # their header = our header
    "投诉单编号" = "来源单号"
    [values."办理结果"]     # their word = our word; "*" stands for every other word
    "达成调解协议" = "调解成功"
    "*" = "其他"

A profile ships with the program for each of the four hotlines; an office adds its own by path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from gongkai.ledgers.cells import plain
from gongkai.ledgers.registers import Column, Register, Type, register_of
from gongkai.refusal import Refused

NAMES = {"12315": "12315", "12365": "12365", "12331": "12331", "市长热线": "mayor"}
"""The shipped profiles by the name that a person gives; ``mayor`` and ``mayors-hotline`` are read too."""

_OTHER_NAMES = {"mayor": "mayor", "mayors-hotline": "mayor", "mayor-hotline": "mayor"}
_PARTS = {"title", "kind", "constants", "headers", "values", "note"}
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout. ``values`` maps our header to {their word in its form for comparing: our word}."""

    name: str
    title: str
    kind: str
    constants: Mapping[str, str]
    headers: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def translate(self, header: str, cell: str) -> str:
        """Their word as ours; a word that the profile does not know stays."""
        words = self.values.get(header)
        if not words or not cell:
            return cell
        return words.get(plain(cell), words.get(_ANY, cell))


def load(name: str) -> Profile:
    """The profile with that name, or in the TOML file at that path. Raises Refused."""
    shipped = NAMES.get(name) or _OTHER_NAMES.get(name)
    if shipped:
        text = resources.files(__package__).joinpath(f"{shipped}.toml").read_text("utf-8")
        return parse(name, text)
    path = Path(name)
    if path.suffix.lower() != ".toml":
        raise Refused(
            "unknown-profile",
            f"没有名为“{name}”的版式",
            f"可以是 {'、'.join(NAMES)}，或一个 .toml 文件的路径",
        )
    try:
        return parse(path.name, path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(
            "profile-unreadable", f"读不出版式文件“{name}”", "请给出 UTF-8 的 TOML 文件"
        ) from problem


def parse(name: str, text: str) -> Profile:
    """The profile that a TOML document says. Raises Refused for anything it should not say."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Refused("profile-format", f"版式“{name}”不是有效的 TOML：{problem}", "请改正该行") from problem
    if unknown := sorted(set(said) - _PARTS):
        raise Refused(
            "profile-format", f"版式“{name}”里不认识“{unknown[0]}”", f"可以有 {'、'.join(sorted(_PARTS))}"
        )
    register = register_of(str(said.get("kind", "complaints")))
    constants, headers = _words(name, said, "constants"), _words(name, said, "headers")
    values = {ours: _words(name, said.get("values", {}), ours) for ours in _table(name, said, "values")}
    for ours in (*constants, *headers.values(), *values):
        if ours not in register.headers:
            raise Refused(
                "profile-format",
                f"版式“{name}”提到的“{ours}”不是《{register.title}》的表头",
                f"可以是 {'、'.join(register.headers)}",
            )
    _refuse_foreign(name, register, constants, values)
    return Profile(
        name,
        str(said.get("title", name)),
        register.kind,
        constants,
        headers,
        {ours: {plain(theirs): word for theirs, word in words.items()} for ours, words in values.items()},
    )


def _table(name: str, said: dict[str, Any], part: str) -> dict[str, Any]:
    table = said.get(part, {})
    if not isinstance(table, dict):
        raise Refused("profile-format", f"版式“{name}”的“{part}”应是一张表", f"写成 [{part}]")
    return table


def _words(name: str, said: dict[str, Any], part: str) -> dict[str, str]:
    table = _table(name, said, part)
    for key, value in table.items():
        if not isinstance(value, str):
            raise Refused("profile-format", f"版式“{name}”中“{key}”的值应是文字", "请加引号")
    return table


def _refuse_foreign(
    name: str, register: Register, constants: dict[str, str], values: dict[str, dict[str, str]]
) -> None:
    for ours, words in (*((key, {"": word}) for key, word in constants.items()), *values.items()):
        allowed = _allowed(register.column(ours))
        for word in words.values():
            if allowed and word and plain(word) not in allowed:
                raise Refused(
                    "profile-format",
                    f"版式“{name}”把“{ours}”写成“{word}”，不在可选值中",
                    f"可以是 {'、'.join(allowed.values())}",
                )


def _allowed(column: Column) -> dict[str, str]:
    return {"是": "是", "否": "否"} if column.type is Type.FLAG else column.spellings()
