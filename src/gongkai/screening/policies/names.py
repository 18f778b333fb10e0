"""Masks for names: 姓+某, and the same person has the same mask throughout a document.

Two persons who share a surname become 张某甲 and 张某乙. A name that is masked already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from gongkai.screening.normal import normal
from gongkai.screening.rules import read

STEMS = "甲乙丙丁戊己庚辛壬癸"
_TITLES = frozenset(
    (
        "先生",
        "女士",
        "小姐",
        "师傅",
        "老板",
        "大爷",
        "大妈",
        "大姐",
        "大哥",
        "大娘",
        "阿姨",
        "叔叔",
        "老师",
        "经理",
    )
)
_FAMILIAR = "老小阿"
_masked = re.compile(r"^.{1,2}某{1,2}(?:[甲乙丙丁戊己庚辛壬癸]|\d{1,3})?$")


@cache
def _double() -> frozenset[str]:
    """Surnames of two characters."""
    return frozenset(read("surnames.toml")["double"])


def is_masked(text: str) -> bool:
    """Whether ``text`` is a name after masking: 张某, 欧阳某某, 张某乙."""
    return _masked.fullmatch(normal(text).text.strip()) is not None


def plain(name: str) -> str:
    """A name as it is compared: without blanks and hidden characters, 张 三 is 张三."""
    return "".join(char for char in normal(name).text if not char.isspace())


def surname(name: str) -> str:
    """The surname: two characters for 欧阳, else the first character; 梁 of 老梁."""
    name = plain(name)
    if len(name) == 2 and name[0] in _FAMILIAR and name[1] in read("surnames.toml")["single"]:
        return name[1]
    return name[:2] if name[:2] in _double() and len(name) > 2 else name[:1]


def masks(names: Iterable[str]) -> Mapping[str, str]:
    """A mask for each name, in the order of their first appearance. Keys are :func:`plain` names."""
    order = list(dict.fromkeys(name for name in map(plain, names) if name))
    families: dict[str, list[str]] = {}
    called: list[str] = []
    for name in order:
        if _is_called(name):
            called.append(name)
        else:
            families.setdefault(surname(name), []).append(name)
    for name in called:
        # 李女士 is the only 李 that the document names; of several nobody can say which.
        if len(families.setdefault(surname(name), [])) != 1:
            families[surname(name)].append(name)
    found: dict[str, str] = {}
    for family, members in families.items():
        for at, name in enumerate(members):
            found[name] = f"{family}某{_stem(at) if len(members) > 1 else ''}"
    return {name: found.get(name) or found[families[surname(name)][0]] for name in order}


def _is_called(name: str) -> bool:
    """Whether a name is a surname with a form of address: 李女士, 老梁."""
    return name[len(surname(name)) :] in _TITLES or name == f"{name[:1]}{surname(name)}" != surname(name)


def _stem(at: int) -> str:
    """甲, 乙, 丙; numbers after the tenth."""
    return STEMS[at] if at < len(STEMS) else str(at + 1)
