"""What a page brings along: only the resources it uses, without metadata, layers and alternatives."""

from __future__ import annotations

from typing import Any

import pikepdf

from gongkai.screening.cleaning.pdf.content import Stream

_CATEGORIES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading")
_GONE = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/StructParent",
        "/StructParents",
        "/AF",
        "/OC",
        "/Alternates",
        "/OPI",
        "/Measure",
        "/PtData",
        "/Ref",
        "/Parent",
        "/Popup",
        "/Name",
        "/ActualText",
        "/Alt",
        "/E",
        "/UserUnit",
        "/Trans",
        "/AA",
        "/A",
    ]
)
_MOST = 200_000


def used(resources: Any, stream: Stream) -> pikepdf.Dictionary:
    """The resources that a stream uses."""
    made = pikepdf.Dictionary()
    for category in _CATEGORIES:
        names = stream.used.get(category, set())
        holder = resources.get(category) if resources is not None else None
        if holder is None:
            continue
        kept = {name: holder[name] for name in sorted(names) if name in holder}
        if category == "/ColorSpace":
            # Images and forms name spaces by defaults that no operator shows.
            kept |= {name: holder[name] for name in holder if str(name).startswith("/Default")}
        if kept:
            made[category] = pikepdf.Dictionary(kept)
    return made


def strip(root: Any) -> None:
    """Take metadata and everything unseen out of all that can be reached."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    count = 0
    while waiting:
        one = waiting.pop()
        count += 1
        if count > _MOST:
            return
        if isinstance(one, pikepdf.Object) and one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
            holder = one.stream_dict if isinstance(one, pikepdf.Stream) else one
            for key in [str(key) for key in holder if str(key) in _GONE]:
                del one[key]
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                _bare_jpeg(one)
            waiting += [value for _, value in one.items()]
        elif isinstance(one, pikepdf.Array):
            waiting += list(one)


def _bare_jpeg(image: pikepdf.Stream) -> None:
    """A JPEG within a PDF brings its own EXIF and comments."""
    filters = image.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        parms: Any = image.get("/DecodeParms")
        image.write(bare_jpeg(image.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=parms)


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without application data and comments, except what decoders need (JFIF, Adobe, colours)."""
    out = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA or marker == 0xFF:
            break
        size = int.from_bytes(data[at + 2 : at + 4], "big") + 2
        if not (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE}) and marker != 0xFE:
            out.append(data[at : at + size])
        at += size
    end = data.rfind(b"\xff\xd9")
    out.append(data[at : end + 2] if end > at else data[at:])
    return b"".join(out)
