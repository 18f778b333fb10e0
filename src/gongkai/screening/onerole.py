"""One person, one role: whoever is named twice in a document is the same person at every place.

A policy decides by the role. Were 宿建波 a reporter behind one label and somebody behind the next, his
surname would stand in one place and nothing of him in the other, and a reader would put both together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.screening import names, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_RANK = (Whom.REPORTER, Whom.PERSON, Whom.REPRESENTATIVE, Whom.THIRD, Whom.UNKNOWN, Whom.OFFICIAL)
"""Of two roles of one name that which protects more; the public register names who represents a firm."""
_GUESSED = frozenset({"person.deed", "person.word", "person.title", "person.model"})
"""Rules that say nothing of a role."""
_SHOWN = frozenset(
    {"person.reporter", "person.party", "person.representative", "person.third", "person.context"}
)
_LOOSE = frozenset({"person.context", "person.deed"})
_FIRM = re.compile(
    rf"(?P<between>[一-龥]{{0,8}}?)(?:{words.ENTERPRISE_END})"
    r"(?=[\s，。；、（(）)”\"]|$|统一|的|于|在|未|因|涉嫌|经营者)"
)
_NO_NAME = re.compile(
    r"[称到向与和在去的及至往从被让给是有]|告知|^家(?![电具政纺居常乡园])|家[的开里]|^开(?!锁)|[、和与及]$"
)
"""Between the name of a person and 店, 市场, 中心: a sentence goes on, it is no name of a firm."""


def settled(hits: Sequence[Hit], known: Known) -> list[Hit]:
    """The hits, each name with one role; the caller's own list of parties decides before all labels."""
    given = {party.name for party in known.parties} | set(known.officials)
    roles: dict[str, set[Whom]] = {}
    for hit in hits:
        if _tells_role(hit):
            roles.setdefault(hit.value, set()).add(hit.whom)
    chosen = {
        name: min(several, key=_RANK.index)
        for name, several in roles.items()
        if len(several) > 1 and name not in given
    }
    return (
        [_with(hit, chosen[hit.value]) if hit.value in chosen else hit for hit in hits] if chosen else [*hits]
    )


def _tells_role(hit: Hit) -> bool:
    """Whether a hit is a name behind words that say whose it is."""
    return (
        hit.rule.startswith("person")
        and hit.rule not in _GUESSED
        and hit.whom in _RANK
        and len(hit.value) > 1
        and not names.is_masked(hit.value)
    )


def _with(hit: Hit, whom: Whom) -> Hit:
    """The name in its role: what was an officer's signature elsewhere is no longer kept."""
    if not hit.rule.startswith("person") or hit.whom is whom:
        return hit
    return hit._replace(whom=whom, rule="person.propagated" if hit.rule == "person.official" else hit.rule)


def shortened(body: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits without a verb at the end of a guessed name that the text has shown shorter: 张玲|系姐弟."""
    sure = {hit.value for hit in hits if hit.rule in _SHOWN and len(hit.value) > 1}
    return [_short(body, hit) if hit.rule in _LOOSE and hit.value[:-1] in sure else hit for hit in hits]


def _short(body: str, hit: Hit) -> Hit:
    """The hit without its last character, where a sentence goes on with that."""
    if hit.end - hit.start != len(hit.value) or not names.goes_on(body, hit.end - 1):
        return hit
    return hit._replace(end=hit.end - 1, value=hit.value[:-1])


def firm_end(body: str, end: int, others: Iterable[str]) -> int | None:
    """Where the name of a firm ends that goes on behind the name of a person: 王桂香|水果店.

    None where a sentence goes on (王桂香|告知李秀英到药店), or one of the ``others`` is named in it.
    """
    found = _FIRM.match(body, end, end + 20)
    if not found or _NO_NAME.search(found["between"]):
        return None
    return None if any(name in found["between"] for name in others) else found.end()
