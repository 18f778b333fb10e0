"""What a letter says: from the law of the day, the prose of the letter and the facts of the case, to blocks.

Nothing is read or written here. Citation and notice of remedies come from :mod:`gongkai.law`, so a letter of
2023 and one of 2024 say different things about going to court without anybody having to think of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.desk.casework.letters.wording import Wording, filled, wording
from gongkai.law import fees, registry
from gongkai.law.citations import slips
from gongkai.law.letters import Letter as Kind
from gongkai.law.letters import letter as kind_of
from gongkai.law.outcomes import outcome as outcome_of
from gongkai.law.remedies import RemedyNotice, remedy_text
from gongkai.papers import numerals
from gongkai.papers.inlines import Emphasis, words
from gongkai.papers.model import (
    Attachment,
    Attachments,
    Block,
    Document,
    PageBreak,
    Paragraph,
    Quote,
    Signature,
    paragraph,
)
from gongkai.papers.tables import cell, table
from gongkai.refusal import Refused

MAY_LACK = "（能够确定的）"
"""Ends the name of a content that a letter has only where it is known."""
SLIP = "意见回执"
"""A content that is a form to fill in, not words."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes, and before whom the letter can be contested: the office's settings.

    ``partial_review_first`` is its reading of 复议法 art. 23 for what a partial decision withholds.
    """

    name: str
    review_organ: str = ""
    superior: str = ""
    court: str = ""
    partial_review_first: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """What one letter is about.

    ``says`` maps each content that the law asks of the letter (:attr:`gongkai.law.letters.Letter.contents`)
    to its words. ``outcome`` is the outcome that a decision announces: it brings article and remedies.
    ``article`` cites more of the same rule set (a ground of refusal of a complaint). ``annexes`` are the
    names of the files that go with the letter.
    """

    key: str
    ruleset: str
    addressee: str
    request: str = ""
    received_on: date | None = None
    outcome: str = ""
    article: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    annexes: tuple[str, ...] = ()
    to_other: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter before it is issued: its document and what it rests on."""

    kind: Kind
    document: Document
    cite: str
    remedy: RemedyNotice | None
    addressee: str
    paragraphs: tuple[str, ...]


def contents_of(ruleset: str, key: str) -> tuple[tuple[str, bool], ...]:
    """What the clerk has to write for a letter: each content with whether it must be there."""
    return tuple((name, MAY_LACK not in name) for name in kind_of(ruleset, key).contents if name != SLIP)


def compose(content: Content, office: Office, *, number: str, dated: date) -> Composed:
    """The letter as it would go out on ``dated``.

    Raises Refused: ``unknown-letter``, ``incomplete-letter`` (a content the law asks for is missing),
    ``unknown-content``, ``wrong-citation``, ``remedy-organ-needed``.
    """
    kind = kind_of(content.ruleset, content.key)
    prose = wording(content.key)
    _demand_complete(kind, content)
    _demand_citations(content)
    rule = registry.by_id(content.ruleset)
    articles = _articles(content, rule.cite(), kind)
    cite = rule.cite() + "、".join(articles) if articles else ""
    values = {
        "received": numerals.date(content.received_on) if content.received_on else "",
        "by": f"根据{cite}的规定，" if cite else "",
        "cite": cite,
        "law": rule.cite(),
        "charge": fees.called(content.received_on) if content.received_on else "",
        "restart": restart.text if (restart := rule.find_fact("restart.corrected")) else "",
    }
    remedy = _remedy(kind, content, office, dated)
    body, told = _body(content, prose, values, remedy)
    if content.annexes:
        body.append(Attachments(tuple(Attachment(name) for name in content.annexes)))
        told += [f"附件：{n}. {name}" for n, name in enumerate(content.annexes, start=1)]
    if not prose.minutes:
        body.append(Signature(office.name, dated))
    if prose.slip and SLIP in kind.contents:
        body += _slip(number)
    document = Document(
        title=f"{office.name}\n{kind.title}",
        blocks=tuple(body),
        doc_no=number,
        agency=office.name,
        date=dated,
    )
    return Composed(kind, document, cite, remedy, content.addressee, tuple(told))


