"""The one way in: the type by content, then the reader of that type.

:func:`read` runs in the process that calls it and is for tests and for code that is in the sandbox already;
everything else goes through :func:`gongkai.screening.screening.extract`.
"""

from __future__ import annotations

import importlib
import struct
import zlib
from collections.abc import Callable

from gongkai.refusal import Refused
from gongkai.screening.files import scans
from gongkai.screening.files.extract import Collector, Extract, to_json
from gongkai.screening.files.types import ending_of, type_of

Reader = Callable[[bytes, Collector], None]
READERS = {
    "txt": "gongkai.screening.files.texts:read_txt",
    "csv": "gongkai.screening.files.texts:read_csv",
    "html": "gongkai.screening.files.html:read_html",
    "docx": "gongkai.screening.files.docx:read_docx",
    "xlsx": "gongkai.screening.files.xlsx:read_xlsx",
    "pdf": "gongkai.screening.files.pdf:read_pdf",
    "png": "gongkai.screening.files.image:read_image",
    "jpeg": "gongkai.screening.files.image:read_image",
    "tiff": "gongkai.screening.files.image:read_image",
    "doc": "gongkai.screening.files.legacy:read_legacy",
    "xls": "gongkai.screening.files.legacy:read_legacy",
}
"""Type → ``module:function``; a reader's libraries are loaded when a file of its type comes."""

MOST_DEPTH = 2
"""Files inside files inside a file are the last that are read."""

_DAMAGE = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What libraries raise over damaged bytes; each is one refusal here."""


def read(data: bytes, name: str = "", *, depth: int = 0) -> Extract:
    """The text of every place of a file and everything it hides. Raises Refused, and nothing else."""
    kind = type_of(data, name)
    collector = Collector(kind)
    collector.depth = depth
    collector.facts["name"] = name
    collector.facts["ending"] = ending_of(name)
    if kind == "encrypted":
        collector.kind = ending_of(name) or "ole"
        collector.note("file.encrypted", "整个文件")
        return collector.done()
    module, _, function = READERS[kind].partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    try:
        reader(data, collector)
    except _DAMAGE as damage:
        raise Refused("damaged", "文件损坏或者不完整，无法读完", "请重新导出或者另存一份") from damage
    return collector.done()


def read_inner(data: bytes, name: str, into: Collector, where: str) -> None:
    """Read a file that lies inside another one; what cannot be read stays a finding of its holder."""
    if into.depth >= MOST_DEPTH:
        return
    try:
        inner = read(data, name, depth=into.depth + 1)
    except Refused as refused:
        if refused.code in ("bomb", "too-much-text", "path-traversal", "doctype"):
            raise
        return
    into.take(inner, where)


def read_json(data: bytes, options: dict[str, str]) -> bytes:
    """:func:`read` as the sandbox calls it; option ``name``; ``pictures`` = ``yes``: with OCR."""
    if options.get("pictures") != "yes":
        scans.switch_off()
    return to_json(read(data, options.get("name", "")))
