"""The normal form of a text, with the way back to its own characters.

Two steps. :func:`fold` replaces single characters by their plain form and never changes the length: full
width, styled and foreign digits, odd blanks and dashes, compatibility ideographs. :func:`normal` also
takes out what nobody sees (zero-width characters, soft hyphens, direction marks, combining marks, control
characters); its result knows the way back. Chinese punctuation stays as it is: it is how the rules tell
sentences apart.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import chain

_HIDDEN = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e01ef"
)
_UNUSUAL = (
    "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u2e80-\u2fdf\uf900-\ufaff"
    "\U0001d400-\U0001d7ff\U0002f800-\U0002fa1f"
)
HIDDEN = f"[{_HIDDEN}]"
"""Characters that nobody sees."""
UNUSUAL = f"[{_HIDDEN}{_UNUSUAL}]"
"""Characters that make the fast search impossible: the whole text is brought to its normal form first."""
ODD = (
    rb"[\x00-\x08\x0e-\x1f\x7f\xcc\xcd\xd8-\xdb\xe0\xe1\xf0\xf3]|\xc2[\x80-\x9f\xad]"
    rb"|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf]|[\xba-\xbf])"
    rb"|\xe3\x85\xa4|\xef(?:[\xa4-\xab\xb8\xbb\xbe]|\xbf[\xb9-\xbb])"
)
"""Bytes in UTF-8 of which every unusual character holds some: ten states, so the fastest search there is."""

_hidden = re.compile(HIDDEN)
_unusual = re.compile(UNUSUAL)


def is_unusual(text: str) -> bool:
    """Whether ``text`` holds a character of :data:`UNUSUAL`."""
    return _unusual.search(text) is not None


_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_DOTS = "\u2022\u2027\u2219\u22c5\u30fb\uff65\u25cf"
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_STARS = "\u2606\u2605\u2729\u272a\u272d\u272e\u272f\u2730\u2b50\u22c6\u2726\u2727\uff0a\u2217"


@cache
def _table() -> dict[int, str]:
    """Which character stands for which."""
    table = {ord(char): " " for char in _BLANKS}
    table |= {ord(char): "-" for char in _DASHES}
    table |= {ord(char): "·" for char in _DOTS}
    table |= {ord(char): "\n" for char in _BREAKS}
    table |= {ord(char): "★" for char in _STARS}
    table |= {ord("．"): ".", ord("＠"): "@", ord("﹫"): "@", ord("＋"): "+", ord("＿"): "_"}
    for code in chain(
        range(0xFF10, 0xFF5B), range(0x0660, 0x0970), range(0x2E80, 0x2FE0), range(0xF900, 0xFB00),
        range(0x1D400, 0x1D800), range(0x2F800, 0x2FA20),
    ):  # fmt: skip
        plain = _plain(chr(code))
        if plain and code not in table:
            table[code] = plain
    return table


def _plain(char: str) -> str:
    """The plain form of one character, empty when it is already plain."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    wanted = (
        len(plain) == 1 and plain != char and ((plain.isascii() and plain.isalnum()) or plain >= ("\u4e00"))
    )
    return plain if wanted else ""


_SIMPLE = re.compile(f"[０-９Ａ-Ｚａ-ｚ．＠﹫＋＿{_BLANKS}{_DASHES}{_DOTS}{_BREAKS}{_STARS}]")
"""What :func:`fold` replaces: all that is not unusual and yet not plain."""


@cache
def _forms() -> dict[str, str]:
    return {chr(code): plain for code, plain in _table().items()}


def fold(text: str) -> str:
    """``text`` with plain characters, each in its place. Unusual characters are left to :func:`normal`."""
    forms = _forms()
    return _SIMPLE.sub(lambda found: forms[found[0]], text)


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form: ``text``, and where each of its characters stood."""

    text: str
    _removed: tuple[int, ...]
    """For each character taken out, how many kept ones stand before it."""

    def start(self, at: int) -> int:
        """Where the character ``at`` of the normal form stands in the original."""
        return at + bisect_right(self._removed, at)

    def end(self, at: int) -> int:
        """Where a span that ends before ``at`` ends in the original."""
        return self.start(at - 1) + 1 if at else 0


@cache
def _touched() -> re.Pattern[str]:
    """Everything that :func:`normal` takes out or replaces: most short texts and names hold nothing of it."""
    return re.compile(f"[{_HIDDEN}{_UNUSUAL}{''.join(map(chr, _table()))}]")


def normal(text: str) -> Normal:
    """The normal form of ``text``."""
    if not _touched().search(text):
        return Normal(text, ())
    removed = tuple(found.start() - count for count, found in enumerate(_hidden.finditer(text)))
    plain = _hidden.sub("", text).translate(_table())
    return Normal(_unusual.sub("□", plain), removed)


def squeezed(text: str) -> str:
    """``text`` folded, letters and digits only: how addresses and numbers are compared."""
    return "".join(filter(str.isalnum, fold(text)))
