"""Addresses of the web that cannot work: malformed, local. Listed domains are found in ``lists``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from gongkai.screening import near
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_LINK = near.lazy(
    r"(?:https?[:：;；/]"
    r"|www[.．。,，])[^\s，。；、！？（）《》“”\"'<>一-龥]*(?:[，。][a-z]{2,6}[^\s，。；、（）《》“”\"'<>一-龥]*)*",
    re.IGNORECASE,
)
_BEGINS = near.lazy("[HhWw](?:[Tt][Tt]|[Ww][Ww])")
"""With what an address of the web begins."""
_SOUND = near.lazy(
    r"(?:https?://|(?=www\.))(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?:/(?!.{0,7}http)[A-Za-z0-9_./-]*)?"
)
"""Most links: a host, perhaps a path of plain characters."""
_HOST = near.lazy(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$")
_ADDRESS = near.lazy(r"\d{1,3}(?:\.\d{1,3}){3}$")
_LOCAL = near.lazy(r"localhost$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|[^.]+$")
_TRAILING = ".,;:!?)]}·-"


def find(part: str, known: Known) -> Iterator[Hit]:
    """Malformed and local addresses."""
    for found in near.matches(_LINK, part, _BEGINS, 0):
        link = found[0].rstrip(_TRAILING)
        rule = _fault(link)
        if rule and len(link) > 5:
            yield Hit(rule, found.start(), found.start() + len(link), value=link)


def _fault(link: str) -> str:
    """The rule that ``link`` breaks, or empty."""
    if _SOUND.fullmatch(link):
        return ""
    if link.lower().startswith("www"):
        link = "http://" + link
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "link.malformed"
    if not re.match(r"https?://[^/]", link, re.IGNORECASE):
        return "link.malformed"
    if _ADDRESS.match(host) or host == "localhost":
        return "link.local" if _LOCAL.match(host) else ""
    if not _HOST.match(host) or ".." in host or "http" in parts.path[:8]:
        return "link.malformed"
    return ""
