"""The papers of a letter, opened from what was sealed: the same whenever they are printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.letters import templates
from gongkai.desk.casework.letters.composing import Composed
from gongkai.desk.casework.letters.issuing import TABLE
from gongkai.desk.casework.models import Letter, LetterTemplate
from gongkai.desk.casework.personal import open_value
from gongkai.desk.casework.recording import record
from gongkai.papers import docx as docx_papers
from gongkai.papers import pdf as pdf_papers
from gongkai.papers.model import Document
from gongkai.papers.pdf import Fonts
from gongkai.papers.wire import from_json


def document(letter: Letter, *, by: Officer, at: datetime) -> Document:
    """What a letter says, as blocks; the look is an event. Who may is the caller's gate."""
    return from_json(_opened(letter, by, at)["document"])


def pdf(letter: Letter, *, by: Officer, at: datetime) -> bytes:
    """The letter as it is printed and sealed."""
    return pdf_papers.render(document(letter, by=by, at=at), fonts=fonts())


def docx(letter: Letter, *, by: Officer, at: datetime) -> bytes:
    """The letter for a word processor: on the office's template of its day, else on the house's style."""
    kept = _opened(letter, by, at)
    if letter.template is None:
        return docx_papers.render(from_json(kept["document"]), base=_base(), fonts=fonts())
    values = {
        "标题": letter.title,
        "编号": letter.number,
        "收件人": kept["addressee"],
        "正文": kept["paragraphs"],
        "依据": kept["cite"],
        "救济告知": kept["remedy"],
        "机关": letter.agency.name,
        "日期": templates.spoken_day(letter.dated),
    }
    return templates.render(bytes(letter.template.docx), values)


def pdf_of(composed: Composed) -> bytes:
    """A letter that is not issued yet, for the preview."""
    return pdf_papers.render(composed.document, fonts=fonts())


def docx_of(composed: Composed, template: LetterTemplate | None = None) -> bytes:
    """The same for a word processor."""
    if template is None:
        return docx_papers.render(composed.document, base=_base(), fonts=fonts())
    document = composed.document
    assert document.date is not None
    values = {
        "标题": composed.kind.title,
        "编号": document.doc_no,
        "收件人": composed.addressee,
        "正文": list(composed.paragraphs),
        "依据": composed.cite,
        "救济告知": composed.remedy.text if composed.remedy else "",
        "机关": document.agency,
        "日期": templates.spoken_day(document.date),
    }
    return templates.render(bytes(template.docx), values)


def fonts() -> Fonts:
    """The office's own fonts where the settings name a folder, else those that come with the program."""
    folder = str(settings.GONGKAI_VALUES["fonts"])
    return Fonts(folder=Path(folder)) if folder else Fonts()


def _base() -> Path | None:
    base = str(settings.GONGKAI_VALUES["docx_base"])
    return Path(base) if base else None


def _opened(letter: Letter, by: Officer, at: datetime) -> dict[str, Any]:
    kept = open_value(letter.case, TABLE, letter.uid, bytes(letter.sealed))
    record(letter.case.stream, "letter-opened", by=by, occurred=at, at=at, data={"letter": letter.uid})
    assert isinstance(kept, dict)
    return kept
