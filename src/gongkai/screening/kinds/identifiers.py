"""Codes of letters and digits: credit codes, passports, permits, plates, licence numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import checks, context, near
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_USCC = near.lazy(r"[0-9A-Z](?<![0-9A-Za-z].)(?:[ \n-]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
_NEAR_USCC = near.lazy(r"[159ANY][1-9A]\d{6}[0-9A-Z]{10}")
_LETTERED = near.lazy(r"[A-Za-z](?<![0-9A-Za-z].)[A-Za-z]{0,7}[ -]?\d[\d-]{6,20}(?![0-9A-Za-z])")
_BROKEN = near.lazy(
    r"(?P<label>护照|通行证|台胞证|回乡证|居留身份证|永久居留证|居留证|返乡证)[^，。；\n\dA-Z]{0,12}\s{0,3}"
    r"(?P<code>[A-Z]{1,3}(?:[ \n-]{0,2}\d){7,12}|\d(?:[ \n-]?\d){7})(?![ -]?[0-9A-Za-z])"
)
"""A code that its label announces, with blanks or a break inside, or on the next line."""
_PASSPORT = near.lazy(r"(?:[EGPSD]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7}|1[45]\d{7})$")
_PERMIT = near.lazy(r"(?:[HM]\d{8}|[HM]\d{10}|[CWT]\d{8}|[A-Z]{1,2}\d{7,8}|[A-Z]{3}\d{12})$")
_DIGITS_PERMIT = near.lazy(
    r"(?:通行证|台胞证|回乡证|军官证|士兵证|社保卡|医保卡|学生证|健康证"
    r"|护照)[^\d，。；\n]{0,8}(\d{7,18})(?!\d)"
)
_APPROVAL = near.lazy(r"(?:SC|QS|JY|XK|ZZ|HZ|SZ|XC|LC)[A-Z]?\d")
_BARE_PERMIT = near.lazy(r"[HMCWT]\d{8}|[HM]\d{10}")
_ON_ROADS = near.lazy("车牌|号牌|牌照|牌号|车辆|[轿货客卡]车|面包车|电动车|摩托车|驾驶|乘坐")
_PLATE = near.lazy(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][ "
    r"\n]{0,2}[A-HJ-NP-Za-hj-np-z]"
    r"[·. \n-]{0,2}(?:[A-HJ-NP-Za-hj-np-z0-9][ \n]?){4,5}"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]|领(?![取用先导受走回奖证发]))(?![0-9A-Za-z])"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]·[A-HJ-NP-Z0-9]{4}(?![0-9A-Za-z])"
)


_DOT = r"[·. -]{0,2}"
_EMBASSY = near.lazy(
    rf"(?<![即促致迫假行驱唆支指役大天特公])使{_DOT}\d{{3}}{_DOT}\d{{3}}"
    r"(?![\d.]|[ ]?[元户个件家人名万份批箱年月日公吨])"
    rf"|(?<![\d.])\d{{3}}{_DOT}\d{{3}}{_DOT}使(?=[^一-龥]|$|[号牌车两等及和与在于停驶驾的]|小[轿客型汽])"
)
"""Plates of embassies: 使 and six digits (GA 36), the first three of which name the country."""
_VEHICLE = near.lazy("车|牌|驾驶|停放")


def find_codes(part: str, known: Known, *, lettered: bool = True) -> Iterator[Hit]:
    """Credit codes, then codes that begin with letters; ``lettered``: there are letters, or many digits."""
    if lettered:
        yield from _credit_codes(part)
        yield from _lettered(part, known)
    if not near.holds(part, ("证", "护照", "卡")):
        return
    for found in _BROKEN.finditer(part):
        code = re.sub(r"[ \n-]", "", found["code"])
        rule = "passport.ok" if found["label"] == "护照" else "permit.ok"
        if code[0].isalpha() or rule == "permit.ok":
            yield Hit(rule, *found.span("code"), context.owner_before(part, found.start()), code)
    for found in _DIGITS_PERMIT.finditer(part):
        if not (len(found[1]) == 18 and checks.is_id18(found[1])):
            yield Hit("permit.ok", found.start(1), found.end(1), value=found[1])


def _credit_codes(part: str) -> Iterator[Hit]:
    """Credit codes, right and wrong."""
    for found in _USCC.finditer(part):
        code = re.sub(r"[ \n-]", "", found[0]).upper()
        fits = checks.is_uscc(code)
        if code[:17].isdigit() and code[17] in "0123456789X" and (not fits or checks.looks_like_id18(code)):
            continue
        if fits and ("\n" not in found[0] or _is_broken_uscc(part, found, code)):
            yield Hit("uscc.keep", found.start(), found.end(), Whom.ENTERPRISE, code)
        elif _is_near_uscc(part, found, code):
            yield Hit("uscc.near", found.start(), found.end(), Whom.ENTERPRISE, code)


def _is_broken_uscc(part: str, found: re.Match[str], code: str) -> bool:
    """Whether two lines are one credit code: built like one, with letters, no other label before."""
    built = _NEAR_USCC.fullmatch(code) is not None and checks.is_province(code[2:4])
    return built and not code.isdigit() and context.label_before(part, found.start()) in ("uscc", "")


def _is_near_uscc(part: str, found: re.Match[str], code: str) -> bool:
    """Whether a code is built like a credit code, in one piece, and no label says otherwise."""
    whole = found[0].isalnum() and _NEAR_USCC.fullmatch(code) is not None and checks.is_province(code[2:4])
    return whole and context.label_before(part, found.start()) in ("uscc", "")


def _lettered(part: str, known: Known) -> Iterator[Hit]:
    """Passports, permits, and licences that only look like them."""
    for found in _LETTERED.finditer(part):
        code = re.sub(r"[ -]", "", found[0]).upper()
        rule = _rule(part, found, code)
        if rule:
            keeps = rule.endswith(".keep")
            owner = Whom.UNKNOWN if keeps else context.owner_before(part, found.start())
            yield Hit(rule, found.start(), found.end(), owner, code)


def _rule(part: str, found: re.Match[str], code: str) -> str:
    """The rule for letters and digits: the label first, then the form."""
    label = context.label_before(part, found.start())
    if label in ("barcode", "order"):
        return f"{label}.keep"
    if label != "passport" and (label in ("licence", "uscc") or _is_approval(part, found, code)):
        return "licence.keep"
    if label == "passport" or _PASSPORT.fullmatch(code):
        return "passport.ok"
    if label in ("permit", "id") and _PERMIT.fullmatch(code):
        return "permit.ok"
    standard = part[found.start() - 1 : found.start()] == "/"
    return "permit.near" if _BARE_PERMIT.fullmatch(code) and found[0].isalnum() and not standard else ""


def _is_approval(part: str, found: re.Match[str], code: str) -> bool:
    """国药准字H20123456, SC10137100200012: an approval or licence by its letters."""
    before = part[max(0, found.start() - 6) : found.start()]
    return before.endswith(("准字", "健字")) or _APPROVAL.match(code) is not None


def _is_of_goods(part: str, at: int) -> bool:
    """型号：鲁K-A123B, 使用登记证编号：车11鲁K00127: a label of goods or equipment, no word for a vehicle."""
    labelled = context.label_before(part, at) in ("barcode", "licence")
    return labelled and _ON_ROADS.search(context.sentence_before(part, at, 24)) is None


def find_plates(part: str, known: Known) -> Iterator[Hit]:
    """Number plates of vehicles."""
    for found in _PLATE.finditer(part):
        code = re.sub(r"[^一-龥0-9A-Za-z]", "", found[0]).upper()
        whole = sum(char.isdigit() for char in code) >= 2 and not re.search(r"[·. \n-]{2}$", found[0])
        if whole and not _is_of_goods(part, found.start()):
            yield Hit("plate.ok", found.start(), found.end(), value=code)
    for found in near.given(_EMBASSY, part, ("使",)):
        sentence = (
            context.sentence_before(part, found.start(), 40),
            context.sentence_after(part, found.end(), 12),
        )
        if "·" in found[0] or any(map(_VEHICLE.search, sentence)):
            yield Hit("plate.ok", found.start(), found.end(), value=re.sub(r"[^使0-9]", "", found[0]))
