"""Runs of digits: resident ids, bank cards, telephones, and the numbers that stay.

A run is a chain of groups of digits with blanks, dashes, dots, brackets or a line break between them.
From the left, the longest chain of groups that is something is taken; the words before decide between
what the digits allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.screening import checks, context
from gongkai.screening.finding import Verdict, Whom
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.kinds import cards, identifiers
from gongkai.screening.kinds.chains import Around, Chain, days_apart, is_even
from gongkai.screening.known import Known
from gongkai.screening.normal import squeezed

_RUN = re.compile(r"\d(?:[ \n·.()（）-]{0,3}\d){6,}(?:[ -]?[Xx](?![0-9A-Za-z]))?")
_LETTER = re.compile("[A-Za-z]")
_GROUP = re.compile(r"\d+|[Xx]")
_EXTENSION = re.compile(r"\s?(?:转|分机|-|ext\.?)\s?\d{1,6}(?!\d)")
_HANZI = {char: str(at % 10) for at, char in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖") if at < 10}
_HANZI |= {"〇": "0"} | {char: str(at + 1) for at, char in enumerate("壹贰叁肆伍陆柒捌玖")}
_HANZI_RUN = re.compile(f"[{''.join(_HANZI)}]{{11,19}}")
_MONEY = re.compile(r"\s?(?:元|万元|亿元|万|公斤|千克|克|毫升|件|个|箱|瓶|人|份|条|次)")
_AREA = re.compile(r"(?:10|2\d|[3-9]\d\d)$")
_SHORTEST, _RESIDENT, _MANY, _LABEL_REACH = 7, 18, 6, 24
_RESIDENT_SIZES, _SHORTEST_CARD = (15, 18, 20), 12
_UNLABELLED = 10
"""The least digits that are something without a label: a land line with its area code."""
_LOOSE = 24
"""Digits beyond which groups are no longer joined."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """Hits on a window."""
    taken = Spans()
    runs = list(_RUN.finditer(part))
    long = any(run.end() - run.start() >= _RESIDENT for run in runs)
    for hit in identifiers.find_codes(part, known, lettered=long or _LETTER.search(part) is not None):
        taken.add(hit.start, hit.end)
        yield hit
    for run in runs:
        inside = taken.within(*run.span())
        if not inside:
            yield from _in_run(part, run, known)
            continue
        at = run.start()
        for start, end in inside:
            yield from _between(part, at, start, known)
            at = end
        yield from _between(part, at, run.end(), known)


def _between(part: str, start: int, end: int, known: Known) -> Iterator[Hit]:
    """Hits in what an alphanumeric code left of a run."""
    if start < end:
        for run in _RUN.finditer(part, start, end):
            yield from _in_run(part, run, known)


def _in_run(part: str, run: re.Match[str], known: Known) -> Iterator[Hit]:
    """Hits in one run."""
    if run[0].isdigit() and _is_glued(part, run.start()):
        yield from _in_link(part, run)
        return
    if run[0].isdigit():
        yield from _in_one(part, run, known)
        return
    days = days_apart(run) if "-" in run[0] or "." in run[0] else []
    if days and not _is_id_in_lines(run[0]):
        for start, end in zip((run.start(), *(end for _, end in days)),
                              (*(start for start, _ in days), run.end()), strict=True):  # fmt: skip
            yield from _between(part, start, end, known)
        return
    groups = [(found.start() + run.start(), found.end() + run.start()) for found in _GROUP.finditer(run[0])]
    first = context.label_before(part, groups[0][0])
    if not first and _says_nothing(part, groups):
        return
    at = 0
    while at < len(groups):
        label = first if at == 0 else _label_inside(part, run, groups[at][0])
        for to in _reaches(groups, at, label):
            alone = at == 0 and to == len(groups) - 1
            hit = _classified(
                _chain(part, groups[at : to + 1]), Around(part, label, Whom.UNKNOWN, known, alone)
            )
            if hit:
                yield hit
                at = to
                break
        at += 1


def _is_id_in_lines(run: str) -> bool:
    """Whether all digits of a run are one resident id, set in lines around its date of birth."""
    digits = "".join(_GROUP.findall(run)).upper()
    return len(digits) == _RESIDENT and checks.looks_like_id18(digits) and checks.is_id18(digits)


def _in_one(part: str, run: re.Match[str], known: Known) -> Iterator[Hit]:
    """The hit of a run with nothing between its digits."""
    start, end = run.span()
    size = end - start
    label = context.label_before(part, start)
    if size <= _LOOSE and (label or size >= _UNLABELLED or _MONEY.match(part, end)):
        chain = Chain(start, end, run[0], (size,), ())
        hit = _classified(chain, Around(part, label, Whom.UNKNOWN, known, True))
        if hit:
            yield hit


def _says_nothing(part: str, groups: list[tuple[int, int]]) -> bool:
    """So few digits that only a label before them, or a unit behind a single group, says what they are."""
    few = sum(end - start for start, end in groups) < _UNLABELLED
    return few and (len(groups) > 1 or not _MONEY.match(part, groups[0][1]))


def _label_inside(part: str, run: re.Match[str], at: int) -> str:
    """The label of a later group of a run: no word stands inside, so it is that of the run, if near."""
    return context.label_before(part, at) if at - run.start() < _LABEL_REACH else ""


def _reaches(groups: list[tuple[int, int]], at: int, label: str) -> Iterator[int]:
    """The last groups with which a chain from ``at`` may end, the longest chain first.

    Only lengths that something has; many small groups amid others without a label can only be a resident id.
    """
    total, ends = 0, []
    for to in range(at, len(groups)):
        total += groups[to][1] - groups[to][0]
        if total > _LOOSE:
            break
        amid = to - at >= _MANY and not label and (at > 0 or to < len(groups) - 1)
        if total == _RESIDENT if amid else total >= _SHORTEST:
            ends.append(to)
    return reversed(ends)


def _chain(part: str, groups: list[tuple[int, int]]) -> Chain:
    gaps = tuple(part[left[1] : right[0]] for left, right in pairwise(groups))
    digits = "".join(part[start:end] for start, end in groups).upper()
    sizes = tuple(end - start for start, end in groups)
    return Chain(groups[0][0], groups[-1][1], digits, sizes, gaps)


def _classified(chain: Chain, around: Around) -> Hit | None:
    """What a chain is, None when it is nothing."""
    length = len(chain.digits)
    if not 7 <= length <= 24 or _is_glued(around.part, chain.start):
        return None
    return (
        (_resident(chain, around) if length in _RESIDENT_SIZES else None)
        or _kept(chain, around)
        or (cards.card(chain, around) if length >= _SHORTEST_CARD else None)
        or _telephone(chain, around)
    )


def _is_glued(part: str, at: int) -> bool:
    """Letters stand right before the digits: a part of a code or a link. A slash between numbers is none."""
    before = part[at - 1] if at else "。"
    if before == "/" and at > 1:
        return part[at - 2].isascii() and not part[at - 2].isdigit()
    return before.isascii() and (before.isalpha() or before in "_/=")


_ASKED = re.compile(r"(?:tel|phone|mobile|cell|sj|sjh|dh|lxdh)[a-z_]{0,4}=$", re.IGNORECASE)


def _in_link(part: str, run: re.Match[str]) -> Iterator[Hit]:
    """A resident id or mobile that a link hands over: ``?sfz=``, ``?tel=``."""
    if part[run.start() - 1] not in "=/_":
        return
    digits = run[0].upper()
    if (
        len(digits) == _RESIDENT
        and digits[:17].isdigit()
        and checks.looks_like_id18(digits)
        and checks.is_id18(digits)
    ):
        yield Hit("id18.ok", run.start(), run.end(), value=digits)
    elif _is_mobile(digits) and _ASKED.search(part, max(0, run.start() - 14), run.start()):
        yield Hit("mobile.ok", run.start(), run.end(), value=digits)


def _is_mobile(digits: str) -> bool:
    """Whether digits are a mobile of the mainland."""
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789" and digits.isdigit()


def _resident(chain: Chain, around: Around) -> Hit | None:
    """A resident id of eighteen or fifteen digits."""
    digits = chain.digits
    span = (chain.start, chain.end)
    if len(digits) == 18 and digits[:17].isdigit():
        if checks.is_uscc(digits) and (around.label == "uscc" or not checks.looks_like_id18(digits)):
            return Hit("uscc.keep", *span, Whom.ENTERPRISE, digits) if chain.whole else None
        if checks.looks_like_id18(digits):
            if checks.is_id18(digits):
                return Hit("id18.ok", *span, value=digits)
            if around.label in ("id", ""):
                return Hit("id18.near", *span, value=digits)
        elif around.label == "id":
            return Hit("id18.near", *span, value=digits)
    if len(digits) == 20 and digits.isdigit() and checks.looks_like_id18(digits) and checks.is_id18(digits):
        return Hit("permit.ok", *span, value=digits)
    if (
        len(digits) == 15
        and digits.isdigit()
        and around.label in ("id", "")
        and (chain.whole or around.label)
    ):
        if checks.is_id15(digits):
            return Hit("id15.ok", *span, value=digits)
        return Hit("id15.near", *span, value=digits) if around.label == "id" else None
    return None


def _kept(chain: Chain, around: Around) -> Hit | None:
    """A number whose label or unit says that it stays."""
    span = (chain.start, chain.end)
    if around.label in ("licence", "uscc"):
        return Hit("licence.keep", *span) if chain.whole or len(chain.gaps) < 3 else None
    if around.label == "barcode":
        return Hit("barcode.keep", *span) if chain.whole else None
    if around.label == "order" and not cards.is_beside_paper(chain, around):
        return Hit("order.keep", *span) if chain.whole or len(chain.gaps) < 4 else None
    if chain.whole and _MONEY.match(around.part, chain.end):
        return (
            Hit("amount.keep", *span)
            if around.label == "amount"
            else Hit("order.keep", *span, verdict=Verdict.KEEP)
        )
    if chain.whole and len(chain.digits) == 13 and chain.digits[:2] == "69" and checks.is_ean13(chain.digits):
        return Hit("barcode.keep", *span)
    return None


_PREFIX_OF = {11: ("",), 12: ("0",), 13: ("86",), 15: ("0086",)}
"""What may stand before a mobile of eleven digits, by all digits."""


def _telephone(chain: Chain, around: Around) -> Hit | None:
    """A mobile or a land line."""
    digits = chain.digits
    for prefix in _PREFIX_OF.get(len(digits), ()):
        rest = digits[len(prefix) :]
        if digits.startswith(prefix) and _is_mobile(rest):
            return _mobile(chain, around, rest)
    if not digits.isdigit():
        return None
    if digits[:3] in ("400", "800") and len(digits) == 10:
        return Hit("tel.service", chain.start, chain.end, Whom.ENTERPRISE)
    if _is_area_number(chain) or (around.label in ("tel", "mobile") and _is_local(chain)):
        return _land_line(chain, around)
    return None


def _is_area_number(chain: Chain) -> bool:
    """Digits that begin with an area code, in one piece or with the code apart."""
    digits = chain.digits.removeprefix("0086")
    if digits[:2] == "86" and digits[2:3] == "0":
        digits = digits[2:]
    if digits[0] != "0" or not 10 <= len(digits) <= 12 or len(chain.sizes) > 5:
        return False
    code = 3 if digits[1] == "1" or digits[1] == "2" else 4
    return bool(_AREA.match(digits[1:code])) and 7 <= len(digits) - code <= 8 and digits[code] in "2345678"


def _is_local(chain: Chain) -> bool:
    """Seven or eight digits that a label calls a telephone."""
    return len(chain.digits) in (7, 8) and chain.digits[0] in "2345678" and len(chain.sizes) <= 2


def _mobile(chain: Chain, around: Around, number: str) -> Hit | None:
    """The verdict on a mobile."""
    owner = context.owner_before(around.part, chain.start)
    start = chain.start - 1 if around.part[chain.start - 1 : chain.start] == "+" else chain.start
    regular = (
        chain.sizes[-3:] == (3, 4, 4)
        or chain.sizes[-2:] in ((3, 8), (7, 4))
        or around.label in ("mobile", "tel")
    )
    if not regular and not is_even(chain, around):
        return None
    if _is_own(number, around.known) and owner in (Whom.UNKNOWN, Whom.OFFICE):
        return Hit("mobile.office", start, chain.end, Whom.OFFICE, number)
    if owner is Whom.OFFICE:
        return Hit("mobile.office_words", start, chain.end, Whom.OFFICE, number)
    if chain.whole or regular or len(chain.sizes) == 2:
        return Hit("mobile.ok", start, chain.end, owner, number)
    return Hit("mobile.broken", start, chain.end, owner, number)


def _land_line(chain: Chain, around: Around) -> Hit:
    """The verdict on a land line: whose it is decides."""
    extension = _EXTENSION.match(around.part, chain.end)
    end = extension.end() if extension else chain.end
    start = (
        chain.start - 1
        if around.part[chain.start - 1 : chain.start] in ("(", "（", "+") and chain.gaps
        else chain.start
    )
    owner = context.owner_before(around.part, chain.start)
    own = _is_own(chain.digits, around.known)
    if owner is Whom.OFFICE or (own and owner is Whom.UNKNOWN):
        return Hit("tel.office", start, end, Whom.OFFICE, chain.digits)
    return Hit("tel.ok", start, end, owner, chain.digits)


def _is_own(number: str, known: Known) -> bool:
    """Whether a number is one of the office's contacts, with or without the area code."""
    return bool(known.contacts) and any(
        len(own) >= 7 and (own == number or own.endswith(number) or number.endswith(own))
        for own in (squeezed(contact) for contact in known.contacts)
    )


def find_in_words(part: str, known: Known) -> Iterator[Hit]:
    """Numbers written in Chinese numerals: 一三八一二三四五六七八."""
    for found in _HANZI_RUN.finditer(part):
        digits = "".join(_HANZI[char] for char in found[0])
        chain = Chain(found.start(), found.end(), digits, (len(digits),), ())
        label = context.label_before(part, found.start())
        hit = _classified(chain, Around(part, label, Whom.UNKNOWN, known, True))
        if hit and not hit.rule.startswith(("order", "amount", "barcode")):
            yield hit
