"""Taking down 登记: one number, one or two linked cases, the person sealed, the text kept as it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import connection, transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework import numbers, secrecy
from gongkai.desk.casework.models import Case, CaseText, Party, Registration, Series
from gongkai.desk.casework.personal import keep_person, keep_text
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import Entry, enter
from gongkai.desk.complaints import hints, sketches
from gongkai.desk.complaints.acting import refresh
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Matter, Profile
from gongkai.desk.complaints.verbs import representing
from gongkai.desk.complaints.verbs.representing import Acting
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

KINDS = {
    Matter.Kind.CONSULTATION: (Case.Kind.CONSULTATION,),
    Matter.Kind.COMPLAINT: (Case.Kind.COMPLAINT,),
    Matter.Kind.REPORT: (Case.Kind.REPORT,),
    Matter.Kind.BOTH: (Case.Kind.COMPLAINT, Case.Kind.REPORT),
}
"""What was said → its cases: a text with both becomes two linked cases with their own clocks."""
_LONGEST_NAME = 20
LONGEST_TEXT = 20_000
"""Characters of what was said."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What an operator (or the portal's form) took down. ``person`` holds name, phone, id, address …"""

    agency: Agency
    channel: str
    kind: str
    text: str
    person: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_anonymous: bool = False
    is_secret: bool = False
    is_insider: bool = False
    wants_notice: bool = False
    respondent: str = ""
    credit_code: str = ""
    respondent_address: str = ""
    category: str = ""
    line: str = ""
    claim: str = ""
    amount_fen: int | None = None
    source_number: str = ""
    forwarded_by: str = ""
    forwarded_on: date | None = None
    feedback_due: date | None = None
    recording: str = ""
    acting: Acting | None = None


def next_number(agency: Agency, day: date) -> str:
    """The next number of the year, in the form in which the bureau writes its numbers."""
    durable = not connection.in_atomic_block
    n = numbers.allocate(agency, Series.COMPLAINTS, day.year, durable=durable)
    return numbers.format_number(Series.COMPLAINTS, day.year, n, numbers.prefix_of(agency, Series.COMPLAINTS))


def register(
    intake: Intake, *, by: Officer, at: datetime, number: str = "", received_at: datetime | None = None
) -> Matter:
    """Register what somebody said, today. ``received_at`` is the moment by the portal's clock, if earlier.

    Raises Refused: ``no-text``, ``too-long``, ``secrecy-mark`` before anything is stored, ``unknown-kind``,
    ``no-person`` for a complaint of somebody who is neither named nor said to be anonymous, and those of
    :func:`gongkai.desk.casework.verbs.enter` (``known`` for a source number that is there already).
    """
    demand(intake)
    day = shanghai_date(at)
    number = number or next_number(intake.agency, day)
    moment = (received_at or at).astimezone(SHANGHAI)
    traits = hints.traits(intake.text, intake.category, intake.respondent_address)
    category = house().category(intake.category or traits.category)
    line = intake.line or (category.line if category else "")
    entry = Entry(
        agency=intake.agency,
        series=Series.COMPLAINTS,
        number=number,
        channel=intake.channel,
        registered_on=day,
        registered_time=time(moment.hour, moment.minute) if shanghai_date(moment) == day else None,
        kinds=tuple(str(kind) for kind in KINDS[Matter.Kind(intake.kind)]),
        line=line,
        source_number=intake.source_number.strip(),
    )
    with transaction.atomic():
        registration = _entered(entry, by=by, at=at)
        matter = make_matter(registration, intake)
        cases = list(Case.objects.filter(registration=registration).order_by("pk"))
        for case in cases:
            keep(case, intake, traits, by, at)
        sketches.take([case.pk for case in cases])
        refresh(*cases, at=at)
    return matter


def _entered(entry: Entry, *, by: Officer, at: datetime) -> Registration:
    """A worksheet whose number is there already is no new matter: it lands on the one it is."""
    try:
        return enter(entry, by=by, at=at)
    except Refused as refused:
        if refused.code != "known":
            raise
        mend = "请打开该登记核对；平台再次转来的，在那一件“登记后续反映”，填平台的反馈时限"
        raise Refused("known", refused.sentence, mend) from refused


