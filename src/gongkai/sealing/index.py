"""Equality of persons without storing them: a keyed hash of the normal form of a phone or id.

Whoever holds an index key can try all ten thousand million phone numbers: it is a key, not a hash. Reports
举报 use ``index-identity`` inside the opener only, complaints ``index-handling``.
"""

from __future__ import annotations

import hmac
import re
import unicodedata

BYTES = 16
"""Length of an index value."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_AREA_AND_NUMBER = re.compile(r"0(10|2[0-9]|[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
_EXTENSION = re.compile(r"(转|分机|ext\.?|#|[*]).*$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-‐-―−().·_/]+")


def eq_hash(key: bytes, kind: str, normal: str) -> bytes:
    """16 bytes that are equal exactly when kind and normal form are (``kind``: ``phone``, ``id`` …)."""
    return hmac.digest(key, f"gongkai/eq/1\n{kind}\n{normal}".encode(), "sha256")[:BYTES]


def phone(written: str, area: str = "") -> str | None:
    """The E.164 form of a phone number as people write it in China; null when it is not one.

    ``area`` is the bureau's own area code (``"0631"``) for numbers written without; an extension is left
    off. A masked number (138****0000) has no normal form.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    text = _SEPARATORS.sub("", text)
    if "**" not in text:
        text = _EXTENSION.sub("", text)
    if text.startswith("00"):
        text = "+" + text[2:]
    if text.startswith("+86"):
        text = text[3:]
    elif text.startswith("+"):
        return text if _INTERNATIONAL.fullmatch(text) else None
    elif len(text) == 13 and text.startswith("861"):
        text = text[2:]
    elif len(text) == 12 and text.startswith("01") and _MOBILE.fullmatch(text[1:]):
        text = text[1:]
    return _national(text, area)


def _national(text: str, area: str) -> str | None:
    if _MOBILE.fullmatch(text) or _SERVICE.fullmatch(text):
        return "+86" + text
    if _AREA_AND_NUMBER.fullmatch(text):
        return "+86" + text[1:]
    if _AREA_AND_NUMBER.fullmatch("0" + text) and len(text) >= 10:
        return "+86" + text
    if area and _LOCAL.fullmatch(text):
        return "+86" + area.lstrip("0") + text
    return None


def identifier(written: str) -> str:
    """Normal form of an id, passport or licence number: NFKC, upper case, no blanks or dashes."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()


def email(written: str) -> str | None:
    """Normal form of an e-mail address: NFKC, lower case; null when it is not one."""
    text = unicodedata.normalize("NFKC", written).strip().lower()
    local, _, domain = text.rpartition("@")
    return text if local and "." in domain and not any(letter.isspace() for letter in text) else None
