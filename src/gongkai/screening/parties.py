"""Names wherever they stand: the parties that the caller knows, and the names that the text has shown.

The record's own list is the surest source. Every name found once is looked for in the whole document; a
name that is also a word (高兴, 金属) is for a person to judge where only the echo speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import ahocorasick_rs

from gongkai.screening import names, words
from gongkai.screening.finding import Verdict, Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds.persons import goes_on_as_firm, rule_for
from gongkai.screening.known import Known
from gongkai.screening.onerole import firm_end
from gongkai.screening.words import name_words

Owner = tuple[str, Whom, str]
"""The rule, to whom the name belongs, the full name."""

_SHORT = re.compile("[一-龥]{2,3}")
_GAPS = (" ", "\u3000", "  ", "\u3000\u3000", "\n")
"""What may stand between the characters of a name that is set wide, or broken."""
_BLANKS = frozenset("".join(_GAPS))
_FEW = 24
"""Names up to which each is looked for by itself."""
_SOURCES = (
    "person.reporter",
    "person.party",
    "person.representative",
    "person.third",
    "person.context",
    "person.official",
)
_ECHOED = ("person.deed", "person.title")
"""What is for a person to judge is so at each of its places: 耿大爷, a name told by what it does."""


def find(body: str, hits: list[Hit], known: Known) -> list[Hit]:
    """Every place of every known or shown name."""
    owners = _known(known)
    for hit in hits:
        if hit.rule in _ECHOED and len(hit.value) > 2 and not names.is_masked(hit.value):
            owners.setdefault(hit.value, (hit.rule, hit.whom, hit.value))
        elif (
            hit.rule in _SOURCES
            and owners.get(hit.value, _ECHOED)[0] in _ECHOED
            and len(hit.value) > 1
            and not names.is_masked(hit.value)
        ):
            rule = "person.official" if hit.rule == "person.official" else "person.propagated"
            owners[hit.value] = (rule, hit.whom, hit.value)
        elif (
            hit.rule in ("person.reporter", "person.third")
            and owners.get(hit.value, ("",))[0] == "person.official"
        ):
            owners[hit.value] = ("person.propagated", hit.whom, hit.value)
    if not owners:
        return []
    owners.update(_parts(owners))
    owners.update(_in_letters(body, hits))
    owners.update(_longer(body, owners))
    owners.update(_firms(hits, owners))
    found = [
        _firm(body, start, end, owners[name], owners) or _hit(body, start, end, name, owners[name])
        for name, start, end in _places(body, list(owners))
        if owners[name][0] not in _ECHOED or not goes_on_as_firm(body, start, end)
    ]
    return [*found, *_given_names(body, owners)]


def _parts(owners: dict[str, Owner]) -> dict[str, Owner]:
    """Each part of a name with a dot inside, as it is called later: 买买提 of 买买提·吐尔逊."""
    return {
        part: ("person.propagated", whom, full)
        for rule, whom, full in list(owners.values())
        if rule.startswith("person") and rule != "person.official" and rule not in _ECHOED
        for part in re.split("[·•]", full)
        if part != full and len(part) > 1 and part not in owners
    }


_LETTERS = re.compile(r"[（(][ ]?([A-Z][A-Za-z'’.-]*(?:[ ·][A-Z][A-Za-z'’.-]*){0,3})[ ]?[）)]")
_NOT_LETTERED = frozenset({"person.official", "person.representative", *_ECHOED})


def _in_letters(body: str, hits: list[Hit]) -> dict[str, Owner]:
    """The name that stands in brackets behind a name, in letters: 张晓雨（Zhang Xiaoyu）."""
    return {
        found[1]: ("person.propagated", hit.whom, hit.value)
        for hit in hits
        if hit.rule.startswith("person") and hit.rule not in _NOT_LETTERED
        if (found := _LETTERS.match(body, hit.end)) and len(found[1]) > 2
    }


def _longer(body: str, owners: dict[str, Owner]) -> dict[str, Owner]:
    """Names that begin like one of two characters: 陶勇志 beside 陶勇 is another person."""
    short = [name for name, owner in owners.items() if len(name) == 2 and owner[0] == "person.propagated"]
    return {
        name: ("person.propagated", Whom.THIRD, name)
        for _, start, end in (_places(body, short) if short else ())
        if _is_longer(body, start, end) and (name := body[start : end + 1]) not in owners
    }


def _firms(hits: list[Hit], owners: dict[str, Owner]) -> dict[str, Owner]:
    """The firms that are called by the name of somebody: 王桂香水果店 stays wherever it stands, but not one
    that would tell who reported."""
    held = {
        hit.value: [owner for name, owner in owners.items() if name != hit.value and name in hit.value]
        for hit in hits
        if hit.rule == "enterprise.keep"
    }
    return {
        firm: ("enterprise.keep", Whom.ENTERPRISE, firm)
        for firm, several in held.items()
        if several and all(whom is not Whom.REPORTER for _, whom, _ in several)
    }


_DOES = re.compile(r"辩称|自称|供述|承认|表示|陈述|签[字名]|称|说|认为|确认|反映|提出|不[服知认]|拒[绝不]")
"""What somebody does who was named before: 莉莉辩称, of 沙莉莉."""


def _given_names(body: str, owners: Mapping[str, Owner]) -> Iterator[Hit]:
    """Known persons by their given name alone, at the beginning of a clause that tells what they did."""
    if len(owners) > _FEW:
        return
    for name, (rule, whom, full) in owners.items():
        given = name[1:]
        if rule != "person.propagated" or not _SHORT.fullmatch(name) or len(given) < 2 or given in owners:
            continue
        for at in _finds(body, given):
            is_first = (
                not "一" <= body[at - 1 : at] <= "龥" and body[max(at - 6, 0) : at].rstrip()[-1:] != name[0]
            )
            if is_first and _DOES.match(body, at + 2) and not names.is_word(given):
                yield Hit(rule, at, at + 2, whom, full)


def _finds(body: str, wanted: str) -> Iterator[int]:
    at = body.find(wanted)
    while at >= 0:
        yield at
        at = body.find(wanted, at + 1)


def _firm(body: str, start: int, end: int, owner: Owner, owners: Mapping[str, Owner]) -> Hit | None:
    """The name of a firm that begins with the name of whoever runs it; a reporter's name is never one."""
    if owner[0] != "person.propagated" or owner[1] is Whom.REPORTER:
        return None
    listed = body[start - 1 : start] in tuple("、和与及")
    stop = firm_end(body, end, owners) if not listed and goes_on_as_firm(body, start, end) else None
    return Hit("enterprise.keep", start, stop, Whom.ENTERPRISE, body[start:stop]) if stop else None


