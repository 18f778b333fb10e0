"""Canonical JSON: the one way to write an object whose bytes are hashed, signed or sealed.

UTF-8 of RFC 8785 under a profile that makes ``json.dumps`` enough: object keys are ASCII text; values are
null, true, false, strings, arrays, objects and integers up to 2^53−1 in size; no floats (money is integer
fen, rates are strings). Builders tidy text first (:func:`tidy`); verifiers change nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import unicodedata
from hashlib import sha256
from typing import Any

from gongkai.refusal import Refused

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canon(value: Any) -> bytes:
    """The canonical bytes of ``value``; ``E_CANON`` when it does not fit the profile."""
    try:
        data = _encode(value).encode()
    except (TypeError, ValueError, RecursionError) as wrong:
        raise _unfit(str(wrong)) from wrong
    check_profile(value)
    return data


def canon_trusted(value: Any) -> bytes:
    """Like :func:`canon` without the check: only for values that our own code built within the profile."""
    return _encode(value).encode()


def check_profile(value: Any) -> None:
    """Refuse (``E_CANON``) floats, large integers, keys that are not ASCII text, and foreign types."""
    pending = [value]
    while pending:
        item = pending.pop()
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is dict:
            for key in item:
                if type(key) is not str or not key.isascii():
                    raise _unfit(f"键“{key}”不是 ASCII 文字")
            pending.extend(item.values())
        elif kind is list or kind is tuple:
            pending.extend(item)
        elif kind is int:
            if not -MAX_INTEGER <= item <= MAX_INTEGER:
                raise _unfit(f"整数 {item} 过大")
        elif not isinstance(item, str):
            raise _unfit(f"不允许的类型 {kind.__name__}")


def parse(data: bytes) -> Any:
    """The value of canonical bytes; ``E_CANON`` unless writing it again gives the very same bytes.

    This also finds duplicate keys (one is lost), escapes that need none, blanks and another key order.
    """
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError) as wrong:
        raise _unfit(str(wrong)) from wrong
    again = canon(value)
    if again != data:
        raise _unfit(f"第 {_first_difference(again, data)} 字节起与规范写法不同")
    return value


def parse_object(data: bytes, t: str) -> dict[str, Any]:
    """The object of canonical bytes whose ``t`` is the expected one; ``E_CANON`` or ``E_TYPE``."""
    value = parse(data)
    if not isinstance(value, dict) or value.get("t") != t:
        raise Refused("E_TYPE", f"数据不是所需的“{t}”", "请核对文件是否放错位置")
    return value


def digest(value: Any) -> str:
    """SHA-256 over the canonical bytes, as 64 lower hex digits (as ``sha256sum`` gives it)."""
    return sha256(canon(value)).hexdigest()


def digest_of(data: bytes) -> str:
    """SHA-256 of bytes that are canonical already."""
    return sha256(data).hexdigest()


def tidy(value: Any) -> Any:
    """A copy whose texts are in NFC with LF line ends: builders call it before anything is hashed."""
    if isinstance(value, str):
        if value.isascii():
            return value if "\r" not in value else value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(item) for item in value]
    return value


def b64u(data: bytes) -> str:
    """base64url without padding: bytes inside JSON."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64u(text: str, size: int | None = None) -> bytes:
    """The bytes of :func:`b64u`, exactly ``size`` of them when given; only the one spelling is taken."""
    try:
        data = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as wrong:
        raise _unfit("base64url 文字无法解读") from wrong
    if b64u(data) != text or (size is not None and len(data) != size):
        raise _unfit("base64url 文字写法或长度不对")
    return data


def _first_difference(left: bytes, right: bytes) -> int:
    for at, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return at + 1
    return min(len(left), len(right)) + 1


def _unfit(what: str) -> Refused:
    return Refused("E_CANON", f"数据不是规范 JSON：{what}", "请使用原始字节，不要重新排版或改写")
