"""Masks for names: 姓+某, and the same person has the same mask throughout a document.

Two persons who share a surname become 张某甲 and 张某乙. A name that is masked already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gongkai.screening import words
from gongkai.screening.normal import normal

STEMS = "甲乙丙丁戊己庚辛壬癸"
_FAMILIAR = "老小阿"
_masked = re.compile(r"^.{1,2}某{1,2}(?:[甲乙丙丁戊己庚辛壬癸]|\d{1,3})?$")


def is_masked(text: str) -> bool:
    """Whether ``text`` is a name after masking: 张某, 欧阳某某, 张某乙."""
    return _masked.fullmatch(normal(text).text.strip()) is not None


def plain(name: str) -> str:
    """A name as it is compared: without blanks and hidden characters, 张 三 is 张三."""
    return "".join(char for char in normal(name).text if not char.isspace())


def surname(name: str) -> str:
    """The surname: two characters for 欧阳, else the first character; 梁 of 老梁."""
    name = plain(name)
    if len(name) == 2 and name[0] in _FAMILIAR and name[1] in words.surnames():
        return name[1]
    return name[:2] if name[:2] in words.double_surnames() and len(name) > 2 else name[:1]


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
    family = surname(name)
    is_familiar = name[:1] in _FAMILIAR and name[1:] == family
    return is_familiar or name[len(family) :] in words.forms_of_address()


def _stem(at: int) -> str:
    """甲, 乙, 丙; numbers after the tenth."""
    return STEMS[at] if at < len(STEMS) else str(at + 1)