def _written(name: str) -> tuple[str, ...]:
    """A name and, when it is one of two or three characters, the ways of setting it wide."""
    if not _SHORT.fullmatch(name):
        return (name,)
    return (name, *(gap.join(name) for gap in _GAPS))


def _known(known: Known) -> dict[str, Owner]:
    """The names that the caller knows."""
    owners: dict[str, Owner] = {}
    for name in known.officials:
        owners[name] = ("person.official", Whom.OFFICIAL, name)
    for party in known.parties:
        whom = party.whom
        person = party.kind == "person" or whom not in (Whom.ENTERPRISE, Whom.TRADER)
        rule = rule_for(whom) if person else "enterprise.keep"
        for name in (party.name, *party.aliases):
            if len(name) > 1:
                owners[name] = (rule, whom, party.name)
    return owners


def _hit(body: str, start: int, end: int, name: str, owner: Owner) -> Hit:
    rule, whom, full = owner
    if rule == "person.propagated" and (name in name_words() or _is_inside_word(body, start, end)):
        return Hit("person.word", start, end, whom, full)
    verdict = Verdict.REDACT if rule == "person.propagated" and whom is Whom.REPORTER else None
    return Hit(rule, start, end, whom, full, verdict)


def _is_longer(body: str, start: int, end: int) -> bool:
    """陶勇|志（当事人堂弟）: another person, whose name begins like that of a known one."""
    last = body[end : end + 1]
    return (
        end - start == 2
        and last != ""
        and last in words.given()
        and not names.goes_on(body, end)
        and not names.is_word(body[end - 1 : end + 1])
        and names.name_end(body, start, sure=False) == end + 1
    )


def _is_inside_word(body: str, start: int, end: int) -> bool:
    """王五金店: the last character of a name of two belongs to the word behind it."""
    return end - start == 2 and body[end - 1 : end + 1] in _WORDS


_WORDS = frozenset(
    [
        "五金",
        "三轮",
        "三明",
        "四川",
        "平安",
        "海鲜",
        "建材",
        "明显",
        "明确",
        "国家",
        "国际",
        "文化",
        "金属",
        "金额",
        "华联",
        "成立",
        "成本",
        "强制",
        "生产",
        "生活",
        "东西",
        "新鲜",
        "新区",
        "云南",
        "江苏",
    ]
)


def _places(body: str, names_wanted: list[str]) -> Iterator[tuple[str, int, int]]:
    """Each name with each of its places."""
    if len(names_wanted) <= _FEW:
        for name in names_wanted:
            yield from _places_of(body, name)
        return
    wanted = {written: name for name in names_wanted for written in _written(name)}
    written = list(wanted)
    search = ahocorasick_rs.AhoCorasick(written)
    clean = body.encode("utf-8", "replace").decode()
    for which, start, end in search.find_matches_as_indexes(clean, overlapping=True):
        yield wanted[written[which]], start, end


def _places_of(body: str, name: str) -> Iterator[tuple[str, int, int]]:
    """The places of one name, looked for by its last character: that is the fastest search there is."""
    last = name[-1]
    at = body.find(last)
    while at >= 0:
        end = at + 1
        if body.endswith(name, 0, end):
            yield name, end - len(name), end
        elif at and body[at - 1] in _BLANKS:
            for written in _written(name)[1:]:
                if body.endswith(written, 0, end):
                    yield name, end - len(written), end
        at = body.find(last, end)
