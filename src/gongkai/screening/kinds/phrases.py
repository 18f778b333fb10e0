"""The whole phrase of a hint: a word of health with how long and where, a child with whose it is, a home.

The families find the word that carries the fact. Taken out alone it leaves 患有…十多年 or 上小学…的外孙, from
which the fact can be read again; so what belongs to the word in its phrase goes with it, and facts of the
case stay. What makes a paper internal is shown with its whole clause. This reads the document itself, not the
windows of the search: every way of searching gives the same spans.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.screening import near, words
from gongkai.screening.hits import Hit, merged
from gongkai.screening.normal import fold
from gongkai.screening.rules import read

_LISTS: dict[str, list[str]] = {key: rows for key, rows in read("phrases.toml").items() if key != "version"}
_MOST = 5
"""Parts of a phrase to each side of its word."""
_REACH = 30
"""Characters of a phrase or clause to each side of its word."""


_ILLNESS = words.tree(words.health()["conditions"])


def _parts(family: str, side: str) -> str:
    ill = [_ILLNESS] if family == "health" else []
    return f"(?:{'|'.join([*ill, *_LISTS[f'{family}_{side}']])}){{1,{_MOST}}}"


_PHRASES = {
    family: (near.lazy(rf"{_parts(family, 'before')}\Z"), near.lazy(_parts(family, "behind")))
    for family in ("health", "minor", "address")
}
_RULES = {
    "health.person": "health",
    "health.hint": "health",
    "minor.words": "minor",
    "minor.hint": "minor",
    "work.secret": "work",
    "address.home": "address",
    "address.room": "address",
    "address.unclear": "address",
}
_WEAKER = {"health": "health.hint", "minor": "minor.hint", "work": "work.secret"}
_REST = near.lazy(r"[^，。；：！？,;:!?\n“”\"（()）【】\t]{1,10}(?=[，。；：！？,;:!?\n“”\"（()）【】\t]|\Z)")
_FACT = near.lazy("|".join(_LISTS["facts"]))
"""What is no part of a phrase but a fact of the case, which stays."""
_CLAUSE = near.lazy(r"[，。；：！？,;:!?\n“”\"（()）【】\t]")


def whole(body: str, hits: Iterable[Hit]) -> list[Hit]:
    """The hits, those of the weak families with all that belongs to them; neighbours that meet are one."""
    kept: list[Hit] = []
    told: dict[str, list[Hit]] = {}
    for hit in hits:
        family = _RULES.get(hit.rule)
        if family is None:
            kept.append(hit)
        else:
            start, end = _phrase(body, hit, family)
            told.setdefault(family, []).append(hit._replace(start=start, end=end))
    kept += told.pop("address", [])
    for family, phrases in told.items():
        kept += merged(phrases, _WEAKER[family])
    return kept


def _phrase(body: str, hit: Hit, family: str) -> tuple[int, int]:
    """Where the phrase of a hit begins and ends."""
    before = fold(body[max(0, hit.start - _REACH) : hit.start])
    behind = fold(body[hit.end : hit.end + _REACH])
    if family in _PHRASES:
        left, right = _PHRASES[family]
        led, more = left.search(before), right.match(behind)
        end = more.end() if more else 0
        rest = _REST.match(behind, end)
        if family == "health" and rest and not _FACT.search(rest[0]):
            end = rest.end()
        return hit.start - (len(led[0]) if led else 0), hit.end + end
    start, end = hit.start - len(_clause_before(before)), hit.end
    stop = _CLAUSE.search(behind)
    if stop:
        end += stop.start()
    return start, end


def _clause_before(before: str) -> str:
    """What stands before a hint in its clause; nothing where the clause is long."""
    stops = [found.end() for found in _CLAUSE.finditer(before)]
    if not stops and len(before) == _REACH:
        return ""
    return before[stops[-1] if stops else 0 :]
