"""Applications that come sealed through the portal: registered when they are opened, without a person.

The portal's day is the day of submission; since 2019 the clock begins when the receipt was confirmed with the
applicant, so such a case waits for that (:mod:`gongkai.law.receipt`).
"""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.queries import shanghai_date, the_agency
from gongkai.desk.casework import numbers
from gongkai.desk.casework.models import Case, CaseText, Delivery, Registration, Series
from gongkai.desk.casework.personal import keep_text, text_for_letter
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.foi import attachments, telling
from gongkai.desk.foi.facts import KINDS
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.verbs.registering import Intake, check, fill
from gongkai.desk.mailbox.receiving import Message, Taken
from gongkai.refusal import Refused

CHANNEL, WAY = "网络", "online"
WAYS = {
    "portal": Delivery.Way.PLATFORM,
    "post": Delivery.Way.POST,
    "email": Delivery.Way.EMAIL,
    "pick_up": Delivery.Way.VISIT,
}
"""How the portal's form says in which way the answer is wanted."""
FORMS = {
    "paper": Application.Form.PAPER,
    "electronic": Application.Form.FILE,
    "copy": Application.Form.LOOK,
}
"""How the portal's form says in which form the information is wanted."""

RATINGS = {"good": "满意", "fair": "基本满意", "bad": "不满意"}
"""How the portal's form says whether the answer satisfies."""


def receive(message: Message) -> Taken:
    """Take an application, or what follows in its box; runs in the transaction that takes the message."""
    if message.kind == "foi":
        return _first(message)
    if not message.cases:
        raise Refused("no-case", "补充的来件没有对应的申请", "请由人工核对")
    (case, *_) = message.cases
    at = message.arrived_at
    data = {"kind": message.kind, "message": message.id}
    record(case.stream, "message-taken", by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
    attachments.enclose(case, message.files, at)
    if text := _said(message):
        return _later(case, text, at)
    return Taken((case,))


def _first(message: Message) -> Taken:
    at = message.arrived_at
    day, submitted = shanghai_date(at), min(shanghai_date(message.submitted_at), shanghai_date(at))
    agency = the_agency()
    fields = message.fields
    wanted = [fields.get("text", "").strip(), *_more(message)]
    intake = Intake(
        agency=agency,
        channel=CHANNEL,
        way=WAY,
        submitted_on=submitted,
        arrived_on=day,
        applicant_kind=fields.get("applicant", "") if fields.get("applicant") in KINDS else "自然人",
        person={key: value for key, value in message.person.items() if value},
        text="\n".join(line for line in wanted if line),
        has_identity_proof=bool(message.person.get("id")),
        form_wanted=FORMS.get(fields.get("form", ""), ""),
        delivery_wanted=WAYS.get(fields.get("way", ""), ""),
        source_number=message.id,
    )
    received = check(intake, day)
    n = numbers.allocate(agency, Series.APPLICATIONS, day.year, durable=False)
    prefix = numbers.prefix_of(agency, Series.APPLICATIONS)
    number = numbers.format_number(Series.APPLICATIONS, day.year, n, prefix)
    registration = Registration.objects.create(
        agency=agency,
        series=Series.APPLICATIONS,
        number=number,
        key=number,
        channel=CHANNEL,
        source_number=message.id,
        registered_on=day,
        recorded_at=at,
    )
    case = Case.objects.create(
        registration=registration, kind=Case.Kind.APPLICATION, stage=Stage.OPEN, opened_on=received
    )
    data = {"kind": case.kind, "channel": CHANNEL, "late": False, "files": len(message.files)}
    record(case.stream, "registered", by=SYSTEM, occurred=day, at=at, data=data)
    application = fill(case, intake, received, by=SYSTEM, at=at)
    return Taken((case,), text=telling.registered(case, application), status="已登记")


def _said(message: Message) -> str:
    """What somebody wrote later, with what they meant by it: the message itself is not kept."""
    text = message.fields.get("text", "").strip()
    if message.kind == "rate":
        return "：".join(filter(None, ("评价答复", RATINGS.get(message.fields.get("rating", "")), text)))
    return f"申请撤回：{text}" if message.kind == "withdraw" and text else text


def _later(case: Case, text: str, at: datetime) -> Taken:
    """A correction that arrives through the box, or words to a case: kept sealed; the handler enters it."""
    kept = text_for_letter(case, CaseText.Field.NOTE)
    _, commitment = keep_text(case, CaseText.Field.NOTE, f"{kept}\n{text}".strip())
    day = shanghai_date(at)
    record(case.stream, "supplemented", by=SYSTEM, occurred=day, at=at, commits={"text": commitment})
    return Taken((case,))


def _more(message: Message) -> list[str]:
    """What the form asks beside the text, in the words of the paper form."""
    asked = (("doc_no", "文号"), ("purpose", "用途"))
    found = [f"{label}：{message.fields[name].strip()}" for name, label in asked if message.fields.get(name)]
    if message.fields.get("waiver") == "1":
        found.append("申请减免费用")
    return found
