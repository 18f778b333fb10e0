"""Everything that one text holds, in one pass.

The fast search tells where to look; the rules of ``kinds`` read those windows; then what needs the whole
document is settled: lists, parties and their names wherever they stand, premises, minors, whose number it
is. Where two rules claim the same characters one finding remains; hints (a minor, health, a reporter, a
word of a list) may lie over others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from operator import itemgetter

from gongkai.screening import checks, lists, model, onerole, parties, prefilter, spaced, tables
from gongkai.screening.finding import Finding, Verdict, Whom
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.kinds import FINDERS, mates, phrases
from gongkai.screening.known import NOTHING, Known
from gongkai.screening.normal import Normal, fold, normal, squeezed
from gongkai.screening.prefilter import Prefilter
from gongkai.screening.rules import finding, rules

_EDGE = 8
"""A window's hit so near to a cut is one that the cut made."""
_OVERLAYS = ("minor", "health", "reporter", "work.secret", "terms", "wording", "link")
_NAMES = ("person", "enterprise")
_NEAR = 14
"""Characters between a name and a number that belongs to it."""


def screen_text(
    text: str, known: Known = NOTHING, *, where: str | None = None, way: Prefilter | None = None
) -> list[Finding]:
    """Every finding in ``text``, in the order of their places.

    ``where`` names the place of the text in its file; without it a finding's place is its line (第 3 行).
    ``way`` chooses the search; all ways find the same.
    """
    search = way or prefilter.best_for(len(text))
    data = prefilter.encoded(text)
    windows = search.windows(text, data)
    plain: Normal | None = None
    body = text
    if windows is None:
        plain = normal(text)
        body = plain.text
        data = prefilter.encoded(body)
        windows = search.windows(body, data) or {}
    hits = _read_all(body, windows, known)
    for _, piece, places in spaced.pieces(body, windows.get("spaced", ())):
        again = _read_all(piece, search.windows(piece) or {}, known)
        hits += [there for hit in again if (there := spaced.moved(hit, places))]
    valued: tables.Valued = []
    hits += tables.find(body, windows.get("tables", ()), valued)
    if valued:
        hits = _read_cells(body, hits, valued, search, known)
    if known.lists or "lists" in windows:
        hits += lists.searcher(known).find(body, known.decision_date, data)
    hits = _settled(body, hits, known)
    if plain is not None:
        hits = [hit._replace(start=plain.start(hit.start), end=plain.end(hit.end)) for hit in hits]
    return _findings(text, hits, where, known.decision_date)


def _read_all(body: str, windows: prefilter.Windows, known: Known) -> list[Hit]:
    """The hits of every family's rules on its windows."""
    hits: list[Hit] = []
    length = len(body)
    for family, places in windows.items():
        find = FINDERS.get(family)
        if find is None:
            continue
        for start, end in places:
            part = fold(body[start:end])
            low = _EDGE if start else 0
            high = len(part) - (_EDGE if end < length else 0)
            for hit in find(part, known):
                if hit.start >= low and hit.end <= high:
                    hits.append(hit.moved(start) if start else hit)
    return hits


def _read_cells(
    body: str, hits: list[Hit], valued: tables.Valued, search: Prefilter, known: Known
) -> list[Hit]:
    """The hits with those that the heads of columns tell in the place of what the row alone told."""
    told: list[Hit] = []
    settled = Spans()
    for label, start, end in valued:
        head = f"{label}："
        piece = head + body[start:end]
        again = [
            hit.moved(start - len(head))
            for hit in _read_all(piece, search.windows(piece) or {}, known)
            if hit.start >= len(head)
        ]
        if again:
            told += again
            settled.add(start, end)
    return [hit for hit in hits if _standing(hit.rule)[0] or not settled.within(hit.start, hit.end)] + told


def _settled(body: str, hits: list[Hit], known: Known) -> list[Hit]:
    """The hits after all that needs the whole document."""
    hits = _premises(phrases.whole(body, hits), known)
    hits = onerole.shortened(body, _exclusive(hits))
    hits = _exclusive([*hits, *mates.beside(body, hits)])
    named = parties.find(body, hits, known)
    if known.names_model:
        named += model.find(body)
    if named:
        hits = _exclusive([*hits, *named])
    hits = onerole.settled(hits, known)
    hits = _attributed(body, hits)
    return [*hits, *_minors(hits, known)]


