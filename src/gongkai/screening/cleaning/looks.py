"""What a machine reads on a picture, twice and in two ways, as pieces whose characters have places.

Used where a copy is made: what either view finds is painted over. A line that is hardly legible is painted
over as a whole, because nobody can say what it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from gongkai.screening.cleaning.pieces import Edit, Note, Piece
from gongkai.screening.files import ocr
from gongkai.screening.files.ocr import Box, Line

_UNSURE = 0.5
"""Sureness of a reading below which nobody can say what a line holds."""
_ASIDE, _ABOVE = 0.3, 0.12
"""Shares of a line's height that are painted beside and above what was found: boxes are estimates."""


@dataclass(frozen=True, slots=True)
class Look:
    """One view of a picture: its text, and the box of each character (None for line ends)."""

    text: str
    boxes: tuple[Box | None, ...]


def looks(picture: Image.Image) -> tuple[list[Look], list[Box]]:
    """Both views of a picture, and the boxes of lines that are not legible."""
    views = (ocr.lines(picture), ocr.second_look(picture))
    illegible = [line.box for view in views for line in view if line.sure < _UNSURE and len(line.text) > 1]
    return [_look(view) for view in views], illegible


def second(picture: Image.Image) -> str:
    """The text of the second view, for a check by another reader than the first."""
    return _look(ocr.second_look(picture)).text


def _look(lines: Sequence[Line]) -> Look:
    text: list[str] = []
    boxes: list[Box | None] = []
    for line in lines:
        high = min(line.box[3] - line.box[1], line.box[2] - line.box[0])
        text += [line.text, "\n"]
        boxes += [_wider(box, high) for box in line.boxes]
        boxes.append(None)
    return Look("".join(text), tuple(boxes))


def _wider(box: Box, high: float) -> Box:
    left, top, right, bottom = box
    aside, above = (_ASIDE, _ABOVE) if right - left < 3 * high else (_ABOVE, _ABOVE)
    return (left - aside * high, top - above * high, right + aside * high, bottom + above * high)


def pieces(views: Sequence[Look], where: str) -> list[Piece]:
    """The views as pieces; the second one reads the same place again."""
    return [
        Piece(view.text, where, before="\n\n" if number else "\n", again=number > 0)
        for number, view in enumerate(views)
    ]


def boxes_of(view: Look, edit: Edit) -> list[Box]:
    """The boxes of what an edit replaces; what stays before them (a surname) is not touched."""
    boxes = [box for box in view.boxes[edit.start + edit.kept : edit.end] if box is not None]
    if boxes and edit.kept:
        left, top, right, bottom = boxes[0]
        boxes[0] = (left + _ASIDE * (bottom - top) / (1 + 2 * _ABOVE), top, right, bottom)
    return boxes


def on_lines(boxes: Sequence[Box]) -> list[Box]:
    """One box for the neighbours on a line."""
    made: list[Box] = []
    for box in boxes:
        last = made[-1] if made else None
        if last and box[0] <= last[2] and last[1] < (box[1] + box[3]) / 2 < last[3]:
            made[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            made.append(box)
    return made


def paint(picture: Image.Image, boxes: Sequence[Box]) -> None:
    """Black over some places."""
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        draw.rectangle((round(left), round(top), round(right), round(bottom)), fill=0)


def illegible(where: str) -> Note:
    """The entry of the log for lines that nobody can read."""
    return Note("scanned_page", where, "有识别不清的文字，整行遮盖")
