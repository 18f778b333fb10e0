"""Points in time as they stand in hashed objects: ``YYYY-MM-DDTHH:MM:SSZ``, always UTC, whole seconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from gongkai.refusal import Refused

_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def stamp(moment: datetime) -> str:
    """An aware time as the text that is hashed; fractions of a second are cut off."""
    if moment.tzinfo is None:
        raise Refused("E_TIME", "时间缺少时区", "请传入带时区的时间")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def moment(text: str) -> datetime:
    """The aware time that ``text`` (as :func:`stamp` writes it) stands for."""
    if not is_stamp(text):
        raise Refused("E_TIME", f"时间“{text}”不合格式", "应为 YYYY-MM-DDTHH:MM:SSZ（UTC）")
    return datetime.fromisoformat(text)


def is_stamp(text: object) -> bool:
    """Whether ``text`` is a real second, written the one allowed way."""
    return isinstance(text, str) and _SECOND.fullmatch(text) is not None and _exists(text)


def is_day_or_stamp(text: object) -> bool:
    """Whether ``text`` is a real second or a real day: what happened is often known by the day only."""
    return isinstance(text, str) and ((_DAY.fullmatch(text) is not None and _exists(text)) or is_stamp(text))


def _exists(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
