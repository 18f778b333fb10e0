"""Names beside names: in 佟春霞、禹航等七人 the first tells that the second is one too.

Two characters are often a word, so alone they are no name; in a row with a name they are, for a person to
judge. This reads the document itself, behind the windows: every way of searching gives the same spans.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.screening import near
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import brands, rolls
from gongkai.screening.normal import fold

_ENDS = rf"(?=[、，。；;：:（(）)\s”]|等|[二两三四五六七八九十\d]+[人名位]|[和与及]|{rolls.GOES_ON}|$)"
_NEXT = near.lazy(rf"[、和与及](?P<name>{rolls.FULL}){_ENDS}")
_BEFORE = near.lazy(rf"(?:^|(?<={rolls.BEFORE})|(?<=[人员工户者]))(?P<name>{rolls.FULL})[、和与及]\Z")
_REACH = 6
"""Characters of a name with what parts it from the next."""
_BEHIND = 12
"""Characters behind a name that say whether it ends there."""


def beside(body: str, hits: Sequence[Hit]) -> list[Hit]:
    """The names in a row with those of ``hits``."""
    named = [hit for hit in hits if hit.rule.startswith("person") and 2 <= hit.end - hit.start <= 4]
    taken = {(hit.start, hit.end) for hit in hits}
    starts = {hit.start for hit in hits if hit.rule.startswith(("person", "enterprise"))}
    found: list[Hit] = []
    for hit in named:
        for mate in (_next(body, hit), _previous(body, hit)):
            if mate and (mate.start, mate.end) not in taken and mate.start not in starts:
                taken.add((mate.start, mate.end))
                starts.add(mate.start)
                found.append(mate)
                named.append(mate)
    return found


def _next(body: str, hit: Hit) -> Hit | None:
    """The name behind one."""
    if body[hit.end : hit.end + 1] not in ("、", "和", "与", "及"):
        return None
    piece = fold(body[hit.end : hit.end + _REACH + _BEHIND])
    found = _NEXT.match(piece)
    return _hit(body, hit, hit.end + found.start("name"), found["name"]) if found else None


def _previous(body: str, hit: Hit) -> Hit | None:
    """The name before one."""
    if body[hit.start - 1 : hit.start] not in ("、", "和", "与", "及"):
        return None
    left = max(0, hit.start - _REACH)
    found = _BEFORE.search(fold(body[left : hit.start]))
    return _hit(body, hit, left + found.start("name"), found["name"]) if found else None


def _hit(body: str, beside: Hit, start: int, name: str) -> Hit | None:
    """A name in a row; of an officer's row it is an officer's."""
    if not rolls.is_name(name) or brands.is_brand(body, start, start + len(name)):
        return None
    official = beside.whom is Whom.OFFICIAL
    rule = "person.official" if official else "person.deed"
    return Hit(rule, start, start + len(name), Whom.OFFICIAL if official else Whom.UNKNOWN, name)
