"""Letters of a case 文书: issued under the law of the day, sealed, sent with proof; with them the answer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Case, Correction, Delivery, Letter, SealUse
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import papers, rules
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.verbs.answering import answer
from gongkai.papers.inlines import plain
from gongkai.papers.model import Document, Paragraph, Quote
from gongkai.refusal import Refused

WAYS = {
    Delivery.Way.VISIT: "当面",
    Delivery.Way.POST: "邮寄",
    Delivery.Way.ENTRUSTED: "当面",
    Delivery.Way.PLATFORM: "平台回复",
}
"""Ways of sending a letter of the centre → how the answer was given."""


def preview(case: Case, name: str, says: dict[str, str], *, body: str = "", day: date) -> letters.Composed:
    """The paper as it would be issued on a day, without the person. Raises Refused as :func:`issue_paper`."""
    one = standing(case)
    paper = papers.paper_of(one, name, day)
    content = papers.content_of(one, paper, says, body=body, final=False)
    return letters.compose(
        content, letters.office_of(case.registration.agency), number="（签发时编号）", dated=day
    )


def issue_paper(
    case: Case, name: str, says: dict[str, str], *, body: str = "", by: Officer, at: datetime
) -> Letter:
    """Issue a paper of the case: numbered, sealed, an event; once for each cause.

    Not inside another transaction, because the number is durable at once. Raises Refused: ``not-allowed``,
    ``not-found``, ``personal``, ``no-body``, and ``incomplete-letter``, ``wrong-citation`` of composing.
    """
    day = shanghai_date(at)
    _demand_handler(case, by, day)
    one = standing(case)
    paper = papers.paper_of(one, name, day)
    content = papers.content_of(one, paper, says, body=body, final=True)
    return letters.issue_now(case, content, cause=paper.cause, by=by, at=at)


def seal_letter(
    letter: Letter, seal: str, *, approved_by: Officer, copies: int = 1, by: Officer, at: datetime
) -> SealUse:
    """Enter that the seal was put on a letter 用印; another person approved it."""
    _demand_handler(letter.case, by, shanghai_date(at))
    return letters.use_seal(letter, seal=seal, copies=copies, by=by, approved_by=approved_by, at=at)


def send_letter(
    letter: Letter,
    way: str,
    *,
    by: Officer,
    at: datetime,
    sent_on: date | None = None,
    tracking: str = "",
    proof: str = "",
) -> Delivery:
    """Send a letter; where the case waits for its answer and the letter gives it, the answer is entered.

    Raises Refused: ``not-allowed``, ``unknown-way``, and those of :func:`letters.send` and ``answer``.
    """
    case, day = letter.case, shanghai_date(at)
    _demand_handler(case, by, day)
    if way not in WAYS:
        raise Refused("unknown-way", f"没有“{way}”这种送达方式", f"可以是 {'、'.join(WAYS)}")
    with transaction.atomic():
        made = letters.send(letter, way, by=by, at=at, sent_on=sent_on, tracking=tracking, proof=proof)
        if _answers(letter) and standing(case).step == Step.ANSWER:
            said = " ".join(part for part in (letter.number, made.way, made.tracking, made.proof) if part)
            answer(
                case,
                words_of(letters.document(letter, by=by, at=at)),
                delivery=WAYS[Delivery.Way(way)],
                proof=said[:200],
                by=by,
                at=at,
                answered_on=made.sent_on,
            )
    return made


def served(
    letter: Letter, outcome: str, proof: str, *, by: Officer, at: datetime, on: date | None = None
) -> Delivery:
    """Enter what became of the last sending. Raises Refused: ``not-sent``, and those of ``result``."""
    _demand_handler(letter.case, by, shanghai_date(at))
    last = letter.deliveries.order_by("-pk").first()
    if last is None:
        raise Refused("not-sent", f"{letter.number} 还没有送达过", "请先登记送达")
    return letters.result(last, outcome, proof=proof, by=by, at=at, on=on)


def void_letter(
    letter: Letter, reason: str, *, approved_by: Officer, by: Officer, at: datetime
) -> Correction:
    """Void a wrong letter in the open; the number stays, a new one may be issued for the same cause."""
    _demand_handler(letter.case, by, shanghai_date(at))
    return letters.void(letter, by=by, approved_by=approved_by, reason=reason, at=at)


def may_write(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer writes letters in the case: who handles it."""
    return case.stage != Stage.VOIDED and rules.handles(officer, case, day)


def words_of(document: Document) -> str:
    """What a letter says, as plain paragraphs."""
    lines: list[str] = []
    for block in document.blocks:
        inner = block.blocks if isinstance(block, Quote) else (block,)
        lines += [plain(one.inlines) for one in inner if isinstance(one, Paragraph)]
    return "\n".join(line for line in lines if line.strip())


def _answers(letter: Letter) -> bool:
    return letter.key in papers.ANSWERS and not letter.cause.endswith(f"/{papers.RESPONDENT}")


def _demand_handler(case: Case, by: Officer, day: date) -> None:
    if not visible_to(by, day).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")
    if not may_write(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日没有本件文书的职责", "请由承办人办理")
