"""Papers of an application other than letters: the approval sheet 答复审批单 and the register to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.models import Case, CaseText
from gongkai.desk.foi.chain import label, steps_of
from gongkai.desk.foi.models import Application, Decision, Opinion
from gongkai.desk.foi.planning import merged_in
from gongkai.desk.foi.verbs.deciding import files_of
from gongkai.law.outcomes import outcome
from gongkai.papers.model import Block, Document, paragraph
from gongkai.papers.tables import cell, table


def sheet_document(case: Case, decision: Decision, says: Mapping[str, str]) -> Document:
    """The sheet on which a reply is approved: what is answered, on what digest, a box for every step."""
    found = outcome(decision.outcome)
    text = CaseText.objects.filter(case=case, field=CaseText.Field.CONTENT).first()
    application = Application.objects.get(pk=case.pk)
    copies = files_of(decision)
    given_out = "\n".join(f"{one.made.name}　{one.sha256[:16]}" for one in copies if one.made is not None)
    rows = [
        ("登记编号", case.registration.number),
        ("收到日期", application.received_on.isoformat()),
        ("答复期限", case.due_on.isoformat() if case.due_on else "—"),
        ("申请内容", text.masked if text is not None else "—"),
        ("拟办结果", f"{found.label}　{found.article}"),
        *((name, said) for name, said in says.items()),
        *((("提供的副本", given_out),) if given_out else ()),
        ("拟稿", f"{decision.drafted_by.name}　{_moment(decision)}"),
        ("内容摘要", grouped(decision.digest)),
    ]
    given = {one.stage: one for one in decision.opinions.select_related("officer")}
    for merged in merged_in(decision):
        rows.append((official(label(merged, decision)), "没有另外的人承担，并入领导签发"))
    for step in steps_of(decision):
        rows.append((official(label(step, decision)), _opinion(given.get(step))))
    body: list[Block] = [
        table("", (), [(cell(name, header=True), words or "　") for name, words in rows], widths=(1, 3)),
        paragraph("在纸上签批的，签批后扫描入卷，由签批人、拟稿人以外的人核对内容摘要并确认。"),
    ]
    return Document(
        title=f"{case.registration.agency.name}\n政府信息公开答复审批单",
        blocks=tuple(body),
        doc_no=f"第{decision.no}次送审",
        agency=case.registration.agency.name,
    )


def ledger_title(year: int, month: int) -> str:
    """How the register of a year or of a month is called; month 0 is the whole year."""
    span = f"{year}年{month}月" if month else f"{year}年"
    return f"依申请公开台账（{span}）"


def ledger_document(
    agency: str, title: str, rows: Iterable[Application], texts: Mapping[int, str]
) -> Document:
    """The register 依申请公开台账 of a span of time, to print; persons are not in it."""
    heads = ("登记编号", "收到日期", "提交方式", "申请人类型", "申请内容", "答复日期", "答复结果", "送达方式")
    body = [
        (
            one.case.registration.number,
            one.received_on.isoformat(),
            one.channel,
            one.applicant_kind,
            texts.get(one.pk, "—"),
            _day(one.replied_on),
            outcome(one.outcome).label if one.outcome else "在办",
            one.delivery or "—",
        )
        for one in rows
    ]
    blocks: tuple[Block, ...] = (
        (table("", (heads,), body),) if body else (paragraph("这段时间没有收到公开申请。"),)
    )
    return Document(title=f"{agency}\n{title}", blocks=blocks, agency=agency)


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can be compared and breaks between lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _opinion(one: Opinion | None) -> str:
    if one is None:
        return "　\n（签名、日期）"
    said = "同意" if one.passed else "退回"
    return f"{said}　{one.note}　{one.officer.name}　{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _moment(decision: Decision) -> str:
    return f"{decision.drafted_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