def demand(intake: Intake) -> None:
    """Refuse what cannot be registered; see :func:`register`."""
    if not intake.text.strip():
        raise Refused("no-text", "没有写说了什么", "请填写诉求内容")
    if len(intake.text) > LONGEST_TEXT:
        raise Refused("too-long", f"内容超过 {LONGEST_TEXT} 字", "请摘要登记，原件作为附件")
    if any(has_mark(part) for part in (intake.text, intake.respondent, intake.claim)):
        raise secrecy.refusal(
            "内容中有密级标志，没有保存",
            "本系统为非涉密系统：请立即停止办理，清除本页内容并报告保密办公室",
        )
    if intake.kind not in KINDS:
        raise Refused("unknown-kind", f"没有“{intake.kind}”这种诉求", "请选择咨询、投诉、举报或投诉举报")
    if intake.acting is not None:
        representing.demand(intake.acting)
    if intake.kind != Matter.Kind.CONSULTATION and not intake.is_anonymous and not _is_named(intake):
        raise Refused("no-person", "没有姓名和电话，又没有选匿名", "请填写称呼和电话，或者选匿名")


def _is_named(intake: Intake) -> bool:
    return any(intake.person.get(name, "").strip() for name in ("name", "phone"))


def names_in(person: Mapping[str, str]) -> list[str]:
    """The names of all who stand in a person's fields, also of those who complain together, one a line."""
    said = [person.get(name, "").strip() for name in ("name", "agent", "second")]
    lines = filter(str.strip, person.get("others", "").splitlines())
    words = (line.split()[0].strip("，、,；;") for line in lines)
    return [*filter(None, said), *(name for name in words if 1 < len(name) < _LONGEST_NAME)]


def make_matter(registration: Registration, intake: Intake) -> Matter:
    """The row of fact of a fresh registration."""
    return Matter.objects.create(
        registration=registration,
        agency=intake.agency,
        channel=intake.channel,
        kind=intake.kind,
        registered_on=registration.registered_on,
        cases_count=len(KINDS[Matter.Kind(intake.kind)]),
        category=intake.category.strip(),
        respondent=intake.respondent.strip(),
        credit_code=intake.credit_code.strip().upper(),
        respondent_address=intake.respondent_address.strip(),
        amount_fen=intake.amount_fen,
        forwarded_by=intake.forwarded_by.strip(),
        forwarded_on=intake.forwarded_on,
        signed_on=registration.registered_on if intake.forwarded_on else None,
        feedback_due=intake.feedback_due,
        recording=intake.recording.strip(),
    )


def keep(case: Case, intake: Intake, traits: hints.Traits, by: Officer | str, at: datetime) -> None:
    """Person, text and profile of one case; both are bound to the chain by a commitment."""
    is_hidden = intake.is_secret or intake.is_insider
    Profile.objects.create(
        case=case,
        claim=intake.claim.strip()[:120],
        area=traits.area,
        problem=traits.problem,
        safety=traits.safety,
        is_secret=intake.is_secret,
        is_insider=intake.is_insider,
        wants_notice=intake.wants_notice and case.kind == Case.Kind.REPORT,
    )
    commits = {}
    if _is_named(intake) or intake.is_anonymous:
        _, person = keep_person(
            case, Party.Role.PETITIONER, intake.person, is_anonymous=intake.is_anonymous, secret=is_hidden
        )
        if person:
            commits["person"] = person
    _, commits["content"] = keep_text(
        case, CaseText.Field.CONTENT, intake.text.strip(), names_in(intake.person)
    )
    acting = intake.acting if case.kind == Case.Kind.COMPLAINT else None
    if acting is not None:
        made = representing.keep(case, acting, shanghai_date(at))
        noted = {"way": made.way, "lacking": len(made.lacking)}
        record(case.stream, "authority-noted", by=by, occurred=shanghai_date(at), at=at, data=noted)
    data = {"secret": intake.is_secret, "insider": intake.is_insider, "anonymous": intake.is_anonymous}
    record(case.stream, "taken-down", by=by, occurred=shanghai_date(at), at=at, data=data, commits=commits)
