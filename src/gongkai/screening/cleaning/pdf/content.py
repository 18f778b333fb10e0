"""A content stream, read as a printer reads it: each glyph with its character and place.

Whatever a glyph-level rewrite cannot be trusted with is collected in ``Page.unusual``: the page is then
rebuilt as a picture of what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from gongkai.screening.cleaning.pdf.fonts import UNKNOWN, Font, Unreadable, Unusual, font_of

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
MOST_DEPTH = 12
_MOST_UNKNOWN = 3
_MARKED = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_ENDS = _FILLS | {"S", "s", "n"}


def times(first: Matrix, second: Matrix) -> Matrix:
    """``first`` applied before ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def box_of(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The upright box around a rectangle under a matrix."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of ``other`` lies in ``box``."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


@dataclass(slots=True)
class Glyph:
    """One code that is shown."""

    text: str
    op: int
    item: int
    at: int
    size: int
    skip: float
    """What stands instead of it in a TJ array, so that all others keep their places."""
    box: Box
    order: int
    """When it is painted."""


@dataclass(slots=True)
class Stream:
    """A page's content or a form, with its glyphs in the order of painting."""

    owner: Any
    instructions: list[Any]
    glyphs: list[Glyph] = field(default_factory=list)
    used: dict[str, set[str]] = field(default_factory=dict)
    """Category of resources → names that the stream uses."""


@dataclass(slots=True)
class State:
    """The graphics state, as far as text and covers need it."""

    ctm: Matrix
    font: Font | None = None
    size: float = 0
    spacing: float = 0
    words: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    opaque: bool = True


class Page:
    """Everything that one page shows."""

    def __init__(self, crop: Box) -> None:
        self.crop = crop
        self.streams: list[Stream] = []
        self.unusual: list[str] = []
        self.unreadable = ""
        """Why no reader can tell what the page says; empty where it can be read."""
        self.images: list[Box] = []
        self.covers: list[tuple[Box, int]] = []
        self.order = 0

    def note(self, what: str) -> None:
        """Remember something unusual."""
        if what not in self.unusual:
            self.unusual.append(what)

    def look(self) -> None:
        """What only shows when the whole page is known: text under something."""
        for stream in self.streams:
            self._unknown(stream.glyphs)
        for stream in self.streams:
            for glyph in stream.glyphs:
                if glyph.text.strip() and any(
                    glyph.order < when and holds(box, glyph.box) for box, when in self.covers
                ):
                    self.note("文字被图形遮住")
                    return

    def _unknown(self, glyphs: list[Glyph]) -> None:
        """A sign or two without meaning happen; a row of them may be a number."""
        row = 0
        for glyph in glyphs:
            row = row + 1 if UNKNOWN in glyph.text else 0
            if row:
                self.note("有认不出的字符")
            if row >= _MOST_UNKNOWN:
                self.unreadable = "有一串认不出的字符"


class Reader:
    """Runs one stream; forms are run where they are used."""

    def __init__(
        self, page: Page, resources: Any, state: State, done: dict[tuple[int, int], Stream], depth: int = 0
    ) -> None:
        self.page, self.resources, self.state = page, resources, state
        self.done, self.depth = done, depth
        self.stack: list[State] = []
        self.tm = self.tlm = IDENTITY
        self.path: list[Box] = []
        self.point = (0.0, 0.0)
        self.fonts: dict[str, Font | None] = {}
        self.stream = Stream(None, [])
        self.at = 0
        self.verbs: dict[str, Callable[[list[Any]], None]] = {
            "q": lambda _: self.stack.append(replace(self.state)), "Q": self._restore, "cm": self._cm,
            "gs": self._gs,
            "BT": self._begin, "Tf": self._tf, "Td": self._td, "TD": self._td_leading, "Tm": self._tm,
            "T*": lambda _: self._move(0, -self.state.leading), "Tj": lambda o: self._show([o[0]]),
            "TJ": lambda o: self._show(list(o[0])), "'": self._quote, '"': self._quotes, "Do": self._do,
            "Tc": self._set("spacing"), "Tw": self._set("words"), "TL": self._set("leading"),
            "Ts": self._set("rise"),
            "Tz": self._tz, "Tr": self._tr, "re": self._re, "m": self._line, "l": self._line,
            "c": self._curve,
            "v": self._curve, "y": self._curve, "cs": self._color_space, "CS": self._color_space,
            "scn": self._color, "SCN": self._color, "sh": self._shading, "BDC": self._marked,
            "DP": self._marked,
        }  # fmt: skip

    def run(self, owner: Any) -> Stream:
        """All instructions of a page or form."""
        try:
            instructions = list(pikepdf.parse_content_stream(owner))
        except (pikepdf.PdfError, pikepdf.PdfParsingError, TypeError, ValueError):
            self.page.note("内容流损坏")
            instructions = []
        self.stream = Stream(owner, instructions)
        self.page.streams.append(self.stream)
        for self.at, instruction in enumerate(instructions):
            self.page.order += 1
            name = str(instruction.operator)
            verb = self.verbs.get(name)
            try:
                if verb is not None:
                    verb(list(instruction.operands))
                elif name in _ENDS:
                    self._paint(name)
                elif name == "INLINE IMAGE":
                    box = box_of(self.state.ctm, 0, 0, 1, 1)
                    self.page.images.append(box)
                    self.page.covers.append((box, self.page.order))
            except Unusual as unusual:
                self.page.note(str(unusual))
                if isinstance(unusual, Unreadable):
                    self.page.unreadable = str(unusual)
            except (IndexError, KeyError, TypeError, ValueError, AttributeError, OverflowError):
                self.page.note(f"指令 {name} 不完整")
        return self.stream

    def _use(self, category: str, name: Any) -> Any:
        """A named resource."""
        self.stream.used.setdefault(category, set()).add(str(name))
        holder = self.resources.get(category) if self.resources is not None else None
        if holder is None or str(name) not in holder:
            raise Unusual(f"没有资源 {name}")
        return holder[str(name)]

    def _set(self, name: str) -> Callable[[list[Any]], None]:
        return lambda operands: setattr(self.state, name, float(operands[0]))

    def _restore(self, _: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _cm(self, operands: list[Any]) -> None:
        self.state.ctm = times(_matrix(operands), self.state.ctm)

    def _gs(self, operands: list[Any]) -> None:
        one = self._use("/ExtGState", operands[0])
        if isinstance(one.get("/SMask"), pikepdf.Dictionary | pikepdf.Stream):
            raise Unusual("软蒙版")
        if "/Font" in one:
            raise Unusual("图形状态中的字体")
        blend = one.get("/BM", pikepdf.Name("/Normal"))
        plain = isinstance(blend, pikepdf.Name) and str(blend) in {"/Normal", "/Compatible"}
        if "/ca" in one or "/BM" in one:
            self.state.opaque = plain and float(one.get("/ca", 1)) > 0.9

    def _begin(self, _: list[Any]) -> None:
        self.tm = self.tlm = IDENTITY

    def _tf(self, operands: list[Any]) -> None:
        name = str(operands[0])
        self.state.size = float(operands[1])
        self.state.font = None
        if name not in self.fonts:
            self.fonts[name] = None
            self.fonts[name] = font_of(self._use("/Font", operands[0]))
        self.state.font = self.fonts[name]

    def _move(self, x: float, y: float) -> None:
        self.tlm = times((1, 0, 0, 1, x, y), self.tlm)
        self.tm = self.tlm

    def _td(self, operands: list[Any]) -> None:
        self._move(float(operands[0]), float(operands[1]))

    def _td_leading(self, operands: list[Any]) -> None:
        self.state.leading = -float(operands[1])
        self._td(operands)

    def _tm(self, operands: list[Any]) -> None:
        self.tm = self.tlm = _matrix(operands)

    def _tz(self, operands: list[Any]) -> None:
        self.state.scale = float(operands[0]) / 100

    def _tr(self, operands: list[Any]) -> None:
        self.state.mode = int(operands[0])
        if self.state.mode not in {0, 1, 2}:
            raise Unusual("看不见的文字")

    def _quote(self, operands: list[Any]) -> None:
        self._move(0, -self.state.leading)
        self._show([operands[0]])

    def _quotes(self, operands: list[Any]) -> None:
        self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
        self._quote([operands[2]])

    def _show(self, items: list[Any]) -> None:
        """Glyphs of a string or of an array of strings and gaps."""
        state = self.state
        if state.font is None or state.size == 0:
            raise Unusual("文字没有可读的字体")
        size, scale, font = state.size, state.scale, state.font
        matrix = times(self.tm, state.ctm)
        ahead = 0.0
        for number, item in enumerate(items):
            if not isinstance(item, pikepdf.String):
                ahead -= float(item) / 1000 * size * scale
                continue
            data = bytes(item)
            for code in font.codes(data):
                wide = state.spacing
                if font.spaces and code.size == 1 and data[code.at] == 32:
                    wide += state.words
                width = code.width / 1000 * size
                box = _glyph_box(matrix, ahead, state, width)
                skip = -(code.width + wide * 1000 / size)
                self.stream.glyphs.append(
                    Glyph(code.text, self.at, number, code.at, code.size, skip, box, self.page.order)
                )
                ahead += (width + wide) * scale
        self.tm = times((1, 0, 0, 1, ahead, 0), self.tm)

    def _do(self, operands: list[Any]) -> None:
        one = self._use("/XObject", operands[0])
        if "/OC" in one:
            raise Unusual("图层")
        kind = str(one.get("/Subtype", ""))
        if kind == "/Image":
            if "/JPXDecode" in str(one.get("/Filter", "")):
                raise Unusual("JPEG 2000 图片")
            box = box_of(self.state.ctm, 0, 0, 1, 1)
            self.page.images.append(box)
            # A seal with a mask lets the text under it be seen.
            if self.state.opaque and "/SMask" not in one and "/Mask" not in one:
                self.page.covers.append((box, self.page.order))
            return
        if kind != "/Form":
            raise Unusual(f"对象 {kind}")
        if one.objgen in self.done:
            return
        if self.depth >= MOST_DEPTH:
            raise Unusual("嵌套过深")
        state = replace(self.state, ctm=times(_matrix(list(one.get("/Matrix", IDENTITY))), self.state.ctm))
        resources = one.get("/Resources", self.resources)
        inner = Reader(self.page, resources, state, self.done, self.depth + 1)
        self.done[one.objgen] = inner.stream
        self.done[one.objgen] = inner.run(one)

    def _re(self, operands: list[Any]) -> None:
        x, y, wide, high = (float(one) for one in operands)
        self.path.append(
            box_of(self.state.ctm, min(x, x + wide), min(y, y + high), max(x, x + wide), max(y, y + high))
        )

    def _line(self, operands: list[Any]) -> None:
        x, y = float(operands[-2]), float(operands[-1])
        self.path.append(box_of(self.state.ctm, x, y, x, y))

    def _curve(self, operands: list[Any]) -> None:
        self._line(operands)

    def _paint(self, name: str) -> None:
        """A path is painted: what is filled covers what was painted before it."""
        if name in _FILLS and self.path and self.state.opaque:
            points = [box for box in self.path if box[0] == box[2] and box[1] == box[3]]
            areas = [box for box in self.path if box not in points]
            if points:
                areas.append((min(one[0] for one in points), min(one[1] for one in points),
                              max(one[2] for one in points), max(one[3] for one in points)))  # fmt: skip
            self.page.covers += [(area, self.page.order) for area in areas]
        self.path = []

    def _color_space(self, operands: list[Any]) -> None:
        holder = self.resources.get("/ColorSpace") if self.resources is not None else None
        if holder is not None and str(operands[0]) in holder:
            self._use("/ColorSpace", operands[0])

    def _color(self, operands: list[Any]) -> None:
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._use("/Pattern", operands[-1])
            if int(pattern.get("/PatternType", 1)) == 1:
                raise Unusual("平铺图案")

    def _shading(self, operands: list[Any]) -> None:
        self._use("/Shading", operands[0])

    def _marked(self, operands: list[Any]) -> None:
        if operands and str(operands[0]) == "/OC":
            raise Unusual("图层")


def _glyph_box(matrix: Matrix, ahead: float, state: State, width: float) -> Box:
    """Where a glyph stands: ``ahead`` of the text matrix, from a bit below its base line to above it."""
    a, b, c, d, e, f = matrix
    low, high = state.rise - 0.22 * state.size, state.rise + 0.88 * state.size
    end = ahead + width * state.scale
    if b == 0 == c:
        left, right, bottom, top = e + a * ahead, e + a * end, f + d * low, f + d * high
        return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return box_of(matrix, ahead, low, end, high)


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return (a, b, c, d, e, f)


def is_marked(name: str) -> bool:
    """Whether an operator only marks content; alternative texts live there, so the copy has none of them."""
    return name in _MARKED
