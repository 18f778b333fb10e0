"""Citizens' messages that come sealed through the portal: registered when they are opened, without a person.

Each becomes a matter of the register with one or two cases, or lands on the case of its box. Withdrawal and
rating count because the box signed them; that was checked before (:mod:`gongkai.desk.mailbox`).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime

from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date, the_agency
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import lock
from gongkai.desk.casework.models import Case, Registration, Series
from gongkai.desk.casework.personal import keep_text, seal_value
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import hints, telling
from gongkai.desk.complaints.acting import end_mediation, refresh
from gongkai.desk.complaints.clocks import respond_by
from gongkai.desk.complaints.enclosures import ENCLOSURE
from gongkai.desk.complaints.facts import Kind, Step, standing
from gongkai.desk.complaints.foreseen import round_of
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Authority, Decision, Enclosure, FollowUp, Matter, Note
from gongkai.desk.complaints.models.authority import MOST_PEOPLE
from gongkai.desk.complaints.rules import PORTAL
from gongkai.desk.complaints.verbs.following import rate
from gongkai.desk.complaints.verbs.pressing import supervise_by_rule
from gongkai.desk.complaints.verbs.registering import KINDS, Intake, demand, keep, make_matter, next_number
from gongkai.desk.complaints.verbs.representing import Acting
from gongkai.desk.mailbox import checking
from gongkai.desk.mailbox.receiving import Message, Taken
from gongkai.face.texts import weekday, zh_date
from gongkai.refusal import Refused

SORTS = {
    "complaint": Matter.Kind.COMPLAINT,
    "report": Matter.Kind.REPORT,
    "both": Matter.Kind.BOTH,
    "ask": Matter.Kind.CONSULTATION,
    "suggest": Matter.Kind.CONSULTATION,
}
"""Kind of a first message → what is registered; a suggestion is answered like a question."""
WISHES = {"refund": "退款", "compensate": "赔偿", "replace": "更换", "other": ""}
RATINGS = {
    "good": Matter.Satisfaction.GOOD,
    "fair": Matter.Satisfaction.FAIR,
    "bad": Matter.Satisfaction.BAD,
}
_WITHDRAWS_AT = (Step.ASSIGN, Step.ACCEPT, Step.MEDIATE, Step.TEST, Step.CHECK, Step.REVIEW, Step.JOINED)


def receive(message: Message) -> Taken:
    """Take a message; runs in the transaction that takes it out of the mailbox."""
    if message.kind in SORTS:
        return _first(message)
    if not message.cases:
        raise Refused("no-case", "补充的来件没有对应的案件", "请由人工核对")
    cases = tuple(lock(case) for case in message.cases)
    at = message.arrived_at
    for case in cases:
        data = {"kind": message.kind, "message": message.id, "files": len(message.files)}
        record(case.stream, "message-taken", by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
        _enclose(case, message)
    if message.kind == "withdraw":
        return _withdrawn(cases, message, at)
    if message.kind == "rate":
        return _rated(cases, message, at)
    return _said_later(cases, message, at)


def _first(message: Message) -> Taken:
    at = message.arrived_at
    day = shanghai_date(at)
    intake = _intake(message)
    demand(intake)
    number = next_number(intake.agency, day)
    submitted = message.submitted_at.astimezone(SHANGHAI)
    registration = Registration.objects.create(
        agency=intake.agency,
        series=Series.COMPLAINTS,
        number=number,
        key=f"{PORTAL}\n{message.id}",
        channel=PORTAL,
        source_number=message.id,
        registered_on=day,
        registered_time=submitted.time().replace(second=0, microsecond=0)
        if submitted.date() == day and not message.doubtful_time
        else None,
        recorded_at=at,
    )
    matter = make_matter(registration, intake)
    traits = hints.traits(intake.text, intake.category, intake.respondent_address)
    known = house().category(traits.category)
    cases = []
    for kind in KINDS[Matter.Kind(intake.kind)]:
        case = Case.objects.create(
            registration=registration,
            kind=kind,
            line=known.line if known else "",
            stage=Stage.OPEN,
            opened_on=min(day, shanghai_date(message.submitted_at)) if not message.doubtful_time else day,
        )
        data = {"kind": str(kind), "channel": PORTAL, "late": False, "files": len(message.files)}
        if message.doubtful_time:
            data["doubtful_time"] = True
        record(case.stream, "registered", by=SYSTEM, occurred=day, at=at, data=data)
        keep(case, intake, traits, SYSTEM, at)
        _enclose(case, message)
        cases.append(case)
    refresh(*cases, at=at)
    then = "".join(telling.comes_next(case) for case in cases) or "由承办单位答复，答复显示在本页。"
    return Taken(tuple(cases), text=f"您的{matter.kind}已登记，编号 {number}。{then}", status="已登记")


def _intake(message: Message) -> Intake:
    fields = message.fields
    kind = SORTS[message.kind]
    amount = fields.get("amount", "")
    parts = [
        fields.get("title", ""),
        fields.get("product", ""),
        fields.get("happened_on", ""),
        fields["text"],
    ]
    person = _represented({name: value for name, value in message.person.items() if value}, fields)
    is_anonymous = fields.get("anonymous") == "1" or not any(person.get(name) for name in ("name", "phone"))
    return Intake(
        agency=the_agency(),
        channel=PORTAL,
        kind=str(kind),
        text="\n".join(part.strip() for part in parts if part and part.strip()),
        person={} if is_anonymous else person,
        is_anonymous=is_anonymous,
        is_secret=fields.get("secrecy") == "1",
        is_insider=fields.get("insider") == "1",
        wants_notice=fields.get("notice") == "1" and not is_anonymous,
        respondent=fields.get("respondent", "")[:160],
        respondent_address=fields.get("respondent_address", "")[:200],
        category=hints.traits(f"{fields.get('product', '')} {fields['text']}").category,
        claim=WISHES.get(fields.get("wish", ""), ""),
        amount_fen=_fen(amount),
        acting=None if is_anonymous else _acting(fields, kind, person),
    )


def _acting(fields: Mapping[str, str], kind: str, person: Mapping[str, str]) -> Acting | None:
    """A complaint for another comes without the original of its authorisation: that is asked for.

    Of several who complain together the number is the citizen's; without a sound one it is two.
    """
    if kind not in (Matter.Kind.COMPLAINT, Matter.Kind.BOTH):
        return None
    if fields.get("acting") == "1":
        return Acting(str(Authority.Way.AGENT))
    if fields.get("acting") != "joint":
        return None
    said = fields.get("people", "")
    people = int(said) if said.isascii() and said.isdecimal() and len(said) <= len(str(MOST_PEOPLE)) else 0
    second = bool(person.get("second", "").strip())
    return Acting(str(Authority.Way.JOINT), people=max(people, 2), representatives=2 if second else 1)


def _represented(person: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Who is complained for is the complainant; who filled in the form stands beside as the agent."""
    if fields.get("acting") != "1" or not person.get("principal"):
        return {name: value for name, value in person.items() if not name.startswith("principal")}
    rest = {name: value for name, value in person.items() if name in ("address", "email")}
    known = {
        "name": person.get("principal", ""),
        "phone": person.get("principal_phone", ""),
        "agent": person.get("name", ""),
        "agent_phone": person.get("phone", ""),
    }
    return rest | {name: value for name, value in known.items() if value}


