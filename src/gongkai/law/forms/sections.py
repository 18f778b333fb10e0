"""The narrative sections of the annual report, by report year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import registry
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

_ORDINAL = re.compile(r"^[一二三四五六七八九十]+[、.．]")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the narrative.

    ``number`` is 一 … (empty for the preface), ``tables`` the statutory tables that stand in it, ``covers``
    what its text has to speak about, ``item`` the item of 条例 2008 art. 32 that it answers (0: none),
    ``names`` other titles in use.
    """

    key: str
    title: str
    number: str
    order: int
    tables: tuple[str, ...]
    covers: tuple[str, ...]
    names: tuple[str, ...]
    item: int
    confidence: Confidence

    @property
    def heading(self) -> str:
        """Number and title as printed: ``一、总体情况``."""
        return f"{self.number}、{self.title}" if self.number else self.title


@cache
def sections(year: int) -> tuple[Section, ...]:
    """The sections of the report about ``year`` in their order. Raises Refused before 2008."""
    rule = registry.find("report.sections", date(year, 12, 31)) if 1 <= year <= date.max.year else None
    if rule is None:
        raise Refused(
            "no-sections", f"{year} 年没有政府信息公开工作年度报告", "年度报告自 2008 年度起；请核对年度"
        )
    return tuple(
        Section(
            key=entry["key"],
            title=entry["title"],
            number=entry["number"],
            order=order,
            tables=tuple(entry.get("tables", ())),
            covers=tuple(entry.get("covers", ())),
            names=tuple(entry.get("names", ())),
            item=entry.get("item", 0),
            confidence=Confidence(entry["confidence"]),
        )
        for order, entry in enumerate(rule.data["section"])
    )


def section_named(text: str, year: int) -> Section:
    """The section of ``year`` that ``text`` means: key, title or another title in use, numbered or not.

    Raises Refused for a name that the year's report does not have.
    """
    plain = _ORDINAL.sub("", text.strip())
    for section in sections(year):
        if plain in {section.key, section.title, *section.names}:
            return section
    names = "、".join(section.title for section in sections(year))
    raise Refused("unknown-section", f"{year} 年度报告没有“{text}”这一部分", f"可以是 {names}")
