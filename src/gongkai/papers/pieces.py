"""Words as pieces that know what stands around them, and the one normal form in which they are put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gongkai.papers.inlines import Break, Emphasis, Figure, Inline, Inlines, Link, Stated, Text
from gongkai.papers.model import Block, Blocks, BulletList, Heading, NumberedList, Paragraph, Quote
from gongkai.papers.tables import Row, Table


@dataclass(frozen=True)
class Piece:
    """A run of words, a break or a reference, with what stands around it."""

    what: Inline
    strong: bool = False
    href: str = ""


def grouped(pieces: Iterable[Piece]) -> Inlines:
    """Pieces in normal form: no space at the ends of a line, emphasis around links, not around spaces."""
    lines = _lines(_joined(pieces))
    flat = [piece for at, line in enumerate(lines) for piece in ([Piece(Break())] * bool(at) + line)]
    return _strong(_links(_quiet_ends(flat)))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring texts of one kind as one."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if (
            last is not None
            and isinstance(last.what, Text)
            and isinstance(piece.what, Text)
            and (last.strong, last.href) == (piece.strong, piece.href)
        ):
            out[-1] = replace(last, what=Text(last.what.text + piece.what.text))
        else:
            out.append(piece)
    return out


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The lines of a paragraph without the spaces around them; empty ones at its ends are none."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece.what, Break):
            lines.append([])
        else:
            lines[-1].append(piece)
    lines = [_trimmed(line) for line in lines]
    filled = [at for at, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _trimmed(line: list[Piece]) -> list[Piece]:
    """A line without the spaces at its ends; its texts are joined where they are of one kind."""
    for order in (1, -1):
        out = line[::order]
        for at, piece in enumerate(out):
            if not isinstance(piece.what, Text):
                line = out[at:]
                break
            if words := piece.what.text.lstrip() if order == 1 else piece.what.text.rstrip():
                line = [replace(piece, what=Text(words)), *out[at + 1 :]]
                break
        else:
            return []
        line = line[::order]
    return line


def _quiet_ends(pieces: list[Piece]) -> list[Piece]:
    """Spaces and breaks at the ends of emphasised words are not emphasised; those inside are."""
    before, after = _strong_words(pieces), _strong_words(pieces[::-1])[::-1]
    pieces = [
        replace(piece, strong=one and other) for piece, one, other in zip(pieces, before, after, strict=True)
    ]
    for order in (1, -1):
        pieces = _quiet_beginnings(pieces[::order], order)[::order]
    return _joined(pieces)


def _strong_words(pieces: list[Piece]) -> list[bool]:
    """For each piece whether it, or for a break the last words before it, are emphasised."""
    out: list[bool] = []
    for piece in pieces:
        is_break = isinstance(piece.what, Break)
        out.append((bool(out) and out[-1]) if is_break else piece.strong)
    return out


def _quiet_beginnings(pieces: list[Piece], order: int) -> list[Piece]:
    """Without emphasis on spaces where emphasis begins; with ``order`` -1 the pieces come backwards."""
    out: list[Piece] = []
    for piece in pieces:
        begins = piece.strong and not (out and out[-1].strong)
        if begins and isinstance(piece.what, Text):
            words = piece.what.text
            core = words.lstrip() if order == 1 else words.rstrip()
            blank = words[: len(words) - len(core)] if order == 1 else words[len(core) :]
            parts = ((blank, False), (core, True))
            out += [replace(piece, what=Text(text), strong=flag) for text, flag in parts if text]
        else:
            out.append(replace(piece, strong=False) if begins and isinstance(piece.what, Break) else piece)
    return out


@dataclass(frozen=True)
class _Unit:
    """What is emphasised or not as a whole."""

    inlines: Inlines
    strong: bool


def _links(pieces: list[Piece]) -> list[_Unit]:
    """Links as units: emphasised when all of their words are, else with the emphasis inside."""
    units: list[_Unit] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        while end < len(pieces) and pieces[end].href == pieces[at].href:
            end += 1
        part, href = pieces[at:end], pieces[at].href
        if not any(isinstance(piece.what, Figure | Stated) or _text(piece).strip() for piece in part):
            href = ""  # nobody can press a space
        if not href:
            units += [_Unit((piece.what,), piece.strong) for piece in part]
        elif all(piece.strong for piece in part):
            units.append(_Unit((Link(tuple(piece.what for piece in part), href),), True))
        else:
            inside = _strong([_Unit((piece.what,), piece.strong) for piece in part])
            units.append(_Unit((Link(inside, href),), False))
        at = end
    return units


def _text(piece: Piece) -> str:
    return piece.what.text if isinstance(piece.what, Text) else ""


def _strong(units: list[_Unit]) -> Inlines:
    out: list[Inline] = []
    at = 0
    while at < len(units):
        end = at + 1
        while end < len(units) and units[end].strong == units[at].strong:
            end += 1
        inside = tuple(one for unit in units[at:end] for one in unit.inlines)
        out += [Emphasis(inside)] if units[at].strong else inside
        at = end
    return Paragraph(tuple(out)).inlines


def unfolded(inlines: Inlines, strong: bool = False, href: str = "") -> Iterator[Piece]:
    """The pieces of words: what is emphasised, what leads where."""
    for one in inlines:
        match one:
            case Emphasis():
                yield from unfolded(one.inlines, True, href)
            case Link():
                yield from unfolded(one.inlines, strong, href or one.href)
            case _:
                yield Piece(one, strong, href)


def flat(piece: Piece) -> Piece:
    """A piece where there is only one line: a break is a space."""
    return replace(piece, what=Text(" ")) if isinstance(piece.what, Break) else piece


# ── normal form ──────────────────────────────────────────────


def normal(blocks: Iterable[Block]) -> Blocks:
    """Blocks that say the same in one way: no empty blocks, no spaces at line ends, emphasis once."""
    out: list[Block] = []
    for block in blocks:
        match block:
            case Heading():
                words = grouped(map(flat, unfolded(block.inlines)))
                out += [Heading(block.level, words)] if words else []
            case Paragraph():
                words = grouped(unfolded(block.inlines))
                out += [Paragraph(words)] if words else []
            case BulletList():
                out.append(BulletList(tuple(map(normal, block.items))))
            case NumberedList():
                out.append(NumberedList(tuple(map(normal, block.items)), block.start))
            case Quote():
                inside = normal(block.blocks)
                out += [Quote(inside)] if inside else []
            case Table():
                head, body = (tuple(map(_normal_row, rows)) for rows in (block.header, block.body))
                out.append(Table("", head, body))
            case _:
                out.append(block)
    return tuple(out)


def _normal_row(row: Row) -> Row:
    return tuple(replace(cell, inlines=grouped(map(flat, unfolded(cell.inlines)))) for cell in row)