def _fen(amount: str) -> int | None:
    """An amount such as 168.00 in 分; null for what is none or beyond reason."""
    whole, _, cents = amount.strip().partition(".")
    if not whole.isascii() or not whole.isdecimal() or len(whole) > 9 or (cents and not cents.isdecimal()):
        return None
    return int(whole) * 100 + int((cents + "00")[:2])


def _withdrawn(cases: tuple[Case, ...], message: Message, at: datetime) -> Taken:
    """The citizen withdraws: a complaint ends there; a report goes on, for it is not theirs to end."""
    day = shanghai_date(at)
    ended: list[Case] = []
    for case in cases:
        if case.kind == Case.Kind.REPORT:
            _land(case, message, at)
            continue
        if case.stage == Stage.OPEN and standing(case).step in _WITHDRAWS_AT:
            Decision.objects.filter(case=case, on__isnull=True, revoked_on__isnull=True).update(
                revoked_on=day
            )
            Decision.objects.create(
                case=case,
                kind=Kind.WITHDRAWN,
                round=round_of(case),
                proposed_on=day,
                on=day,
                proof=f"门户信箱签名 {message.id}",
            )
            end_mediation(case, by=SYSTEM, at=at)
            why = message.fields.get("text", "").strip()
            commits = {"text": _write(case, Note.Kind.WITHDRAWAL, why, day)[1]} if why else None
            data = {"message": message.id}
            record(case.stream, "withdrawn", by=SYSTEM, occurred=day, at=at, data=data, commits=commits)
            ended.append(case)
        else:
            _land(case, message, at)
    refresh(*cases, at=at)
    return _told_of_withdrawal(cases, ended, day)


