"""Screening: no secret and no personal data goes out unseen. Pure: no Django, no clock, no network.

``finding``, ``known``
    what is said, and what the caller knows beforehand
``normal``
    the normal form of a text, with the way back to its characters
``kinds``
    one module for each family of findings
``text``
    ``screen_text``: everything that one text holds, in one pass
``preview``
    a text as HTML with its findings marked
"""

from gongkai.screening.finding import Finding, Report, Verdict, Whom, overall
from gongkai.screening.known import NOTHING, Known, Party, Term, TermList

__all__ = ["NOTHING", "Finding", "Known", "Party", "Report", "Term", "TermList", "Verdict", "Whom", "overall"]
