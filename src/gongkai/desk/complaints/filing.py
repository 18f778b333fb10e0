"""案卷: the file of a complaint, report or consultation, as one PDF and as a package for the archive.

In the order of its course: registration and what was said, what was done, letters with their service, answers
and closings, list of the files that were sent. Where the person is kept secret nobody opens them for a file:
it says so and holds the masked words.
"""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.agencies.words import official
from gongkai.desk.archive import binding, packing
from gongkai.desk.archive.binding import Part, document, part
from gongkai.desk.archive.binding import day_or_dash as _day
from gongkai.desk.casework.models import Case, CaseText, Closing, Party
from gongkai.desk.casework.personal import person_for_letter, text_for_letter
from gongkai.desk.casework.queries import answers_with_fields
from gongkai.desk.complaints import enclosures, notices
from gongkai.desk.complaints.facts import Standing, standing
from gongkai.desk.complaints.keeping import ROOM
from gongkai.desk.complaints.models import (
    Authority,
    Call,
    Decision,
    Enclosure,
    LabTest,
    Mediation,
    Note,
    Receipt,
    Violation,
)
from gongkai.desk.complaints.models.authority import ELECTION
from gongkai.desk.mailbox import checking
from gongkai.papers.model import Block, Document, heading, paragraph
from gongkai.papers.tables import table

_KEPT_APART = "要求保密，身份另行密封，不入卷"
_FIELDS = (
    *(("name", "姓名"), ("phone", "电话"), ("id", "证件号"), ("address", "地址"), ("email", "邮箱")),
    *(("agent", "的代理人"), ("agent_phone", "的代理人电话"), ("second", "的第二名代表人")),
    *(("second_phone", "的第二名代表人电话"), ("others", "：共同投诉的其他人")),
)


def parts(case: Case, *, by: Officer, at: datetime) -> list[Part]:
    """The papers of a file in their order; the letters are opened, which the chain records."""
    one = standing(case)
    found = [part("登记事项与诉求内容", _front(one))]
    for title, blocks in (("办理经过", _course(one)), ("办理记录", _notes(one))):
        if blocks:
            found.append(part(title, document(case, title, blocks)))
    found += [part(f"督办通知　{one.number}", notices.document(one)) for one in notices.signed_of(case)]
    found += binding.letter_parts(case, by=by, at=at)
    if service := binding.service(case):
        found.append(part("用印与送达", service))
    if blocks := _ended(one):
        found.append(part("答复与办结", document(case, "答复与办结", blocks)))
    sent = Enclosure.objects.filter(case=case).order_by("pk")
    listed = [binding.listed_file("来件附件", one.type, one.size, one.sha256) for one in sent]
    if listed:
        found.append(part("电子材料目录", binding.file_list(case, listed)))
    return found


def court_file(case: Case, *, by: Officer, at: datetime) -> bytes:
    """The whole file as one PDF, page numbers running. Raises Refused: ``destroyed``."""
    binding.demand_there(case)
    return binding.bound_file(case, parts(case, by=by, at=at), by=by, at=at)


def package(case: Case, keep: str, *, by: Officer, at: datetime) -> bytes:
    """The archive package of a closed case, its files within; filed for ``keep`` where it is not yet.

    Files that did not pass the check are listed in it and stay outside. Raises Refused: ``not-closed``,
    ``no-retention``, ``destroyed``, ``not-allowed`` and ``not-screened`` for the files.
    """
    filing = packing.filed(ROOM, case, keep, by=by, at=at)
    whole = court_file(case, by=by, at=at)
    more = {}
    sent = list(Enclosure.objects.filter(case=case).order_by("pk"))
    shut = {
        blob
        for blob, row in checking.of(one.blob for one in sent).items()
        if row.screened_at and not row.opens
    }
    for n, one in enumerate(sent, start=1):
        if one.blob in shut:
            continue
        one.case = case
        name, data = enclosures.read(one, by=by, at=at)
        more[f"{n:02}-{name.replace('/', '-')}"] = data
    return packing.package(case, filing, whole, more, by=by, at=at)


