"""A content stream without some of its glyphs: the others keep their places, the gaps are blackened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf

from gongkai.screening.cleaning.pdf.content import Box, Glyph, Stream, is_marked


def text_of(glyphs: Sequence[Glyph]) -> tuple[str, list[Glyph | None]]:
    """The glyphs as text, and the glyph behind each character; None where a gap or a new line was seen."""
    characters: list[str] = []
    owners: list[Glyph | None] = []
    last: Glyph | None = None
    edge = max((glyph.box[2] for glyph in glyphs if glyph.text.strip()), default=0.0)
    for glyph in glyphs:
        gap = "" if last is None else _gap(last.box, glyph.box, edge)
        if gap and characters and not characters[-1].isspace():
            characters.append(gap)
            owners.append(None)
        for character in glyph.text:
            characters.append(character)
            owners.append(glyph)
        last = glyph
    return "".join(characters), owners


def _gap(before: Box, after: Box, edge: float) -> str:
    """What a reader sees between two glyphs. A full line (it ends at ``edge``) goes on in the next one."""
    high = max(before[3] - before[1], 0.1)
    down = before[1] - after[1]
    if abs(down) > 0.5 * high:
        full = before[2] > edge - 2 * high and 0 < down < 2.5 * high and after[0] < before[0]
        return "" if full else "\n"
    away = after[0] - before[2]
    return " " if away > 0.25 * high or away < -0.9 * high else ""


def rewritten(stream: Stream, gone: Iterable[Glyph]) -> bytes:
    """The stream's bytes without the glyphs that are ``gone`` and without marks on content."""
    by_op: dict[int, list[Glyph]] = {}
    for glyph in gone:
        by_op.setdefault(glyph.op, []).append(glyph)
    made: list[Any] = []
    depth = lowest = 0
    for at, instruction in enumerate(stream.instructions):
        name = str(instruction.operator)
        if is_marked(name):
            continue
        depth += {"q": 1, "Q": -1}.get(name, 0)
        lowest = min(lowest, depth)
        made += _without(instruction, name, by_op[at]) if at in by_op else [instruction]
    body = pikepdf.unparse_content_stream(made)
    return b"q\n" * (1 - lowest) + body + b"\nQ" * (1 - lowest + depth)


def _without(instruction: Any, name: str, gone: list[Glyph]) -> list[Any]:
    """An instruction that shows text, without some of its glyphs, as several TJ."""
    operands = list(instruction.operands)
    before: list[Any] = []
    items = [operands[-1]]
    if name == "TJ":
        items = list(operands[0])
    elif name == '"':
        before = [_op([operands[0]], "Tw"), _op([operands[1]], "Tc"), _op([], "T*")]
    elif name == "'":
        before = [_op([], "T*")]
    by_item: dict[int, list[Glyph]] = {}
    for glyph in gone:
        by_item.setdefault(glyph.item, []).append(glyph)
    # Each run of kept glyphs is an object of its own: one that spans a gap would seem to lie under the black.
    made: list[list[Any]] = [[]]
    for number, item in enumerate(items):
        if number not in by_item:
            made[-1].append(item)
            continue
        data, at = bytes(item), 0
        for glyph in sorted(by_item[number], key=lambda one: one.at):
            if glyph.at > at:
                made[-1].append(pikepdf.String(data[at : glyph.at]))
            made += [[round(glyph.skip, 3)], []]
            at = glyph.at + glyph.size
        if at < len(data):
            made[-1].append(pikepdf.String(data[at:]))
    return [*before, *(_op([pikepdf.Array(array)], "TJ") for array in made if array)]


def _op(operands: list[Any], name: str) -> Any:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(name))


def joined_boxes(glyphs: Iterable[Glyph]) -> list[Box]:
    """One box for neighbours on a line."""
    return join(glyph.box for glyph in glyphs)


def join(boxes: Iterable[Box]) -> list[Box]:
    """One box for neighbours on a line."""
    made: list[Box] = []
    for box in boxes:
        last = made[-1] if made else None
        if last is not None and abs(last[1] - box[1]) < 1 and -1 < box[0] - last[2] < 0.5 * (box[3] - box[1]):
            made[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            made.append(box)
    return made


def blackened(boxes: Iterable[Box]) -> bytes:
    """Black boxes as content, in the page's own space. Nothing lies under them any more."""
    parts = [b"q 0 g"]
    for left, bottom, right, top in boxes:
        parts.append(b"%.2f %.2f %.2f %.2f re f" % (left, bottom, right - left, top - bottom))
    return b"\n".join([*parts, b"Q"]) if len(parts) > 1 else b""