_HOMES = frozenset({"address.home", "address.room", "address.unclear"})
_PLACES = _HOMES | {"address.premises"}


def _premises(hits: list[Hit], known: Known) -> list[Hit]:
    """Addresses equal to business premises or to the office's own stay."""
    premises = {squeezed(place) for place in known.premises}
    premises |= {
        squeezed(hit.value) for hit in hits if hit.rule == "address.premises" and hit.whom is Whom.ENTERPRISE
    }
    own = {squeezed(contact) for contact in known.contacts}
    settled = []
    for hit in hits:
        if own and hit.rule in _PLACES and _is_same(squeezed(hit.value), own):
            hit = hit._replace(rule="address.office", whom=Whom.OFFICE)
        elif premises and hit.rule in _HOMES and _is_same(squeezed(hit.value), premises):
            hit = hit._replace(rule="address.same")
        settled.append(hit)
    return settled


def _is_same(address: str, others: set[str]) -> bool:
    """Whether an address is one of ``others``, with or without province and city before it."""
    return any(
        min(len(address), len(other)) >= 5 and (address.endswith(other) or other.endswith(address))
        for other in others
    )


@cache
def _standing(rule: str) -> tuple[str, bool, int]:
    """Of a rule: among which hits its own claim their characters, whether it finds names, its order.

    Hints lie over other hits and compete among those of their own family only.
    """
    lane = rule.split(".")[0] if rule.startswith(_OVERLAYS) else ""
    return lane, rule.startswith(_NAMES), rules()[rule].order


def _weight(hit: Hit) -> tuple[int, int, int, int]:
    """Of two hits on the same characters the smaller one stays: by rule; among names the longer first,
    those that only their place in the sentence tells last."""
    _, is_name, order = _standing(hit.rule)
    size = hit.start - hit.end
    guessed = hit.rule == "person.deed"
    return (1 + guessed, size, order, hit.start) if is_name else (0, order, size, hit.start)


_place = itemgetter(1, 2)
"""Start and end of a hit."""


def _place_and_standing(hit: Hit) -> tuple[int, int, bool, int]:
    """Start and end, and among those of one place the order of their rules."""
    return (hit.start, hit.end, *_standing(hit.rule)[1:])


def _exclusive(hits: Sequence[Hit]) -> list[Hit]:
    """One hit for each character; hints only among hints of their own rule."""
    lanes: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.start < hit.end:
            lanes.setdefault(_standing(hit.rule)[0], []).append(hit)
    kept: list[Hit] = []
    for lane in lanes.values():
        lane.sort(key=_place)
        group, reach = [lane[0]], lane[0].end
        for hit in lane[1:]:
            if hit.start >= reach:
                kept += group if len(group) == 1 else _stronger(group)
                group = []
            group.append(hit)
            reach = max(reach, hit.end)
        kept += group if len(group) == 1 else _stronger(group)
    kept.sort(key=_place if len(lanes) < 2 else _place_and_standing)
    return kept


_CHAINED = 32
"""Hits that hang together from which those kept are no longer looked through one by one."""


def _stronger(group: Sequence[Hit]) -> list[Hit]:
    """Of hits that hang together by the characters they share those that stay."""
    kept: list[Hit] = []
    if len(group) > _CHAINED:
        taken = Spans()
        for hit in sorted(group, key=_weight):
            if not taken.within(hit.start, hit.end):
                taken.add(hit.start, hit.end)
                kept.append(hit)
        return kept
    for hit in sorted(group, key=_weight):
        if all(other.end <= hit.start or hit.end <= other.start for other in kept):
            kept.append(hit)
    return kept


_OFFICE_RULES = {
    "tel.office": "tel.ok",
    "mobile.office": "mobile.ok",
    "mobile.office_words": "mobile.ok",
    "email.office": "email.ok",
}
_PRIVATE = frozenset({Whom.REPORTER, Whom.PERSON, Whom.THIRD, Whom.REPRESENTATIVE, Whom.UNKNOWN})


