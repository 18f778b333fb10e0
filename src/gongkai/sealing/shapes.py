"""Shapes of hashed objects: which fields there are and what each may hold. No field more, none less."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing.canon import MAX_INTEGER, from_b64u
from gongkai.sealing.times import is_day_or_stamp, is_stamp

Fits = Callable[[Any], bool]
"""Says whether a value may stand in a field."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def text(value: Any) -> bool:
    """Any string."""
    return isinstance(value, str)


def word(value: Any) -> bool:
    """A string that is not empty and has no line break: names, codes, ids."""
    return isinstance(value, str) and value != "" and "\n" not in value


def sha256_hex(value: Any) -> bool:
    """64 lower hex digits."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def count(value: Any) -> bool:
    """An integer from 0."""
    return type(value) is int and 0 <= value <= MAX_INTEGER


def positive(value: Any) -> bool:
    """An integer from 1."""
    return type(value) is int and 1 <= value <= MAX_INTEGER


def time(value: Any) -> bool:
    """``YYYY-MM-DDTHH:MM:SSZ``."""
    return is_stamp(value)


def day_or_time(value: Any) -> bool:
    """A day or a second."""
    return is_day_or_stamp(value)


def free(value: Any) -> bool:
    """Any object (canonical JSON is checked elsewhere)."""
    return isinstance(value, dict)


def free_list(value: Any) -> bool:
    """Any list of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def one_of(*values: str) -> Fits:
    """One of a closed list of words."""
    allowed = frozenset(values)
    return lambda value: isinstance(value, str) and value in allowed


def or_null(fits: Fits) -> Fits:
    """``fits`` or null."""
    return lambda value: value is None or fits(value)


def packed(size: int) -> Fits:
    """base64url of exactly ``size`` bytes."""

    def fits(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            from_b64u(value, size)
        except Refused:
            return False
        return True

    return fits


def list_of(fits: Fits) -> Fits:
    """A list whose every member fits."""
    return lambda value: isinstance(value, list) and all(fits(item) for item in value)


def record(fields: Mapping[str, Fits]) -> Fits:
    """An object with exactly these fields."""
    return lambda value: isinstance(value, dict) and misfit(value, fields) is None


def misfit(value: Mapping[str, Any], fields: Mapping[str, Fits]) -> str | None:
    """The first field that is missing, unknown or of the wrong form; null when all is well."""
    for name, fits in fields.items():
        if name not in value or not fits(value[name]):
            return name
    return next((name for name in value if name not in fields), None)


def require(value: Any, t: str, fields: Mapping[str, Fits]) -> None:
    """Refuse an object whose ``t`` is another (``E_TYPE``) or whose fields do not fit (``E_SHAPE``)."""
    if not isinstance(value, dict) or value.get("t") != t:
        raise Refused("E_TYPE", f"数据不是所需的“{t}”", "请核对文件是否放错位置")
    wrong = misfit({name: item for name, item in value.items() if name != "t"}, fields)
    if wrong is not None:
        raise Refused("E_SHAPE", f"“{t}”的字段“{wrong}”缺失、多余或不合格式", "请按格式说明补全该字段")