def _front(one: Standing) -> Document:
    case, matter = one.case, one.matter
    who = "举报人" if case.kind == Case.Kind.REPORT else "诉求人"
    rows = [
        ("登记编号", case.registration.number),
        ("来源渠道、来源单号", " ".join(filter(None, (matter.channel, case.registration.source_number)))),
        *(("另一来源回执", said) for said in _receipts(one)),
        ("登记日期", matter.registered_on.isoformat()),
        ("种类", case.kind),
        ("实名或者匿名", "匿名" if one.is_anonymous else "实名"),
        *((f"{who}{label}", value) for label, value in _person(one)),
        ("代理、代表", _acting(one)),
        ("被诉主体", " ".join(filter(None, (matter.respondent, matter.credit_code)))),
        ("主体地址", matter.respondent_address),
        ("商品服务类别", matter.category),
        ("诉求", one.profile.claim if one.profile else ""),
        ("涉及金额", "" if matter.amount_fen is None else f"{matter.amount_fen / 100:,.2f} 元"),
        ("挽回损失", "" if matter.recovered_fen is None else f"{matter.recovered_fen / 100:,.2f} 元"),
        ("承办单位", one.unit.name if one.unit else ""),
        ("承办人", one.handler.name if one.handler else ""),
        ("受理日期", _day(one.accepted_on)),
        ("办结日期", _day(one.closing.closed_on if one.closing else None)),
        ("办理结果", one.closing.outcome if one.closing else ""),
    ]
    body: list[Block] = [binding.facts_table(rows), heading(1, "诉求内容")]
    return document(case, f"{case.kind}登记表", [*body, *_said(one, CaseText.Field.CONTENT)])


def _receipts(one: Standing) -> list[str]:
    """Under which other channels and numbers the same letter came."""
    rows = Receipt.objects.filter(registration=one.case.registration_id).order_by("pk")
    return [f"{row.channel} {row.source_number}　{row.received_on}" for row in rows]


def _acting(one: Standing) -> str:
    """Who acts for whom, with the days on which the papers were given."""
    made = Authority.objects.filter(case=one.case).first()
    if made is None:
        return ""
    if made.way == Authority.Way.JOINT:
        elected = f"{ELECTION} {_day(made.letter_on)}" if made.letter_on else ""
        lacks = "".join(f"{name} 没有收到" for name in made.lacking)
        said = f"{made.people} 人共同投诉，代表人 {made.representatives} 名"
        return "；".join(filter(None, (said, elected, lacks)))
    papers = (("授权委托书原件", made.letter_on), ("受托人身份证明", made.identity_on))
    given = (f"{name} {_day(day) or '没有收到'}" for name, day in papers)
    until = f"委托期限到 {made.valid_until}" if made.valid_until else ""
    return "；".join(filter(None, ("代他人投诉", *given, made.scope, until)))


def _person(one: Standing) -> list[tuple[str, str]]:
    """The person for the file; never one who is kept secret."""
    if one.is_secret:
        return [("", _KEPT_APART)]
    person = person_for_letter(one.case, Party.Role.PETITIONER)
    known = [
        (label, "；".join(str(person[name]).splitlines())) for name, label in _FIELDS if person.get(name)
    ]
    return known or [("", "没有留下")]


def _said(one: Standing, field: str) -> list[Block]:
    """What was written, in its own words; the masked ones where the person is kept secret."""
    if one.is_secret:
        text = CaseText.objects.filter(case=one.case, field=field).values_list("masked", flat=True).first()
    else:
        text = text_for_letter(one.case, field)
    return [paragraph(line) for line in (text or "").splitlines() if line.strip()]


