"""Lists of words: loaded from TOML, searched in one pass however long they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ahocorasick_rs

from gongkai.refusal import Refused
from gongkai.screening import prefilter
from gongkai.screening.finding import Verdict
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known, Term, TermList
from gongkai.screening.normal import Normal, fold
from gongkai.screening.rules import read

_RULES = {"sensitive_term": "terms.sensitive", "wording": "wording.term", "bad_link": "link.listed"}


@cache
def shipped() -> tuple[TermList, ...]:
    """The lists that ship with the program."""
    return tuple(_list(row) for row in read("terms.toml")["list"])


def load(path: Path) -> tuple[TermList, ...]:
    """The lists of a TOML file in the shape of ``data/terms.toml``. Raises Refused when it cannot be read."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["list"]
        return tuple(_list(row) for row in rows)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("unreadable-list", f"词表 {path.name} 读不出来", "请检查文件，编码用 UTF-8") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            "bad-list", f"词表 {path.name} 的写法不对：{error}", "请对照自带的 terms.toml 修改"
        ) from error


def from_lines(name: str, version: str, text: str) -> TermList:
    """A list of sensitive terms from plain lines; ``#`` begins a comment."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return TermList(
        name, version, "sensitive_term", tuple(Term(line) for line in dict.fromkeys(lines) if line)
    )


def _list(row: dict[str, Any]) -> TermList:
    """One list of a file; a kind that does not exist is a ValueError."""
    if row["kind"] not in _RULES:
        raise ValueError(f"kind 只能是 {'、'.join(_RULES)}")
    terms = tuple(_term(entry) if isinstance(entry, dict) else Term(str(entry)) for entry in row["terms"])
    return TermList(
        row["name"],
        str(row["version"]),
        row["kind"],
        terms,
        row.get("why", ""),
        row.get("article", ""),
        row.get("rule", ""),
    )


def _term(entry: dict[str, Any]) -> Term:
    if not entry["text"]:
        raise ValueError("词条是空的")
    return Term(
        entry["text"],
        entry.get("why", ""),
        entry.get("instead", ""),
        entry.get("since"),
        Verdict(entry.get("verdict", "review")),
        tuple(entry.get("unless", ())),
    )


class Searcher:
    """Finds every entry of some lists in one pass."""

    def __init__(self, lists: tuple[TermList, ...]) -> None:
        self._entries = [
            (part, term, word)
            for part in lists
            for term in part.terms
            if term.text
            for word in dict.fromkeys((_squeezed(term.text), _squeezed(fold(term.text))))
            if word
        ]
        self._words = [word for _, _, word in self._entries]
        self._is_mixed = any(
            part.kind != "bad_link" and re.search("[A-Za-z0-9]", word) for part, _, word in self._entries
        )
        self._database: Any = None
        kind = ahocorasick_rs.Implementation.DFA if len(self._entries) < 20_000 else None
        self._search = ahocorasick_rs.BytesAhoCorasick(
            [word.encode() for word in self._words],
            matchkind=ahocorasick_rs.MatchKind.Standard,
            implementation=kind,
        )

    def find(self, text: str, day: date | None, data: bytes | None = None) -> Iterator[Hit]:
        """Hits on ``text``; where entries overlap, the longest. Blanks and a break are seen through."""
        if not self._entries:
            return
        if self._is_mixed and _WIDE.search(text):
            text, data = fold(text), None
        data = _bytes(text, data)
        found = self._vectored(data) if prefilter.is_vectored(len(text)) else self._plain(data)
        if not found:
            return
        places = _places(text)
        at, char = 0, 0
        taken = -1
        for which, first, last in sorted(found, key=lambda match: (match[1], -match[2])):
            part, term, word = self._entries[which]
            if first < taken:
                continue
            char += _characters(data, at, first)
            at = first
            start, end = places.start(char), places.end(char + len(word))
            if (
                _applies(term, day)
                and _is_one(text[start:end], word, part)
                and not _excused(text, start, end, term)
                and _fits(text, start, end, part)
            ):
                taken = last
                yield _hit(part, term, start, end)

    def _plain(self, data: bytes) -> list[tuple[int, int, int]]:
        """Every entry in ``data``: which, start, end in bytes."""
        return self._search.find_matches_as_indexes(data, overlapping=True)

    def _vectored(self, data: bytes) -> list[tuple[int, int, int]]:
        """The same by Hyperscan."""
        if self._database is None:
            self._database = prefilter.literals(self._words)
        sizes = [len(word.encode()) for word in self._words]
        return [(which, end - sizes[which], end) for which, end in prefilter.scan(self._database, data)]


_WIDE = re.compile("[Ａ-Ｚａ-ｚ０-９]")
"""Full width: a list with letters or digits then searches the folded text."""
_BLANK = re.compile("[ \u3000\u00a0\n\r]")
_GAP = re.compile("(?<=[^\x00-\x7f])(?:[ \u00a0\u3000]{1,2}|[ \u3000]?\r?\n[ \u3000]{0,4})(?=[^\x00-\x7f])")


def _squeezed(text: str) -> str:
    return _BLANK.sub("", text)


def _bytes(text: str, data: bytes | None = None) -> bytes:
    """``text`` without blanks and breaks, in UTF-8."""
    data = (
        (data or text.encode("utf-8", "replace")).replace(b"\n", b"").replace(b" ", b"").replace(b"\r", b"")
    )
    for blank in ("\u3000", "\u00a0"):
        if blank in text:
            data = data.replace(blank.encode(), b"")
    return data


def _places(text: str) -> Normal:
    """The way back from the text without blanks to its own characters."""
    return Normal("", tuple(found.start() - count for count, found in enumerate(_BLANK.finditer(text))))


def _is_one(span: str, word: str, part: TermList) -> bool:
    """Whether what was found is one word: as it is listed, or set wide or broken among Chinese characters."""
    if len(span) == len(word):
        return True
    return part.kind != "bad_link" and len(_GAP.sub("", span)) == len(word)


_TAIL = bytes(range(0x80, 0xC0))


def _characters(data: bytes, start: int, end: int) -> int:
    """How many characters the bytes from ``start`` to ``end`` are."""
    return len(data[start:end].translate(None, _TAIL))


def _applies(term: Term, day: date | None) -> bool:
    """A dated entry needs a text of that day or later; without a day it is shown, for a person to judge."""
    return term.since is None or day is None or day >= term.since


def _excused(text: str, start: int, end: int, term: Term) -> bool:
    """Whether the words stand inside one of the exceptions, with 原 before the name of a body among them."""
    for exception in term.unless:
        at = exception.find(term.text)
        if at >= 0 and text.startswith(exception, start - at):
            return True
    return (
        bool(term.unless)
        and any("原" in exception for exception in term.unless)
        and "原" in text[max(0, start - 8) : start]
    )


def _fits(text: str, start: int, end: int, part: TermList) -> bool:
    """A domain stands for itself: no letters around it but those of subdomains and paths."""
    if part.kind != "bad_link":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    whole_left = not (before.isascii() and (before.isalnum() or before == "-"))
    return whole_left and not (after.isascii() and (after.isalnum() or after in ("-", ".")) and after != "")


def _hit(part: TermList, term: Term, start: int, end: int) -> Hit:
    why = term.why or part.why
    if term.instead:
        why = f"{why}，可以改为“{term.instead}”" if why else f"可以改为“{term.instead}”"
    return Hit(
        part.rule or _RULES[part.kind],
        start,
        end,
        value=term.text,
        verdict=term.verdict,
        why=f"{why}（词表 {part.name} {part.version}）" if why else "",
        article=part.article,
        kind=part.kind,
    )


@lru_cache(maxsize=16)
def _searcher(lists: tuple[TermList, ...]) -> Searcher:
    return Searcher(lists)


@cache
def _shipped_searcher() -> Searcher:
    """The searcher for the lists that ship: found without hashing their thousands of terms for each text."""
    return Searcher(shipped())


def searcher(known: Known) -> Searcher:
    """The searcher for what is known; kept for the next text."""
    if known.shipped_lists and not known.lists:
        return _shipped_searcher()
    return _searcher((*shipped(), *known.lists) if known.shipped_lists else known.lists)
