"""Letters of a case 文书: composed under the law of the day, issued once, sealed, served with proof.

What other rooms call:

- :func:`contents_of`, :func:`compose` with :class:`Content` and :class:`Office`: what a letter must say.
- :func:`office_of`, :func:`ruleset_of`: the agency as writer, the rule set of a case on a day.
- :func:`take_number` before the transaction, then :func:`issue`; :func:`issue_now` for both; :func:`void`.
- :func:`use_seal`, :func:`send`, :func:`result`: 用印、送达、结果.
- :func:`pdf`, :func:`docx`, :func:`document`: the papers; each look at a letter is an event.
- :func:`run`: many letters, each once, however often it is begun.
"""

from gongkai.desk.casework.letters.composing import Composed, Content, Office, compose, contents_of
from gongkai.desk.casework.letters.issuing import (
    issue,
    issue_now,
    office_of,
    ruleset_of,
    run,
    take_number,
    void,
)
from gongkai.desk.casework.letters.reading import document, docx, docx_of, fonts, pdf, pdf_of
from gongkai.desk.casework.letters.serving import answered_on, result, send, use_seal
from gongkai.desk.casework.letters.templates import LARGEST as LARGEST_TEMPLATE
from gongkai.desk.casework.letters.templates import check, current, upload

__all__ = [
    "LARGEST_TEMPLATE",
    "Composed",
    "Content",
    "Office",
    "answered_on",
    "check",
    "compose",
    "contents_of",
    "current",
    "document",
    "docx",
    "docx_of",
    "fonts",
    "issue",
    "issue_now",
    "office_of",
    "pdf",
    "pdf_of",
    "result",
    "ruleset_of",
    "run",
    "send",
    "take_number",
    "upload",
    "use_seal",
    "void",
]
