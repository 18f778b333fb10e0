"""Charts as SVG by attributes: no script, no inline style, so that the strict content policy holds.

Widths are per cent and heights are ``em``, so that text keeps its size on a phone and grows in large print.
A chart has ``role="img"``, a title and a description that says every value. Colours come by class (``c1``
what the sentence speaks of, ``c2`` the rest, ``c3`` last year, ``cr`` what is missing, ``cx`` the exception)
with a fill beside it for readers without our style sheet. No ids: the same data always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.face.texts import NOTHING, as_number, thousands

FILL = {"c1": "#1d5b8f", "c2": "#6494bd", "c3": "#bcd2e4", "cr": "#dde4ea", "cx": "#17212b"}
TEXT = "#5b6873"
NARROW_EM = 23.0  # a phone's card in em of 13 px: what the widest bar must fit into
ROW_EM = 1.62
LABEL_EM = 12.0
MAX_CELLS = 240

Pair = tuple[str, Decimal | None]


def _f(number: float | Decimal) -> str:
    """A coordinate: two decimals, no trailing zeros, never an exponent or a negative zero."""
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped by format_html


def _svg(title: str, desc: str, height_em: float, body: SafeString, css: str = "chart") -> SafeString:
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" width="100%" height="{}em" fill="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        css,
        title + _("：") + desc if title else desc,
        _f(height_em),
        TEXT,
        title or desc,
        desc,
        body,
    )


def _rect(css: str, x: str, y: str, width: str, height: str) -> SafeString:
    return format_html(
        '<rect class="{}" fill="{}" x="{}" y="{}" width="{}" height="{}"/>',
        css,
        FILL[css],
        x,
        y,
        width,
        height,
    )


def _text(x: str, y_em: float, words: object, *, css: str = "", anchor: str = "") -> SafeString:
    return format_html(
        '<text{}{} x="{}" y="{}em">{}</text>',
        format_html(' class="{}"', css) if css else "",
        format_html(' text-anchor="{}"', anchor) if anchor else "",
        x,
        _f(y_em),
        words,
    )


def pairs(rows: Iterable[object]) -> list[Pair]:
    """Rows as (label, number): from pairs, from mappings with ``label`` and ``value``, or bare numbers."""
    found: list[Pair] = []
    for place, row in enumerate(rows, start=1):
        if isinstance(row, Mapping):
            label, value = row.get("label", ""), row.get("value")
        elif isinstance(row, Sequence) and not isinstance(row, str):
            label, value = row[0], row[1]
        else:
            label, value = place, row
        found.append((str(label), as_number(value)))
    return found


def described(rows: Iterable[Pair], unit: str = "") -> str:
    """Every value in words, for those who do not see the picture; what is unknown is said to be unknown."""
    unknown = _("无数据")
    said = [
        f"{label} {thousands(value)}{' ' + unit if unit else ''}"
        if value is not None
        else f"{label} {unknown}"
        for label, value in rows
    ]
    return _("，").join(said) + _("。") if said else _("没有数据。")


def _widest(rows: Sequence[Pair]) -> Decimal:
    return max((value for _label, value in rows if value is not None), default=Decimal(0))


def _share(value: Decimal | None, of: Decimal) -> Decimal:
    if value is None or of <= 0 or value <= 0:
        return Decimal(0)
    return value / of


def _em_of(label: str) -> float:
    """How wide a label is in em: a Chinese character is one, a Latin letter or digit about 0.6."""
    return sum(1.0 if ord(sign) > 0x2E80 else 0.6 for sign in label)


def _fit(label: str) -> str:
    """The label as far as there is room; the description has it whole."""
    if _em_of(label) <= LABEL_EM:
        return label
    kept = label
    while kept and _em_of(kept) > LABEL_EM - 1:
        kept = kept[:-1]
    return f"{kept}…"


def bars(rows: Iterable[object], title: str, *, unit: str = "", first: int = 1) -> SafeString:
    """Horizontal bars with their labels; the ``first`` rows carry the sentence and are drawn darker."""
    data = pairs(rows)
    top = _widest(data)
    label_em = min(max((_em_of(label) for label, _value in data), default=0.0), LABEL_EM) + 0.6
    room = max(30.0, 100 - (label_em + 3.6) / NARROW_EM * 100)
    body = []
    for place, (label, value) in enumerate(data):
        y = place * ROW_EM
        width = float(_share(value, top)) * room
        body.append(_text("0", y + 1.05, _fit(label), css="label"))
        body.append(
            _rect(
                "c1" if place < first else "c2",
                f"{_f(label_em)}em",
                f"{_f(y + 0.15)}em",
                f"{_f(width)}%",
                "1em",
            )
        )
        number = _text(f"{_f(width + 1.2)}%", 1.05, thousands(value))
        body.append(
            format_html(
                '<svg x="{}em" y="{}em" width="100%" height="{}em" overflow="visible">{}</svg>',
                _f(label_em), _f(y), _f(ROW_EM), number,
            )
        )  # fmt: skip
    return _svg(title, described(data, unit), max(len(data), 1) * ROW_EM, _join(body))


def _worth_saying(values: Sequence[Decimal | None]) -> set[int]:
    """Which columns carry their number: the highest, the lowest, and each peak between its neighbours."""
    known = [(value, place) for place, value in enumerate(values) if value is not None]
    if not known:
        return set()
    top = max(value for value, _ in known)
    said = {place for value, place in known if value == top}
    said.add(min(known)[1])
    for place in range(1, len(values) - 1):
        before, here, after = values[place - 1 : place + 2]
        if before is not None and here is not None and after is not None and before < here > after:
            said.add(place)
    return said


def column_chart(
    rows: Iterable[object], title: str, *, unit: str = "", height_em: float = 11.25
) -> SafeString:
    """Columns over a row of labels, such as the months; the highest is darker, peaks carry their number."""
    data = pairs(rows)
    top = _widest(data)
    said = _worth_saying([value for _label, value in data])
    foot = height_em - 1.6
    step = 100 / max(len(data), 1)
    body = [
        format_html('<line class="axis" stroke="#b9c4cd" x1="0" x2="100%" y1="{0}em" y2="{0}em"/>', _f(foot))
    ]
    for place, (label, value) in enumerate(data):
        share = float(_share(value, top)) * (foot - 1.5)
        middle = f"{_f((place + 0.5) * step)}%"
        css = "c1" if value is not None and value == top and top > 0 else "c2"
        body.append(
            _rect(
                css,
                f"{_f((place + 0.14) * step)}%",
                f"{_f(foot - share)}em",
                f"{_f(step * 0.72)}%",
                f"{_f(share)}em",
            )
        )
        body.append(_text(middle, height_em - 0.3, label, anchor="middle"))
        if place in said:
            body.append(_text(middle, foot - share - 0.4, thousands(value), css="label", anchor="middle"))
    return _svg(title, described(data, unit), height_em, _join(body))


def rate_bar(
    part: object, whole: object, title: str, *, done: str | None = None, rest: str | None = None
) -> SafeString:
    """One bar for a share, with numerator and remainder written below it; nothing is drawn for 0 of 0."""
    done = _("已办结") if done is None else done
    rest = _("在办") if rest is None else rest
    whole_number, part_number = as_number(whole), as_number(part)
    if whole_number is None or part_number is None or whole_number <= 0:
        return _svg(title, _("没有数据。"), 2.8, _text("0", 2.4, _("没有数据")))
    width = float(min(max(part_number / whole_number, Decimal(0)), Decimal(1))) * 100
    said = {
        "done": f"{done} {thousands(part_number)}",
        "rest": f"{rest} {thousands(whole_number - part_number)}",
        "all": thousands(whole_number),
    }
    body = [
        _rect("cr", "0", "0", "100%", "1.1em"),
        _rect("c1", "0", "0", f"{_f(width)}%", "1.1em"),
        _text("0", 2.6, said["done"]),
        _text("100%", 2.6, said["rest"], anchor="end"),
    ]
    return _svg(title, _("%(done)s，%(rest)s，共 %(all)s。") % said, 3.3, _join(body))


def cells(
    total: object,
    marked: object,
    title: str,
    desc: str,
    *,
    kind: str = "progress",
    label: str = "",
    a_row: int = 21,
) -> SafeString:
    """One square for each thing: ``progress`` fills the first ``marked``, ``exceptions`` the last ones.

    ``label`` stands below the last marked square of one row, such as 第 12 日答复. Beyond 240 squares nobody
    counts; a share bar stands in their place.
    """
    number, mark = int(as_number(total) or 0), int(as_number(marked) or 0)
    if number > MAX_CELLS:
        return rate_bar(number - mark if kind == "exceptions" else mark, number, title, done="", rest="")
    width = 100 / max(min(number, a_row), 1)
    body = []
    for place in range(number):
        row, column = divmod(place, a_row)
        if kind == "exceptions":
            css = "cx" if place >= number - mark else "c2"
        else:
            css = "c1" if place < mark else "cr"
        x, y = f"{_f(column * width)}%", f"{_f(row * 1.7)}em"
        body.append(_rect(css, x, y, f"{_f(width * 0.84)}%", "1.2em"))
    rows = max(-(-number // a_row), 1)
    height = rows * 1.7
    if label and rows == 1:
        height = 3.3
        middle = min(max((mark - 0.58) * width, 15), 80)
        body.append(_text(f"{_f(middle)}%", 2.7, label, css="label", anchor="middle"))
        body.append(_text("100%", 2.7, thousands(number), anchor="end"))
    return _svg(title, desc, height, _join(body))


def zeros(rows: Sequence[str], title: str, desc: str, *, count: int = 12) -> SafeString:
    """Hollow dots for what did not happen, month by month: nought is a figure too."""
    body = []
    for place, label in enumerate(rows):
        y = 1.0 + place * 2
        body.append(_text("0", y, label, css="label"))
        for dot in range(count):
            x = _f(30 + 68 * dot / max(count - 1, 1))
            body.append(
                format_html(
                    '<circle class="hollow" fill="none" stroke="#74828e" cx="{}%" cy="{}em" r="0.27em"/>',
                    x,
                    _f(y - 0.42),
                )
            )
    return _svg(title, desc, max(len(rows), 1) * 2, _join(body))


def spark(values: Iterable[object], title: str = "") -> SafeString:
    """Twelve months in a table cell; the highest is darker. The numbers are in the description."""
    numbers = [as_number(value) for value in values]
    top = max((value for value in numbers if value is not None), default=Decimal(0))
    step = 96 / max(len(numbers), 1)
    body = []
    for place, value in enumerate(numbers):
        high = float(_share(value, top)) * 20
        peak = value is not None and value == top and top > 0
        body.append(
            format_html(
                '<rect{} fill="{}" x="{}" y="{}" width="{}" height="{}"/>',
                SafeString(' class="pk"') if peak else "",
                FILL["c1" if peak else "c2"],
                _f(place * step),
                _f(20 - high),
                _f(step * 0.75),
                _f(high),
            )
        )
    said = _("、").join(NOTHING if value is None else thousands(value) for value in numbers)
    desc = _("%(n)d 个月：%(said)s") % {"n": len(numbers), "said": said} if numbers else _("没有数据")
    return format_html(
        '<svg class="d-spark" viewBox="0 0 96 20" width="96" height="20" role="img" aria-label="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        f"{title}　{desc}" if title else desc,
        title or desc,
        desc,
        _join(body),
    )


def pair_bar(value: object, previous: object, most: object) -> SafeString:
    """This year thick, last year thin, on a common scale; both numbers stand beside it in the table."""
    top = as_number(most) or Decimal(0)
    now, before = _share(as_number(value), top), _share(as_number(previous), top)
    return format_html(
        '<svg class="d-pair" viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">'
        '<rect class="d-barfill" fill="{}" width="{}" height="7"/>'
        '<rect class="d-barlast" fill="{}" y="8" width="{}" height="3"/></svg>',
        FILL["c2"],
        _f(min(now, Decimal(1)) * 196),
        FILL["c3"],
        _f(min(before, Decimal(1)) * 196),
    )


def chart(spec: Mapping[str, object] | None) -> SafeString:
    """The chart a figure asks for: ``kind`` is bars, columns, rate, cells or zeros, the rest its data."""
    if not spec:
        return SafeString("")
    title, kind = str(spec.get("title", "")), spec.get("kind")
    rows = spec.get("rows")
    listed = list(rows) if isinstance(rows, Iterable) and not isinstance(rows, str) else []
    unit, desc = str(spec.get("unit", "")), str(spec.get("desc", ""))
    if kind == "bars":
        return bars(listed, title, unit=unit)
    if kind == "columns":
        return column_chart(listed, title, unit=unit)
    if kind == "rate":
        return rate_bar(spec.get("part"), spec.get("whole"), title)
    if kind == "cells":
        mode = str(spec.get("mode", "progress"))
        label = str(spec.get("label", ""))
        return cells(spec.get("total"), spec.get("marked"), title, desc, kind=mode, label=label)
    if kind == "zeros":
        return zeros([str(row) for row in listed], title, desc)
    raise ValueError(f"a chart is bars, columns, rate, cells or zeros, not {kind!r}")
