"""Texts of a PDF's objects: strings, rich text, and what a content stream draws by its fonts' own tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>")
_BREAK = re.compile(r"(?i)</(?:p|div|li|body)\s*>|<br\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_MOST_RANGE = 65_536
_MOST_PIECES, _LONGEST = 20_000, 2_000_000
"""Members of arrays within each other that are read, and bytes of a stream."""
_CODECS = {"UTF16": "utf-16-be", "UCS2": "utf-16-be", "GBK": "gbk", "GB-": "gbk", "GBT": "gbk", "GBpc": "gbk"}
Decoder = Callable[[bytes], str]


def string_of(value: object) -> str:
    """A string, a name, the text of a stream, or all of an array, one a line; empty for others."""
    said: list[str] = []
    stack, left = [value], _MOST_PIECES
    while stack and left > 0:
        one, left = stack.pop(), left - 1
        if isinstance(one, Stream):
            said.append(one.read_bytes()[:_LONGEST].decode("utf-8", "replace"))
            left -= len(said[-1]) * _MOST_PIECES // (10 * _LONGEST)  # an array can name one stream many times
        elif isinstance(one, String):
            said.append(str(one))
        elif isinstance(one, Name):
            said.append(name_text(bytes(one)))
        elif isinstance(one, Array):
            stack += reversed(list(islice(one, max(left - len(stack), 0))))
    return "\n".join(said)


def name_text(name: bytes | str) -> str:
    """A name as a person reads it: old Chinese programs write names in GBK; pikepdf keeps such bytes."""
    raw = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def without_tags(rich: str) -> str:
    """Rich text as it is read: a number is one number across its tags, paragraphs stay apart."""
    return _TAG.sub("", _BREAK.sub("\n", rich)).strip()


def stream_text(content: Object, resources: Object | None) -> str:
    """The text that a page or form draws, in the order of drawing."""
    fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
    decoders: dict[str, Decoder] = {}
    decode: Decoder = _latin
    said: list[str] = []
    try:
        operations = pikepdf.parse_content_stream(content)
    except (pikepdf.PdfError, TypeError):
        return ""
    for operation in operations:
        operator, operands = bytes(operation.operator).decode("latin-1"), operation.operands
        if operator == "Tf" and operands and isinstance(operands[0], Name):
            name = bytes(operands[0]).decode("utf-8", "surrogateescape")  # as the keys of a dictionary are
            if name not in decoders:
                decoders[name] = _decoder(fonts.get(name) if isinstance(fonts, Dictionary) else None)
            decode = decoders[name]
        elif operator in ("Tj", "'", '"') and operands and isinstance(operands[-1], String):
            said.append(("" if operator == "Tj" else "\n") + decode(bytes(operands[-1])))
        elif operator == "TJ" and operands and isinstance(operands[0], Array):
            said += [decode(bytes(piece)) for piece in operands[0] if isinstance(piece, String)]
        elif operator in ("Td", "TD", "T*", "Tm", "ET"):
            said.append("\n")
    return re.sub(r"\n{2,}", "\n", "".join(said)).strip()


def _decoder(font: object) -> Decoder:
    """How the strings of a font become text."""
    if not isinstance(font, Dictionary):
        return _latin
    table = font.get("/ToUnicode")
    if isinstance(table, Stream):
        return _by_table(table.read_bytes())
    named = font.get("/Encoding")
    encoding = string_of(named) if isinstance(named, Name) else ""
    for word, codec in _CODECS.items():
        if word in encoding:
            return lambda raw: raw.decode(codec, "ignore")
    return _nothing if string_of(font.get("/Subtype")) == "/Type0" else _latin


def _latin(raw: bytes) -> str:
    return raw.decode("cp1252", "ignore")


def _nothing(raw: bytes) -> str:
    """Glyph numbers without a table: nobody can name their letters."""
    return "\ufffd" * (len(raw) // 2)


def _by_table(table: bytes) -> Decoder:
    """Decode by a ToUnicode table."""
    space = _SPACE.search(table)
    width = max(len(re.sub(rb"\s", b"", space[1])) // 2, 1) if space else 2
    known: dict[int, str] = {}
    for kind, body in _BLOCK.findall(table):
        tokens = [(hex_, open_, close) for hex_, open_, close in _TOKEN.findall(body)]
        if kind == b"bfchar":
            codes = [_bytes(hex_) for hex_, open_, close in tokens if not (open_ or close)]
            for code, text in zip(codes[::2], codes[1::2], strict=False):
                known[int.from_bytes(code, "big")] = text.decode("utf-16-be", "ignore")
        else:
            _ranges(tokens, known)

    def decode(raw: bytes) -> str:
        pieces = (int.from_bytes(raw[at : at + width], "big") for at in range(0, len(raw), width))
        return "".join(known.get(code, "\ufffd") for code in pieces)

    return decode


def _ranges(tokens: list[tuple[bytes, bytes, bytes]], known: dict[int, str]) -> None:
    """The ranges of a table: ``<from> <to> <first>`` or ``<from> <to> [<one> <by> <one>]``."""
    at = 0
    while at + 2 < len(tokens):
        first, last = (int.from_bytes(_bytes(tokens[at + step][0]), "big") for step in (0, 1))
        last = min(last, first + _MOST_RANGE)
        at += 2
        if tokens[at][1]:
            at += 1
            while at < len(tokens) and not tokens[at][2]:
                known[first] = _bytes(tokens[at][0]).decode("utf-16-be", "ignore")
                first, at = first + 1, at + 1
            at += 1
        else:
            start = _bytes(tokens[at][0])
            base = int.from_bytes(start, "big")
            for code in range(first, last + 1):
                raw = (base + code - first).to_bytes(max(len(start), 2) + 1, "big")[1:]
                known[code] = raw.decode("utf-16-be", "ignore")
            at += 1


def _bytes(hex_: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", hex_)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
