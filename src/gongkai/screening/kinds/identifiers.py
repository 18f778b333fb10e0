"""Codes of letters and digits: credit codes, passports, permits, plates, licence numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import checks, context
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_USCC = re.compile(
    r"(?<![0-9A-Za-z])(?=(?:[ -]?[0-9A-Za-z]){18})[0-9A-Z](?:[ \n-]?[0-9A-Za-z]){17}(?![0-9A-Za-z])"
)
_NEAR_USCC = re.compile(r"[159ANY][1-9A]\d{6}[0-9A-Z]{10}")
_LETTERED = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,8}[ -]?\d[\d-]{6,20}(?![0-9A-Za-z])")
_PASSPORT = re.compile(r"(?:[EGPSD]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7}|1[45]\d{7})$")
_PERMIT = re.compile(r"(?:[HM]\d{8}|[HM]\d{10}|[CWT]\d{8}|[A-Z]{1,2}\d{7,8})$")
_DIGITS_PERMIT = re.compile(
    r"(?:通行证|台胞证|回乡证|军官证|士兵证|社保卡|医保卡|学生证|健康证|护照)[^\d，。；\n]{0,8}(\d{7,18})(?!\d)"
)
_APPROVAL = re.compile(
    r"(?:国药准字|国食健字|卫食健字|食健备|国妆特字|卫妆准字|鲁妆|SC|QS|JY|XK|ZZ|HZ|SZ|XC|LC)[A-Z]?$"
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][ \n]{0,2}[A-HJ-NP-Za-hj-np-z]"
    r"[·. \n-]{0,2}(?:[A-HJ-NP-Za-hj-np-z0-9][ \n]?){4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![0-9A-Za-z])"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]·[A-HJ-NP-Z0-9]{4}(?![0-9A-Za-z])"
)
_LICENSING = re.compile(r"(?:证|准字|字|编号|号|备)[：: ]?$")


def find_codes(part: str, known: Known) -> Iterator[Hit]:
    """Credit codes, then codes that begin with letters."""
    for found in _USCC.finditer(part):
        code = re.sub(r"[ \n-]", "", found[0]).upper()
        if code.isdigit() or (code[:17].isdigit() and (code[17] != "X" and not checks.is_uscc(code))):
            if not (code.isdigit() and checks.is_uscc(code) and not checks.looks_like_id18(code)):
                continue
        if code[:17].isdigit() and code[17] == "X" and checks.looks_like_id18(code):
            continue
        if checks.is_uscc(code):
            yield Hit("uscc.keep", found.start(), found.end(), Whom.ENTERPRISE, code)
        elif _NEAR_USCC.fullmatch(code) and "\n" not in found[0] and " " not in found[0]:
            label = context.label_before(part, found.start())
            if label in ("uscc", "") and checks.is_province(code[2:4]):
                yield Hit("uscc.near", found.start(), found.end(), Whom.ENTERPRISE, code)
    yield from _lettered(part, known)
    for found in _DIGITS_PERMIT.finditer(part):
        if not (len(found[1]) == 18 and checks.is_id18(found[1])):
            yield Hit("permit.ok", found.start(1), found.end(1), value=found[1])


def _lettered(part: str, known: Known) -> Iterator[Hit]:
    """Passports, permits, and licences that only look like them."""
    for found in _LETTERED.finditer(part):
        code = re.sub(r"[ -]", "", found[0]).upper()
        label = context.label_before(part, found.start())
        span = (found.start(), found.end())
        before = part[max(0, found.start() - 6) : found.start()]
        if label in ("licence", "uscc") or _APPROVAL.match(code[:3]) or before.endswith(("准字", "健字")):
            if label != "passport":
                yield Hit("licence.keep", *span)
                continue
        if label in ("barcode", "order"):
            yield Hit("barcode.keep" if label == "barcode" else "order.keep", *span)
        elif _PASSPORT.fullmatch(code) or label == "passport":
            yield Hit("passport.ok", *span, context.owner_before(part, found.start()), code)
        elif label in ("permit", "id") and _PERMIT.fullmatch(code):
            yield Hit("permit.ok", *span, context.owner_before(part, found.start()), code)
        elif re.fullmatch(r"[HMCWT]\d{8}|[HM]\d{10}", code):
            yield Hit("permit.near", *span, value=code)


def find_plates(part: str, known: Known) -> Iterator[Hit]:
    """Number plates of vehicles."""
    for found in _PLATE.finditer(part):
        code = re.sub(r"[^一-龥0-9A-Za-z]", "", found[0]).upper()
        if sum(char.isdigit() for char in code) >= 2 and not re.search(r"[·. \n-]{2}$", found[0]):
            yield Hit("plate.ok", found.start(), found.end(), value=code)
