"""Charts as SVG strings: x in per cent, so that text keeps its size; colours as attribute and class.

Four kinds, all from a :class:`~gongkai.papers.blocks.Chart`: ``bar`` (rows), ``column`` (months), ``stack``
(parts of a whole) and ``line``. ``ident`` makes the ids of title and description unique on a page. A printer
asks for a fixed ``width`` in pixels and its own font.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from gongkai.papers.model import Chart, Number, shown

CLASSES = ("c1", "c2", "c3", "cr")
COLOURS = {
    "c1": "#1d5b8f", "c2": "#6494bd", "c3": "#bcd2e4", "cr": "#dde4ea",
    "text": "#5b6873", "label": "#17212b", "axis": "#b9c4cd",
}  # fmt: skip
_SIZE = 13
_LEFT, _RIGHT = 30.0, 88.0
"""Where bars begin and end, in per cent; labels stand to the left, values to the right."""
_SHORT = 7
"""Labels up to this many characters stand beside their bar, longer ones above it."""


def draw(chart: Chart, *, ident: str = "c", width: str = "100%", font: str = "") -> str:
    """The chart as one SVG element."""
    return {"bar": bar, "column": column, "stack": stack, "line": line}[chart.kind](
        chart, ident=ident, width=width, font=font
    )


def bar(chart: Chart, *, ident: str = "c", width: str = "100%", font: str = "") -> str:
    """Horizontal bars, one for each label and series, with the value behind each bar."""
    above = max(len(label) for label in chart.labels) > _SHORT
    left = 0.0 if above else _LEFT
    thick = 18 if len(chart.series) == 1 else 15
    top, parts = _legend(chart)
    most = _most(value for series in chart.series for value in series.values)
    for at, label in enumerate(chart.labels):
        parts.append(_text(0, top + (13 if above else 15), label, "label"))
        top += 20 if above else 2
        for number, series in enumerate(chart.series):
            value = series.values[at]
            length = (_RIGHT - left) * float(value or 0) / most
            if value:
                parts.append(_rect(f"{left:.2f}%", top, length, thick, _colour(chart, at, number)))
            parts.append(_text(left + length + 1.5 if value else left, top + thick / 2 + 4.5, shown(value)))
            top += thick + 2
        top += 10
    return _svg(chart, parts, height=top - 4, ident=ident, width=width, font=font)


def column(chart: Chart, *, ident: str = "c", width: str = "100%", font: str = "") -> str:
    """Columns on a base line, for months or other short labels; values on all columns or the telling ones."""
    top, parts = _legend(chart)
    base = top + 140.5
    step = 100 / len(chart.labels)
    thick = step * 0.7 / len(chart.series)
    most = _most(value for series in chart.series for value in series.values)
    parts.append(_axis(base))
    for at, label in enumerate(chart.labels):
        for number, series in enumerate(chart.series):
            value = series.values[at]
            x = step * (at + 0.15) + thick * number
            height = 120 * float(value or 0) / most
            if value:
                parts.append(
                    _rect(f"{x:.2f}%", base - 0.5 - height, thick * 0.96, height, _colour(chart, at, number))
                )
            if _telling(chart, at, number):
                parts.append(_text(x + thick / 2, base - height - 5.5, shown(value), "label", "middle"))
        if at % _every(chart) == 0:
            parts.append(_text(step * (at + 0.5), base + 16.5, label, "", "middle"))
    return _svg(chart, parts, height=base + 20.5, ident=ident, width=width, font=font)


def stack(chart: Chart, *, ident: str = "c", width: str = "100%", font: str = "") -> str:
    """A bar for each label, cut into its series; the sum stands behind it."""
    top, parts = _legend(chart, always=True)
    sums = [sum((s.values[at] or 0 for s in chart.series), start=0) for at in range(len(chart.labels))]
    most = _most(sums)
    for at, label in enumerate(chart.labels):
        parts.append(_text(0, top + 13, label, "label"))
        x = 0.0
        for number, series in enumerate(chart.series):
            length = _RIGHT * float(series.values[at] or 0) / most
            if length:
                parts.append(_rect(f"{x:.2f}%", top + 20, max(length - 0.3, 0.2), 16, CLASSES[number % 4]))
            x += length
        parts.append(_text(x + 1.5 if x else 0, top + 33, shown(sums[at])))
        top += 48
    return _svg(chart, parts, height=top - 6, ident=ident, width=width, font=font)


def line(chart: Chart, *, ident: str = "c", width: str = "100%", font: str = "") -> str:
    """A line for each series from nought up; a gap where nothing is known."""
    top, parts = _legend(chart)
    base = top + 140.5
    step = 100 / len(chart.labels)
    most = _most(value for series in chart.series for value in series.values)
    parts.append(_axis(base))
    for number, series in enumerate(chart.series):
        name = CLASSES[min(number, 2)]
        points = [
            None if value is None else (step * (at + 0.5), base - 0.5 - 120 * float(value) / most)
            for at, value in enumerate(series.values)
        ]
        for one, two in pairwise(points):
            if one and two:
                parts.append(
                    f'<line class="s{name[1]}" stroke="{COLOURS[name]}" stroke-width="2" x1="{one[0]:.2f}%"'
                    f' y1="{one[1]:.1f}" x2="{two[0]:.2f}%" y2="{two[1]:.1f}"/>'
                )
        for at, point in enumerate(points):
            if point:
                parts.append(
                    f'<circle class="{name}" fill="{COLOURS[name]}" cx="{point[0]:.2f}%" cy="{point[1]:.1f}"'
                    ' r="3.5"/>'
                )
                if _telling(chart, at, number):
                    parts.append(_text(point[0], point[1] - 8, shown(series.values[at]), "label", "middle"))
    for at, label in enumerate(chart.labels):
        if at % _every(chart) == 0:
            parts.append(_text(step * (at + 0.5), base + 16.5, label, "", "middle"))
    return _svg(chart, parts, height=base + 20.5, ident=ident, width=width, font=font)


def _most(values: Iterator[Number | None] | list[Number]) -> float:
    return max((float(value) for value in values if value is not None), default=0.0) or 1.0


def _every(chart: Chart) -> int:
    """Labels of a long axis are thinned out."""
    return -(-len(chart.labels) // 16)


def _telling(chart: Chart, at: int, number: int) -> bool:
    """Is the value written: all on a short axis, else the highlighted, the highest and the lowest."""
    if len(chart.labels) * len(chart.series) <= 8:
        return True
    known = [value for value in chart.series[number].values if value is not None]
    value = chart.series[number].values[at]
    if len(chart.series) > 1 or value is None:
        return chart.labels[at] in chart.highlight
    return chart.labels[at] in chart.highlight or at in (
        chart.series[number].values.index(max(known)),
        chart.series[number].values.index(min(known)),
    )


def _colour(chart: Chart, at: int, number: int) -> str:
    if len(chart.series) > 1:
        return CLASSES[number % 4]
    return "c1" if not chart.highlight or chart.labels[at] in chart.highlight else "c2"


def _legend(chart: Chart, *, always: bool = False) -> tuple[float, list[str]]:
    """Names of the series, up to three in a row, and the y below them."""
    if len(chart.series) < 2 and not always:
        return 0.0, []
    parts = []
    for number, series in enumerate(chart.series):
        x, y = (number % 3) * 33.3, (number // 3) * 22.0
        name = CLASSES[number % 4]
        parts.append(
            f'<rect class="{name}" fill="{COLOURS[name]}" x="{x:.2f}%" y="{y + 2}" width="12" height="12"/>'
        )
        parts.append(
            '<svg x="18" y="0" width="100%" height="100%" overflow="visible">'
            f"{_text(x, y + 13, series.name)}</svg>"
        )
    return -(-len(chart.series) // 3) * 22.0 + 8, parts


def _axis(y: float) -> str:
    return f'<line class="axis" stroke="{COLOURS["axis"]}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _rect(x: str, y: float, width: float, height: float, name: str) -> str:
    place = f'x="{x}" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"'
    return f'<rect class="{name}" fill="{COLOURS[name]}" {place}/>'


def _text(x: float, y: float, words: str, name: str = "", anchor: str = "") -> str:
    where = f'x="{x:.2f}%"' if x else 'x="0"'
    kind = f' class="{name}" fill="{COLOURS[name]}"' if name else ""
    return (
        f'<text{kind} {where} y="{y:.1f}"'
        + (f' text-anchor="{anchor}"' if anchor else "")
        + f">{escape(words)}</text>"
    )


def _svg(chart: Chart, parts: list[str], *, height: float, ident: str, width: str, font: str) -> str:
    ident = escape(ident)
    face = f' font-family="{escape(font)}" font-size="{_SIZE}"' if font else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        f' aria-labelledby="{ident}t {ident}d"'
        f' width="{escape(width)}" height="{height:.0f}" fill="{COLOURS["text"]}"{face}>'
        f'<title id="{ident}t">{escape(chart.title)}</title>'
        f'<desc id="{ident}d">{escape(chart.description)}</desc>' + "".join(parts) + "</svg>"
    )
