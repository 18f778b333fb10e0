"""The check of a new file: two extractors that know nothing of how it was made, over normalised text.

One is the reader of ``files``, which also tells what is hidden; the other goes through the raw parts of
the file. What was taken out may not be left in any form, and screening may find nothing that the policy takes
out.
"""

from __future__ import annotations

import importlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.refusal import Refused
from gongkai.screening.cleaning.pieces import Cleaned, Removed
from gongkai.screening.cleaning.squeezing import Squeezed, bare, solid
from gongkai.screening.files.reading import read
from gongkai.screening.finding import Finding, Verdict
from gongkai.screening.known import Known
from gongkai.screening.policies.deciding import action_for
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.text import screen_text

LONG = 8
"""From so many letters and digits on a value is looked for across lines and parts too."""
_PAGE = re.compile(r"第 (\d+) 页")
_FAR = 1 << 60
_NAMES = frozenset({"person", "enterprise"})
_SEEN_PICTURES = frozenset({"scanned_page"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is left in the new file."""

    why: str
    value: str = ""
    """The value as it stands there; the next attempt takes it out too."""
    page: int = 0
    """The page of a PDF, when it is known; the next attempt makes a picture of it."""
    doubtful: str = ""
    """The kind of a finding that is for a person to judge."""


def verify(
    data: bytes, kind: str, removed: Sequence[Removed], policy: Policy, known: Known
) -> tuple[Fault, ...]:
    """What is wrong with the new file; nothing when it may go out."""
    try:
        first = read(data, f"copy.{_ENDINGS.get(kind, kind)}")
    except Refused as refused:
        return (Fault(f"副本无法重新读取：{refused.sentence}"),)
    faults = [
        Fault(f"副本中仍有隐藏内容（{one.where}，{one.kind}）", page=_page(one.where))
        for one in first.hidden
        if one.verdict is not Verdict.KEEP and one.kind not in _SEEN_PICTURES and not _is_frame(kind, one)
    ]
    second = "\n\n".join(_second(kind)(data))
    said = [one for one in screen_text(first.text, known) if first.says(one)]
    faults += _faults(first.text, said, removed, policy, first.where)
    faults += _faults(second, screen_text(second, known), removed, policy, lambda _: "")
    return tuple(dict.fromkeys(faults))


def unexplained(faults: Sequence[Fault], copy: Cleaned, policy: Policy, known: Known) -> tuple[Fault, ...]:
    """The faults without doubtful values that the policy kept where they were read with their context.

    法定代表人 | 邹本刚 is the name of who represents a firm and is kept; the raw parts say 邹本刚 alone.
    """
    if not any(fault.doubtful for fault in faults):
        return tuple(faults)
    kept = {
        (one.kind, bare(one.text))
        for one in screen_text(copy.read, known)
        if action_for(one, policy)[0] is Action.KEEP
    }
    kept -= {(one.kind, bare(one.text)) for one in copy.removed}
    return tuple(fault for fault in faults if (fault.doubtful, bare(fault.value)) not in kept)


def _page(where: str) -> int:
    """The number in 第 3 页."""
    found = _PAGE.match(where)
    return int(found[1]) if found else 0


def _is_frame(kind: str, found: Finding) -> bool:
    """The second page of a TIFF looks like a thumbnail to a reader of EXIF."""
    return kind == "tiff" and found.where.endswith("缩略图")


def _faults(
    text: str,
    found: Sequence[Finding],
    removed: Sequence[Removed],
    policy: Policy,
    where: Callable[[int], str],
) -> Iterator[Fault]:
    """Findings that the policy takes out, and removed values in any form."""
    for one in found:
        if action_for(one, policy)[0] is not Action.KEEP:
            place = where(one.start)
            doubtful = one.kind if one.verdict is Verdict.REVIEW else ""
            yield Fault(f"复核又发现 {one.kind}（{one.rule}）{place}", one.text, _page(place), doubtful)
    yield from remains(text, removed, found)


def remains(text: str, removed: Sequence[Removed], found: Sequence[Finding]) -> Iterator[Fault]:
    """Removed values that are left, except where they are part of what is to be kept (a firm's own name)."""
    kept = sorted((one.start, one.end) for one in found if one.verdict is Verdict.KEEP)
    for across, names in ((True, False), (False, False), (False, True)):
        sought = {
            value: one
            for one in removed
            if (one.kind in _NAMES) is names
            and len(value := solid(one.text) if names else bare(one.text)) >= 2
            and (names or (len(value) >= LONG) is across)
        }
        values = list(sought)
        told: set[str] = set()
        for number, start, end in Squeezed(text, across=across, names=names).places(values):
            if values[number] not in told and not _within(kept, start, end):
                told.add(values[number])
                yield Fault(f"副本中仍有应当去掉的 {sought[values[number]].kind}", text[start:end])


def _within(kept: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(kept, (start, _FAR)) - 1
    return any(low <= start and end <= high for low, high in kept[max(at - 2, 0) : at + 1])


_SECOND = {
    "txt": "texts:raw_text",
    "csv": "texts:raw_csv",
    "html": "texts:raw_html",
    "docx": "office:raw_zip",
    "xlsx": "office:raw_zip",
    "pdf": "pdf:raw_pdf",
    "png": "pictures:raw_image",
    "jpeg": "pictures:raw_image",
    "tiff": "pictures:raw_image",
}
_ENDINGS = {"jpeg": "jpg", "tiff": "tif"}


def _second(kind: str) -> Callable[[bytes], Iterator[str]]:
    """The second reader of a type; its libraries are loaded when it is asked for."""
    module, _, name = _SECOND[kind].partition(":")
    reader: Callable[[bytes], Iterator[str]] = getattr(
        importlib.import_module(f"gongkai.screening.cleaning.second.{module}"), name
    )
    return reader