def _attributed(body: str, hits: list[Hit]) -> list[Hit]:
    """A public number right behind a person's name belongs to that person: context wins."""
    settled: list[Hit] = []
    person: Hit | None = None
    for hit in hits:
        if (
            hit.rule == "tel.ok"
            and hit.whom is Whom.UNKNOWN
            and settled
            and _is_beside_own(body, settled[-1], hit)
        ):
            hit = hit._replace(rule="tel.office", whom=Whom.OFFICE)
        if hit.rule.startswith("person"):
            person = hit if hit.whom in _PRIVATE else None
        elif person and hit.rule in _OFFICE_RULES and 0 <= hit.start - person.end <= _NEAR:
            between = body[person.end : hit.start]
            own_line = hit.rule == "tel.office" and _CONTACT.search(
                body, person.start - 60 if person.start > 60 else 0, person.start
            )
            if not own_line and not any(mark in between for mark in "。；\n局"):
                hit = hit._replace(rule=_OFFICE_RULES[hit.rule], whom=person.whom)
        settled.append(hit)
    return settled


_CONTACT = re.compile(
    r"请(?:及时)?(?:与|向|到|联系)(?:我|本)(?:局|机关|单位|办|所|中心)[^。；\n]{0,30}[，,；;：:\s（(]联系人[：:\s]*$"
)
"""请与我局登记科联系，联系人：…，电话…: the line of the office, whoever sits there."""
_FAX = re.compile(r"[\s；;，,、（(]*(?:传真|电话|办公电话|座机|监督电话|投诉电话|举报电话)?[:：\s]*")


def _is_beside_own(body: str, before: Hit, hit: Hit) -> bool:
    """Whether a number stands right behind one of the office: 咨询电话：…；传真：…"""
    near = before.rule == "tel.office" and 0 <= hit.start - before.end <= _NEAR
    return near and _FAX.fullmatch(body, before.end, hit.start) is not None


def _born(hit: Hit) -> date | None:
    """The birthday that an id or a date of birth tells; of a month alone the last that every month has."""
    if hit.rule == "birth.ok":
        told = [int(number) for number in re.findall(r"\d+", hit.value)]
        if len(told) < 2:
            return None
        year, month, day = (*told, 28)[:3]
        return checks.birthday(f"{year:04}{month:02}{day:02}")
    if hit.rule == "id18.ok":
        return checks.birthday(hit.value[6:14])
    return checks.birthday("19" + hit.value[6:12]) if hit.rule == "id15.ok" else None


def _minors(hits: list[Hit], known: Known) -> list[Hit]:
    """Resident ids and dates of birth whose owner was not of age on the day of the decision."""
    day = known.decision_date
    if day is None:
        return []
    young = []
    for hit in hits:
        born = _born(hit)
        if (
            born
            and born <= day
            and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < known.adult_from
        ):
            young.append(Hit("minor.age", hit.start, hit.end, hit.whom, hit.value))
    return young


def _findings(text: str, hits: list[Hit], where: str | None, day: date | None) -> list[Finding]:
    """The findings of hits, each with its place."""
    found = []
    table = rules()
    line, at = 1, 0
    for hit in sorted(hits, key=_place):
        if where is None:
            line += text.count("\n", at, hit.start)
            at = hit.start
        place = where if where is not None else f"第 {line} 行"
        found.append(finding(hit, table[hit.rule], text, place, day))
    return found


class _Marks:
    """The fast search for what tells of secrecy marks alone."""

    def windows(self, text: str, data: bytes | None = None) -> prefilter.Windows | None:
        """The windows of marks and of words set wide, None when only the normal form can be searched."""
        found = prefilter.linear().windows(text, data)
        if found is None:
            return None
        return {family: found[family] for family in ("secrecy", "spaced") if family in found}


_MARKS = _Marks()
_ALONE = Known(shipped_lists=False)


def has_mark(text: str) -> bool:
    """Whether ``text`` carries a real secrecy mark: it must be quarantined before it is stored."""
    return any(found.verdict is Verdict.BLOCK for found in screen_text(text, _ALONE, where="", way=_MARKS))
