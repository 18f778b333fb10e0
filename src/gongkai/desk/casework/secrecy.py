"""密级标志: what bears one is refused at every door of the desk, and whoever opened the door hears of it.

A verb that stores what a person wrote or uploaded asks :func:`demand_unmarked` first, or for a file
:func:`demand_unmarked_file`. The refusal never repeats a word of what was met. Whoever called (a page, the
worker, an import) runs inside :func:`noting` and enters the incident 涉密误入处置 afterwards, outside of the
transaction that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from gongkai.refusal import Refused
from gongkai.screening import Known, Report, Verdict
from gongkai.screening.files import encodings
from gongkai.screening.screening import screen
from gongkai.screening.text import has_mark

CODE = "secrecy-mark"
"""The code of the refusal."""
TEXT, FILE = "内容中有密级标志，没有保存", "文件带有密级标志，没有保存"
MEND = "本系统为非涉密系统：请立即停止办理，清除本页内容和本机上的文件，并报告保密办公室"
LEAST = 2
"""Characters of the shortest mark."""
TEXT_MOST = 20_000_000
"""Bytes of a text file that is read whole."""
_met: ContextVar[list[str] | None] = ContextVar("met", default=None)


@contextmanager
def noting() -> Iterator[list[str]]:
    """Collect the sentences of the refusals for a mark inside; whoever settled one takes it out."""
    found: list[str] = []
    token = _met.set(found)
    try:
        yield found
    finally:
        _met.reset(token)


def settle() -> None:
    """An incident was entered for what was met."""
    if (found := _met.get()) is not None:
        found.clear()


def refusal(sentence: str = TEXT, mend: str = MEND) -> Refused:
    """The refusal (``secrecy-mark``), noted for whoever runs :func:`noting`."""
    if (found := _met.get()) is not None:
        found.append(sentence)
    return Refused(CODE, sentence, mend)


def demand_unmarked(everything: Iterable[str]) -> None:
    """Refuse (``secrecy-mark``) texts of which one bears a mark."""
    if any(has_mark(text) for text in everything if len(text) >= LEAST):
        raise refusal()


def demand_unmarked_file(name: str, data: bytes) -> Report:
    """What the sandbox says of a file. Raises ``secrecy-mark``, ``malware``, those of the sandbox."""
    report = screen(data, known=Known(), name=name, clamd=str(settings.GONGKAI_VALUES["clamd"]))
    demand_unmarked_report(report)
    return report


def demand_unmarked_report(report: Report) -> None:
    """Refuse (``secrecy-mark``) a file whose report tells of a mark."""
    if is_marked(report):
        raise refusal(FILE)


def is_marked(report: Report) -> bool:
    """Whether a report tells of a real mark."""
    return any(one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in report.findings)


def is_marked_text(data: bytes) -> bool:
    """Whether bytes are a plain text (UTF-8, UTF-16, GB 18030) with a mark; false for what is no text."""
    wide = encodings.utf16(data[: TEXT_MOST + 1])
    if not data or len(data) > TEXT_MOST or (not wide and b"\0" in data[:4096]):
        return False
    for encoding in [wide] if wide else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return has_mark(text)
    return False
