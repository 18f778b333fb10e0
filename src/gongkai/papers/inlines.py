"""What stands inside a line: text, emphasis, links, numbers with a source, footnotes, line breaks.

Everything here is frozen and normal by construction: neighbouring texts are one text, a line feed is a
:class:`Break`, characters that a reader cannot see (control characters, directional overrides) are refused.
So two documents that say the same are equal, and ``from_json(to_json(doc)) == doc``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, get_args

from gongkai.refusal import Refused

# C0 and C1 controls but tab and line feed, directional controls, surrogates, byte order mark, noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")


def checked(text: str, where: str) -> str:
    """``text``, or a refusal that names the first character which must not stand in an official text."""
    if bad := _UNSEEN.search(text):
        raise Refused(
            "unseen-character",
            f"{where}中有看不见的控制字符 U+{ord(bad.group()):04X}（第 {bad.start() + 1} 个字符）",
            mend="请删去这个字符后重新提交",
        )
    return text


def checked_href(href: str) -> str:
    """A web, mail or telephone address, a path on this site or an anchor; anything else is refused."""
    checked(href, "链接地址")
    if href and (not href.startswith(_SCHEMES) or href.startswith("//") or re.search(r"[\s\\<>\"]", href)):
        raise Refused(
            "bad-link",
            f"链接地址“{href[:80]}”不能用",
            mend="请用 http、https、mailto、tel 开头的地址，或者以 / 开头的站内路径",
        )
    return href


def one_of(value: str, kind: object, what: str) -> None:
    """Refuse a word that is not one of the literal type ``kind``."""
    if value not in get_args(kind):
        raise Refused(
            "bad-block",
            f"{what}“{value}”不认识",
            mend="可用的有：" + "、".join(a or "（空）" for a in get_args(kind)),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text. Never interpreted: no markup, no entities, no typst code."""

    text: str

    def __post_init__(self) -> None:
        checked(self.text, "正文")


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that stand out: bold on screen, 黑体 (a sans face) in print, as Chinese type does it."""

    inlines: Inlines

    def __post_init__(self) -> None:
        object.__setattr__(self, "inlines", tidy(self.inlines))


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``href``: a web, mail or telephone address, a path of this site, an ``#anchor``."""

    inlines: Inlines
    href: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "inlines", tidy(self.inlines))
        checked_href(self.href)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number bound to a figure of the reporting year: its key, its printed value, where its records are."""

    key: str
    value: str
    href: str = ""

    def __post_init__(self) -> None:
        checked(self.key, "数据项")
        checked(self.value, "数据项的值")
        checked_href(self.href)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number stated by hand, with the name behind it (who says so, which record)."""

    value: str
    source: str

    def __post_init__(self) -> None:
        checked(self.value, "数据")
        if not checked(self.source, "数据来源").strip():
            raise Refused("no-source", f"数据“{self.value}”没有写明来源", mend="请写明由谁提供、出自哪里")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: stands where its mark stands; renderers number the notes and set them below."""

    inlines: Inlines

    def __post_init__(self) -> None:
        object.__setattr__(self, "inlines", tidy(self.inlines))
        if _has_footnote(self.inlines):
            raise Refused("bad-block", "脚注里不能再有脚注", mend="请把两条脚注合为一条")


Inline: TypeAlias = Text | Break | Emphasis | Link | Figure | Stated | Footnote
Inlines: TypeAlias = tuple[Inline, ...]
Words: TypeAlias = str | Inline | Iterable[Inline | str]
"""What constructors take where a line of words is meant: a string, one inline, or several."""


def words(content: Words) -> Inlines:
    """Inlines from a string, one inline or several."""
    if isinstance(content, str):
        return tidy((Text(content.replace("\r\n", "\n")),))
    if isinstance(content, Iterable):
        return tidy(tuple(content))
    return tidy((content,))


def tidy(inlines: Words) -> Inlines:
    """The normal form: line feeds are breaks, neighbouring texts are one, empty texts are none."""
    if not isinstance(inlines, Iterable) or isinstance(inlines, str):
        return words(inlines)
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, str):
            inline = Text(inline.replace("\r\n", "\n"))
        if not isinstance(inline, Text):
            out.append(inline)
            continue
        for number, line in enumerate(inline.text.split("\n")):
            if number:
                out.append(Break())
            if line and out and isinstance(out[-1], Text):
                out[-1] = Text(out[-1].text + line)
            elif line:
                out.append(Text(line))
    return tuple(out)


def _has_footnote(inlines: Inlines) -> bool:
    return any(
        isinstance(inline, Footnote)
        or (isinstance(inline, Emphasis | Link) and _has_footnote(inline.inlines))
        for inline in inlines
    )


def plain(inlines: Inlines) -> str:
    """The words without their footnotes; a break is a line feed."""
    out = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(inline.text)
            case Break():
                out.append("\n")
            case Emphasis() | Link():
                out.append(plain(inline.inlines))
            case Figure() | Stated():
                out.append(inline.value)
            case Footnote():
                pass
    return "".join(out)