def _demand_complete(kind: Kind, content: Content) -> None:
    given = {name: text for name, text in content.says.items() if text.strip()}
    missing = [name for name in kind.contents if name != SLIP and MAY_LACK not in name and name not in given]
    if missing:
        raise Refused(
            "incomplete-letter", f"《{kind.title}》还缺：{'、'.join(missing)}", "请写齐后再预览或者签发"
        )
    unknown = [name for name in given if name not in kind.contents]
    if unknown:
        raise Refused(
            "unknown-content",
            f"《{kind.title}》没有“{unknown[0]}”这一项",
            f"可以写的有：{'、'.join(kind.contents)}",
        )


def _demand_citations(content: Content) -> None:
    """Refuse words that cite what does not govern; the law's own citations cannot be wrong."""
    rule = registry.by_id(content.ruleset)
    for name, text in content.says.items():
        for slip in slips(text, rule):
            raise Refused(
                "wrong-citation", f"“{name}”中的“{slip.cited}”：{slip.why}", "请改正引用后再预览或者签发"
            )


def _articles(content: Content, law: str, kind: Kind) -> list[str]:
    found = []
    if content.outcome:
        decided = outcome_of(content.outcome)
        same = registry.by_id(decided.ruleset).data["law"] == content.ruleset
        if decided.article and same:
            found.append(decided.article)
    if kind.cite:
        found.append(kind.cite.removeprefix(law))
    if content.article:
        parts = [part for said in found for part in said.split("、")]
        found = [part for part in parts if not content.article.startswith(part)] + [content.article]
    return list(dict.fromkeys(found))


def _remedy(kind: Kind, content: Content, office: Office, dated: date) -> RemedyNotice | None:
    if not kind.remedy:
        return None
    if not content.outcome:
        raise Refused("no-outcome", f"《{kind.title}》要告知救济途径，但没有答复结果", "请先选择答复结果")
    return remedy_text(
        dated,
        content.outcome,
        review_organ=office.review_organ,
        superior=office.superior,
        court=office.court,
        partial_review_first=office.partial_review_first,
    )


def _body(
    content: Content, prose: Wording, values: Mapping[str, str], remedy: RemedyNotice | None
) -> tuple[list[Block], list[str]]:
    """The blocks between title and signature, and the same as plain paragraphs for DOCX templates."""
    opening = filled(prose.other if content.to_other and prose.other else prose.opening, values)
    told = list(opening)
    head = f"双方当事人：{content.addressee}" if prose.parties else f"{content.addressee}："
    blocks: list[Block] = [Paragraph(words(head), "flush")]
    blocks += [paragraph(line) for line in opening]
    if content.request.strip():
        lines = [line.strip() for line in content.request.splitlines() if line.strip()]
        blocks.append(Quote(tuple(paragraph(line) for line in lines)))
        told += lines
    middle = filled(prose.middle, values)
    blocks += [paragraph(line) for line in middle]
    told += middle
    for name, text in content.says.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        label = name.removesuffix(MAY_LACK)
        for at, line in enumerate(lines):
            blocks.append(paragraph((Emphasis(words(f"{label}：")), line) if at == 0 else line))
            told.append(f"{label}：{line}" if at == 0 else line)
    closing = [*filled(prose.closing, values), *([remedy.text] if remedy else [])]
    blocks += [paragraph(line) for line in closing]
    told += closing
    return blocks, told


def _slip(number: str) -> list[Block]:
    """The form for the reply, on a page of its own."""
    rows = (
        (cell("征求意见书编号", header=True), number),
        (cell("意见", header=True), "□ 同意公开　□ 部分同意公开　□ 不同意公开"),
        (cell("不同意公开的部分", header=True), " "),
        (cell("理由", header=True), " "),
        (cell("签名（盖章）、日期", header=True), " "),
        (cell("联系人、电话", header=True), " "),
    )
    return [
        PageBreak(),
        Paragraph(words((Emphasis(words(SLIP)),)), "center"),
        table("", (), rows, widths=(1, 3)),
    ]