def _course(one: Standing) -> list[Block]:
    """Decisions, meetings and calls as tables."""
    found: list[Block] = []
    decided = [
        (
            _day(made.on),
            made.kind,
            " ".join(filter(None, (made.ground, made.body, made.reason, made.proof))) or "—",
            made.proposed_by.name if made.proposed_by else "—",
            made.approved_by.name if made.approved_by else "—",
        )
        for made in one.decisions
    ]
    if decided:
        found.append(table("决定", (("日期", "决定", "情形、理由、凭证", "提出", "复核"),), decided))
    if rows := _violations(one):
        head = ("发现", "涉嫌违法行为", "登记", "决定", "立案号或者理由")
        found.append(table("调解中发现的涉嫌违法行为", (head,), rows))
    if tested := _tested(one):
        head = ("送检", "样品、项目", "机构、怎样确定", "费用、凭证", "结束、报告")
        found.append(table("检测、鉴定", (head,), tested))
    met = [
        (
            meeting.when,
            meeting.place,
            meeting.mediator.name,
            meeting.became or "—",
        )
        for meeting in Mediation.objects.filter(case=one.case).select_related("mediator").order_by("pk")
    ]
    if met:
        found.append(table("调解", (("时间", "地点", "调解人员", "到场"),), met))
    called = [
        (
            f"{call.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            call.by.name,
            official(Call.Purpose(call.purpose).label),
            "接通" if call.reached else "未接通",
            call.recording or "—",
        )
        for call in Call.objects.filter(case=one.case).select_related("by").order_by("pk")
    ]
    if called:
        found.append(table("通话", (("时间", "经手人", "目的", "结果", "录音编号"),), called))
    return found


def _tested(one: Standing) -> list[tuple[str, ...]]:
    """What was tested while the limit stood still, by whom and at whose costs."""
    rows = LabTest.objects.filter(case=one.case).select_related("pause").order_by("pk")
    return [
        (
            row.pause.since.isoformat(),
            row.what,
            f"{row.body}（{official(LabTest.Chosen(row.chosen).label)}）",
            " ".join(filter(None, (official(LabTest.Payer(row.payer).label), row.proof))),
            " ".join(filter(None, (_day(row.pause.until), row.report))) or "—",
        )
        for row in rows
    ]


def _violations(one: Standing) -> list[tuple[str, ...]]:
    """What was found while mediating, and what was decided about it."""
    decided = Decision.objects.filter(case=one.case, violation__isnull=False, on__isnull=False)
    by_row = {made.violation_id: made for made in decided}
    rows = Violation.objects.filter(case=one.case).select_related("recorded_by").order_by("pk")
    found: list[tuple[str, ...]] = []
    for row in rows:
        made = by_row.get(row.pk)
        how = (f"{made.on} {made.kind}", made.proof or made.reason) if made else ("还没有决定", "—")
        found.append((row.found_on.isoformat(), row.what, row.recorded_by.name, *how))
    return found


def _notes(one: Standing) -> list[Block]:
    found: list[Block] = []
    for note in Note.objects.filter(case=one.case).select_related("by").order_by("pk"):
        said = f"{note.on}　{official(Note.Kind(note.kind).label)}"
        found.append(heading(1, f"{said}　{note.by.name}" if note.by else said))
        found += _said(one, note.field)
    return found


def _ended(one: Standing) -> list[Block]:
    found: list[Block] = []
    answers = answers_with_fields(one.case)
    rows = [
        (
            made.answered_on.isoformat(),
            made.delivery or "—",
            made.proof or ("来自台账" if made.imported else "—"),
        )
        for made, _ in answers
    ]
    if rows:
        found.append(table("答复", (("日期", "方式", "凭证"),), rows))
    for made, field in answers:
        said = _said(one, field)
        if said and len(answers) > 1:
            found.append(heading(1, f"{made.answered_on}　答复"))
        found += said
    ended = [
        (
            made.closed_on.isoformat(),
            made.outcome,
            _day(made.reopened_on),
            "；".join(f"{back.on} {back.satisfaction or '未接通'}" for back in made.callbacks.all()) or "—",
        )
        for made in Closing.objects.filter(case=one.case).prefetch_related("callbacks").order_by("pk")
    ]
    if ended:
        found.append(table("办结", (("办结", "办理结果", "重新办理", "回访"),), ended))
    return found
