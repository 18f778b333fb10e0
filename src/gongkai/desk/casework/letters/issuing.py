"""Issuing a letter: numbered, sealed, an event; once for each case, kind and cause. Voiding in the open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import numbers, rules
from gongkai.desk.casework.clocks import transition
from gongkai.desk.casework.letters import templates
from gongkai.desk.casework.letters.composing import Composed, Content, Office, compose
from gongkai.desk.casework.letters.wording import wording
from gongkai.desk.casework.models import Case, Correction, Letter
from gongkai.desk.casework.personal import seal_value
from gongkai.desk.casework.recording import record
from gongkai.law import registry
from gongkai.law.registry import RuleSet
from gongkai.papers.wire import to_json
from gongkai.refusal import Refused

TABLE = "letter"
"""Name of the table in the place that a sealed letter is bound to; the row is the letter's uid."""
SERIES = "letters"
"""The series of numbers: one a year for all letters of an agency."""
FIELDS = {
    Case.Kind.APPLICATION: "foi",
    Case.Kind.REMEDY: "foi",
    Case.Kind.COMPLAINT: "complaint",
    Case.Kind.REPORT: "complaint",
}


def office_of(agency: Agency) -> Office:
    """The agency as the writer of letters, with review organ and court from the settings."""
    values = settings.GONGKAI_VALUES
    return Office(
        name=agency.name,
        review_organ=str(values["review_organ"]),
        superior=agency.superior_name,
        court=str(values["court"]),
        partial_review_first=bool(values["partial_review_first"]),
    )


def ruleset_of(case: Case, on: date, *, line: str | None = None) -> RuleSet:
    """The rule set whose letters a case gets on a day, by the transition policy of the settings.

    Complaint rules of some years differ by line: give it as the law names it. Raises Refused
    (``no-rule-set``, ``line-needed``).
    """
    day = registry.governing_day(on, received=case.opened_on, policy=transition())
    return registry.select(FIELDS[Case.Kind(case.kind)], day, line=line)


def take_number(agency: Agency, key: str, dated: date) -> str:
    """The next number for a letter, durable at once; call it before the verb's transaction."""
    n = numbers.allocate(agency, SERIES, dated.year)
    word = agency.short_name or agency.name
    return f"{word}〔{dated.year}〕第{n}号-{wording(key).suffix}"


def issue(
    case: Case, content: Content, *, number: str, cause: str, by: Officer, at: datetime, dated: date
) -> Letter:
    """Make a letter of a case, in the caller's transaction; who may is the caller's rule.

    Returns the letter that is there already for the same kind and cause. Raises Refused as :func:`compose`
    does, and ``wrong-day`` for a date after today or before the case came in.
    """
    day = shanghai_date(at)
    if not case.opened_on <= dated <= day:
        raise Refused(
            "wrong-day", f"成文日期 {dated} 早于收到日期 {case.opened_on} 或在今天之后", "请核对日期"
        )
    present = _present(case, content.key, cause)
    if present is not None:
        return present
    agency = case.registration.agency
    composed = compose(content, office_of(agency), number=number, dated=dated)
    made = Letter(
        case=case,
        agency=agency,
        key=content.key,
        cause=cause,
        title=composed.kind.title,
        number=number,
        ruleset=composed.kind.ruleset,
        remedy_ruleset=composed.remedy.ruleset if composed.remedy else "",
        review_first=composed.remedy.review_first if composed.remedy else False,
        dated=dated,
        made_at=at,
        by=by,
        template=templates.current(agency, content.key),
    )
    with transaction.atomic():
        made.sealed, made.commitment = seal_value(case, TABLE, made.uid, _kept(composed))
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as wrong:
            there = _present(case, content.key, cause)
            if there is None:
                raise Refused("number-taken", f"编号 {number} 已经用过", "请再签发一次") from wrong
            return there
        record(
            case.stream,
            "letter-made",
            by=by,
            occurred=dated,
            at=at,
            data={"letter": made.uid, "key": made.key, "ruleset": made.ruleset, "number": number},
            commits={"letter": made.commitment},
        )
    return made


def issue_now(
    case: Case, content: Content, *, cause: str, by: Officer, at: datetime, dated: date | None = None
) -> Letter:
    """:func:`take_number` and :func:`issue` in one; not inside another transaction."""
    on = dated or shanghai_date(at)
    present = _present(case, content.key, cause)
    if present is not None:
        return present
    compose(
        content, office_of(case.registration.agency), number="", dated=on
    )  # refuse before a number is spent
    number = take_number(case.registration.agency, content.key, on)
    return issue(case, content, number=number, cause=cause, by=by, at=at, dated=on)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One letter of a run: made only when it is not there yet."""

    case: Case
    cause: str
    key: str
    content: Callable[[], Content]


def run(wanted: Iterable[Wanted], *, by: Officer, at: datetime) -> list[Letter]:
    """Many letters, each in a transaction of its own: begun again after a kill, each exists once."""
    return [
        _present(one.case, one.key, one.cause)
        or issue_now(one.case, one.content(), cause=one.cause, by=by, at=at)
        for one in wanted
    ]


def void(letter: Letter, *, by: Officer, approved_by: Officer, reason: str, at: datetime) -> Correction:
    """Void a letter that was wrong 文书更正: the number stays; a new one may take its place.

    Raises Refused: ``voided``, ``four-eyes``, ``not-allowed``, ``no-reason``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        if locked.voided_on is not None:
            raise Refused("voided", f"{locked.number} 已于 {locked.voided_on} 作废", "无需再办")
        if not reason.strip():
            raise Refused("no-reason", "作废文书须写明理由", "请填写理由")
        registration = locked.case.registration
        rules.demand_four_eyes(registration, by, approved_by, day)
        locked.voided_on = day
        locked.save(update_fields=["voided_on"])
        made = Correction.objects.create(
            registration=registration,
            kind=Correction.Kind.LETTER,
            on=day,
            reason=reason.strip(),
            by=by,
            approved_by=approved_by,
        )
        data = {"letter": locked.uid, "approved_by": approved_by.uid}
        record(locked.case.stream, "letter-voided", by=by, occurred=day, at=at, data=data)
    letter.voided_on = day
    return made


def _present(case: Case, key: str, cause: str) -> Letter | None:
    return Letter.objects.filter(case=case, key=key, cause=cause, voided_on__isnull=True).first()


def _kept(composed: Composed) -> dict[str, object]:
    """What is sealed: the document and the parts that a DOCX template asks for."""
    return {
        "document": to_json(composed.document),
        "addressee": composed.addressee,
        "paragraphs": list(composed.paragraphs),
        "cite": composed.cite,
        "remedy": composed.remedy.text if composed.remedy else "",
    }
