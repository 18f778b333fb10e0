"""Where an address lies in the baked folder. Chinese names stay as they are: nginx decodes addresses."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from gongkai.portal.baking.entries import SITE, Entry

ODD = "odd"
"""The folder of addresses that no file system can name; nginx is told each of them."""
_INDEX = "index.html"
_LONGEST = 240  # bytes of one name; .gz and the part that is being written must fit too
_COMPRESSED = (".gz", ".br", ".part")


def places(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The relative file of each entry; odd ones under the digest of their address."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found[_place(entry)] = entry
    folders = {place[:at] for place in found for at, letter in enumerate(place) if letter == "/"}
    for place in sorted(folders & set(found)):  # the index number A beside the index number A/B
        entry = found.pop(place)
        found[_odd(entry)] = entry
    return found


def is_odd(place: str) -> bool:
    """Whether nginx has to be told this address."""
    return place.startswith(f"{ODD}/")


def _place(entry: Entry) -> str:
    path = entry.path.removeprefix("/")
    if path.endswith("/") or not path:
        path += _INDEX
    elif path.endswith(f"/{_INDEX}") or path == _INDEX:
        return _odd(entry)
    attached = path.startswith("files/")
    names = path.split("/")
    fits = all(name not in ("", ".", "..") and len(name.encode()) <= _LONGEST for name in names)
    if not fits or (not attached and path.endswith(_COMPRESSED)) or not path.isprintable():
        return _odd(entry)
    return f"{entry.area}/{path}"


def _odd(entry: Entry) -> str:
    kind = "" if entry.area == SITE else f"{entry.area}/"
    return f"{ODD}/{kind}{sha256(entry.path.encode()).hexdigest()}"
