"""Words set wide: 威 海 市 高 区, 出 生. What stands in such a run is read once more without its blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.screening import near, words
from gongkai.screening.hits import Hit

_RUN = near.lazy(
    r"(?<![一-龥0-9０-９A-Za-z])(?:[一-龥0-9０-９A-Za-z：:，,。、年月日.\-][ \u3000\u00a0]{1,2}){3,}"
    r"[一-龥0-9０-９A-Za-z：:，,。、.\-](?![一-龥A-Za-z])"
)
_GAP = "[ \u3000\u00a0]{1,4}"
_WIDE = near.lazy(f"(?:{'|'.join(words.loose(head, _GAP) for head in words.WIDE_HEADS)})(?=\\s{{0,2}}[:：])")
"""A label set wide: 当 事 人：; what stands behind it is read as if it were written close."""
_HAN = near.lazy("[一-龥]")
_BLANK = near.lazy("[ \u3000\u00a0]+")
_BY_LABEL = ("person", "address", "tel", "mobile", "id", "sex", "ethnicity", "birth")
"""What a label set wide before it tells."""
_AROUND = 60
"""Characters before and behind a run that are read with it."""

Piece = tuple[int, str, list[int]]
"""Where a piece begins, its text without the blanks of runs, and for each character where it stood."""


def pieces(body: str, windows: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The neighbourhoods of runs in some windows of ``body``, without the blanks inside the runs."""
    runs = [
        found.span()
        for start, end in windows
        for found in _RUN.finditer(body, start, end)
        if _HAN.search(found[0])
    ]
    runs += [found.span() for start, end in windows for found in _WIDE.finditer(body, start, end)]
    merged: list[list[tuple[int, int]]] = []
    for run in sorted(set(runs)):
        if merged and run[0] - merged[-1][-1][1] <= 2 * _AROUND:
            merged[-1].append(run)
        else:
            merged.append([run])
    for group in merged:
        left, right = max(0, group[0][0] - _AROUND), min(len(body), group[-1][1] + _AROUND)
        blanks = {at for run in group for found in _BLANK.finditer(body, *run) for at in range(*found.span())}
        places = [at for at in range(left, right) if at not in blanks]
        yield left, "".join(body[at] for at in places), places


def moved(hit: Hit, places: list[int]) -> Hit | None:
    """A hit in a piece as one in the body; None when no blank that was taken out is in it or before it."""
    start, end = places[hit.start], places[hit.end - 1] + 1
    labelled = hit.rule.startswith(_BY_LABEL) and start - places[0] > hit.start
    wide = labelled or end - start > hit.end - hit.start
    return hit._replace(start=start, end=end) if wide else None
