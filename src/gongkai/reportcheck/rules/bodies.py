"""Names of bodies: the report's own under several names, another's where its own has to stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.structure import PREAMBLE, Para, Structure
from gongkai.reportcheck.words import HAN, compact

_LOOSE = (
    "现将|以及|按照|根据|通过|联系|咨询|与|由|请|向|对|经|及|和|是|为|在|将|据|的|把|被|同|给|到|从|并|各|我"
)
_SUBJECT = (
    "认真|严格|高度|积极|始终|坚持|继续|按照|深入|切实|全面|围绕|不断|进一步|进行|成立|公开"
    "|全年|组织|累计|主动|将进一步|将继续|将不断|扎实|大力|着力|深化|强化|共收到|收到政府信息公开|新收"
    "|未收到|没有收到|未发生|没有发生"
)

_SENT = re.compile(
    r"(?:(?<![申邀提])请(?![示求])[^。；，]{0,12}|(?<![许认])可(?:以|直接|随时|及时|电话|书面|来电|来函){0,2}|欢迎[^。；，]{0,6})$"
    r"|有[^。；，]{0,6}疑问|如需"
)
"""Words before the name of a body by which the reader is sent there; without them a report tells of its
work with that body."""
_LEAD = 40
"""Characters before such a name in which they stand."""


def findings(structure: Structure) -> Iterator[Finding]:
    """Everything about who the report is of."""
    for para in structure.paras:
        yield from _fields(para, structure)
    yield from _selves(structure)
    yield from _other_bodies(structure)
    yield from _contacts(structure)
    yield from _names(structure)


def _fields(para: Para, structure: Structure) -> Iterator[Finding]:
    """Text that only a body of another field writes: copied from its report."""
    agency = "".join(name.text for name in structure.names)
    if not agency or agency.endswith("政府"):
        return
    text = compact(para.text)
    for entry in data("leftovers")["field"]:
        if re.search(entry["body"], agency):
            continue
        for phrase in entry["phrases"]:
            if phrase in text:
                message = f"“{phrase}”不是{structure.agency}的工作，像是从别的单位的报告中复制来的；请改写"
                yield Finding("leftover.template", "error", para.where, message, None, phrase)


@cache
def _self_words() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(one["body"]), re.compile(one["pattern"])) for one in data("leftovers")["self"])


def _selves(structure: Structure) -> Iterator[Finding]:
    """How only a body of another kind speaks of itself: 我镇 in the report of a bureau."""
    for body, pattern in _self_words():
        if not body.search(structure.agency):
            continue
        for para in structure.paras:
            for found in pattern.finditer(re.sub("《[^《》]*》|“[^“”]*”", "", compact(para.text))):
                message = f"“{found[0]}”不是{structure.agency}的自称，像是从别的单位的报告中复制来的；请改正"
                yield Finding("leftover.template", "error", para.where, message, None, found[0])


@cache
def _bureaus() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry["names"]) for entry in data("leftovers")["bureau"])


def _field_of(name: str) -> int | None:
    """Which bureau of the list a name is, told by its ending."""
    best: tuple[int, int] | None = None
    for at, names in enumerate(_bureaus()):
        for one in names:
            if name.endswith(one) and (best is None or len(one) > best[0]):
                best = (len(one), at)
    return best[1] if best else None


def _kind(field: int) -> str:
    """The names of the bureaus of one field, the longest first, as a pattern."""
    return "|".join(sorted(_bureaus()[field], key=len, reverse=True))


def _other_bodies(structure: Structure) -> Iterator[Finding]:
    """The name of another bureau where the report's own has to stand."""
    own = _field_of(structure.agency)
    if own is None:
        return
    for name in structure.names:
        other = _field_of(name.text)
        if name.text != structure.agency and other is not None and other != own:
            message = (
                f"{name.where}的名称是“{name.text}”，与{structure.agency}不是同一单位；请改为本单位的名称"
            )
            yield Finding("leftover.body", "error", name.where, message, structure.agency, name.text)
    names = "|".join(sorted((one for names in _bureaus() for one in names), key=len, reverse=True))
    pattern = re.compile(
        rf"(?:^|[。；，])(?:20\d\d年，?)?((?P<place>[{HAN}]{{0,16}}?)(?:{names}))(?={_SUBJECT})"
    )
    for para in structure.paras:
        for found in pattern.finditer(compact(para.text)):
            other = _field_of(found[1])
            if other is not None and other != own and not re.search("和|与|及|同|、", found["place"]):
                message = f"以“{found[1]}”为主语，像是从别的单位的报告中复制来的；请改为本单位的名称"
                yield Finding("leftover.body", "error", para.where, message, structure.agency, found[1])


def _names(structure: Structure) -> Iterator[Finding]:
    """The body under several names, without saying which is short for which."""
    field = _field_of(structure.agency)
    if field is None:
        return
    pattern = re.compile(rf"([{HAN}]{{0,24}}?)({_kind(field)})")
    whole = next((one for one in _bureaus()[field] if structure.agency.endswith(one)), "")
    place = structure.agency.removesuffix(whole)
    seen: dict[str, str] = {
        name.text: name.where for name in reversed(structure.names) if _field_of(name.text) == field
    }
    for para in structure.paras:
        text = compact(para.text)
        for found in pattern.finditer(text):
            before = re.split(_LOOSE, found[1])[-1]
            if _inside(before, place) and not _declared(text, before + found[2]):
                seen.setdefault(before + found[2], para.where)
    declared = "".join(compact(para.text) for para in structure.paras if para.section == PREAMBLE)
    names = [name for name in seen if not _declared(declared, name)]
    if len(names) > 1:
        listed = "；".join(f"“{name}”（{seen[name]}）" for name in names)
        message = f"本单位有 {len(names)} 种名称：{listed}；请统一为全称，或者在首次出现时写明“以下简称”"
        yield Finding("name.varies", "warn", seen[names[-1]], message, structure.agency, "、".join(names))


def _contacts(structure: Structure) -> Iterator[Finding]:
    """Another body of the same kind (济阳县 for 济阳区) to whom the reader is sent with questions."""
    field = _field_of(structure.agency)
    if field is None:
        return
    pattern = re.compile(rf"[与向同]([{HAN}]{{2,24}}?(?:{_kind(field)}))[{HAN}]{{0,12}}?(?:联系|咨询|反映)")
    whole = next(one for one in _bureaus()[field] if structure.agency.endswith(one))
    for para in structure.paras:
        text = compact(para.text)
        for found in pattern.finditer(text):
            lead = text[max(found.start() - _LEAD, 0) : found.start()]
            if not _SENT.search(re.split("[。；]", lead)[-1]):
                continue
            place = next(found[1].removesuffix(one) for one in _bureaus()[field] if found[1].endswith(one))
            if not _inside(place, structure.agency.removesuffix(whole)) and structure.agency not in found[1]:
                message = f"联系单位“{found[1]}”与本单位“{structure.agency}”的名称不一致；请核对"
                yield Finding("name.contact", "warn", para.where, message, structure.agency, found[1])


def _inside(short: str, whole: str) -> bool:
    """Whether ``short`` abbreviates ``whole``, its characters in their order: 高区 of 高技术产业开发区."""
    letters = iter(whole)
    return all(one in letters for one in short)


def _declared(text: str, name: str) -> bool:
    return re.search(rf"简称[:：]?[“\"《「]?{re.escape(name)}", text) is not None