def _told_of_withdrawal(cases: tuple[Case, ...], ended: list[Case], day: date) -> Taken:
    """What the citizen reads: a report is checked all the same, and what was decided already stays and is
    answered by a day.
    """
    rest = [case for case in cases if case.stage == Stage.OPEN and case not in ended]
    if ended:
        text, status = telling.of_withdrawal(ended, rest)
        return Taken(cases, text=text, status=status)
    due = respond_by(day, calendar())
    decided = any(case.kind != Case.Kind.REPORT for case in rest)
    words = ["您的撤回已收到。", *(telling.goes_on(case) for case in rest if case.kind == Case.Kind.REPORT)]
    words += ["撤回以前已经作出的处理不变。"] * decided
    words += [f"我们在{zh_date(due)}（{weekday(due)}）以前回应您。"]
    return Taken(cases, text="".join(words))


def _rated(cases: tuple[Case, ...], message: Message, at: datetime) -> Taken:
    """The citizen's own word on the matter; 不满意 brings it under supervision."""
    day = shanghai_date(at)
    satisfaction = RATINGS.get(message.fields.get("rating", ""))
    if satisfaction is None:
        raise Refused("unknown-rating", "没有这种评价", "请由人工核对")
    rate(cases[0], satisfaction)
    for case in cases:
        record(case.stream, "rated", by=SYSTEM, occurred=day, at=at, data={"satisfaction": satisfaction})
        if satisfaction == Matter.Satisfaction.BAD:
            supervise_by_rule(case, "unsatisfied", day)
    if message.fields.get("text", "").strip():
        for case in cases:
            _land(case, message, at)
    return Taken(cases)


def _said_later(cases: tuple[Case, ...], message: Message, at: datetime) -> Taken:
    """A reply or supplement lands on the case and is owed a reply, also when it is closed."""
    for case in cases:
        _land(case, message, at)
    return Taken(cases)


def _land(case: Case, message: Message, at: datetime) -> None:
    text = message.fields.get("text", "").strip()
    if message.kind == "withdraw":
        text = f"申请撤回：{text or '没有写原因'}"
    text = text or "（没有文字，只有附件）"
    day = shanghai_date(at)
    field, commitment = _write(case, Note.Kind.FOLLOW_UP, text, day)
    FollowUp.objects.create(case=case, on=day, channel=PORTAL, source_number=message.id, field=field)
    data = {"channel": PORTAL, "message": message.id}
    record(
        case.stream, "followed-up", by=SYSTEM, occurred=day, at=at, data=data, commits={"text": commitment}
    )


def _write(case: Case, kind: str, text: str, day: date) -> tuple[str, str]:
    """Keep what a citizen wrote as a note of the case; its field and commitment."""
    field = f"n{Note.objects.filter(case=case).count() + 1}"
    _, commitment = keep_text(case, field, text)
    Note.objects.create(case=case, kind=kind, on=day, by=None, field=field)
    return field, commitment


def _enclose(case: Case, message: Message) -> None:
    """Keep the files of a message: the ciphertext stays, its key goes under the case's.

    Nothing of it is opened here: the worker looks at it first (:mod:`gongkai.desk.mailbox.checking`).
    """
    checking.enter((file.blob for file in message.files), message.arrived_at)
    for file in message.files:
        secret = {"name": file.name[:200], "key": base64.b64encode(file.key).decode()}
        sealed, _ = seal_value(case, ENCLOSURE, file.blob, secret)
        Enclosure.objects.get_or_create(
            case=case,
            blob=file.blob,
            defaults={
                "type": file.type[:100],
                "size": file.size,
                "sha256": file.sha256,
                "sealed": sealed,
            },
        )
