"""Whether pictures are read by machine, and within which limits; light, for whoever starts the sandbox.

A file is first read without OCR, within the limits of every file. Only where that shows pages without text is
it read once more, with OCR and the wider limits: a hostile file never gets them for nothing.
"""

from __future__ import annotations

import importlib.util
import time

from gongkai.screening.sandbox import MEGABYTE, Limits

LIMITS = Limits(seconds=300, memory=2_500 * MEGABYTE)
"""A page of A4 takes 3 to 6 seconds and, models included, 0.9 GB at its peak; one thread."""
COPYING = Limits(seconds=600, memory=2_500 * MEGABYTE)
"""For a redacted copy: each page is read twice, in two ways, before and after."""
MOST_SECONDS = 220.0
"""After so many seconds no further page is begun when a file is read: the rest is for a person."""
INSTALL = "pip install 'gongkai[ocr]'"
"""How the extra is installed."""
ENGINE = "rapidocr_onnxruntime"


class _Switch:
    """State of this process: the sandbox is one file's and ends with it."""

    is_off = False
    since: float | None = None


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return importlib.util.find_spec(ENGINE) is not None


def is_on() -> bool:
    """Whether this process reads pictures."""
    return not _Switch.is_off and is_installed()


def is_put_off() -> bool:
    """Whether pictures could be read, but not by this process."""
    return _Switch.is_off and is_installed()


def switch_off() -> None:
    """For this process pictures are for a person: it has to be done within the limits of other files."""
    _Switch.is_off = True


def is_late() -> bool:
    """Whether the time for pictures is over. The first one that asks starts it."""
    if _Switch.since is None:
        _Switch.since = time.monotonic()
    return time.monotonic() - _Switch.since > MOST_SECONDS
