"""Screening: no secret and no personal data goes out unseen. Pure: no Django, no clock, no network.

``finding``, ``known``
    what is said, and what the caller knows beforehand
``normal``
    the normal form of a text, with the way back to its characters
``kinds``
    one module for each family of findings
``text``
    ``screen_text``: everything that one text holds, in one pass
``screening``, ``redacting``
    ``screen`` a file or text, ``redact`` a file into a verified copy
``preview``
    a text as HTML with its findings marked

``screen_text``, ``screen`` and ``redact`` are loaded when they are first asked for: patterns and readers of
files take longer than everything else that this package defines.
"""

import importlib
from typing import TYPE_CHECKING, Any

from gongkai.screening.finding import Finding, Report, Verdict, Whom, overall
from gongkai.screening.known import NOTHING, Known, Party, Term, TermList

if TYPE_CHECKING:
    from gongkai.screening.redacting import redact
    from gongkai.screening.screening import screen
    from gongkai.screening.text import screen_text

__all__ = [
    "NOTHING",
    "Finding",
    "Known",
    "Party",
    "Report",
    "Term",
    "TermList",
    "Verdict",
    "Whom",
    "overall",
    "redact",
    "screen",
    "screen_text",
]

_LATER = {"redact": "redacting", "screen": "screening", "screen_text": "text"}


def __getattr__(name: str) -> Any:
    """The verbs, each loaded with its module when it is first asked for."""
    if name in _LATER:
        return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
